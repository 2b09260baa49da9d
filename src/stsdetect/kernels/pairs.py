"""Pairs: what two rows of a tick are to each other, written side by side."""

from typing import Any, Final, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from stsdetect.kernels.places import place_beside
from stsdetect.kernels.sphere import arc_m
from stsdetect.kernels.vectors import fill_vectors

__all__ = ["Pairs", "Rows", "describe_pairs", "empty_pairs", "measure_pairs"]

Integers = NDArray[np.int64]
Numbers = NDArray[np.float64]
Headings = NDArray[np.float32]
Vector = tuple[float, float, float]

BLOCK: Final = 1024
"""Pairs whose vectors are held at once."""


class Rows(NamedTuple):
    """Vessels at ticks; each is an (n,) array."""

    mmsi: Integers
    time: Integers
    speed_kn: Numbers
    heading: Headings
    """NaN where missing."""
    age_s: Numbers
    hole_s: Numbers


class Pairs(NamedTuple):
    """What is told of pairs, a and b; each is an (m,) array."""

    mmsi_a: Integers
    mmsi_b: Integers
    time: Integers
    speed_a_kn: Numbers
    speed_b_kn: Numbers
    heading_a: Headings
    heading_b: Headings
    turn_deg: Numbers
    """Heading of b less that of a; NaN where one is missing."""
    age_s: Numbers
    """The greater of the two."""
    hole_s: Numbers
    """The greater of the two."""


def empty_pairs(n_pairs: int) -> Pairs:
    """Give room for pairs: NumPy's, which comes in large pages, unlike a kernel's."""
    whole, real, short = np.int64, np.float64, np.float32
    kinds = (whole, whole, whole, real, real, short, short, real, real, real)
    columns: list[NDArray[Any]] = [np.empty(n_pairs, dtype=kind) for kind in kinds]
    return Pairs(*columns)


@njit(cache=True, nogil=True)
def describe_pairs(rows: Rows, first: Integers, second: Integers, pairs: Pairs) -> None:
    """Write what is known of both of each pair.

    Parameters
    ----------
    rows : Rows
        In any order.
    first, second : (m,) array
        Rows of a and of b.
    pairs : Pairs
        Written to.

    Examples
    --------
    >>> one, heading = np.array([7, 8]), np.array([350.0, 10.0], dtype=np.float32)
    >>> rows = Rows(one, one * 0, one * 1.0, heading, one * 2.0, one * 3.0)
    >>> pairs = empty_pairs(1)
    >>> describe_pairs(rows, np.array([0]), np.array([1]), pairs)
    >>> pairs.mmsi_b, pairs.turn_deg, pairs.age_s
    (array([8]), array([20.]), array([16.]))
    """
    for k in range(first.size):
        a, b = first[k], second[k]
        pairs.mmsi_a[k], pairs.mmsi_b[k] = rows.mmsi[a], rows.mmsi[b]
        pairs.time[k] = rows.time[a]
        pairs.speed_a_kn[k], pairs.speed_b_kn[k] = rows.speed_kn[a], rows.speed_kn[b]
        pairs.heading_a[k], pairs.heading_b[k] = rows.heading[a], rows.heading[b]
        turn = np.float64(rows.heading[b]) - np.float64(rows.heading[a])
        pairs.turn_deg[k] = 180.0 - (180.0 - turn) % 360.0
        pairs.age_s[k] = max(rows.age_s[a], rows.age_s[b])
        pairs.hole_s[k] = max(rows.hole_s[a], rows.hole_s[b])


@njit(cache=True, nogil=True)
def measure_pairs(
    lat: Numbers, lon: Numbers, first: Integers, second: Integers, measures: Numbers
) -> None:
    """Write the place half-way between pairs of rows and the way from one to the other.

    As :func:`~stsdetect.kernels.sphere.midpoint` and
    :func:`~stsdetect.kernels.sphere.offset_m`, without copies.

    Parameters
    ----------
    lat, lon : (n,) array
        Degrees.
    first, second : (m,) array
        Rows of each pair.
    measures : (4, m) array
        Written to: latitude, longitude, metres eastwards, metres northwards.

    Examples
    --------
    >>> lat, lon = np.array([0.0, 0.0]), np.array([179.99, -179.99])
    >>> measures = np.empty((4, 1))
    >>> measure_pairs(lat, lon, np.array([0]), np.array([1]), measures)
    >>> abs(measures[:, 0]).round(1)
    array([   0. ,  180. , 2223.9,    0. ])
    """
    here, there = np.empty((3, BLOCK)), np.empty((3, BLOCK))
    for k in range(first.size):
        at = k % BLOCK
        if at == 0:
            a_rows, b_rows = first[k : k + BLOCK], second[k : k + BLOCK]
            fill_vectors(lat[a_rows], lon[a_rows], here)
            fill_vectors(lat[b_rows], lon[b_rows], there)
        a = (here[0, at], here[1, at], here[2, at])
        b = (there[0, at], there[1, at], there[2, at])
        middle = (a[0] + b[0], a[1] + b[1], a[2] + b[2])
        measures[0, k], measures[1, k] = place_beside(
            middle, a, lat[first[k]], lon[first[k]]
        )
        measures[2, k], measures[3, k] = _offset_m(a, b, middle)


@njit(cache=True, nogil=True)
def _offset_m(a: Vector, b: Vector, middle: Vector) -> tuple[float, float]:
    """Give the way from a to b, eastwards and northwards as seen half-way [m]."""
    x, y, z = middle
    across = np.sqrt(x * x + y * y)
    size = np.sqrt(across * across + z * z)
    cos_lon, sin_lon = (x / across, y / across) if across > 0 else (1.0, 0.0)
    x, y, up = b[0] - a[0], b[1] - a[1], b[2] - a[2]
    chord = x * x + y * y + up * up
    metres = arc_m(chord) / np.sqrt(chord) if chord > 0 else 0.0
    outwards = x * cos_lon + y * sin_lon
    east_m = metres * (y * cos_lon - x * sin_lon)
    return east_m, metres * (up * across - outwards * z) / size
