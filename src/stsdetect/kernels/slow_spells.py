"""Spells: stretches in which a vessel stays slow, and which of them are one wait."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from stsdetect.kernels.places import unit_vector
from stsdetect.kernels.sphere import distance_m

__all__ = ["PLACE_UNITS", "SPEED_UNITS", "SpellBounds", "Waits", "find_spells",
    "join_spells"]  # fmt: skip

SPEED_UNITS = 1e6
"""Sums of speeds are whole millionths of a knot, so that they add up in any order."""
PLACE_UNITS = 1e12
"""The same of unit vectors, to 10⁻¹² of the earth's radius."""

Integers = NDArray[np.int64]
Numbers = NDArray[np.float64]


class SpellBounds(NamedTuple):
    """Bounds of a spell, all inclusive."""

    max_speed_kn: float
    max_silence_ms: int
    """Longest time between two slow ticks."""
    max_reach_m: float
    """Farthest apart that they can be."""


class Waits(NamedTuple):
    """Ticks by segment and time; each is an (n,) array."""

    segment: Integers
    time: Integers
    """[ms]."""
    lat: Numbers
    lon: Numbers
    speed_kn: Numbers


@njit(cache=True, nogil=True)
def find_spells(ticks: Waits, bounds: SpellBounds) -> Integers:
    """Find the stretches in which each vessel stays slow.

    A spell goes on while a slow tick follows in time and near enough; faster ticks
    between two slow ones are passed over.

    Parameters
    ----------
    ticks : Waits
        By segment and time.
    bounds : SpellBounds
        What is slow, and what goes on.

    Returns
    -------
    (m, 7) array
        Rows of the first and the last slow tick, number of slow ticks, sum of their
        speeds, and sums of their unit vectors, in their units.

    Examples
    --------
    >>> one, time = np.zeros(4, dtype=np.int64), np.arange(4) * 300_000
    >>> ticks = Waits(one, time, np.zeros(4), np.zeros(4), np.array([1.0, 9, 0.5, 9]))
    >>> find_spells(ticks, SpellBounds(3.0, 600_000, 5_000.0))[:, :4].tolist()
    [[0, 2, 2, 1500000]]
    """
    segment, time, lat, lon, speed_kn = ticks
    spells = np.empty((256, 7), dtype=np.int64)
    n, last = 0, -1
    for row in range(time.size):
        if not speed_kn[row] <= bounds.max_speed_kn:
            continue
        goes_on = (
            last >= 0
            and segment[row] == segment[last]
            and time[row] - time[last] <= bounds.max_silence_ms
            and distance_m(lat[last], lon[last], lat[row], lon[row])
            <= bounds.max_reach_m
        )
        if not goes_on:
            if n == spells.shape[0]:
                larger = np.empty((2 * n, 7), dtype=np.int64)
                larger[:n] = spells
                spells = larger
            spells[n] = 0
            spells[n, 0] = row
            n += 1
        spell = spells[n - 1]
        spell[1] = row
        spell[2] += 1
        spell[3] += np.int64(np.round(speed_kn[row] * SPEED_UNITS))
        x, y, z = unit_vector(lat[row], lon[row])
        spell[4] += np.int64(np.round(x * PLACE_UNITS))
        spell[5] += np.int64(np.round(y * PLACE_UNITS))
        spell[6] += np.int64(np.round(z * PLACE_UNITS))
        last = row
    return spells[:n].copy()


@njit(cache=True, nogil=True)
def join_spells(
    mmsi: Integers,
    time: tuple[Integers, Integers],
    start: tuple[Numbers, Numbers],
    end: tuple[Numbers, Numbers],
    bounds: SpellBounds,
) -> Integers:
    """Give the numbers of the waits: spells that go on from each other are one.

    Parameters
    ----------
    mmsi : (n,) array
        Of each spell; equal ones stand together.
    time : pair of (n,) arrays
        Of the first tick, in ascending order within an MMSI, and of the last [ms].
    start, end : pair of (n,) arrays
        Latitude and longitude of the first and the last tick [°].
    bounds : SpellBounds
        What goes on.

    Returns
    -------
    (n,) array
        Number of the wait, from 0. A spell goes on from the wait that ended last.

    Examples
    --------
    >>> one, places = np.ones(3, dtype=np.int64), (np.zeros(3), np.zeros(3))
    >>> times = (np.array([0, 6, 99]), np.array([5, 9, 120]))
    >>> join_spells(one, times, places, places, SpellBounds(3.0, 1, 5_000.0))
    array([0, 0, 1])
    """
    wait = np.empty(mmsi.size, dtype=np.int64)
    gone_on = np.zeros(mmsi.size, dtype=np.bool_)
    n, first = 0, 0
    for row in range(mmsi.size):
        if row > 0 and mmsi[row] != mmsi[row - 1]:
            first = row
        best = -1
        for k in range(first, row):
            before = time[0][row] - time[1][k]
            if (
                not gone_on[k]
                and 0 < before <= bounds.max_silence_ms
                and (best < 0 or time[1][k] > time[1][best])
                and distance_m(end[0][k], end[1][k], start[0][row], start[1][row])
                <= bounds.max_reach_m
            ):
                best = k
        while first < row and (time[0][row] - time[1][first] > bounds.max_silence_ms):
            first += 1
        if best >= 0:
            wait[row] = wait[best]
            gone_on[best] = True
        else:
            wait[row] = n
            n += 1
    return wait
