"""Rigid coupling: whether two hulls keep their place in each other's frame.

Vessels lashed together move as one body, so that each lies still in the frame of the
other's hull however the two turn; neighbours at anchor don't (ours; see
``docs/method.md``).
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

__all__ = [
    "body_frame_m",
    "farthest_corner_m",
    "hull_clearance_m",
    "nearest_to_median",
]

Numbers = NDArray[np.float64]


def body_frame_m(
    east_m: Numbers, north_m: Numbers, heading_deg: Numbers
) -> tuple[Numbers, Numbers]:
    """Turn offsets on the ground into the frame of a hull.

    Parameters
    ----------
    east_m, north_m : (n,) array
        From the hull's antenna to the other's [m].
    heading_deg : (n,) array
        True heading of the hull [°]; NaN where it isn't known.

    Returns
    -------
    forward_m, starboard_m : (n,) array
        NaN where the heading isn't known.

    Examples
    --------
    >>> east, north = np.array([30.0, 30.0]), np.array([0.0, 0.0])
    >>> forward, starboard = body_frame_m(east, north, np.array([180.0, np.nan]))
    >>> starboard.round(6)
    array([-30.,  nan])
    """
    angle = np.radians(heading_deg)
    sine, cosine = np.sin(angle), np.cos(angle)
    forward = east_m * sine + north_m * cosine
    starboard = east_m * cosine - north_m * sine
    return forward, starboard


@njit(cache=True, nogil=True)
def nearest_to_median(
    x: Numbers, y: Numbers, start: NDArray[np.int64], share: float
) -> NDArray[np.bool_]:
    """Keep the points of each group that lie nearest to the group's median.

    Approach and cast-off are part of an encounter and would hide that the two lay
    still for the hours between.

    Parameters
    ----------
    x, y : (n,) array
        Points, group after group; a NaN in either leaves the point out.
    start : (m + 1,) array
        First point of each group, and n.
    share : float
        Of the points of a group to keep, rounded up, in 0 … 1.

    Returns
    -------
    (n,) array
        Whether a point is kept; of points equally far the first.

    Examples
    --------
    >>> x = np.array([0.0, 1.0, 2.0, 400.0, np.nan])
    >>> nearest_to_median(x, np.zeros(5), np.array([0, 5]), 0.75)
    array([ True,  True,  True, False, False])
    """
    kept = np.zeros(x.size, dtype=np.bool_)
    for group in range(start.size - 1):
        known = [
            i
            for i in range(start[group], start[group + 1])
            if not (np.isnan(x[i]) or np.isnan(y[i]))
        ]
        if len(known) == 0:
            continue
        index = np.array(known)
        away = np.hypot(x[index] - np.median(x[index]), y[index] - np.median(y[index]))
        n_kept = int(np.ceil(share * index.size - 1e-9))
        kept[index[np.argsort(away, kind="mergesort")[:n_kept]]] = True
    return kept


def farthest_corner_m(hull_m: Numbers) -> Numbers:
    """Give the distance from the antenna to the farthest corner of each hull.

    Parameters
    ----------
    hull_m : (n, 4) array
        From the antenna to bow, stern, port side and starboard side [m].

    Returns
    -------
    (n,) array
        [m]; NaN where a dimension isn't known.

    Examples
    --------
    >>> farthest_corner_m(np.array([[40.0, 30.0, 5.0, 9.0]])).round(1)
    array([41.])
    """
    along = np.maximum(hull_m[:, 0], hull_m[:, 1])
    athwart = np.maximum(hull_m[:, 2], hull_m[:, 3])
    corner: Numbers = np.hypot(along, athwart)
    return corner


@njit(cache=True, nogil=True)
def hull_clearance_m(
    offset_m: Numbers,
    heading_deg: Numbers,
    hull_a_m: Numbers,
    hull_b_m: Numbers,
) -> Numbers:
    """Measure the clear water between two hulls, taken as rectangles.

    Parameters
    ----------
    offset_m : (n, 2) array
        East and north from the antenna of a to that of b [m].
    heading_deg : (n, 2) array
        True headings of a and b [°].
    hull_a_m, hull_b_m : (n, 4) array
        From the antenna to bow, stern, port side and starboard side [m].

    Returns
    -------
    (n,) array
        [m]; 0 where the rectangles touch or overlap, NaN where anything isn't known.

    Examples
    --------
    Two hulls of 20 m beam that head north, 30 m apart, have 10 m between them:

    >>> hull = np.array([[40.0, 40.0, 10.0, 10.0]])
    >>> offset, headings = np.array([[30.0, 0.0]]), np.array([[0.0, 180.0]])
    >>> hull_clearance_m(offset, headings, hull, hull).round(6)
    array([10.])
    """
    clearance = np.empty(offset_m.shape[0])
    for i in range(clearance.size):
        east, north = offset_m[i, 0], offset_m[i, 1]
        own, other = np.radians(heading_deg[i, 0]), np.radians(heading_deg[i, 1])
        parted_a, from_a = _from_hull(
            hull_a_m[i], hull_b_m[i], _in_frame(east, north, own), other - own
        )
        parted_b, from_b = _from_hull(
            hull_b_m[i], hull_a_m[i], _in_frame(-east, -north, other), own - other
        )
        clearance[i] = min(from_a, from_b) if parted_a or parted_b else 0.0
        if np.isnan(from_a + from_b):
            clearance[i] = np.nan
    return clearance


@njit(cache=True, nogil=True)
def _in_frame(east: float, north: float, heading: float) -> tuple[float, float]:
    """Offset forward and to starboard of a hull with a heading [rad]."""
    sine, cosine = np.sin(heading), np.cos(heading)
    return east * sine + north * cosine, east * cosine - north * sine


@njit(cache=True, nogil=True)
def _from_hull(
    own: Numbers, other: Numbers, antenna: tuple[float, float], turn: float
) -> tuple[bool, float]:
    """Look at another hull from one's own, in whose frame one's sides are straight.

    Whether one of one's sides has all of the other beyond it (separating axis), and
    the least distance from one's hull to a corner of the other [m]. The clearance of
    two hulls apart is the lesser of that from either.
    """
    sine, cosine = np.sin(turn), np.cos(turn)
    least, inner, outer = np.inf, (np.inf, np.inf), (-np.inf, -np.inf)
    for corner in range(4):
        x = other[0] if corner < 2 else -other[1]
        y = -other[2] if corner % 2 == 0 else other[3]
        forward = antenna[0] + x * cosine - y * sine
        starboard = antenna[1] + x * sine + y * cosine
        inner = (min(inner[0], forward), min(inner[1], starboard))
        outer = (max(outer[0], forward), max(outer[1], starboard))
        ahead = max(-own[1] - forward, 0.0, forward - own[0])
        abeam = max(-own[2] - starboard, 0.0, starboard - own[3])
        least = min(least, np.hypot(ahead, abeam))
    parted = (
        outer[0] < -own[1]
        or inner[0] > own[0]
        or outer[1] < -own[2]
        or inner[1] > own[3]
    )
    known = antenna[0] + antenna[1] + turn + own.sum() + other.sum()
    return parted, least + 0.0 * known
