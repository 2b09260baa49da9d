"""Golden section: the top of a concave surface, line by line, without any slope."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from stsdetect.kernels.tangent import centre_of, go_to, set_frame, slack_of

__all__ = ["search"]

Numbers = NDArray[np.float64]

_GOLDEN = (np.sqrt(5.0) - 1.0) / 2.0
_WIDTH_RAD = 3e-7
"""Of the last section: 2 m, under a second of slack at any speed (ours)."""


@njit(cache=True, nogil=True)
def search(cones: Numbers, frame: Numbers) -> float:
    """Give the greatest slack [s], and leave the frame at its place.

    The place lies among the four tips: outside of them a step towards them is one
    nearer to each.

    Parameters
    ----------
    cones : (4, 5) array
        As :func:`~stsdetect.kernels.slack.take_cones` writes them.
    frame : (3, 3) array
        Written only.
    """
    centre_of(cones, frame)
    reach = _reach(cones, frame)
    low, high = -reach, reach
    left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    at_left, at_right = _ridge(cones, frame, left), _ridge(cones, frame, right)
    while high - low > _WIDTH_RAD:
        if at_left[0] < at_right[0]:
            low, left, at_left = left, right, at_right
            right = low + _GOLDEN * (high - low)
            at_right = _ridge(cones, frame, right)
        else:
            high, right, at_right = right, left, at_left
            left = high - _GOLDEN * (high - low)
            at_left = _ridge(cones, frame, left)
    x, y, z = go_to(frame, left, at_left[1])
    set_frame(frame, x, y, z)
    return slack_of(cones, x, y, z)


@njit(cache=True, nogil=True)
def _reach(cones: Numbers, frame: Numbers) -> float:
    """How far from the middle of the plane the farthest tip is, in earth radii."""
    reach = 0.0
    for k in range(4):
        up = 0.0
        for j in range(3):
            up += frame[0, j] * cones[k, j]
        reach = max(reach, np.sqrt(max(0.0, 1.0 / (up * up) - 1.0)))
    return reach


@njit(cache=True, nogil=True)
def _ridge(cones: Numbers, frame: Numbers, along: float) -> tuple[float, float]:
    """Greatest slack on a line across the plane, and where on it."""
    low, high = -_reach(cones, frame), _reach(cones, frame)
    left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    at_left = slack_of(cones, *go_to(frame, along, left))
    at_right = slack_of(cones, *go_to(frame, along, right))
    while high - low > _WIDTH_RAD:
        if at_left < at_right:
            low, left, at_left = left, right, at_right
            right = low + _GOLDEN * (high - low)
            at_right = slack_of(cones, *go_to(frame, along, right))
        else:
            high, right, at_right = right, left, at_left
            left = high - _GOLDEN * (high - low)
            at_left = slack_of(cones, *go_to(frame, along, left))
    return at_left, left
