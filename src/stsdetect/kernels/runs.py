"""Runs: consecutive samples that belong together, numbered."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

__all__ = ["ContactBounds", "contact_ids", "in_order", "part_ids", "run_ids"]


class ContactBounds(NamedTuple):
    """Bounds of a contact, all inclusive: distance [m], speed [kn], silence [ms]."""

    open_distance_m: float
    max_speed_kn: float
    max_silence_ms: int


def run_ids(
    key: NDArray[np.integer], time: NDArray[np.integer], max_gap: int
) -> NDArray[np.int64]:
    """Give each sample the number of its run, where a run shares a key without a gap.

    Parameters
    ----------
    key : (n,) array
        What a run shares; equal keys stand together.
    time : (n,) array
        In ascending order within a key, any unit.
    max_gap : int
        Longest step inside a run, inclusive, in the unit of `time`.

    Returns
    -------
    (n,) array
        Numbers from 0, in ascending order; empty for no sample.

    Examples
    --------
    >>> run_ids(np.array([7, 7, 7, 8]), np.array([0, 5, 15, 20]), 5)
    array([0, 0, 1, 2])
    >>> run_ids(np.array([], dtype=int), np.array([], dtype=int), 5)
    array([], dtype=int64)
    """
    breaks = (np.diff(key) != 0) | (np.diff(time) > max_gap)
    return np.cumsum(np.concatenate(([False], breaks)), dtype=np.int64)[: key.size]


@njit(cache=True, nogil=True)
def in_order(
    first: NDArray[np.int64], second: NDArray[np.int64], third: NDArray[np.int64]
) -> bool:
    """Tell whether rows ascend by three keys, the first one before the second.

    Parameters
    ----------
    first, second, third : (n,) array
        Keys.

    Returns
    -------
    bool
        True for no row.

    Examples
    --------
    >>> key, time = np.array([1, 1, 2]), np.array([5, 9, 0])
    >>> in_order(key, key, time), in_order(time, key, key)
    (True, False)
    """
    for i in range(1, first.size):
        if first[i] != first[i - 1]:
            ascends = first[i] > first[i - 1]
        elif second[i] != second[i - 1]:
            ascends = second[i] > second[i - 1]
        else:
            ascends = third[i] >= third[i - 1]
        if not ascends:
            return False
    return True


@njit(cache=True, nogil=True)
def part_ids(
    key: NDArray[np.int64], time: NDArray[np.int64], max_gap: int, max_length: int
) -> NDArray[np.int64]:
    """Give each sample the number of its part, a run that is cut when it gets long.

    A part that is cut goes on as the next one at the sample that would make it too
    long, so that the numbers of later samples don't hang on earlier parts.

    Parameters
    ----------
    key : (n,) array
        What a part shares; equal keys stand together.
    time : (n,) array
        In ascending order within a key, any unit.
    max_gap : int
        Longest step inside a part, inclusive, in the unit of `time`.
    max_length : int
        From the first sample of a part to its last, exclusive.

    Returns
    -------
    (n,) array
        Numbers from 0, in ascending order; empty for no sample.

    Examples
    --------
    >>> time = np.array([0, 5, 10, 15, 40])
    >>> part_ids(np.zeros(5, dtype=np.int64), time, 5, 10)
    array([0, 0, 1, 1, 2])
    """
    part = np.zeros(key.size, dtype=np.int64)
    first = 0
    for i in range(1, key.size):
        part[i] = part[i - 1]
        if (
            key[i] != key[i - 1]
            or time[i] - time[i - 1] > max_gap
            or time[i] - time[first] >= max_length
        ):
            part[i] += 1
            first = i
    return part


@njit(cache=True, nogil=True)
def contact_ids(
    pair: NDArray[np.int64],
    time_ms: NDArray[np.int64],
    distance_m: NDArray[np.float64],
    speed_kn: NDArray[np.float64],
    bounds: ContactBounds,
) -> NDArray[np.int64]:
    """Give each tick the number of its contact, by hysteresis; −1 where it has none.

    A contact opens at the first slow tick within ``open_distance_m`` and goes on
    while a slow tick follows within ``max_silence_ms``, however far it is: the caller
    leaves out ticks beyond the distance at which a contact closes. Ticks that are
    too fast between two slow ones belong to the contact, those at its end don't.

    Parameters
    ----------
    pair : (n,) array
        Number of the pair; equal numbers stand together.
    time_ms : (n,) array
        Instant of the tick, in ascending order within a pair [ms].
    distance_m : (n,) array
        Between the two [m].
    speed_kn : (n,) array
        Of the faster of the two [kn].
    bounds : ContactBounds
        Inclusive.

    Returns
    -------
    (n,) array
        Number of the contact from 0, in ascending order, else −1.

    Examples
    --------
    >>> pair, time = np.zeros(5, dtype=np.int64), np.arange(5) * 300_000
    >>> distance = np.array([700.0, 400.0, 700.0, 700.0, 400.0])
    >>> speed = np.array([0.0, 0.0, 0.0, 9.0, 9.0])
    >>> contact_ids(pair, time, distance, speed, ContactBounds(500.0, 3.0, 600_000))
    array([-1,  0,  0, -1, -1])
    """
    contact = np.full(pair.size, -1, dtype=np.int64)
    number, first, last = 0, -1, -1
    for i in range(pair.size):
        if first >= 0 and (
            pair[i] != pair[first] or time_ms[i] - time_ms[last] > bounds.max_silence_ms
        ):
            contact[first : last + 1] = number
            number, first = number + 1, -1
        if speed_kn[i] > bounds.max_speed_kn:
            continue
        if first >= 0:
            last = i
        elif distance_m[i] <= bounds.open_distance_m:
            first = last = i
    if first >= 0:
        contact[first : last + 1] = number
    return contact
