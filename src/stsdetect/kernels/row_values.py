"""Values in a row of delimited text: numbers and times, read where they stand.

Each reader begins at the first byte of a value and gives the byte behind it, or
:data:`DOUBTFUL` where the value is not written in the plain way that it knows. What is
doubtful is not wrong: it is left to whoever reads with more patience. The buffer has to
end with a byte that is no digit, as every line does.
"""

from typing import Any, Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

__all__ = ["DOUBTFUL", "Bytes", "Integer", "read_decimal", "read_stamp"]

DOUBTFUL: Final = np.int64(-1)

Bytes = NDArray[np.uint8]
Integer = Any
"""Whole number of numba's, of which Python and numpy have two kinds each."""

_MOST_DIGITS: Final = 15  # a whole number of so many is exact in 64 bits of a float
_TENS: Final = 10.0 ** np.arange(_MOST_DIGITS + 1)
_ZERO, _NINE, _DASH, _DOT, _T, _Z, _BLANK = np.frombuffer(b"09-.TZ ", np.uint8)
_UTC: Final = np.frombuffer(b" UTC", np.uint8)
_DAYS_BEFORE: Final = np.array(
    [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365]
)


@njit(cache=True, nogil=True)
def read_decimal(buffer: Bytes, at: Integer) -> tuple[float, Integer]:
    """Read a number such as ``-12.5``; an empty value is NaN.

    Up to 15 digits are read, so that the result is the float nearest to what is
    written, as any careful reader gives it.

    Examples
    --------
    >>> read_decimal(np.frombuffer(b"-12.5,", np.uint8), 0)
    (-12.5, 5)
    >>> int(read_decimal(np.frombuffer(b"1e3,", np.uint8), 0)[1])
    1
    >>> int(read_decimal(np.frombuffer(b"north,", np.uint8), 0)[1])
    0
    """
    sign = -1.0 if buffer[at] == _DASH else 1.0
    first = at + 1 if buffer[at] == _DASH else at
    whole, point = _digits(buffer, first, np.int64(0))
    stop, n_decimals = point, np.int64(0)
    if buffer[point] == _DOT:
        whole, stop = _digits(buffer, point + 1, whole)
        n_decimals = stop - point - 1
        if n_decimals == 0:
            return np.nan, DOUBTFUL
    n_digits = point - first + n_decimals
    if n_digits == 0:
        return np.nan, at if first == at else DOUBTFUL
    if n_digits > _MOST_DIGITS:
        return np.nan, DOUBTFUL
    return sign * (np.float64(whole) / _TENS[n_decimals]), stop


@njit(cache=True, nogil=True)
def _digits(buffer: Bytes, at: Integer, whole: Integer) -> tuple[Integer, Integer]:
    """Go on with a whole number; a very long one overflows, and is not used."""
    while _ZERO <= buffer[at] <= _NINE:
        whole = whole * 10 + (np.int64(buffer[at]) - 48)
        at += 1
    return whole, at


@njit(cache=True, nogil=True)
def read_stamp(
    buffer: Bytes, at: Integer, shape: Bytes, places: NDArray[np.int64]
) -> tuple[Integer, Integer]:
    """Read a time of a fixed shape, with up to three decimals and ``Z`` or ``UTC``.

    Parameters
    ----------
    buffer : (n,) array
        Text.
    at : int
        Where the time begins.
    shape : (m,) array
        Such as ``0000-00-00T00:00:00``: a 0 stands for any digit, a T for itself or a
        blank, another sign for itself.
    places : (6,) array
        Where year, month, day, hour, minute and second begin in it.

    Returns
    -------
    (int, int)
        Milliseconds since 1970, and the byte behind the time.

    Examples
    --------
    >>> text = np.frombuffer(b"2024-02-29 12:30:00.5Z,", np.uint8)
    >>> shape = np.frombuffer(b"0000-00-00T00:00:00", np.uint8)
    >>> read_stamp(text, 0, shape, np.array([0, 5, 8, 11, 14, 17]))
    (1709209800500, 22)
    """
    stop = at + shape.size
    if stop >= buffer.size or not _has_shape(buffer, at, shape):
        return np.int64(0), DOUBTFUL
    year = _two(buffer, at + places[0]) * 100 + _two(buffer, at + places[0] + 2)
    month, day = _two(buffer, at + places[1]), _two(buffer, at + places[2])
    hour, minute = _two(buffer, at + places[3]), _two(buffer, at + places[4])
    second = _two(buffer, at + places[5])
    if not _is_date(year, month, day) or hour > 23 or minute > 59 or second > 59:
        return np.int64(0), DOUBTFUL
    days = (year - 1970) * 365 + (year - 1969) // 4 + _DAYS_BEFORE[month - 1] + day - 1
    days += year % 4 == 0 and month > 2
    whole = ((days * 24 + hour) * 60 + minute) * 60 + second
    thousandths, stop = _thousandths(buffer, stop)
    return whole * 1000 + thousandths, _zone_stop(buffer, stop)


@njit(cache=True, nogil=True)
def _has_shape(buffer: Bytes, at: Integer, shape: Bytes) -> bool:
    for i in range(shape.size):
        byte, wanted = buffer[at + i], shape[i]
        if wanted == _ZERO:
            if not _ZERO <= byte <= _NINE:
                return False
        elif byte != wanted and not (wanted == _T and byte == _BLANK):
            return False
    return True


@njit(cache=True, nogil=True)
def _two(buffer: Bytes, at: Integer) -> Integer:
    return (np.int64(buffer[at]) - 48) * 10 + (np.int64(buffer[at + 1]) - 48)


@njit(cache=True, nogil=True)
def _is_date(year: Integer, month: Integer, day: Integer) -> bool:
    """Tell whether there is such a day from 1990 to 2099: every fourth year leaps."""
    if not (1990 <= year <= 2099 and 1 <= month <= 12):
        return False
    longest = _DAYS_BEFORE[month] - _DAYS_BEFORE[month - 1]
    longest += month == 2 and year % 4 == 0
    return bool(1 <= day <= longest)


@njit(cache=True, nogil=True)
def _thousandths(buffer: Bytes, at: Integer) -> tuple[Integer, Integer]:
    if buffer[at] != _DOT:
        return np.int64(0), at
    value, stop = _digits(buffer, at + 1, np.int64(0))
    n_digits = stop - at - 1
    if not 1 <= n_digits <= 3:
        return np.int64(0), DOUBTFUL
    for _ in range(3 - n_digits):
        value *= 10
    return value, stop


@njit(cache=True, nogil=True)
def _zone_stop(buffer: Bytes, at: Integer) -> Integer:
    if at < 0 or buffer[at] == _Z:
        return at if at < 0 else at + 1
    if buffer[at] != _BLANK:
        return at
    for i in range(_UTC.size):
        if at + i >= buffer.size or buffer[at + i] != _UTC[i]:
            return DOUBTFUL
    return at + _UTC.size
