"""Places on the unit sphere, where there is no pole and no edge at ±180°."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stsdetect.units import EARTH_RADIUS_M

__all__ = ["chord_km", "unit_vectors"]


def unit_vectors(lat: ArrayLike, lon: ArrayLike) -> NDArray[np.float64]:
    """Give the (n, 3) unit vectors of places [°].

    Examples
    --------
    >>> unit_vectors([0.0, 90.0], [180.0, 0.0]).round(6) + 0.0
    array([[-1.,  0.,  0.],
           [ 0.,  0.,  1.]])
    """
    phi = np.radians(np.atleast_1d(np.asarray(lat, dtype=np.float64)))
    lam = np.radians(np.atleast_1d(np.asarray(lon, dtype=np.float64)))
    return np.column_stack(
        [np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)]
    )


def chord_km(chord: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn chords of the unit sphere into distances along its surface [km].

    Examples
    --------
    >>> chord_km(np.array([0.0, 2.0])).round()
    array([    0., 20015.])
    """
    half = np.minimum(chord / 2, 1.0)
    return np.asarray(2 * EARTH_RADIUS_M / 1_000 * np.arcsin(half))
