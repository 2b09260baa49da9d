"""The sphere: distances, bearings and places on a ball of the earth's mean radius.

A sphere is off the WGS 84 ellipsoid by at most 0.56 % of a distance, 3 m at 500 m,
which is less than the noise of a position.
"""

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import ArrayLike, NDArray

from stsdetect.kernels.small_angles import arc_of
from stsdetect.units import EARTH_RADIUS_M

__all__ = [
    "arc_m",
    "bearing_deg",
    "chord_of",
    "distance_m",
    "haversine_m",
    "midpoint",
    "offset_m",
    "unit_vectors",
]

Numbers = NDArray[np.float64]


def haversine_m(
    lat_a: ArrayLike, lon_a: ArrayLike, lat_b: ArrayLike, lon_b: ArrayLike
) -> Numbers:
    """Give the great-circle distance between places [m].

    Parameters
    ----------
    lat_a, lon_a, lat_b, lon_b : (n,) array or float
        Degrees; longitudes may be of any turn. NaN gives NaN.

    Returns
    -------
    (n,) array
        Between 0 and half of the earth's circumference.

    References
    ----------
    Sinnott, R. W. (1984). Virtues of the haversine. Sky and Telescope 68(2), 159.

    Examples
    --------
    >>> haversine_m([0.0, 0.0], [179.5, 0.0], [0.0, 0.0], [-179.5, 0.0]).round(1)
    array([111195.1,      0. ])
    >>> haversine_m([], [], [], [])
    array([], dtype=float64)
    """
    phi_a, theta_a, phi_b, theta_b = _radians(lat_a, lon_a, lat_b, lon_b)
    across = np.cos(phi_a) * np.cos(phi_b) * np.sin((theta_b - theta_a) / 2) ** 2
    haversine = np.sin((phi_b - phi_a) / 2) ** 2 + across
    metres: Numbers = 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(1, haversine)))
    return metres


def bearing_deg(
    lat_a: ArrayLike, lon_a: ArrayLike, lat_b: ArrayLike, lon_b: ArrayLike
) -> Numbers:
    """Give the direction in which the great circle from a to b leaves a [°].

    Parameters
    ----------
    lat_a, lon_a, lat_b, lon_b : (n,) array or float
        Degrees. NaN gives NaN.

    Returns
    -------
    (n,) array
        Clockwise from true north, in 0 … 360, 360 excluded; 0 for equal places.

    Examples
    --------
    >>> bearing_deg(0.0, [179.5, 10.0], [0.0, 1.0], [-179.5, 10.0]).round(6)
    array([90.,  0.])
    """
    phi_a, theta_a, phi_b, theta_b = _radians(lat_a, lon_a, lat_b, lon_b)
    east = np.sin(theta_b - theta_a) * np.cos(phi_b)
    north = np.cos(phi_a) * np.sin(phi_b)
    north -= np.sin(phi_a) * np.cos(phi_b) * np.cos(theta_b - theta_a)
    bearing: Numbers = np.degrees(np.arctan2(east, north)) % 360.0
    return np.where(bearing == 360.0, 0.0, bearing)


def midpoint(
    lat_a: ArrayLike, lon_a: ArrayLike, lat_b: ArrayLike, lon_b: ArrayLike
) -> tuple[Numbers, Numbers]:
    """Give the place half-way along the great circle from a to b.

    Parameters
    ----------
    lat_a, lon_a, lat_b, lon_b : (n,) array or float
        Degrees. NaN gives NaN; antipodes have no midpoint and give any place.

    Returns
    -------
    lat, lon : (n,) array
        Degrees, longitude in −180 … 180.

    Examples
    --------
    >>> lat, lon = midpoint([0.0, 80.0], [179.0, 0.0], [0.0, 80.0], [-179.0, 180.0])
    >>> lat.round(6), abs(lon[0]).round(6)
    (array([ 0., 90.]), np.float64(180.0))
    """
    x, y, z = unit_vectors(lat_a, lon_a) + unit_vectors(lat_b, lon_b)
    lat = np.degrees(np.arctan2(z, np.hypot(x, y)))
    lon = np.degrees(np.arctan2(y, x))
    return lat, lon


