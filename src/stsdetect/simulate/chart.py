"""Chart: metres east and north beside degrees, good to 0.1 % within 100 nm."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stsdetect.units import M_PER_DEG

__all__ = ["Array", "bearing_deg", "offset_m", "shift"]

Array = NDArray[np.float64]


def shift(
    lat: ArrayLike, lon: ArrayLike, east_m: ArrayLike, north_m: ArrayLike
) -> tuple[Array, Array]:
    """Go some metres east and north of a place.

    Parameters
    ----------
    lat, lon : (n,) array or float
        Where from [°].
    east_m, north_m : (n,) array or float
        How far.

    Returns
    -------
    lat, lon : (n,) array
        Where to [°].

    Examples
    --------
    >>> lat, lon = shift(0.0, 0.0, 0.0, 111_195.1)
    >>> round(float(lat), 3), round(float(lon), 3)
    (1.0, 0.0)
    """
    latitude = np.asarray(lat, dtype=np.float64)
    return (
        latitude + np.asarray(north_m) / M_PER_DEG,
        np.asarray(lon)
        + np.asarray(east_m) / (M_PER_DEG * np.cos(np.radians(latitude))),
    )


def offset_m(
    lat_a: ArrayLike, lon_a: ArrayLike, lat_b: ArrayLike, lon_b: ArrayLike
) -> tuple[Array, Array]:
    """Measure the way from a to b.

    Returns
    -------
    east_m, north_m : (n,) array
        Metres from a to b, at the latitude half-way.
    """
    a, b = np.asarray(lat_a, dtype=np.float64), np.asarray(lat_b, dtype=np.float64)
    east = (np.asarray(lon_b) - np.asarray(lon_a)) * M_PER_DEG
    return east * np.cos(np.radians((a + b) / 2)), (b - a) * M_PER_DEG


def bearing_deg(east_m: ArrayLike, north_m: ArrayLike) -> Array:
    """Give the direction of a way, clockwise from north, in 0 … 360."""
    return np.degrees(np.arctan2(east_m, north_m)) % 360.0
