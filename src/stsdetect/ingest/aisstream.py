"""JSON of aisstream.io: which files hold it, and how its messages are read.

Position reports of class A and B and long-range broadcasts are positions, static
reports particulars; the other messages are counted. The clock is ``time_utc``, when
the network heard the message.
"""

from typing import Final

from stsdetect.ingest.aisstream_fields import MESSAGE, flatten
from stsdetect.ingest.json_lines import JsonMessages

__all__ = ["AISSTREAM", "is_aisstream"]

AISSTREAM: Final = JsonMessages(sender="aisstream", schema=MESSAGE, flatten=flatten)

_MARKS: Final = (b'"MessageType"', b'"MetaData"')


def is_aisstream(head: bytes) -> bool:
    """Tell whether a file that begins so holds messages of aisstream.io.

    Examples
    --------
    >>> is_aisstream(b'{"Message": {}, "MessageType": "X", "MetaData": {"MMSI": 1}}')
    True
    >>> is_aisstream(b'{"type": "FeatureCollection"}')
    False
    """
    is_json = head.lstrip().startswith((b"{", b"["))
    return is_json and all(mark in head for mark in _MARKS)
