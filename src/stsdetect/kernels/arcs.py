"""Arcs: places along great circles, several in one instruction.

Nearly all arcs are short, and what holds for them is worked out for all at first. The
few others are then worked out again, each by itself. A division that could raise, as
Python's does, would leave the compiler one place at a time.
"""

from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from stsdetect.kernels.places import place_beside
from stsdetect.kernels.small_angles import SMALL, small_turn_deg

__all__ = ["fill_along", "fill_places"]

Numbers = NDArray[np.float64]
Axes = tuple[Numbers, Numbers, Numbers]

SHORT: Final = 4e-4
"""Square of a chord, in earth radii, up to which a series is exact."""
TINY: Final = 1e-15
"""Sine below which two places are antipodes, and no great circle is theirs alone."""
POLE: Final = 1e-4
"""Distance from the axis, in earth radii, within which a longitude is no small turn."""


@njit(cache=True, nogil=True)
def fill_along(starts: Numbers, ends: Numbers, shares: Numbers, along: Axes) -> None:
    """Go a share of each great circle: Shoemake's slerp, SIGGRAPH 1985, section 3.3.

    Parameters
    ----------
    starts, ends : (3, m) array
        Unit vectors, by axis, in the first n columns.
    shares : (n,) array
        0 at the start, 1 at the end.
    along : three (n,) arrays
        Written to: vectors by axis, of length 1 to 10⁻¹³. Each axis by itself, since
        the compiler has to know that it is in one piece.

    Examples
    --------
    >>> starts, ends = np.array([[1.0], [0.0], [0.0]]), np.array([[0.0], [1.0], [0.0]])
    >>> along = (np.empty(1), np.empty(1), np.empty(1))
    >>> fill_along(starts, ends, np.array([1.0 / 3.0]), along)
    >>> [round(float(axis[0]), 3) for axis in along]
    [0.866, 0.5, 0.0]
    """
    n_long = 0
    for k in range(shares.size):
        share, squared = shares[k], _chord_squared(starts, ends, k)
        back, forth = _short_weight(1.0 - share, squared), _short_weight(share, squared)
        along[0][k] = back * starts[0, k] + forth * ends[0, k]
        along[1][k] = back * starts[1, k] + forth * ends[1, k]
        along[2][k] = back * starts[2, k] + forth * ends[2, k]
        n_long += squared >= SHORT
    if n_long == 0:
        return
    for k in range(shares.size):
        share, squared = shares[k], _chord_squared(starts, ends, k)
        if squared >= SHORT:
            back, forth = _weight(1.0 - share, squared), _weight(share, squared)
            for axis in range(3):
                along[axis][k] = back * starts[axis, k] + forth * ends[axis, k]


@njit(cache=True, nogil=True, error_model="numpy")
def fill_places(
    vectors: Axes,
    known: Numbers,
    known_places: tuple[Numbers, Numbers],
    places: tuple[Numbers, Numbers],
) -> None:
    """Write latitudes and longitudes of vectors by their turns from known places.

    Parameters
    ----------
    vectors : three (n,) arrays
        Of any length above zero, by axis.
    known : (3, m) array
        Unit vectors of the known places, in the first n columns.
    known_places : pair of (n,) arrays
        Their latitudes and longitudes [°].
    places : pair of (n,) arrays
        Written to: as :func:`~stsdetect.kernels.places.place_beside` gives them.

    Examples
    --------
    >>> vectors = (np.array([-1.0]), np.array([-1e-3]), np.zeros(1))
    >>> known, lat, lon = np.array([[-1.0], [0.0], [0.0]]), np.empty(1), np.empty(1)
    >>> fill_places(vectors, known, (np.zeros(1), np.full(1, 180.0)), (lat, lon))
    >>> lat, lon.round(4)
    (array([0.]), array([-179.9427]))
    """
    (known_lat, known_lon), (lat, lon) = known_places, places
    n_far, near = 0, np.empty(known_lat.size, dtype=np.bool_)
    for k in range(known_lat.size):
        x, y, z = vectors[0][k], vectors[1][k], vectors[2][k]
        known_x, known_y, known_z = known[0, k], known[1, k], known[2, k]
        across = np.sqrt(x * x + y * y)
        known_across = np.sqrt(known_x * known_x + known_y * known_y)
        up = z * known_across - across * known_z
        ahead = across * known_across + z * known_z
        east, outwards = y * known_x - x * known_y, x * known_x + y * known_y
        small = (abs(up) < SMALL * ahead) & (abs(east) < SMALL * outwards)
        near[k] = small & (known_across > POLE)
        n_far += 0 if near[k] else 1
        rise = small_turn_deg(up, ahead if near[k] else 1.0)
        lat[k] = min(90.0, max(-90.0, known_lat[k] + rise))
        turned = known_lon[k] + small_turn_deg(east, outwards if near[k] else 1.0)
        turned -= 360.0 if turned > 180.0 else 0.0
        lon[k] = turned + (360.0 if turned < -180.0 else 0.0)
    if n_far == 0:
        return
    for k in range(known_lat.size):
        if not near[k]:
            lat[k], lon[k] = place_beside(
                (vectors[0][k], vectors[1][k], vectors[2][k]),
                (known[0, k], known[1, k], known[2, k]),
                known_lat[k],
                known_lon[k],
            )


@njit(cache=True, nogil=True)
def _chord_squared(starts: Numbers, ends: Numbers, k: int) -> float:
    x, y, z = (
        starts[0, k] - ends[0, k],
        starts[1, k] - ends[1, k],
        starts[2, k] - ends[2, k],
    )
    return x * x + y * y + z * z  # type: ignore[no-any-return]


@njit(cache=True, nogil=True)
def _short_weight(share: float, squared: float) -> float:
    """Give sin(share ω) / sin ω, with ω the arc that spans a chord up to 127 km.

    It is the series in ω², exact to 10⁻¹³.
    """
    omega2 = squared * (1.0 + squared * (1.0 / 12.0))
    share2 = share * share
    more = 1.0 + (7.0 - 3.0 * share2) * omega2 * (1.0 / 60.0)
    return share * (1.0 + (1.0 - share2) * omega2 * (1.0 / 6.0) * more)


@njit(cache=True, nogil=True)
def _weight(share: float, squared: float) -> float:
    """Give the same for any chord."""
    omega = 2.0 * np.arcsin(min(1.0, np.sqrt(squared) / 2.0))
    size = np.sin(omega)
    return share if size < TINY else np.sin(share * omega) / size
