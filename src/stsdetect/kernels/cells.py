"""Cells: vessels of a tick sorted into cubes of space.

Places are points of the unit sphere, sorted into cubes as wide as the largest distance
looked for. Cubes know no antimeridian and no pole: there is no case to treat apart.
"""

from typing import Any, Final, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from stsdetect.kernels.vectors import fill_vectors

__all__ = ["MIN_SIDE", "Cells", "Vessels", "sort_into_cells"]

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


class Cells(NamedTuple):
    """Rows of one tick, sorted by the bucket of their cube.

    The cubes of a column, from south to north, have buckets one after the other.
    """

    what: Integers
    """(n, 3) array: number of the cube, row, MMSI."""
    place: Numbers
    """(n, 3) array of unit vectors."""
    start: NDArray[np.int32]
    """Where each bucket starts, and the end of the last one; behind it are the first
    two buckets once more, so that three in a row never break."""
    columns: Integers
    """From a cube to itself and to those beside it in the columns that touch its own
    on one side."""


@njit(cache=True, nogil=True)
def sort_into_cells(rows: Integers, vessels: Vessels, near_chord: float) -> Cells:
    """Sort rows of one tick into cubes that are as wide as the company looked for.

    Parameters
    ----------
    rows : (k,) array
        Of the vessels.
    vessels : Vessels
        In any order.
    near_chord : float
        Width of a cube, in earth radii.

    Examples
    --------
    >>> one = Vessels(np.zeros(1, dtype=np.int64), np.array([7]), np.zeros(1),
    ...     np.zeros(1))
    >>> sort_into_cells(np.array([0]), one, 3e-4).what[0, 1:]
    array([0, 7])
    """
    side = max(MIN_SIDE, near_chord * (1.0 + 1e-9))
    row = np.int64(2.0 / side) // 2 * 2 + 5  # odd, so that columns spread over buckets
    n_buckets = np.int64(4)
    while n_buckets < 8 * rows.size:
        n_buckets *= 2
    keys, places = _keys_of(rows, vessels, side, row)
    start, mmsi = _starts_before(keys, n_buckets), vessels.mmsi
    n_again = start[3]  # rows of the first two buckets
    what = np.empty((rows.size + n_again, 3), dtype=np.int64)
    place = np.empty((rows.size + n_again, 3))
    for k in range(rows.size):
        after = (keys[k] & (n_buckets - 1)) + 1
        at = start[after]
        start[after] += 1
        what[at, 0], what[at, 1], what[at, 2] = keys[k], rows[k], mmsi[rows[k]]
        for axis in range(3):
            place[at, axis] = places[axis, k]
    for bucket in range(3):
        start[n_buckets + bucket] = start[bucket] + rows.size
    for at in range(n_again):
        for axis in range(3):
            what[rows.size + at, axis] = what[at, axis]
            place[rows.size + at, axis] = place[at, axis]
    layer = row * row
    columns = np.array([0, row, layer - row, layer, layer + row])
    return Cells(what, place, start, columns)


@njit(cache=True, nogil=True)
def _starts_before(keys: Integers, n_buckets: Integer) -> NDArray[np.int32]:
    """Give where each bucket begins, at the place of the bucket after it.

    Filling a bucket moves its beginning to its end, where the next one begins.
    """
    start = np.zeros(n_buckets + 3, dtype=np.int32)
    for key in keys:
        start[(key & (n_buckets - 1)) + 2] += 1
    for bucket in range(1, n_buckets):
        start[bucket + 1] += start[bucket]
    return start


@njit(cache=True, nogil=True, error_model="numpy")
def _keys_of(
    rows: Integers, vessels: Vessels, side: float, row: Integer
) -> tuple[Integers, Numbers]:
    """Give the number of the cube of each row, and the unit vectors, by axis."""
    keys, places = np.empty(rows.size, dtype=np.int64), np.empty((3, rows.size))
    fill_vectors(vessels.lat[rows], vessels.lon[rows], places)
    for k in range(rows.size):
        key = np.int64((places[0, k] + 1.0) / side) + 1
        key = key * row + np.int64((places[1, k] + 1.0) / side) + 1
        keys[k] = key * row + np.int64((places[2, k] + 1.0) / side) + 1
    return keys, places
