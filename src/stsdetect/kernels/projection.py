"""Projection: whether a position is where the speed and course before it lead to."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from stsdetect.kernels.sphere import distance_m
from stsdetect.units import M_PER_DEG, MS_PER_KN, MS_PER_S

__all__ = ["STRANGE", "Reach", "Way", "fits", "own_before", "within_reach"]

KN = MS_PER_KN / MS_PER_S
"""Metres per millisecond."""

Integers = NDArray[np.int64]
Numbers = NDArray[np.float64]


STRANGE = 3.0
"""Leniency beyond which a position is plainly another vessel's; ours: a ferry at 35 kn
that turns round between two reports a minute apart is off by less."""


class Way(NamedTuple):
    """Reports of vessels, by MMSI and time."""

    mmsi: Integers
    time: Integers
    """[ms]"""
    lat: Numbers
    lon: Numbers
    sog: NDArray[np.float32]
    """[kn], NaN where missing."""
    cog: NDArray[np.float32]
    """[°], 0 … 360, NaN where missing."""


class Reach(NamedTuple):
    """How far one vessel can get between two of its positions, and usually gets."""

    speed_m_ms: float
    """Most, in metres per millisecond."""
    slack_m: float
    """Allowed on top, for the noise of positions and of clocks."""
    gap_ms: int
    """Longest time between two positions, inclusive."""
    n_back: int
    """Positions of the MMSI that are looked at before giving up."""
    usual_m_ms: float = 25.0 * KN
    """Speed beyond which another vessel is looked for, in metres per millisecond."""
    off_share: float = 0.3
    """Of the way that speed and course lead to, allowed beside it."""
    project_ms: int = 1_800_000
    """Longest time over which speed and course say where a vessel gets."""
    n_own: int = 64
    """Earlier positions among which the vessel's own is looked for."""


@njit(cache=True, nogil=True)
def within_reach(
    early: int, late: int, time: Integers, lat: Numbers, lon: Numbers, reach: Reach
) -> bool:
    """Tell whether a vessel can have got from one position to a later one.

    Parameters
    ----------
    early, late : int
        Rows of one MMSI.
    time : (n,) array
        [ms]
    lat, lon : (n,) array
        Degrees.
    reach : Reach
        How far a vessel can get.

    Examples
    --------
    >>> place, time = np.array([0.0, 0.01]), np.array([0, 60_000])
    >>> within_reach(0, 1, time, place, place, Reach(0.025, 500.0, 3_600_000, 100))
    True
    """
    bound = reach.speed_m_ms * (time[late] - time[early]) + reach.slack_m
    north = M_PER_DEG * abs(lat[late] - lat[early])
    if north > bound:
        return False
    # Along the meridian and then the equator is never the shorter way.
    if north + M_PER_DEG * abs(lon[late] - lon[early]) <= bound:
        return True
    return distance_m(lat[early], lon[early], lat[late], lon[late]) <= bound  # type: ignore[no-any-return]


# Inline: a call with all of the way takes three times longer than the look itself.
@njit(cache=True, nogil=True, inline="always")
def fits(early: int, late: int, way: Way, reach: Reach, leniency: float) -> bool:
    """Tell whether a later position is where a vessel would be expected.

    Over a short time that is where the mean of the speeds and courses at both ends
    leads to; over a longer one, or where neither end tells them, it is as far as a
    vessel gets at its usual speed.

    Parameters
    ----------
    early, late : int
        Rows of one MMSI.
    way : Way
        Reports.
    reach : Reach
        What is allowed.
    leniency : float
        Factor to what is allowed beside the way that speed and course lead to.

    Examples
    --------
    Ten knots north for ten minutes are 1.7 minutes of latitude:

    >>> lat, time = np.array([0.0, 1.7 / 60, -1.7 / 60]), np.array([0, 600, 600]) * 1000
    >>> sog, cog = np.float32([10, 10, 10]), np.float32([0, 0, 0])
    >>> way = Way(np.ones(3, dtype=int), time, lat, np.zeros(3), sog, cog)
    >>> reach = Reach(0.025, 500.0, 3_600_000, 100)
    >>> fits(0, 1, way, reach, 1.0), fits(0, 2, way, reach, 3.0)
    (True, False)
    """
    turn = way.lon[late] - way.lon[early]
    north_m = M_PER_DEG * (way.lat[late] - way.lat[early])
    if abs(north_m) + M_PER_DEG * abs(turn) <= reach.slack_m:
        return True
    turn += 360.0 if turn < -180.0 else -360.0 if turn > 180.0 else 0.0
    east_m = M_PER_DEG * turn * _sine(way.lat[late] / 180.0 + 0.5)
    far = east_m * east_m + north_m * north_m
    if far <= reach.slack_m * reach.slack_m:
        return True
    elapsed = way.time[late] - way.time[early]
    east, north, fastest, n_told = 0.0, 0.0, 0.0, 0
    for row in (early, late):
        if not (np.isnan(way.sog[row]) or np.isnan(way.cog[row])):
            east += way.sog[row] * _sine(way.cog[row] / 180.0)
            north += way.sog[row] * _sine(way.cog[row] / 180.0 + 0.5)
            fastest = max(fastest, way.sog[row])
            n_told += 1
    if n_told == 0 or elapsed > reach.project_ms:
        bound = reach.slack_m + reach.usual_m_ms * elapsed
        return far <= bound * bound  # type: ignore[no-any-return]
    ahead = KN * elapsed / n_told
    off_east, off_north = east_m - ahead * east, north_m - ahead * north
    bound = leniency * (reach.slack_m + reach.off_share * KN * fastest * elapsed)
    return off_east * off_east + off_north * off_north <= bound * bound  # type: ignore[no-any-return]


