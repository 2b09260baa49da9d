"""Neighbours: all pairs of vessels near each other at each tick, exactly.

Places are points of the unit sphere, sorted into cubes as wide as the largest
distance looked for. A vessel near another one is in the same cube or in one that
touches it. Cubes know no antimeridian and no pole: there is no case to treat apart.
"""

from typing import Any, Final, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from stsdetect.kernels.sphere import arc_m, unit_vector

__all__ = ["Neighbours", "Search", "Vessels", "find_neighbours", "order_by_tick"]

Integer = Any  # numba gives a NumPy integer where Python gives an int
Integers = NDArray[np.int64]
Numbers = NDArray[np.float64]

MIN_SIDE: Final = 1e-6
"""Narrowest cube, 6 m: the number of a narrower one has no room in 64 bits."""


class Vessels(NamedTuple):
    """Where vessels are at ticks, in any order; each is an (n,) array."""

    time: Integers
    """Of the tick, in any unit."""
    mmsi: Integers
    lat: Numbers
    lon: Numbers


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
    """Rows of one tick, sorted by the bucket of their cube.

    The cubes of a column, from south to north, have buckets one after the other.
    """

    what: Integers
    """(n, 3) array: number of the cube, row, MMSI."""
    place: Numbers
    """(n, 3) array of unit vectors."""
    start: Integers
    """Where each bucket starts, and the end of the last one; behind it are the first
    two buckets once more, so that three in a row never break."""
    columns: Integers
    """From a cube to itself and to those beside it in the columns that touch its own
    on one side."""


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
        In any order. Two rows of one MMSI are no pair.
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
    >>> near = find_neighbours(vessels, Search(2e-5, 3e-4))
    >>> near.first, near.second, near.distance_m.round(1), near.n_near
    (array([1]), array([0]), array([111.2]), array([2, 2, 2]))
    >>> nobody = Vessels(time[:0], mmsi[:0], np.zeros(0), np.zeros(0))
    >>> find_neighbours(nobody, Search(1e-4, 1e-4)).first
    array([], dtype=int64)
    """
    n_near = np.zeros(vessels.time.size, dtype=np.int64)
    found = _Found(np.empty((1024, 2), dtype=np.int64), np.empty(1024), n_near)
    order = order_by_tick(vessels.time)
    n_found, start = 0, 0
    while start < order.size:
        stop = start + 1
        while stop < order.size and (
            vessels.time[order[stop]] == vessels.time[order[start]]
        ):
            stop += 1
        cells = _sort_into_cells(order[start:stop], vessels, search)
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
    origin, step = time.min(), np.int64(0)
    for k in range(time.size):
        rest = time[k] - origin
        if step != 0:
            rest %= step
        while rest != 0:  # Euclid
            step, rest = rest, step % rest
    step = max(step, np.int64(1))
    n_ticks = (time.max() - origin) // step + 1
    if n_ticks > 8 * time.size:
        return np.argsort(time, kind="mergesort")
    filled = np.zeros(n_ticks + 1, dtype=np.int64)
    for k in range(time.size):
        filled[(time[k] - origin) // step + 1] += 1
    filled = np.cumsum(filled)
    order = np.empty(time.size, dtype=np.int64)
    for k in range(time.size):
        tick = (time[k] - origin) // step
        order[filled[tick]] = k
        filled[tick] += 1
    return order


@njit(cache=True, nogil=True)
def _sort_into_cells(rows: Integers, vessels: Vessels, search: Search) -> _Cells:
    side = max(MIN_SIDE, search.near_chord * (1.0 + 1e-9))
    row = np.int64(2.0 / side) // 2 * 2 + 5  # odd, so that columns spread over buckets
    n_buckets = np.int64(4)
    while n_buckets < 2 * rows.size:
        n_buckets *= 2
    places = np.empty((rows.size, 3))
    keys = np.empty(rows.size, dtype=np.int64)
    start = np.zeros(n_buckets + 3, dtype=np.int64)
    for k in range(rows.size):
        x, y, z = unit_vector(vessels.lat[rows[k]], vessels.lon[rows[k]])
        places[k, 0], places[k, 1], places[k, 2] = x, y, z
        key = np.int64((x + 1.0) / side) + 1
        key = key * row + np.int64((y + 1.0) / side) + 1
        keys[k] = key * row + np.int64((z + 1.0) / side) + 1
        start[(keys[k] & (n_buckets - 1)) + 1] += 1
    start = np.cumsum(start)
    start[-2:] = start[1:3] + rows.size
    filled = start.copy()
    what = np.empty((start[-1], 3), dtype=np.int64)
    place = np.empty((start[-1], 3))
    for k in range(rows.size):
        bucket = keys[k] & (n_buckets - 1)
        at = filled[bucket]
        filled[bucket] += 1
        what[at, 0] = keys[k]
        what[at, 1] = rows[k]
        what[at, 2] = vessels.mmsi[rows[k]]
        for axis in range(3):
            place[at, axis] = places[k, axis]
    what[rows.size :] = what[: start[2]]
    place[rows.size :] = place[: start[2]]
    layer = row * row
    columns = np.array([0, row, layer - row, layer, layer + row])
    return _Cells(what, place, start, columns)


@njit(cache=True, nogil=True)
def _sweep(  # noqa: C901  a call in the innermost loop costs a third of the time
    cells: _Cells, search: Search, found: _Found, n_found: int
) -> Integer:
    """Compare each row with those behind it; give the number of pairs so far."""
    what, place, start, columns = cells.what, cells.place, cells.start, cells.columns
    pairs, chords, n_near = found.pairs, found.chord, found.n_near
    near, most = search.near_chord**2, search.max_chord**2
    n_rows = start[-3]
    for at in range(n_rows):
        n_near[what[at, 1]] = 0
    for at in range(n_rows):
        mmsi, row = what[at, 2], what[at, 1]
        for k in range(5):
            key = what[at, 0] + columns[k]
            below = 1 if k else 0
            bucket = (key - below) & (start.size - 4)
            begin = start[bucket] if k else at + 1
            for other in range(begin, start[bucket + below + 2]):
                if not -below <= what[other, 0] - key <= 1:
                    continue
                x = place[at, 0] - place[other, 0]
                y = place[at, 1] - place[other, 1]
                z = place[at, 2] - place[other, 2]
                chord = x * x + y * y + z * z
                if chord > near or what[other, 2] == mmsi:
                    continue
                n_near[row] += 1
                n_near[what[other, 1]] += 1
                if chord > most:
                    continue
                if n_found < chords.size:
                    chords[n_found] = chord
                    side = 1 if mmsi > what[other, 2] else 0
                    pairs[n_found, side] = row
                    pairs[n_found, 1 - side] = what[other, 1]
                n_found += 1
    return n_found


@njit(cache=True, nogil=True)
def _grow(found: _Found, n_found: int, n_most: int) -> _Found:
    pairs, chord = np.empty((n_most, 2), dtype=np.int64), np.empty(n_most)
    pairs[:n_found] = found.pairs[:n_found]
    chord[:n_found] = found.chord[:n_found]
    return _Found(pairs, chord, found.n_near)
