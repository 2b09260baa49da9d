"""Neighbours: all pairs of vessels near each other at each tick, exactly.

Places are points of the unit sphere, sorted into cubes as wide as the largest
distance looked for. A vessel near another one is in the same cube or in one that
touches it. Cubes know no antimeridian and no pole: there is no case to treat apart.
"""

from typing import Any, Final, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from stsdetect.kernels.sphere import arc_m

__all__ = ["Neighbours", "Search", "Vessels", "find_neighbours"]

Integer = Any  # numba gives a NumPy integer where Python gives an int
Integers = NDArray[np.int64]
Numbers = NDArray[np.float64]

MIN_SIDE: Final = 1e-6
"""Narrowest cube, 6 m: the number of a narrower one has no room in 64 bits."""
GOLDEN: Final = np.uint64(0x9E3779B97F4A7C15)
"""2⁶⁴ by the golden ratio."""


class Vessels(NamedTuple):
    """Where vessels are, those of a tick together; each is an (n,) array but place."""

    tick: Integers
    """Number of the tick, in ascending order."""
    mmsi: Integers
    place: Numbers
    """(n, 3) array of unit vectors."""


class Search(NamedTuple):
    """How far to look, inclusive, as chords in earth radii."""

    max_chord: float
    """Between the two of a pair."""
    near_chord: float
    """Between a vessel and the company that is counted; not below `max_chord`."""


class Neighbours(NamedTuple):
    """Pairs as rows, each pair once, and the company of each vessel."""

    first: Integers
    """(m,) array of rows with the smaller MMSI."""
    second: Integers
    """(m,) array of rows with the larger MMSI."""
    distance_m: Numbers
    """(m,) array."""
    n_near: Integers
    """(n,) array: vessels with another MMSI within `near_chord` of each vessel."""


class _Cells(NamedTuple):
    """Rows of one tick, sorted by the bucket that their cube hashes to."""

    row: Integers
    mmsi: Integers
    key: Integers
    place: Numbers
    start: Integers
    """Where each bucket starts, and the end of the last one."""
    shift: int
    """Bits of a hash that don't count."""
    steps: Integers
    """From a cube to itself and to the 13 that touch it on one side of it."""


class _Found(NamedTuple):
    pairs: Integers
    """(m, 2) array, filled up to a number that is kept apart."""
    chord: Numbers
    n_near: Integers


@njit(cache=True, nogil=True)
def find_neighbours(vessels: Vessels, search: Search) -> Neighbours:
    """Find all pairs of vessels near each other at the same tick.

    Parameters
    ----------
    vessels : Vessels
        By tick. Two rows of one MMSI are no pair.
    search : Search
        How far to look.

    Returns
    -------
    Neighbours
        Pairs by tick, in no order within a tick.

    Examples
    --------
    >>> place = np.array([[1.0, 0.0, 0.0], [1.0, 1e-5, 0.0], [1.0, 2e-4, 0.0]])
    >>> vessels = Vessels(np.zeros(3, dtype=np.int64), np.array([7, 5, 6]), place)
    >>> near = find_neighbours(vessels, Search(1e-4, 3e-4))
    >>> near.first, near.second, near.distance_m.round(1), near.n_near
    (array([1]), array([0]), array([63.7]), array([2, 2, 2]))
    >>> nobody = Vessels(vessels.tick[:0], vessels.mmsi[:0], place[:0])
    >>> find_neighbours(nobody, Search(1e-4, 1e-4)).first
    array([], dtype=int64)
    """
    n_near = np.zeros(vessels.tick.size, dtype=np.int64)
    found = _Found(np.empty((1024, 2), dtype=np.int64), np.empty(1024), n_near)
    n_found, start = 0, 0
    while start < vessels.tick.size:
        stop = start + 1
        while stop < vessels.tick.size and vessels.tick[stop] == vessels.tick[start]:
            stop += 1
        cells = _sort_into_cells(start, stop, vessels, search)
        n_more = _sweep(cells, search, found, n_found)
        if n_more > found.chord.size:  # too small: grow, and sweep this tick again
            found = _grow(found, n_found, 2 * n_more)
            n_more = _sweep(cells, search, found, n_found)
        n_found, start = n_more, stop
    distance = np.empty(n_found)
    for k in range(n_found):
        distance[k] = arc_m(found.chord[k])
    pairs = found.pairs[:n_found]
    return Neighbours(pairs[:, 0].copy(), pairs[:, 1].copy(), distance, n_near)


