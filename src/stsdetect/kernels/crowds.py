"""Crowds: where so many are at once that a look at each is worth its time."""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from stsdetect.units import M_PER_DEG

__all__ = ["cell_numbers", "count_visits", "may_be_crowded"]

Integers = NDArray[np.int64]
Numbers = NDArray[np.float64]
Counts = NDArray[np.int32]

_BUCKETS = 1 << 18
"""So many counters stay in the cache of a processor."""


@njit(cache=True, nogil=True)
def cell_numbers(lat: Numbers, lon: Numbers, side_m: float) -> Integers:
    """Give each place the number of its cell; cells are about as wide as high.

    Parameters
    ----------
    lat, lon : (n,) array
        Degrees.
    side_m : float
        Height of a cell [m], and its width at the middle of its row; at most as wide
        again in the rows at the poles.

    Returns
    -------
    (n,) array
        Equal for places in one cell.

    Examples
    --------
    >>> cells = cell_numbers(np.array([36.0, 36.001, 36.1]), np.full(3, 123.0), 750.0)
    >>> cells[0] == cells[1], cells[0] == cells[2]
    (np.True_, np.False_)
    """
    cells = np.empty(lat.size, np.int64)
    step, row, width = side_m / M_PER_DEG, -1, 1.0
    for i in range(lat.size):
        here = math.floor((lat[i] + 90.0) / step)
        if here != row:
            row = here
            middle = min((row + 0.5) * step - 90.0, 90.0)
            width = step / max(math.cos(math.radians(middle)), step / 360.0)
        east = lon[i] + 180.0 if lon[i] < 180.0 else lon[i] - 180.0
        cells[i] = row * 10_000_000 + math.floor(east / width)
    return cells


@njit(cache=True, nogil=True)
def count_visits(mmsi: Integers, period: Integers, cell: Integers) -> Counts:
    """Count by bucket how often a vessel comes to a cell in a period.

    Parameters
    ----------
    mmsi, period, cell : (n,) array
        By vessel and time: a vessel that stays is counted once.

    Returns
    -------
    (262144,) array
        At least as many as there are vessels in any one cell of the bucket. Counts of
        parts can be added.
    """
    counts = np.zeros(_BUCKETS, np.int32)
    for i in range(mmsi.size):
        stays = (
            i > 0
            and mmsi[i] == mmsi[i - 1]
            and period[i] == period[i - 1]
            and cell[i] == cell[i - 1]
        )
        if not stays:
            counts[_bucket(period[i], cell[i])] += 1
    return counts


@njit(cache=True, nogil=True)
def may_be_crowded(
    period: Integers, cell: Integers, counts: Counts, n_most: int
) -> NDArray[np.bool_]:
    """Mark rows in a cell and period that more than so many vessels may share.

    None that do is left out; a few that don't may be among them, since cells share
    buckets and a vessel that comes back is counted again.

    Parameters
    ----------
    period, cell : (n,) array
        In any order.
    counts : (262144,) array
        As :func:`count_visits` gives them for all rows.
    n_most : int
        Vessels that are no crowd.
    """
    marked = np.empty(period.size, np.bool_)
    for i in range(period.size):
        marked[i] = counts[_bucket(period[i], cell[i])] > n_most
    return marked


@njit(cache=True, nogil=True)
def _bucket(period: int, cell: int) -> int:
    mixed = (period * 2_654_435_761) ^ (cell * 40_503_001)
    return (mixed ^ (mixed >> 21)) & (_BUCKETS - 1)
