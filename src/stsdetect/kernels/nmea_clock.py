"""Clocks in NMEA logs: epochs, ISO 8601 and the fields of ``$PGHP``."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from stsdetect.kernels.nmea_bytes import (
    ALPHANUMERIC,
    COLON,
    COMMA,
    DASH,
    DIGIT,
    DOT,
    GLUED,
    PLUS,
    digits_stop,
    find_byte,
    whole_number,
)
from stsdetect.kernels.nmea_records import NO_TIME, Integer

__all__ = ["read_clock_line", "read_time"]

EARLIEST_MS = np.int64(631_152_000_000)  # 1990: no AIS before (ours)
LATEST_MS = np.int64(4_102_444_800_000)  # 2100

_DAYS_BEFORE = np.array([0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365])


@njit(cache=True, nogil=True)
def read_time(buffer: NDArray[np.uint8], start: Integer, stop: Integer) -> Integer:
    """Read the time that a piece of text begins with.

    Parameters
    ----------
    buffer : (n,) array
        Bytes of the log.
    start, stop : int
        Bounds of the piece. Signs before the first digit are passed over.

    Returns
    -------
    int
        Milliseconds since 1970; :data:`NO_TIME` where there is no time between 1990
        and 2100. Read are seconds or milliseconds since 1970, with or without
        decimals, and ISO 8601 with seconds and an optional zone.

    Examples
    --------
    >>> text = np.frombuffer(b"[2022-11-10T02:14:57.5+01:00]", np.uint8)
    >>> int(read_time(text, 0, text.size))
    1668042897500
    >>> int(read_time(text, 3, text.size))
    -1
    """
    at = start
    while at < stop and not ALPHANUMERIC[buffer[at]]:
        at += 1
    digits = digits_stop(buffer, at, stop)
    if digits == at + 4 and digits < stop:
        return _read_iso(buffer, at, stop)
    return _read_epoch(buffer, at, digits, stop)


@njit(cache=True, nogil=True)
def read_clock_line(
    buffer: NDArray[np.uint8], start: Integer, stop: Integer
) -> Integer:
    """Read the time [ms] of ``$PGHP,1,YYYY,M,D,h,m,s,ms,...``, or NO_TIME."""
    fields = np.zeros(7, np.int64)
    at = find_byte(buffer, start + 6, stop, COMMA) + 1  # behind "$PGHP," and its "1"
    for i in range(7):
        field_stop = find_byte(buffer, at, stop, COMMA)
        fields[i] = whole_number(buffer, at, field_stop)
        at = field_stop + 1
    if fields[6] < 0 or fields[6] > 999:
        return NO_TIME
    return _instant_ms(fields)


@njit(cache=True, nogil=True)
def _read_epoch(
    buffer: NDArray[np.uint8], start: Integer, digits: Integer, stop: Integer
) -> Integer:
    value = whole_number(buffer, start, digits)
    if value < 0 or (digits < stop and GLUED[buffer[digits]]):
        return NO_TIME
    if value < 100_000_000_000:  # seconds until the year 5138, milliseconds from 1973
        value = value * 1000 + _thousandths(buffer, digits, stop)
    return value if EARLIEST_MS <= value < LATEST_MS else NO_TIME


@njit(cache=True, nogil=True)
def _read_iso(buffer: NDArray[np.uint8], start: Integer, stop: Integer) -> Integer:
    if stop - start < 19:
        return NO_TIME
    fields = np.zeros(7, np.int64)
    fields[0] = whole_number(buffer, start, start + 4)
    for i in range(1, 6):
        at = start + 2 + 3 * i
        fields[i] = whole_number(buffer, at, at + 2)
        if DIGIT[buffer[at - 1]]:
            return NO_TIME
    fields[6] = _thousandths(buffer, start + 19, stop)
    instant = _instant_ms(fields)
    if instant == NO_TIME:
        return NO_TIME
    zone = start + 19
    if zone < stop and buffer[zone] == DOT:
        zone = digits_stop(buffer, zone + 1, stop)
    return instant - _zone_ms(buffer, zone, stop)


@njit(cache=True, nogil=True)
def _instant_ms(fields: NDArray[np.int64]) -> Integer:
    """Count milliseconds until year, month, day, hour, minute, second, millisecond."""
    year, month, day = fields[0], fields[1], fields[2]
    hour, minute, second = fields[3], fields[4], fields[5]
    if not (1990 <= year <= 2099 and 1 <= month <= 12):
        return NO_TIME
    leap = year % 4 == 0  # without exception from 1990 to 2099
    longest = _DAYS_BEFORE[month] - _DAYS_BEFORE[month - 1] + (leap and month == 2)
    if not (1 <= day <= longest and 0 <= hour <= 23):
        return NO_TIME
    if not (0 <= minute <= 59 and 0 <= second <= 60):
        return NO_TIME
    days = (year - 1970) * 365 + (year - 1969) // 4
    days += _DAYS_BEFORE[month - 1] + (leap and month > 2) + day - 1
    return (((days * 24 + hour) * 60 + minute) * 60 + second) * 1000 + fields[6]


@njit(cache=True, nogil=True)
def _zone_ms(buffer: NDArray[np.uint8], at: Integer, stop: Integer) -> Integer:
    if at + 3 > stop or (buffer[at] != PLUS and buffer[at] != DASH):
        return np.int64(0)
    hours = whole_number(buffer, at + 1, at + 3)
    minutes_at = at + 4 if at + 3 < stop and buffer[at + 3] == COLON else at + 3
    minutes = whole_number(buffer, minutes_at, min(minutes_at + 2, stop))
    offset = (max(hours, 0) * 60 + max(minutes, 0)) * 60_000
    return -offset if buffer[at] == DASH else offset


@njit(cache=True, nogil=True)
def _thousandths(buffer: NDArray[np.uint8], at: Integer, stop: Integer) -> Integer:
    if at >= stop or buffer[at] != DOT:
        return np.int64(0)
    value, unit = np.int64(0), np.int64(100)
    for i in range(at + 1, min(at + 4, stop)):
        if not DIGIT[buffer[i]]:
            break
        value += (np.int64(buffer[i]) - 48) * unit
        unit //= 10
    return value
