"""Orders: rows by tick, and pairs by vessel, by counting instead of comparing."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

__all__ = ["order_by_pair", "order_by_tick"]

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
    rows = np.arange(time.size)
    return _counted(rows, time if step == 1 else time // step, origin // step, n_ticks)


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


@njit(cache=True, nogil=True)
def _common_step(time: Integers) -> int:
    """Greatest step of a grid from the first time on which all lie; 0: all equal."""
    step = np.int64(0)
    for k in range(time.size):
        rest = abs(time[k] - time[0])
        if step != 0:
            rest %= step
        while rest != 0:  # Euclid
            step, rest = rest, step % rest
    return step  # type: ignore[return-value]


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