def offset_m(
    lat_a: ArrayLike, lon_a: ArrayLike, lat_b: ArrayLike, lon_b: ArrayLike
) -> tuple[Numbers, Numbers]:
    """Give the way from a to b, eastwards and northwards, as seen half-way [m].

    The two parts make up the great-circle distance, and the way from b to a is the
    same with both signs turned, at the poles and across 180° as well.

    Parameters
    ----------
    lat_a, lon_a, lat_b, lon_b : (n,) array or float
        Degrees. NaN gives NaN.

    Returns
    -------
    east_m, north_m : (n,) array
        Signed.

    Examples
    --------
    >>> east_m, north_m = offset_m(0.0, [180.0, 0.0], [0.0, 0.01], [-179.99, 0.0])
    >>> east_m.round(1), north_m.round(1)
    (array([1112.,    0.]), array([   0., 1112.]))
    """
    a, b = unit_vectors(lat_a, lon_a), unit_vectors(lat_b, lon_b)
    chord = b - a
    length = np.sqrt((chord**2).sum(axis=0))
    metres = EARTH_RADIUS_M * np.where(length > 0, _stretch(length), 1.0)
    lat, lon = (np.radians(angle) for angle in midpoint(lat_a, lon_a, lat_b, lon_b))
    east = chord[1] * np.cos(lon) - chord[0] * np.sin(lon)
    outwards = chord[0] * np.cos(lon) + chord[1] * np.sin(lon)
    north = chord[2] * np.cos(lat) - outwards * np.sin(lat)
    return metres * east, metres * north


def unit_vectors(lat: ArrayLike, lon: ArrayLike) -> Numbers:
    """Give places as vectors of length 1 from the centre of the earth.

    Parameters
    ----------
    lat, lon : (n,) array or float
        Degrees.

    Returns
    -------
    (3, n) array
        x to 0° N 0° E, y to 0° N 90° E, z to the north pole.

    Examples
    --------
    >>> unit_vectors([0.0, 90.0], [90.0, 0.0]).round(6)
    array([[0., 0.], [1., 0.], [0., 1.]])
    """
    phi, theta = _radians(*np.broadcast_arrays(lat, lon))
    return np.array(
        [np.cos(phi) * np.cos(theta), np.cos(phi) * np.sin(theta), np.sin(phi)]
    )


def chord_of(arc: float) -> float:
    """Give the straight distance between two places an arc apart, in earth radii.

    Parameters
    ----------
    arc : float
        Along the great circle [m]; more than half-way round counts as half-way.

    Examples
    --------
    >>> round(chord_of(1000.0) * EARTH_RADIUS_M, 6), chord_of(1e9)
    (999.999999, 2.0)
    """
    return 2.0 * float(np.sin(min(arc / (2 * EARTH_RADIUS_M), np.pi / 2)))


@njit(cache=True, nogil=True)
def arc_m(chord_squared: float) -> float:
    """Give the great-circle distance that a chord spans [m].

    Parameters
    ----------
    chord_squared : float
        Square of the straight distance, in earth radii.

    Examples
    --------
    >>> round(arc_m(4.0) / EARTH_RADIUS_M, 6), arc_m(0.0)
    (3.141593, 0.0)
    """
    return EARTH_RADIUS_M * arc_of(chord_squared)


@njit(cache=True, nogil=True)
def distance_m(lat_a: float, lon_a: float, lat_b: float, lon_b: float) -> float:
    """Give the distance of two places [m]: :func:`haversine_m` inside a kernel.

    Parameters
    ----------
    lat_a, lon_a, lat_b, lon_b : float
        Degrees.

    Examples
    --------
    >>> round(distance_m(0.0, 179.5, 0.0, -179.5), 1)
    111195.1
    """
    phi_a, phi_b = np.radians(lat_a), np.radians(lat_b)
    across = np.sin(np.radians(lon_b - lon_a) / 2.0) ** 2
    up = np.sin((phi_b - phi_a) / 2.0) ** 2
    return arc_m(4.0 * (up + np.cos(phi_a) * np.cos(phi_b) * across))


def _radians(*angles: ArrayLike) -> list[Any]:
    return [np.radians(np.asarray(angle, dtype=np.float64)) for angle in angles]


def _stretch(length: Numbers) -> Numbers:
    """Arc by chord, in earth radii; the caller leaves zero out."""
    half = np.where(length > 0, length, 1.0) / 2
    stretch: Numbers = np.arcsin(np.minimum(1, half)) / half
    return stretch
