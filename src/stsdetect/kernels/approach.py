"""Approach: how one vessel comes to another that waits, and how it leaves."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from stsdetect.units import MS_PER_KN, MS_PER_S

__all__ = ["ApproachBounds", "Meetings", "measure_approach"]

Integers = NDArray[np.int64]
Numbers = NDArray[np.float64]


class Meetings(NamedTuple):
    """Pairs of vessels at ticks, pair after pair, each an (n,) array."""

    part: Integers
    """What belongs together; equal numbers stand together."""
    time_ms: Integers
    """In ascending order within a part."""
    distance_m: Numbers
    speed_a_kn: Numbers
    speed_b_kn: Numbers
    hole_s: Numbers
    """Longer of the two intervals between reports that the tick lies in."""


class ApproachBounds(NamedTuple):
    """What counts as an approach that was seen; all inclusive."""

    max_step_ms: int
    """Between two ticks of it."""
    max_time_ms: int
    """From its farthest tick to the vessels lying together."""
    min_way_m: float
    """By which the distance changes meanwhile."""
    max_hole_s: float
    """Between reports; in a longer hole the distance is a guess."""


@njit(cache=True, nogil=True)
def measure_approach(
    meetings: Meetings, rows: Integers, step: int, bounds: ApproachBounds
) -> Numbers:
    """Measure how the distance of two vessels closed before a row, or opened after it.

    From the row one goes back in time, or forth, tick by tick without a hole, to the
    farthest tick within the time allowed; of equally far ones the nearest in time.

    Parameters
    ----------
    meetings : Meetings
        Pairs at ticks.
    rows : (m,) array
        First tick at which each pair lies together, or the last one; −1 for none.
    step : int
        −1 for the approach before, 1 for the cast-off after.
    bounds : ApproachBounds
        What counts as seen.

    Returns
    -------
    (m, 2) array
        Speed at which the distance closed or opened, and the mean speed of the vessel
        that was the slower one meanwhile [kn]; NaN where nobody saw it.

    Examples
    --------
    >>> time, none = np.arange(3) * 300_000, np.zeros(3)
    >>> meetings = Meetings(np.zeros(3, dtype=np.int64), time,
    ...     np.array([700.0, 350.0, 40.0]), none, none + 2.0, none)
    >>> bounds = ApproachBounds(600_000, 3_600_000, 150.0, 900.0)
    >>> measure_approach(meetings, np.array([2, 1]), -1, bounds).round(2)
    array([[2.14, 0.  ],
           [2.27, 0.  ]])
    >>> measure_approach(meetings, np.array([2, -1]), 1, bounds)
    array([[nan, nan],
           [nan, nan]])
    """
    found = np.full((rows.size, 2), np.nan)
    part, time, distance = meetings.part, meetings.time_ms, meetings.distance_m
    for k in range(rows.size):
        near, slower = rows[k], np.nan
        far, i, sum_a, sum_b = near, near, 0.0, 0.0
        latest = time[near]
        while 0 <= i < time.size and part[i] == part[near] and near >= 0:
            if (
                meetings.hole_s[i] > bounds.max_hole_s
                or abs(time[i] - latest) > bounds.max_step_ms
                or abs(time[i] - time[near]) > bounds.max_time_ms
            ):
                break
            sum_a += meetings.speed_a_kn[i]
            sum_b += meetings.speed_b_kn[i]
            if distance[i] > distance[far]:
                far, slower = i, min(sum_a, sum_b) / (abs(i - near) + 1)
            latest = time[i]
            i += step
        way = distance[far] - distance[near]
        if way >= bounds.min_way_m and far != near:
            elapsed_s = abs(time[far] - time[near]) / MS_PER_S
            found[k, 0], found[k, 1] = way / elapsed_s / MS_PER_KN, slower
    return found