@njit(cache=True, nogil=True)
def _sort_into_cells(
    start: Integer, stop: Integer, vessels: Vessels, search: Search
) -> _Cells:
    side = max(MIN_SIDE, search.near_chord * (1.0 + 1e-9))
    n_across = np.int64(2.0 / side) + 4
    n, bits = stop - start, 1
    while 2**bits < 2 * n:
        bits += 1
    keys = np.empty(n, dtype=np.int64)
    starts = np.zeros(2**bits + 1, dtype=np.int64)
    for k in range(n):
        key = np.int64(0)
        for axis in range(3):
            cell = np.int64((vessels.place[start + k, axis] + 1.0) / side)
            key = key * n_across + cell + 1
        keys[k] = key
        starts[_bucket(key, 64 - bits) + 1] += 1
    for bucket in range(2**bits):
        starts[bucket + 1] += starts[bucket]
    cells = _Cells(
        np.empty(n, dtype=np.int64),
        np.empty(n, dtype=np.int64),
        np.empty(n, dtype=np.int64),
        np.empty((n, 3)),
        starts,
        64 - bits,
        _steps(n_across),
    )
    filled = starts[:-1].copy()
    for k in range(n):
        bucket = _bucket(keys[k], cells.shift)
        at = filled[bucket]
        filled[bucket] += 1
        cells.row[at] = start + k
        cells.mmsi[at] = vessels.mmsi[start + k]
        cells.key[at] = keys[k]
        cells.place[at] = vessels.place[start + k]
    return cells


@njit(cache=True, nogil=True)
def _bucket(key: Integer, shift: Integer) -> Integer:
    """Hash a cube: the upper bits of a product (Knuth, TAOCP vol. 3, section 6.4)."""
    return np.int64((np.uint64(key) * GOLDEN) >> np.uint64(shift))


@njit(cache=True, nogil=True)
def _steps(n_across: Integer) -> Integers:
    """Give the way to the cube itself and to those that touch it on one side."""
    steps = np.zeros(14, dtype=np.int64)
    k = 1
    for x in range(-1, 2):
        for y in range(-1, 2):
            for z in range(-1, 2):
                step = (x * n_across + y) * n_across + z
                if step > 0:
                    steps[k] = step
                    k += 1
    return steps


@njit(cache=True, nogil=True)
def _sweep(cells: _Cells, search: Search, found: _Found, n_found: int) -> int:
    """Compare each row with those behind it; give the number of pairs so far."""
    for row in cells.row:
        found.n_near[row] = 0
    for at in range(cells.row.size):
        for step in cells.steps:
            key = cells.key[at] + step
            bucket = _bucket(key, cells.shift)
            first = at + 1 if step == 0 else cells.start[bucket]
            for other in range(first, cells.start[bucket + 1]):
                if cells.key[other] == key:
                    n_found += _compare(at, other, cells, search, found, n_found)
    return n_found


@njit(cache=True, nogil=True)
def _compare(
    at: int, other: int, cells: _Cells, search: Search, found: _Found, n_found: int
) -> int:
    """Count company, note a pair where there is room; 1 where it is a pair, else 0."""
    chord = 0.0
    for axis in range(3):
        chord += (cells.place[at, axis] - cells.place[other, axis]) ** 2
    if chord > search.near_chord**2 or cells.mmsi[at] == cells.mmsi[other]:
        return 0
    row, other_row = cells.row[at], cells.row[other]
    found.n_near[row] += 1
    found.n_near[other_row] += 1
    if chord > search.max_chord**2:
        return 0
    if n_found < found.chord.size:
        ordered = cells.mmsi[at] < cells.mmsi[other]
        found.pairs[n_found, 0] = row if ordered else other_row
        found.pairs[n_found, 1] = other_row if ordered else row
        found.chord[n_found] = chord
    return 1


@njit(cache=True, nogil=True)
def _grow(found: _Found, n_found: int, n_most: int) -> _Found:
    pairs, chord = np.empty((n_most, 2), dtype=np.int64), np.empty(n_most)
    pairs[:n_found] = found.pairs[:n_found]
    chord[:n_found] = found.chord[:n_found]
    return _Found(pairs, chord, found.n_near)
