r"""What stands before and behind a sentence: tag blocks and coast guard trailers."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from stsdetect.kernels.nmea_bytes import (
    BACKSLASH,
    BANG,
    COLON,
    COMMA,
    DASH,
    DOLLAR,
    LETTER,
    NO_BYTE,
    STAR,
    begins_with,
    checksum_good,
    find_byte,
    fold,
)
from stsdetect.kernels.nmea_clock import read_time
from stsdetect.kernels.nmea_records import (
    BAD_CHECKSUM,
    MALFORMED,
    NO_TIME,
    SATELLITE,
    SENTENCE,
    TERRESTRIAL,
    Integer,
    Record,
)

__all__ = ["read_tag_blocks", "read_trailer"]

_R, _B, _C, _S, _G, _OLD_G = np.frombuffer(b"rbcsgG", np.uint8)
_ORBCOMM = np.frombuffer(b"ORBCOMM", np.uint8)


@njit(cache=True, nogil=True)
def read_tag_blocks(buffer: NDArray[np.uint8], at: Integer, line: Record) -> Integer:
    r"""Read every tag block before a sentence into its line.

    Parameters
    ----------
    buffer : (n,) array
        Bytes of the log.
    at : int
        First backslash of ``\g:1-2-7218,s:117,c:1668046497*74\!AIVDM...``, or where
        the sentence begins if it has no tag block.
    line : record
        :data:`LINE`; ``time_ms``, ``station``, ``receiver``, ``key`` (of the group)
        and ``kind`` are set. A block without a checksum is taken as it is; blocks
        that share a backslash are read as two.

    Returns
    -------
    int
        Where the sentence begins; ``kind`` is no sentence where there is a fault.
    """
    stop = line["stop"]
    while at < stop and buffer[at] != BANG and buffer[at] != DOLLAR:
        if buffer[at] == BACKSLASH:
            at += 1
            continue
        block_stop = find_byte(buffer, at, stop, BACKSLASH)
        if block_stop == stop:
            line["kind"] = MALFORMED
            return stop
        if not _read_tag_block(buffer, at, block_stop, line):
            line["kind"] = BAD_CHECKSUM
            return stop
        at = block_stop + 1
    line["kind"] = SENTENCE if at < stop else MALFORMED
    return at


@njit(cache=True, nogil=True)
def read_trailer(buffer: NDArray[np.uint8], at: Integer, line: Record) -> None:
    """Read ``,d-093,S2212,r09STOL1,1272844797`` behind a checksum into its line.

    The first field that is a time counts: of two it is the one near the receiver's own
    clock (``t``). The station is the field that begins with ``r`` (receiver) or ``b``
    (base station); both are on shore. A second sentence in the line makes it malformed,
    since nothing may be lost unseen.
    """
    stop = line["stop"]
    trailer_ms = NO_TIME
    while at < stop:
        field_stop = find_byte(buffer, at, stop, COMMA)
        if find_byte(buffer, at, field_stop, BANG) < field_stop:
            line["kind"] = MALFORMED
        first = buffer[at] if at < field_stop else NO_BYTE
        if first == _R or (first == _B and line["station"] == 0):
            line["receiver"] = max(line["receiver"], TERRESTRIAL)
            _read_station(buffer, at, field_stop, line)
        elif trailer_ms == NO_TIME and not LETTER[first]:
            trailer_ms = read_time(buffer, at, field_stop)
        at = field_stop + 1
    if line["time_ms"] == NO_TIME:
        line["time_ms"] = trailer_ms


@njit(cache=True, nogil=True)
def _read_tag_block(
    buffer: NDArray[np.uint8], start: Integer, stop: Integer, line: Record
) -> bool:
    star = find_byte(buffer, start, stop, STAR)
    if star < stop and not checksum_good(buffer, start, star, stop):
        return False
    at = start
    while at < star:
        field_stop = find_byte(buffer, at, star, COMMA)
        _read_tag(buffer, at, field_stop, line)
        at = field_stop + 1
    return True


@njit(cache=True, nogil=True)
def _read_tag(
    buffer: NDArray[np.uint8], start: Integer, stop: Integer, line: Record
) -> None:
    colon = find_byte(buffer, start, stop, COLON)
    tag = buffer[start]
    if colon == start + 1 and tag == _C:
        line["time_ms"] = read_time(buffer, colon + 1, stop)
    elif colon == start + 1 and tag == _S:
        _read_station(buffer, colon + 1, stop, line)
    elif colon == start + 1 and tag == _G:  # g:part-total-group
        first = find_byte(buffer, colon + 1, stop, DASH)
        second = find_byte(buffer, first + 1, stop, DASH)
        line["key"] = fold(1, buffer, second + 1, stop)
    elif colon == start + 3 and buffer[start + 1] == _OLD_G:  # 1G2:group, older
        line["key"] = fold(1, buffer, colon + 1, stop)


@njit(cache=True, nogil=True)
def _read_station(
    buffer: NDArray[np.uint8], start: Integer, stop: Integer, line: Record
) -> None:
    line["station"] = fold(1, buffer, start, stop)
    for at in range(start, stop):
        if begins_with(buffer, at, stop, _ORBCOMM):
            line["receiver"] = SATELLITE
