"""Neighbours: all pairs of vessels near each other at each tick, exactly.

A vessel near another one is in the same cube of :mod:`stsdetect.kernels.cells` or in
one that touches it.
"""

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from stsdetect.kernels.cells import Cells, Vessels, sort_into_cells
from stsdetect.kernels.sphere import arc_m

__all__ = ["Neighbours", "Search", "Vessels", "find_neighbours"]

Integer = Any  # numba gives a NumPy integer where Python gives an int
Integers = NDArray[np.int64]
Numbers = NDArray[np.float64]


class Search(NamedTuple):
    """How far to look, inclusive, as chords in earth radii."""

    max_chord: float
    """Between the two of a pair."""
    near_chord: float
    """Between a vessel and the company that is counted; not below `max_chord`."""


class Neighbours(NamedTuple):
    """Pairs, each once; every column is an (m,) array."""

    first: Integers
    """Row with the smaller MMSI."""
    second: Integers
    """Row with the larger MMSI."""
    distance_m: Numbers
    n_near: Integers
    """Vessels of other MMSIs within `near_chord` of the one of the two that has more
    of them, without the other one."""


class _Found(NamedTuple):
    """Pairs, filled up to a number that is kept apart."""

    pairs: Integers
    """(m, 2) array: rows, those of the tick that is swept as places in its cells."""
    chord: Numbers
    """Squared."""
    n_near: Integers


@njit(cache=True, nogil=True)
def find_neighbours(vessels: Vessels, order: Integers, search: Search) -> Neighbours:
    """Find all pairs of vessels near each other at the same tick.

    Parameters
    ----------
    vessels : Vessels
        In any order. Two rows of one MMSI are no pair.
    order : (k,) array
        Rows to look at, by tick.
    search : Search
        How far to look.

    Returns
    -------
    Neighbours
        Pairs by tick, in no order within a tick.

    Examples
    --------
    >>> time, mmsi = np.zeros(3, dtype=np.int64), np.array([7, 5, 6])
    >>> vessels = Vessels(time, mmsi, np.array([0.0, 0.001, 0.01]), np.full(3, 180.0))
    >>> near = find_neighbours(vessels, np.arange(3), Search(2e-5, 3e-4))
    >>> near.first, near.second, near.distance_m.round(1), near.n_near
    (array([1]), array([0]), array([111.2]), array([1]))
    >>> find_neighbours(vessels, np.arange(0), Search(1e-4, 1e-4)).first
    array([], dtype=int64)
    """
    time, found = vessels.time, _empty_found(1024)
    n_found: Integer = np.int64(0)
    start = np.int64(0)
    while start < order.size:
        stop = start + 1
        while stop < order.size and time[order[stop]] == time[order[start]]:
            stop += 1
        cells = sort_into_cells(order[start:stop], vessels, search.near_chord)
        n_more = _sweep(cells, search, found, n_found)
        if n_more > found.chord.size:  # too small: grow, and sweep this tick again
            found = _grow(found, n_found, 2 * n_more)
            n_more = _sweep(cells, search, found, n_found)
        n_found, start = n_more, stop
    return _as_columns(found, n_found)


@njit(cache=True, nogil=True)
def _sweep(cells: Cells, search: Search, found: _Found, n_found: int) -> Integer:
    """Find the pairs of a tick; give the number of pairs so far, found or lost."""
    n_rows = cells.start[-3]
    company = np.zeros(n_rows, dtype=np.int64)
    n_more = _compare(cells, search, found, n_found, company)
    for k in range(n_found, min(n_more, found.chord.size)):
        first, second = found.pairs[k, 0], found.pairs[k, 1]
        found.n_near[k] = max(company[first], company[second]) - 1
        found.pairs[k, 0] = cells.what[first, 1]
        found.pairs[k, 1] = cells.what[second, 1]
    return n_more


@njit(cache=True, nogil=True)
def _compare(
    cells: Cells, search: Search, found: _Found, n_found: int, company: Integers
) -> Integer:
    """Compare each row with those behind it."""
    what, place, start, columns = cells.what, cells.place, cells.start, cells.columns
    pairs, chords = found.pairs, found.chord
    near, most = search.near_chord**2, search.max_chord**2
    for at in range(company.size):
        for k in range(5):
            key = what[at, 0] + columns[k]
            below = 1 if k else 0
            bucket = (key - below) & (start.size - 4)
            begin = start[bucket] if k else at + 1
            for twin in range(begin, start[bucket + below + 2]):
                if not -below <= what[twin, 0] - key <= 1:
                    continue
                x = place[at, 0] - place[twin, 0]
                y = place[at, 1] - place[twin, 1]
                z = place[at, 2] - place[twin, 2]
                chord = x * x + y * y + z * z
                if chord > near or what[twin, 2] == what[at, 2]:
                    continue
                other = twin if twin < company.size else twin - company.size
                company[at] += 1
                company[other] += 1
                if chord > most:
                    continue
                if n_found < chords.size:
                    side = 1 if what[at, 2] > what[other, 2] else 0
                    pairs[n_found, side], pairs[n_found, 1 - side] = at, other
                    chords[n_found] = chord
                n_found += 1
    return n_found


@njit(cache=True, nogil=True)
def _as_columns(found: _Found, n_found: int) -> Neighbours:
    first, second = np.empty(n_found, dtype=np.int64), np.empty(n_found, dtype=np.int64)
    distance, n_near = np.empty(n_found), np.empty(n_found, dtype=np.int64)
    for k in range(n_found):
        first[k], second[k] = found.pairs[k, 0], found.pairs[k, 1]
        distance[k], n_near[k] = arc_m(found.chord[k]), found.n_near[k]
    return Neighbours(first, second, distance, n_near)


@njit(cache=True, nogil=True)
def _grow(found: _Found, n_found: int, n_most: int) -> _Found:
    grown = _empty_found(n_most)
    for k in range(n_found):
        grown.pairs[k, 0], grown.pairs[k, 1] = found.pairs[k, 0], found.pairs[k, 1]
        grown.chord[k], grown.n_near[k] = found.chord[k], found.n_near[k]
    return grown


@njit(cache=True, nogil=True)
def _empty_found(n_most: int) -> _Found:
    return _Found(
        np.empty((n_most, 2), dtype=np.int64),
        np.empty(n_most),
        np.empty(n_most, dtype=np.int64),
    )
