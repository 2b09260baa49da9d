"""Others: how many vessels were seen near a place but for its own, each counted once.

What was seen is sorted into cubes of space as wide as the reach, and no pair is kept:
memory grows with what is looked at, and not with how close together it lies.
"""

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from stsdetect.kernels.cells import MIN_SIDE

__all__ = ["Seen", "count_others"]

Integer = Any  # numba gives a NumPy integer where Python gives an int
Integers = NDArray[np.int64]
Numbers = NDArray[np.float64]


class Seen(NamedTuple):
    """Where vessels were seen, in any order."""

    place: Numbers
    """(m, 3) array of unit vectors."""
    vessel: Integers
    """(m,) array: which one, numbered from 0 on."""


@njit(cache=True, nogil=True)
def count_others(
    places: Numbers, own: Integers, seen: Seen, chord: float
) -> NDArray[np.int64]:
    """Count the vessels seen near each place, but for its own.

    Rows at the same place, one after the other, are looked up once.

    Parameters
    ----------
    places : (n, 3) array
        Unit vectors.
    own : (n, 2) array
        Vessels that do not count at each place; −1 is none.
    seen : Seen
        At any time.
    chord : float
        How near, in earth radii, bound included.

    Returns
    -------
    (n,) array
        Different vessels.

    Examples
    --------
    >>> place = np.array([[1.0, 0.0, 0.0]])
    >>> seen = Seen(np.repeat(place, 3, axis=0), np.array([0, 1, 1]))
    >>> count_others(place, np.array([[0, -1]]), seen, 1e-3)
    array([1])
    """
    side = _side(chord)
    keys = np.empty(seen.vessel.size, np.int64)
    for k in range(keys.size):
        keys[k] = _cube(seen.place[k], side)
    order = np.argsort(keys)
    keys = keys[order]
    by_cube = Seen(seen.place[order], seen.vessel[order])
    n_vessels = seen.vessel.max() + 1 if seen.vessel.size else 0
    last = np.full(n_vessels, -1)  # the place near which each was counted last
    counts, n, at = np.zeros(places.shape[0], np.int64), 0, -1
    for row in range(counts.size):
        if at < 0 or np.any(places[row] != places[at]):
            at, n = row, _mark(places[row], row, (keys, by_cube), last, chord)
        a, b = own[row]
        not_a = 0 <= a < n_vessels and last[a] == at
        not_b = 0 <= b < n_vessels and b != a and last[b] == at
        counts[row] = n - not_a - not_b
    return counts


@njit(cache=True, nogil=True)
def _mark(
    place: Numbers,
    row: Integer,
    sorted_seen: tuple[Integers, Seen],
    last: Integers,
    chord: float,
) -> Integer:
    """Mark the vessels near one place, and count them."""
    keys, seen = sorted_seen
    side = _side(chord)
    width = _width(side)
    n = 0
    for east in (-1, 0, 1):
        for north in (-1, 0, 1):
            middle = _cube(place, side) + (east * width + north) * width
            first = np.searchsorted(keys, middle - 1)
            stop = np.searchsorted(keys, middle + 2)
            for k in range(first, stop):
                square = 0.0
                for axis in range(3):
                    square += (seen.place[k, axis] - place[axis]) ** 2
                if square <= chord * chord and last[seen.vessel[k]] != row:
                    last[seen.vessel[k]] = row
                    n += 1
    return n


@njit(cache=True, nogil=True)
def _side(chord: float) -> float:
    return max(MIN_SIDE, chord * (1.0 + 1e-9))


@njit(cache=True, nogil=True)
def _cube(place: Numbers, side: float) -> Integer:
    """Give the number of a cube; those before and after it are along the axis."""
    number = np.int64(0)
    for axis in range(3):
        number = number * _width(side) + np.int64((place[axis] + 1.0) / side) + 1
    return number


@njit(cache=True, nogil=True)
def _width(side: float) -> Integer:
    """Give the cubes along each axis, and one more on both ends."""
    return np.int64(2.0 / side) + 3
