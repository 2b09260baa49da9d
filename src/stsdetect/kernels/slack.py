"""Slack: how long two vessels could have been together while neither was heard.

A silent vessel is bounded by two cones in space and time: its speed bounds how far it
can come from where it was last heard, and how far it can be from where it is heard
again. At a place p vessel i arrives at ``start_i + d(p, start place_i) / v_i`` at the
earliest and leaves at ``end_i − d(p, end place_i) / v_i`` at the latest. The slack at p
is the earlier of both departures less the later of both arrivals. Distances on the
sphere are convex within a quarter of the globe, so that slack is concave: it has one
maximum, and the places where it is at least some duration are one convex region (ours).

References
----------
Kuijpers, B., Grimson, R., Othman, W. (2011). An analytic solution to the alibi query in
the space-time prisms model for moving object data. International Journal of
Geographical Information Science 25(2), 293-322, https://doi.org/10.1080/
13658810902967397: whether two prisms share an instant, which is slack of at least 0.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from stsdetect.kernels.climb import climb, slack_of
from stsdetect.kernels.small_angles import arc_of
from stsdetect.kernels.sphere import unit_vectors
from stsdetect.units import EARTH_RADIUS_M

__all__ = [
    "as_silences",
    "bound_s",
    "max_slack",
    "slack_at_s",
    "take_cones",
    "top_slack_s",
]

Numbers = NDArray[np.float64]
Rows = NDArray[np.int64]


def as_silences(
    start: Numbers,
    end: Numbers,
    max_speed_m_s: Numbers,
    goes_on: NDArray[np.bool_] | None = None,
) -> Numbers:
    """Put silences into the shape that the kernels take.

    Parameters
    ----------
    start, end : (n, 3) array
        Time [s], latitude and longitude [°] of the last report before and of the first
        after.
    max_speed_m_s : (n,) array
        Above 0 [m/s].
    goes_on : (n,) array, optional
        The vessel is not heard again: up to the end it may be anywhere in reach of the
        start, and has no way back.

    Returns
    -------
    (n, 10) array
        Unit vectors of start and end, both times, the speed, and that of the way back:
        without bound where there is none.

    Examples
    --------
    >>> start, end = np.array([[0.0, 0.0, 90.0]]), np.array([[60.0, 90.0, 0.0]])
    >>> as_silences(start, end, np.array([5.0])).round(6) + 0.0
    array([[ 0.,  1.,  0.,  0.,  0.,  1.,  0., 60.,  5.,  5.]])
    """
    back = max_speed_m_s
    if goes_on is not None:
        back = np.where(goes_on, np.inf, max_speed_m_s)
    return np.column_stack(
        [
            unit_vectors(start[:, 1], start[:, 2]).T,
            unit_vectors(end[:, 1], end[:, 2]).T,
            start[:, 0],
            end[:, 0],
            max_speed_m_s,
            back,
        ]
    )


@njit(cache=True, nogil=True)
def max_slack(
    silences: Numbers, first: Rows, second: Rows, at_least_s: float
) -> Numbers:
    """Give the greatest slack of pairs of silences, and where it is.

    Parameters
    ----------
    silences : (n, 10) array
        As :func:`as_silences` gives them, of vessels that are heard again.
    first, second : (m,) array
        Rows of each pair; no place lies farther from another than a quarter of the
        globe.
    at_least_s : float
        Least slack of interest [s].

    Returns
    -------
    (m, 4) array
        Slack [s], negative where no speed brings the two together, and the unit vector
        of a place that has it. It is right to some seconds where it may be at least
        `at_least_s`; elsewhere it is an upper bound, less than that, and the place is
        the best of the four ends.

    Examples
    --------
    Two that lie ten hours at one place and are silent for the same six of them:

    >>> here, there = np.array([[0.0, 0.0, 180.0]]), np.array([[21600.0, 0.0, -180.0]])
    >>> silence = as_silences(here, there, np.array([5.0]))
    >>> found = max_slack(silence, np.array([0]), np.array([0]), 0.0)
    >>> (found[:, 0] / 3600.0).round(6)
    array([6.])
    """
    slack = np.empty((first.size, 4))
    cones, scratch = np.empty((4, 5)), np.empty((8, 4))
    for k in range(first.size):
        take_cones(silences, first[k], second[k], 0.0, cones)
        slack[k, 0] = top_slack_s(cones, scratch, at_least_s, np.inf)
        for j in range(3):
            slack[k, 1 + j] = scratch[7, j]
    return slack


@njit(cache=True, nogil=True)
def slack_at_s(
    silences: Numbers, first: Rows, second: Rows, places: Numbers
) -> Numbers:
    """Give the slack of pairs of silences at given places [s].

    Parameters
    ----------
    silences, first, second
        As for :func:`max_slack`.
    places : (m, k, 3) array
        Unit vectors, those of each pair.

    Returns
    -------
    (m, k) array
        Negative where the two can't be there at one time.
    """
    slack = np.empty(places.shape[:2])
    cones = np.empty((4, 5))
    for k in range(first.size):
        take_cones(silences, first[k], second[k], 0.0, cones)
        for j in range(places.shape[1]):
            slack[k, j] = slack_of(
                cones, places[k, j, 0], places[k, j, 1], places[k, j, 2]
            )
    return slack


@njit(cache=True, nogil=True)
def take_cones(
    silences: Numbers, first: int, second: int, later_s: float, cones: Numbers
) -> None:
    """Write the four cones of a pair: ends of both, then starts of both.

    A cone is its tip, its height there [s], and by how much it falls with the arc from
    the tip [s/rad]. Slack is the lesser of the first two heights plus the lesser of the
    others. The second silence is taken `later_s` later than it was.
    """
    for side in range(2):
        row = first if side == 0 else second
        late = later_s * side
        for j in range(3):
            cones[side, j] = silences[row, 3 + j]
            cones[side + 2, j] = silences[row, j]
        cones[side, 3] = silences[row, 7] + late
        cones[side + 2, 3] = -silences[row, 6] - late
        cones[side + 2, 4] = EARTH_RADIUS_M / silences[row, 8]
        cones[side, 4] = EARTH_RADIUS_M / silences[row, 9]


@njit(cache=True, nogil=True)
def top_slack_s(
    cones: Numbers, scratch: Numbers, at_least_s: float, enough_s: float
) -> float:
    """Give the greatest slack over all places; its place goes to the last scratch row.

    Below `at_least_s` the answer may be a bound from above; from `enough_s` on, one
    from below.
    """
    best, top = -np.inf, 0
    for k in range(4):
        here = slack_of(cones, cones[k, 0], cones[k, 1], cones[k, 2])
        if here > best:
            best = here
            top = k
    for j in range(3):
        scratch[7, j] = cones[top, j]
    bound = bound_s(cones)
    if bound < at_least_s:
        return bound
    if best >= enough_s or bound - best <= 1.0:
        return best
    return climb(cones, scratch, best)


@njit(cache=True, nogil=True)
def bound_s(cones: Numbers) -> float:
    """Give what slack is nowhere more than: the least over an end and a start [s].

    The sum of two cones is greatest at the tip of the steeper one.
    """
    bound = np.inf
    for end in range(2):
        for start in range(2, 4):
            x = cones[end, 0] - cones[start, 0]
            y = cones[end, 1] - cones[start, 1]
            z = cones[end, 2] - cones[start, 2]
            flatter = min(cones[end, 4], cones[start, 4])
            arc = arc_of(x * x + y * y + z * z)
            bound = min(bound, cones[end, 3] + cones[start, 3] - flatter * arc)
    return bound
