"""Places: single ones and pairs of them as vectors, inside kernels."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from stsdetect.kernels.small_angles import turn_deg
from stsdetect.kernels.sphere import arc_m

__all__ = ["measure_pairs", "place_beside", "unit_vector"]

Numbers = NDArray[np.float64]


@njit(cache=True, nogil=True)
def unit_vector(lat: float, lon: float) -> tuple[float, float, float]:
    """Give one place as a vector of length 1 from the centre of the earth.

    Parameters
    ----------
    lat, lon : float
        Degrees.

    Examples
    --------
    >>> [round(part, 6) for part in unit_vector(0.0, 90.0)]
    [0.0, 1.0, 0.0]
    """
    phi, theta = np.radians(lat), np.radians(lon)
    across = np.cos(phi)
    return across * np.cos(theta), across * np.sin(theta), np.sin(phi)


@njit(cache=True, nogil=True)
def place_beside(
    vector: tuple[float, float, float],
    known: tuple[float, float, float],
    known_lat: float,
    known_lon: float,
) -> tuple[float, float]:
    """Give the latitude and longitude of a vector by its turn from a known place.

    Parameters
    ----------
    vector, known : tuple
        Of any length above zero, and of length 1.
    known_lat, known_lon : float
        Degrees, of `known`. Where it is near, the turn is a short series.

    Examples
    --------
    >>> lat, lon = place_beside((-1.0, -1e-3, 0.0), (-1.0, 0.0, 0.0), 0.0, 180.0)
    >>> lat, round(lon, 4)
    (0.0, -179.9427)
    """
    x, y, z = vector
    known_x, known_y, known_z = known
    across = np.sqrt(x * x + y * y)
    known_across = np.sqrt(known_x * known_x + known_y * known_y)
    lat = known_lat + turn_deg(
        z * known_across - across * known_z, across * known_across + z * known_z
    )
    lon = known_lon + turn_deg(y * known_x - x * known_y, x * known_x + y * known_y)
    if known_across < 1e-9:  # at a pole any longitude is right
        lon = turn_deg(y, x)
    if lon > 180.0:
        lon -= 360.0
    elif lon < -180.0:
        lon += 360.0
    return min(90.0, max(-90.0, lat)), lon


@njit(cache=True, nogil=True)
def measure_pairs(
    lat: Numbers, lon: Numbers, first: NDArray[np.int64], second: NDArray[np.int64]
) -> Numbers:
    """Give the place half-way between pairs of rows and the way from one to the other.

    As :func:`~stsdetect.kernels.sphere.midpoint` and
    :func:`~stsdetect.kernels.sphere.offset_m`, without copies.

    Parameters
    ----------
    lat, lon : (n,) array
        Degrees.
    first, second : (m,) array
        Rows of each pair.

    Returns
    -------
    (4, m) array
        Latitude, longitude, metres eastwards, metres northwards.

    Examples
    --------
    >>> lat, lon = np.array([0.0, 0.0]), np.array([179.99, -179.99])
    >>> abs(measure_pairs(lat, lon, np.array([0]), np.array([1]))[:, 0]).round(1)
    array([   0. ,  180. , 2223.9,    0. ])
    """
    measures = np.empty((4, first.size))
    for k in range(first.size):
        a, b = first[k], second[k]
        a_x, a_y, a_z = unit_vector(lat[a], lon[a])
        b_x, b_y, b_z = unit_vector(lat[b], lon[b])
        x, y, z = a_x + b_x, a_y + b_y, a_z + b_z
        across = np.sqrt(x * x + y * y)
        measures[0, k], measures[1, k] = place_beside(
            (x, y, z), (a_x, a_y, a_z), lat[a], lon[a]
        )
        size = np.sqrt(across * across + z * z)
        cos_lon, sin_lon = (x / across, y / across) if across > 0 else (1.0, 0.0)
        x, y, up = b_x - a_x, b_y - a_y, b_z - a_z
        chord = x * x + y * y + up * up
        metres = arc_m(chord) / np.sqrt(chord) if chord > 0 else 0.0
        outwards = x * cos_lon + y * sin_lon
        measures[2, k] = metres * (y * cos_lon - x * sin_lon)
        measures[3, k] = metres * (up * across - outwards * z) / size
    return measures
