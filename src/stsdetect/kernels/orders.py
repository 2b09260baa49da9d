"""Orders: rows by tick or segment, pairs by vessel, without comparing each row."""

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

__all__ = ["group_segments", "order_by_pair", "order_by_tick"]

Integer = Any  # numba gives a NumPy integer where Python gives an int
Integers = NDArray[np.int64]


def order_by_tick(time: Integers) -> Integers:
    """Give the order of rows by time, as they came within a tick.

    Parameters
    ----------
    time : (n,) array
        Of ticks, in any unit. Where all lie on a grid that is not much longer than
        the table, counting them takes no comparison.

    Returns
    -------
    (n,) array
        Rows; empty for no row.

    Examples
    --------
    >>> order_by_tick(np.array([600, 0, 300, 0]))
    array([1, 3, 2, 0])
    """
    if time.size == 0:
        return np.empty(0, dtype=np.int64)
    origin, step = int(time.min()), max(1, _common_step(time))
    n_ticks = (int(time.max()) - origin) // step + 1
    if n_ticks > 8 * time.size:
        return np.argsort(time, kind="stable")
    order = np.empty(time.size, dtype=np.int64)
    _fill_by_tick(time, (origin, step, n_ticks), order)
    return order


def order_by_pair(mmsi: Integers, first: Integers, second: Integers) -> Integers:
    """Give the order of pairs by the MMSI of both, as they came within a pair.

    Parameters
    ----------
    mmsi : (n,) array
        Of each row, best in ascending order.
    first, second : (m,) array
        Rows of each pair.

    Returns
    -------
    (m,) array
        Numbers of the pairs; empty for no pair.

    Examples
    --------
    >>> order_by_pair(np.array([5, 6, 6, 7]), np.array([2, 0, 0]), np.array([3, 3, 1]))
    array([2, 1, 0])
    """
    rank = _ranks(mmsi)
    if rank.size == 0:
        rank = np.unique(mmsi, return_inverse=True)[1].astype(np.int64)
    n_ranks = int(rank.max(initial=0)) + 1
    by_second = _counted(np.arange(second.size), rank[second], 0, n_ranks)
    return _counted(by_second, rank[first], 0, n_ranks)


def group_segments(mmsi: Integers, segment: Integers) -> Integers:
    """Give an order in which the rows of each segment stand together.

    Parameters
    ----------
    mmsi : (n,) array
        Equal ones stand together.
    segment : (n,) array
        In any order within an MMSI.

    Returns
    -------
    (n,) array
        Rows by MMSI, then segment, as they came within a segment.

    Examples
    --------
    >>> group_segments(np.array([1, 1, 1, 2]), np.array([8, 5, 8, 9]))
    array([1, 0, 2, 3])
    """
    start = _stretches(mmsi, segment)
    by_segment = np.lexsort((segment[start[:-1]], mmsi[start[:-1]]))
    length = np.diff(start)[by_segment]
    shift = start[:-1][by_segment] - np.cumsum(length) + length
    order: Integers = np.repeat(shift, length) + np.arange(mmsi.size)
    return order


@njit(cache=True, nogil=True)
def _common_step(time: Integers) -> int:
    """Greatest step of a grid from the first time on which all lie; 0: all equal."""
    step = np.int64(0)
    for k in range(1, time.size):
        rest = abs(time[k] - time[k - 1])
        if rest == step:
            continue
        if step != 0:
            rest %= step
        while rest != 0:  # Euclid
            step, rest = rest, step % rest
    return step  # type: ignore[return-value]


@njit(cache=True, nogil=True)
def _fill_by_tick(time: Integers, grid: tuple[int, int, int], order: Integers) -> None:
    """Write the rows by tick of a grid: its first time, its step and how many."""
    origin, step, n_ticks = grid
    filled = np.zeros(n_ticks + 1, dtype=np.int64)
    number = np.int64(0)
    for k in range(time.size):
        number = _next_number(time, k, number, origin, step)
        filled[number + 1] += 1
    for tick in range(n_ticks):
        filled[tick + 1] += filled[tick]
    for k in range(time.size):
        number = _next_number(time, k, number, origin, step)
        order[filled[number]] = k
        filled[number] += 1


@njit(cache=True, nogil=True)
def _next_number(
    time: Integers, k: int, number: Integer, origin: int, step: int
) -> Integer:
    """Give the number of the tick of a row: mostly the next one, without division."""
    if k > 0 and time[k] - time[k - 1] == step:
        return number + 1
    return (time[k] - origin) // step


@njit(cache=True, nogil=True)
def _ranks(mmsi: Integers) -> Integers:
    """Give MMSIs that ascend their numbers from 0, others none at all."""
    rank = np.empty(mmsi.size, dtype=np.int64)
    number = np.int64(0)
    for k in range(mmsi.size):
        if k > 0 and mmsi[k] != mmsi[k - 1]:
            if mmsi[k] < mmsi[k - 1]:
                return np.empty(0, dtype=np.int64)
            number += 1
        rank[k] = number
    return rank


@njit(cache=True, nogil=True)
def _stretches(mmsi: Integers, segment: Integers) -> Integers:
    """Give the first rows of the stretches of one segment each, and the end."""
    start = np.empty(mmsi.size + 1, dtype=np.int64)
    n = 0
    for row in range(mmsi.size):
        if row == 0 or mmsi[row] != mmsi[row - 1] or segment[row] != segment[row - 1]:
            start[n] = row
            n += 1
    start[n] = mmsi.size
    return start[: n + 1]


@njit(cache=True, nogil=True)
def _counted(order: Integers, key: Integers, least: int, n_keys: int) -> Integers:
    """Sort an order by keys from `least` on, as it was where they are equal."""
    filled = np.zeros(n_keys, dtype=np.int64)
    for k in range(key.size):
        filled[key[k] - least] += 1
    total = np.int64(0)
    for number in range(n_keys):
        total += filled[number]
        filled[number] = total - filled[number]
    by_key = np.empty(order.size, dtype=np.int64)
    for k in range(order.size):
        at = key[order[k]] - least
        by_key[filled[at]] = order[k]
        filled[at] += 1
    return by_key
