"""Tangent: a plane that touches the sphere, and the slack above its places."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from stsdetect.kernels.small_angles import arc_of

__all__ = ["centre_of", "go_to", "set_frame", "slack_of"]

Numbers = NDArray[np.float64]
Vector = tuple[float, float, float]


@njit(cache=True, nogil=True)
def slack_of(cones: Numbers, x: float, y: float, z: float) -> float:
    """Give the slack at a place [s].

    Parameters
    ----------
    cones : (4, 5) array
        As :func:`~stsdetect.kernels.slack.take_cones` writes them.
    x, y, z : float
        Unit vector of the place.
    """
    ends = min(_height(cones, 0, x, y, z), _height(cones, 1, x, y, z))
    return ends + min(_height(cones, 2, x, y, z), _height(cones, 3, x, y, z))


@njit(cache=True, nogil=True)
def _height(cones: Numbers, k: int, x: float, y: float, z: float) -> float:
    x, y, z = x - cones[k, 0], y - cones[k, 1], z - cones[k, 2]
    return cones[k, 3] - cones[k, 4] * arc_of(x * x + y * y + z * z)  # type: ignore[no-any-return]


@njit(cache=True, nogil=True)
def centre_of(cones: Numbers, frame: Numbers) -> None:
    """Put the frame amid the four tips."""
    x, y, z = 0.0, 0.0, 0.0
    for k in range(4):
        x, y, z = x + cones[k, 0], y + cones[k, 1], z + cones[k, 2]
    size = np.sqrt(x * x + y * y + z * z)
    set_frame(frame, x / size, y / size, z / size)


@njit(cache=True, nogil=True)
def set_frame(frame: Numbers, x: float, y: float, z: float) -> None:
    """Write a place and two directions along the sphere there, at right angles.

    They are east and north, except near the poles, where these are no directions.

    Examples
    --------
    >>> frame = np.zeros((3, 3))
    >>> set_frame(frame, 1.0, 0.0, 0.0)
    >>> frame
    array([[ 1.,  0.,  0.],
           [-0.,  1.,  0.],
           [ 0., -0.,  1.]])
    """
    frame[0, 0], frame[0, 1], frame[0, 2] = x, y, z
    if abs(z) < 0.9:
        across = np.sqrt(x * x + y * y)
        first = (-y / across, x / across, 0.0)
    else:
        across = np.sqrt(y * y + z * z)
        first = (0.0, -z / across, y / across)
    for j in range(3):
        frame[1, j] = first[j]
    frame[2, 0] = y * first[2] - z * first[1]
    frame[2, 1] = z * first[0] - x * first[2]
    frame[2, 2] = x * first[1] - y * first[0]


@njit(cache=True, nogil=True)
def go_to(frame: Numbers, along: float, across: float) -> Vector:
    """Give the unit vector of the place above a point of the plane.

    Straight lines in the plane are great circles on the sphere (gnomonic).

    Parameters
    ----------
    frame : (3, 3) array
        As :func:`set_frame` writes it.
    along, across : float
        In its two directions, in earth radii.
    """
    x = frame[0, 0] + along * frame[1, 0] + across * frame[2, 0]
    y = frame[0, 1] + along * frame[1, 1] + across * frame[2, 1]
    z = frame[0, 2] + along * frame[1, 2] + across * frame[2, 2]
    size = np.sqrt(x * x + y * y + z * z)
    return x / size, y / size, z / size
