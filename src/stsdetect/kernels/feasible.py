"""Feasible: the region in which two silent vessels could have met for long enough.

Slack is concave, so that the region where it is at least some duration is convex, and
a ray from any place within leaves it once.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from stsdetect.kernels.slack import take_cones
from stsdetect.kernels.tangent import go_to, set_frame, slack_of
from stsdetect.units import EARTH_RADIUS_M

__all__ = ["N_RAYS", "bound_regions", "region_km2"]

Numbers = NDArray[np.float64]
Rows = NDArray[np.int64]

N_RAYS = 36
"""Ours: the polygon of a circle then has 99.5 % of its area."""
_N_BISECTIONS = 18
_MOST_RAD = 1.0


@njit(cache=True, nogil=True)
def bound_regions(
    silences: Numbers, first: Rows, second: Rows, inside: Numbers, least_s: float
) -> Numbers:
    """Give the border of the region where slack is at least some duration.

    Parameters
    ----------
    silences, first, second
        As for :func:`~stsdetect.kernels.slack.max_slack`.
    inside : (m, 3) array
        Unit vector of a place in each region.
    least_s : float
        Duration [s].

    Returns
    -------
    (m, N_RAYS + 1, 3) array
        Unit vectors of the middle of each region, then of its border in order round
        it. Where the place is not within, all are that place.
    """
    regions = np.empty((first.size, N_RAYS + 1, 3))
    cones, frame = np.empty((4, 5)), np.empty((3, 3))
    for k in range(first.size):
        take_cones(silences, first[k], second[k], 0.0, cones)
        set_frame(frame, inside[k, 0], inside[k, 1], inside[k, 2])
        # Once from the place that was given, then from the middle of what that gave.
        _go_round(cones, frame, least_s, regions[k])
        middle = np.zeros(3)
        for ray in range(1, N_RAYS + 1):
            middle += regions[k, ray]
        middle /= np.sqrt((middle**2).sum())
        set_frame(frame, middle[0], middle[1], middle[2])
        _go_round(cones, frame, least_s, regions[k])
    return regions


@njit(cache=True, nogil=True)
def _go_round(cones: Numbers, frame: Numbers, least_s: float, region: Numbers) -> None:
    region[0] = frame[0]
    for ray in range(N_RAYS):
        angle = 2.0 * np.pi * ray / N_RAYS
        along, across = np.cos(angle), np.sin(angle)
        low, high = 0.0, _MOST_RAD
        for _ in range(_N_BISECTIONS):
            half = (low + high) / 2.0
            # denser near the middle, where regions are small
            x, y, z = go_to(frame, half**2 * along, half**2 * across)
            if slack_of(cones, x, y, z) >= least_s:
                low = half
            else:
                high = half
        x, y, z = go_to(frame, low**2 * along, low**2 * across)
        region[ray + 1, 0], region[ray + 1, 1], region[ray + 1, 2] = x, y, z


def region_km2(regions: Numbers) -> Numbers:
    """Give the area of regions [km²], as of triangles round their middle.

    Parameters
    ----------
    regions : (m, k + 1, 3) array
        As :func:`bound_regions` gives them.

    Returns
    -------
    (m,) array
        At least 0. Triangles are taken as plane: of a region of 500 km that is 0.2 %.

    Examples
    --------
    >>> corner = np.radians(np.array([[0, 0], [1, 1], [1, -1], [-1, -1], [-1, 1.0]]))
    >>> square = np.stack([np.ones(5), corner[:, 0], corner[:, 1]], axis=1)[None]
    >>> region_km2(square / np.linalg.norm(square, axis=2, keepdims=True)).round(-2)
    array([49400.])
    """
    arms = regions[:, 1:] - regions[:, :1]
    crossed = np.cross(arms, np.roll(arms, -1, axis=1))
    doubled = np.linalg.norm(crossed, axis=2).sum(axis=1)
    square_km: Numbers = doubled / 2.0 * (EARTH_RADIUS_M / 1_000.0) ** 2
    return square_km
