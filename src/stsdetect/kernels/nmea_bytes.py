"""Bytes of an NMEA log: signs, their classes, and fields of digits."""

import string
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from stsdetect.kernels.nmea_records import Integer

__all__ = [
    "begins_with",
    "checksum_good",
    "digits_stop",
    "find_byte",
    "fold",
    "whole_number",
]

MOST_DIGITS = 15
"""Digits of a number that is read: more are no time, and could overflow."""

# Signs and letters are all of one type, so that numba compiles each kernel once.
NEWLINE, COMMA, STAR, COLON, DASH, DOT, PLUS, HASH, BANG, DOLLAR, BACKSLASH = (
    np.frombuffer(b"\n,*:-.+#!$\\", np.uint8)
)
NO_BYTE: Final = np.uint8(0)


def _table(characters: str) -> NDArray[np.bool_]:
    table = np.zeros(256, np.bool_)
    table[np.frombuffer(characters.encode(), np.uint8)] = True
    return table


DIGIT = _table(string.digits)
ALPHANUMERIC = _table(string.digits + string.ascii_letters)
LETTER = _table(string.ascii_letters)
GLUED = _table(string.digits + string.ascii_letters + ":-/_")  # one word with a number
ADDRESS = _table(string.digits + string.ascii_uppercase + "-")  # "!--VDM" is real
OPENING = _table("!$\\")

_HEX = np.full(256, 1 << 20)  # no checksum is that large
_HEX[np.frombuffer(b"0123456789ABCDEF", np.uint8)] = np.arange(16)
_HEX[np.frombuffer(b"abcdef", np.uint8)] = np.arange(10, 16)
_HASH_MASK = np.int64((1 << 47) - 1)


@njit(cache=True, nogil=True)
def find_byte(
    buffer: NDArray[np.uint8], start: Integer, stop: Integer, byte: Integer
) -> Integer:
    """Find the first of a byte between two bounds, ``stop`` where there is none."""
    at = start
    while at < stop and buffer[at] != byte:
        at += 1
    return min(at, stop)


@njit(cache=True, nogil=True)
def begins_with(
    buffer: NDArray[np.uint8], start: Integer, stop: Integer, word: NDArray[np.uint8]
) -> bool:
    """Tell whether the piece between two bounds begins with a word."""
    if stop - start < word.size:
        return False
    n_equal = 0
    while n_equal < word.size and buffer[start + n_equal] == word[n_equal]:
        n_equal += 1
    return n_equal == word.size


@njit(cache=True, nogil=True)
def whole_number(buffer: NDArray[np.uint8], start: Integer, stop: Integer) -> Integer:
    """Read a field of digits, −1 where it is empty, too long or anything else.

    Examples
    --------
    >>> int(whole_number(np.frombuffer(b"042", np.uint8), 0, 3))
    42
    """
    if stop <= start or stop - start > MOST_DIGITS:
        return np.int64(-1)
    value = np.int64(0)
    for i in range(start, stop):
        if not DIGIT[buffer[i]]:
            return np.int64(-1)
        value = value * 10 + np.int64(buffer[i]) - 48
    return value


@njit(cache=True, nogil=True)
def digits_stop(buffer: NDArray[np.uint8], start: Integer, stop: Integer) -> Integer:
    """Find where a run of digits ends."""
    at = start
    while at < stop and DIGIT[buffer[at]]:
        at += 1
    return at


@njit(cache=True, nogil=True)
def checksum_good(
    buffer: NDArray[np.uint8], start: Integer, star: Integer, stop: Integer
) -> bool:
    """Tell whether the two digits behind the star are the XOR of what is before it.

    Examples
    --------
    >>> text = np.frombuffer(b"s:117,c:1668046497*0A", np.uint8)
    >>> bool(checksum_good(text, 0, 18, 21)), bool(checksum_good(text, 1, 18, 21))
    (True, False)
    """
    if star + 3 > stop:
        return False
    found = np.uint8(0)  # a slice and eight bits: the loop becomes SIMD
    for byte in buffer[start:star]:
        found ^= byte
    told = _HEX[buffer[star + 1]] << 4 | _HEX[buffer[star + 2]]
    return bool(np.int64(found) == told)


@njit(cache=True, nogil=True)
def fold(
    seed: Integer, buffer: NDArray[np.uint8], start: Integer, stop: Integer
) -> Integer:
    """Fold bytes into a hash of 47 bits, so that it never overflows."""
    value = np.int64(seed)
    for i in range(start, stop):
        value = (value * 31 + np.int64(buffer[i]) + 1) & _HASH_MASK
    return value
