"""Text of two bytes a letter (UTF-16), as some spreadsheets save it, made UTF-8."""

import codecs
from typing import BinaryIO, Final, cast

__all__ = ["in_utf8"]

_PEEKED: Final = 64
"""Bytes at the beginning that tell, ours."""


class _Again:
    """A stream of which the first bytes were read already."""

    def __init__(self, first: bytes, rest: BinaryIO) -> None:
        self._first, self._rest = first, rest

    def read(self, size: int) -> bytes:
        """Give so many bytes at most; none at the end only."""
        if not self._first:
            return self._rest.read(size)
        piece, self._first = self._first[:size], self._first[size:]
        return piece

    def close(self) -> None:
        """Close the stream below."""
        self._rest.close()


class _Recoded(_Again):
    """A stream of UTF-16 as UTF-8; what is no letter becomes the sign for that."""

    def __init__(self, first: bytes, rest: BinaryIO, encoding: str) -> None:
        super().__init__(first, rest)
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")

    def read(self, size: int) -> bytes:
        """Give about so many bytes; none at the end only."""
        while piece := super().read(size):
            if text := self._decoder.decode(piece):
                return text.encode("utf-8", "replace")
        return self._decoder.decode(b"", final=True).encode("utf-8", "replace")


def in_utf8(stream: BinaryIO) -> BinaryIO:
    """Give a stream as it is, or as UTF-8 when it is text in UTF-16."""
    first = b""
    while len(first) < _PEEKED and (piece := stream.read(_PEEKED - len(first))):
        first += piece
    encoding = _utf16(first)
    if encoding:
        return cast("BinaryIO", _Recoded(first, stream, encoding))
    return cast("BinaryIO", _Again(first, stream))


def _utf16(first: bytes) -> str:
    """Tell the order of bytes by their mark, or by zeros in every other place.

    Examples
    --------
    >>> _utf16("mmsi,lat".encode("utf-16-be")), _utf16(b"mmsi,lat")
    ('utf-16-be', '')
    """
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    high, low = first[::2], first[1::2]
    if len(first) > 1 and not any(low) and all(high):
        return "utf-16-le"
    if len(first) > 1 and not any(high) and all(low):
        return "utf-16-be"
    return ""
