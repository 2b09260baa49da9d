"""Times for logs that have none, from one reference and the seconds in the messages."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from stsdetect.kernels.nmea_bits import N_SIXBITS, read_number, read_payload
from stsdetect.kernels.nmea_records import NO_TIME, Integer, Records

__all__ = ["tell_times"]

_CLASS_A_SECOND = np.array([137, 6])
_CLASS_B_SECOND = np.array([133, 6])
_MIN_BITS = 143
_MINUTE_MS = 60_000


@njit(cache=True, nogil=True)
def tell_times(
    buffer: NDArray[np.uint8],
    lines: Records,
    members: NDArray[np.int64],
    starts: NDArray[np.int64],
    clock: NDArray[np.int64],
) -> None:
    """Give each message without a time one, by a clock that its log carries on.

    The clock stands at the reference first, then at the last time that was told. A
    position report (types 1, 2, 3, 18 and 19) says the second of its minute: its time
    is the nearest such second, and moves the clock on. Any other message is of the
    time of the clock. A silence of half a minute or more loses whole minutes (ours:
    nothing in such a log could tell them).

    Parameters
    ----------
    buffer : (n,) array
        Bytes of the log.
    lines : (m,) records
        :data:`LINE`; ``time_ms`` of the first line of a message is set where missing.
    members, starts : arrays
        As :func:`~stsdetect.kernels.nmea_parts.join_parts` gives them.
    clock : (1,) array
        Milliseconds since 1970; carried from block to block.
    """
    sixbits = np.zeros(N_SIXBITS, np.uint8)
    for i in range(starts.size - 1):
        message = members[starts[i] : starts[i + 1]]
        line = lines[message[0]]
        if line["time_ms"] == NO_TIME:
            n_bits = read_payload(buffer, lines, message, sixbits)
            line["time_ms"] = _nearest(clock[0], _second(sixbits, n_bits))
        clock[0] = max(clock[0], line["time_ms"])


@njit(cache=True, nogil=True)
def _second(sixbits: NDArray[np.uint8], n_bits: Integer) -> Integer:
    """Read the second of the minute, 60 or more where the message has none."""
    if n_bits < _MIN_BITS:
        return np.int64(60)
    msg_type = sixbits[0]
    if 1 <= msg_type <= 3:
        return read_number(sixbits, _CLASS_A_SECOND)
    if msg_type == 18 or msg_type == 19:  # noqa: PLR1714
        return read_number(sixbits, _CLASS_B_SECOND)
    return np.int64(60)


@njit(cache=True, nogil=True)
def _nearest(clock: Integer, second: Integer) -> Integer:
    if second >= 60:
        return clock
    half = _MINUTE_MS // 2
    ahead = (second * 1000 - clock % _MINUTE_MS + half) % _MINUTE_MS - half
    return clock + ahead
