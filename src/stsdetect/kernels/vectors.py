"""Vectors: many places as points of the unit sphere, several in one instruction.

A call of the system's sine can do one angle at a time. A series without a branch does
four or eight, and takes an eighth of the time.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

__all__ = ["fill_vectors", "sine_and_cosine"]

Numbers = NDArray[np.float64]


@njit(cache=True, nogil=True)
def fill_vectors(lat: Numbers, lon: Numbers, vectors: Numbers) -> None:
    """Write places as vectors of length 1 from the centre of the earth.

    As :func:`~stsdetect.kernels.sphere.unit_vectors`, to 10⁻¹⁵.

    Parameters
    ----------
    lat, lon : (n,) array
        Degrees.
    vectors : (3, m) array
        Written to in the first n columns: x, y and z.

    Examples
    --------
    >>> vectors = np.empty((3, 2))
    >>> fill_vectors(np.array([0.0, 90.0]), np.array([90.0, 0.0]), vectors)
    >>> vectors + 0.0
    array([[0., 0.],
           [1., 0.],
           [0., 1.]])
    """
    for k in range(lat.size):
        up, across = sine_and_cosine(lat[k])
        east, outwards = sine_and_cosine(lon[k])
        vectors[0, k] = across * outwards
        vectors[1, k] = across * east
        vectors[2, k] = up


@njit(cache=True, nogil=True)
def sine_and_cosine(deg: float) -> tuple[float, float]:
    """Give the sine and the cosine of an angle, exact at right angles.

    Both are power series within 45° of the nearest right angle, where what is left out
    is below 10⁻¹⁶.

    Parameters
    ----------
    deg : float
        Of any turn [°].

    Examples
    --------
    >>> sine_and_cosine(-90.0)
    (-1.0, 0.0)
    """
    turns = np.rint(deg * (1.0 / 90.0))
    rest = (deg - 90.0 * turns) * (np.pi / 180.0)
    n, z = np.int32(turns), rest * rest
    more = 1 / 39916800 - z * (1 / 6227020800 - z * (1 / 1307674368000))
    more = 1 / 362880 - z * more
    sine = rest - rest * z * (1 / 6 - z * (1 / 120 - z * (1 / 5040 - z * more)))
    more = 1 / 479001600 - z * (1 / 87178291200 - z * (1 / 20922789888000))
    more = 1 / 720 - z * (1 / 40320 - z * (1 / 3628800 - z * more))
    more = 1 / 24 - z * more
    cosine = 1.0 - z * (0.5 - z * more)
    first, second = (cosine, sine) if n & 1 else (sine, cosine)
    return -first if n & 2 else first, -second if (n + 1) & 2 else second