@njit(cache=True, nogil=True)
def own_before(late: int, latest: int, way: Way, reach: Reach) -> int:
    """Give the position that a vessel came from, where the latest one is a strange one.

    The latest one is another vessel's that uses the MMSI as well if an older one fits,
    and the two are strangers as well. Where a usual speed would do for the latest one,
    it must have a position before it that it comes from besides: a lone one shows no
    second vessel.

    Parameters
    ----------
    late : int
        Row of the position.
    latest : int
        Row of the latest one before that is within reach, which doesn't fit by far.
    way : Way
        Reports, by MMSI and time.
    reach : Reach
        What is allowed.

    Returns
    -------
    int
        A row not after `latest`.

    Examples
    --------
    >>> lat, time = np.array([0.0, 0.2, 0.03]), np.array([0, 300, 600]) * 1000
    >>> sog, cog = np.float32([10, 10, 10]), np.float32([0, 0, 0])
    >>> way = Way(np.ones(3, dtype=int), time, lat, np.zeros(3), sog, cog)
    >>> own_before(2, 1, way, Reach(0.1, 500.0, 3_600_000, 100))
    0
    """
    elapsed = way.time[late] - way.time[latest]
    usual = _apart_m(latest, late, way) <= reach.slack_m + reach.usual_m_ms * elapsed
    if usual and (elapsed > reach.project_ms or not _has_own(latest, way, reach)):
        return latest
    longest = reach.project_ms if usual else reach.gap_ms
    for early in range(latest - 1, max(-1, latest - 1 - reach.n_own), -1):
        since = way.time[late] - way.time[early]
        if way.mmsi[early] != way.mmsi[late] or since > longest:
            break
        if (
            since > 0
            and fits(early, late, way, reach, 1.0)
            and within_reach(early, late, way.time, way.lat, way.lon, reach)
            and not fits(early, latest, way, reach, STRANGE)
        ):
            return early
    return latest


@njit(cache=True, nogil=True)
def _has_own(row: int, way: Way, reach: Reach) -> bool:
    """Tell whether a position has one shortly before it from which it comes."""
    for early in range(row - 1, max(-1, row - 1 - reach.n_own), -1):
        elapsed = way.time[row] - way.time[early]
        if way.mmsi[early] != way.mmsi[row] or elapsed > reach.project_ms:
            return False
        if elapsed > 0 and fits(early, row, way, reach, 1.0):
            return True
    return False


@njit(cache=True, nogil=True)
def _apart_m(early: int, late: int, way: Way) -> float:
    return distance_m(way.lat[early], way.lon[early], way.lat[late], way.lon[late])


@njit(cache=True, nogil=True)
def _sine(half_turns: float) -> float:
    """Give the sine to 0.0011 of one, in a tenth of the time: a scale for short ways.

    A parabola through its zeros and its top, bent by its own square (published in many
    places; the weight 0.225 makes the greatest error least).
    """
    wrapped = half_turns - 2.0 if half_turns > 1.0 else half_turns
    bow = 4.0 * wrapped * (1.0 - abs(wrapped))
    return bow * (0.775 + 0.225 * abs(bow))
