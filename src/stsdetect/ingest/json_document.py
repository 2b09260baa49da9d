"""A JSON document: messages as elements of one list, given a line each.

Web services answer with one text of many megabytes: ``[{...}, {...}]``, or a GeoJSON
``FeatureCollection``. It is cut into its elements as it is read, so that memory does
not grow with it; which element it was is the row of a message.
"""

import re
from typing import Final

__all__ = ["Elements", "opens_document"]

MAX_ELEMENT: Final = 1 << 20
"""Bytes of one element, ours: the longest message known has about 1,000."""

_COLLECTION: Final = re.compile(
    rb'\s*\{[^{}]*?"(?:features"\s*:\s*\[|FeatureCollection")'
)
_TOKEN: Final = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[\[\]{}]|"', re.DOTALL)
_WAY: Final = (b"[{", b"{[{")
"""Brackets on the way into an element: of a list, and of a list in an object."""

_LINE_ENDS: Final = bytes.maketrans(b"\r\n", b"  ")


def opens_document(head: bytes) -> bool:
    """Tell whether a file that begins so is one list of messages.

    Examples
    --------
    >>> opens_document(b'[{"mmsi":230000001,"time":1668075025}')
    True
    >>> opens_document(b'{"type": "FeatureCollection", "features": [{"mmsi": 2300')
    True
    >>> opens_document(b'{"mmsi":230000001,"time":1668075025}')
    False
    """
    return head.lstrip().startswith(b"[") or _COLLECTION.match(head) is not None


class Elements:
    """Cut a document into lines, an element each; where pieces are cut changes nothing.

    Lists and objects are followed by their brackets alone. What is no JSON gives lines
    that are no messages, and those are told as such.
    """

    def __init__(self) -> None:
        self._rest = b""
        self._way = b""
        self._depth = 0
        self._element = bytearray()

    def feed(self, piece: bytes) -> bytes:
        """Give the elements that end in this piece, each with a line feed."""
        text, place = self._rest + piece, 0
        self._rest = b""
        lines = []
        for token in _TOKEN.finditer(text):
            if token.group() == b'"':  # a string that goes on in the next piece
                self._rest = text[token.start() :]
                text = text[: token.start()]
                break
            was_inside = self._is_inside()
            self._follow(token.group())
            if self._is_inside() and not was_inside:
                place = token.start()
            elif was_inside and not self._is_inside():
                self._keep(text[place : token.end()])
                lines.append(self._take())
        if self._is_inside():
            self._keep(text[place:])
        if len(self._rest) > MAX_ELEMENT:  # a string without an end
            self._rest = b""
        return b"".join(lines)

    def finish(self) -> bytes:
        """Give the element that never ended, if there is one."""
        if self._is_inside():
            self._keep(self._rest)
        return self._take() if self._element else b""

    def _follow(self, token: bytes) -> None:
        """Remember how deep it is, and the brackets of the first three steps."""
        if token in (b"{", b"["):
            self._depth += 1
            if self._depth <= len(_WAY[1]):
                self._way += token
        elif token in (b"}", b"]") and self._depth:
            self._depth -= 1
            self._way = self._way[: self._depth]

    def _is_inside(self) -> bool:
        """Tell whether an object is open that is an element of a list."""
        return self._way.startswith(_WAY)

    def _keep(self, text: bytes) -> None:
        self._element += text[: MAX_ELEMENT - len(self._element)]

    def _take(self) -> bytes:
        line = bytes(self._element).translate(_LINE_ENDS) + b"\n"
        self._element.clear()
        return line
