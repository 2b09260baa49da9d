"""Places: single ones as vectors and back, inside kernels."""

import numpy as np
from numba import njit

from stsdetect.kernels.small_angles import turn_deg

__all__ = ["place_beside", "unit_vector"]


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
