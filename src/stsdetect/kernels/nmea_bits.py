"""The payload of an AIS message: six-bit armour, numbers and text (ITU-R M.1371)."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from stsdetect.kernels.nmea_records import Integer, Records

__all__ = ["N_SIXBITS", "read_number", "read_payload", "read_signed", "read_text"]

N_SIXBITS = 71
"""Characters that are read: the 424 bits of type 5, the longest that is decoded."""

_SIXBITS = np.full(256, 255, np.uint8)
_SIXBITS[48:88] = np.arange(40)  # 0 to W
_SIXBITS[96:120] = np.arange(40, 64)  # ` to w


@njit(cache=True, nogil=True)
def read_payload(
    buffer: NDArray[np.uint8],
    lines: Records,
    members: NDArray[np.int64],
    sixbits: NDArray[np.uint8],
) -> Integer:
    """Take the armour off the payload of a message.

    Parameters
    ----------
    buffer : (n,) array
        Bytes of the log.
    lines : (m,) records
        :data:`LINE`.
    members : (k,) array
        Lines of the message, in the order of its parts.
    sixbits : (71,) array
        Filled with six bits each, zero beyond the end.

    Returns
    -------
    int
        Number of bits of the whole message, less the fill bits of its last part;
        −1 where a character is none of the 64.
    """
    sixbits[:] = 0
    n_sixbits = 0
    for k in range(members.size):
        line = lines[members[k]]
        for at in range(line["payload_start"], line["payload_stop"]):
            if _SIXBITS[buffer[at]] > 63:
                return -1
            if n_sixbits < N_SIXBITS:
                sixbits[n_sixbits] = _SIXBITS[buffer[at]]
            n_sixbits += 1
    fill = lines[members[members.size - 1]]["fill"]
    if 0 < n_sixbits <= N_SIXBITS:
        last = np.int64(sixbits[n_sixbits - 1])
        sixbits[n_sixbits - 1] = last >> fill << fill
    return 6 * n_sixbits - fill


@njit(cache=True, nogil=True)
def read_number(sixbits: NDArray[np.uint8], field: NDArray[np.int64]) -> Integer:
    """Read an unsigned number.

    Parameters
    ----------
    sixbits : (n,) array
        Six bits of the payload each.
    field : (2,) array
        First bit and number of bits, at most 30. No bits at all give 0.

    Examples
    --------
    >>> int(read_number(np.array([1, 0, 63], np.uint8), np.array([5, 8])))
    129
    """
    last = field[0] + field[1] - 1
    value = np.int64(0)
    for k in range(field[0] // 6, last // 6 + 1):
        value = value << 6 | np.int64(sixbits[k])
    return (value >> (5 - last % 6)) & ((np.int64(1) << field[1]) - 1)


@njit(cache=True, nogil=True)
def read_signed(sixbits: NDArray[np.uint8], field: NDArray[np.int64]) -> Integer:
    """Read a number in two's complement, as :func:`read_number`.

    Examples
    --------
    >>> int(read_signed(np.array([62], np.uint8), np.array([0, 6])))
    -2
    """
    value = read_number(sixbits, field)
    return value - ((value >> (field[1] - 1)) << field[1])


@njit(cache=True, nogil=True)
def read_text(
    sixbits: NDArray[np.uint8], field: NDArray[np.int64], text: NDArray[np.uint8]
) -> None:
    """Read six-bit characters as ASCII.

    Parameters
    ----------
    sixbits : (n,) array
        Six bits of the payload each.
    field : (2,) array
        First bit and number of bits.
    text : (m,) array
        Filled with the characters up to the first ``@``, without blanks at the end;
        zero beyond.
    """
    text[:] = 0
    n_kept = 0
    shift = 6 - field[0] % 6
    for k in range(field[1] // 6):
        at = field[0] // 6 + k
        pair = np.int64(sixbits[at]) << 6 | np.int64(sixbits[at + 1])
        value = pair >> shift & 63
        if value == 0:
            break
        text[k] = value + 64 if value < 32 else value
        if value != 32:
            n_kept = k + 1
    text[n_kept:] = 0
