"""Lines of an NMEA 0183 log: what each is, and where its payload lies."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from stsdetect.kernels.nmea_bytes import (
    ADDRESS,
    COMMA,
    HASH,
    NEWLINE,
    OPENING,
    STAR,
    begins_with,
    checksum_good,
    find_byte,
    fold,
    whole_number,
)
from stsdetect.kernels.nmea_clock import read_clock_line, read_time
from stsdetect.kernels.nmea_records import (
    BAD_CHECKSUM,
    BLANK,
    CLOCK,
    COMMENT,
    MALFORMED,
    NO_TIME,
    NOT_NMEA,
    OTHER_SENTENCE,
    SENTENCE,
    UNKNOWN_RECEIVER,
    Integer,
    Record,
    Records,
)
from stsdetect.kernels.nmea_tags import read_tag_blocks, read_trailer

__all__ = ["scan_lines"]

_VDM, _VDO = np.frombuffer(b"VDM", np.uint8), np.frombuffer(b"VDO", np.uint8)
_PGHP = np.frombuffer(b"$PGHP,", np.uint8)


@njit(cache=True, nogil=True)
def scan_lines(
    buffer: NDArray[np.uint8], start: Integer, lines: Records, clock: NDArray[np.int64]
) -> None:
    """Read each line of a block of a log into its record.

    Parameters
    ----------
    buffer : (n,) array
        Bytes of the log.
    start : int
        Where the block begins; it goes on to the end of the buffer.
    lines : (m,) records
        :data:`LINE`, one per line of the block, overwritten but for ``number``.
    clock : (1,) array
        Time of a ``$PGHP`` line whose sentence is still to come [ms]; carried from
        block to block. A clock serves the one sentence behind it.

    Notes
    -----
    Which of several clocks counts: tag block, trailer, columns before the sentence,
    ``$PGHP``. Checksums are verified; a sentence without one is malformed.
    """
    at = start
    for i in range(lines.size):
        line_stop = find_byte(buffer, at, buffer.size, NEWLINE)
        line = lines[i]
        _trim(buffer, at, line_stop, line)
        _read_line(buffer, line)
        _keep_clock(line, clock)
        at = line_stop + 1


@njit(cache=True, nogil=True)
def _trim(
    buffer: NDArray[np.uint8], start: Integer, stop: Integer, line: Record
) -> None:
    while start < stop and buffer[start] <= 32:
        start += 1
    while stop > start and buffer[stop - 1] <= 32:
        stop -= 1
    line["start"], line["stop"] = start, stop
    line["payload_start"], line["payload_stop"] = start, start
    line["time_ms"] = NO_TIME
    line["key"], line["station"], line["fill"] = 0, 0, 0
    line["n_parts"], line["part"] = 0, 0
    line["receiver"] = UNKNOWN_RECEIVER


@njit(cache=True, nogil=True)
def _read_line(buffer: NDArray[np.uint8], line: Record) -> None:
    start, stop = line["start"], line["stop"]
    if start == stop:
        line["kind"] = BLANK
        return
    if buffer[start] == HASH:
        line["kind"] = COMMENT
        return
    tags = start
    while tags < stop and not OPENING[buffer[tags]]:
        tags += 1
    if tags == stop:
        line["kind"] = NOT_NMEA
        return
    at = read_tag_blocks(buffer, tags, line)
    if line["kind"] == SENTENCE:
        _read_sentence(buffer, at, line)
    while line["time_ms"] == NO_TIME and start < tags:  # columns before the sentence
        comma = find_byte(buffer, start, tags, COMMA)
        line["time_ms"] = read_time(buffer, start, comma)
        start = comma + 1


@njit(cache=True, nogil=True)
def _read_sentence(buffer: NDArray[np.uint8], at: Integer, line: Record) -> None:
    stop = line["stop"]
    comma = find_byte(buffer, at, stop, COMMA)
    if comma == stop or not _is_address(buffer, at + 1, comma):
        line["kind"] = NOT_NMEA
    elif _is_ais(buffer, at, comma):
        _read_ais(buffer, at, line)
    elif begins_with(buffer, at, stop, _PGHP):
        _read_clock(buffer, at, line)
    else:
        line["kind"] = OTHER_SENTENCE


@njit(cache=True, nogil=True)
def _read_ais(buffer: NDArray[np.uint8], at: Integer, line: Record) -> None:
    """Read ``!AIVDM,parts,part,sequence,channel,payload,fill*hh``."""
    stop = line["stop"]
    star = find_byte(buffer, at, stop, STAR)
    if star == stop:
        line["kind"] = MALFORMED
        return
    if not checksum_good(buffer, at + 1, star, stop):
        line["kind"] = BAD_CHECKSUM
        return
    part = find_byte(buffer, at + 7, star, COMMA) + 1
    sequence = find_byte(buffer, part, star, COMMA) + 1
    line["n_parts"] = whole_number(buffer, at + 7, part - 1)
    line["part"] = whole_number(buffer, part, sequence - 1)
    channel = find_byte(buffer, sequence, star, COMMA) + 1
    payload = find_byte(buffer, channel, star, COMMA) + 1
    payload_stop = find_byte(buffer, payload, star, COMMA)
    line["payload_start"], line["payload_stop"] = payload, payload_stop
    line["fill"] = whole_number(buffer, payload_stop + 1, star)
    if not _is_sound(line):
        line["kind"] = MALFORMED
        return
    key = line["key"] * 16 + line["n_parts"]
    line["key"] = fold(key, buffer, sequence, payload)
    read_trailer(buffer, star + 3, line)


@njit(cache=True, nogil=True)
def _is_sound(line: Record) -> bool:
    return bool(
        1 <= line["part"] <= line["n_parts"] <= 9
        and 0 <= line["fill"] <= 5
        and line["payload_start"] <= line["payload_stop"]
    )


@njit(cache=True, nogil=True)
def _read_clock(buffer: NDArray[np.uint8], at: Integer, line: Record) -> None:
    star = find_byte(buffer, at, line["stop"], STAR)
    line["kind"] = BAD_CHECKSUM
    if checksum_good(buffer, at + 1, star, line["stop"]):
        line["time_ms"] = read_clock_line(buffer, at, star)
        line["kind"] = CLOCK if line["time_ms"] != NO_TIME else MALFORMED


@njit(cache=True, nogil=True)
def _keep_clock(line: Record, clock: NDArray[np.int64]) -> None:
    if line["kind"] == CLOCK:
        clock[0] = line["time_ms"]
    elif line["kind"] >= SENTENCE:
        if line["time_ms"] == NO_TIME:
            line["time_ms"] = clock[0]
        clock[0] = NO_TIME


@njit(cache=True, nogil=True)
def _is_address(buffer: NDArray[np.uint8], start: Integer, stop: Integer) -> bool:
    at = start
    while at < stop and ADDRESS[buffer[at]]:
        at += 1
    return bool(at == stop and 3 <= stop - start <= 10)


@njit(cache=True, nogil=True)
def _is_ais(buffer: NDArray[np.uint8], at: Integer, comma: Integer) -> bool:
    if comma != at + 6:
        return False
    return begins_with(buffer, at + 3, comma, _VDM) or begins_with(
        buffer, at + 3, comma, _VDO
    )
