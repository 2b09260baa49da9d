"""Apart: how far two vessels were from each other over time, at any distance."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from stsdetect.kernels.sphere import haversine_m

__all__ = ["Bridge", "Path", "measure_apart"]

Numbers = NDArray[np.float64]
Whole = NDArray[np.int64]

_SLACK_M = 500.0
"""Allowed on top of the speed, as for segments."""


class Path(NamedTuple):
    """Where one vessel was heard: times [ms] in order, places [°]."""

    time: Whole
    lat: Numbers
    lon: Numbers


class Bridge(NamedTuple):
    """Between which two reports a vessel is known; as ticks have it."""

    max_hole: int
    """Longest time between them [ms]."""
    max_still_hole: int
    """The same of a vessel that hardly moved [ms]."""
    max_shift_m: float
    """What is hardly moved."""
    max_speed_m_ms: float
    """A faster way is none [m/ms]: two vessels that share an MMSI are not put half-way
    between their places."""


def measure_apart(one: Path, other: Path, ticks: Whole, bridge: Bridge) -> Numbers:
    """Measure the distance of two vessels at each tick.

    Between two reports a vessel is on the straight line in latitude and longitude; over
    an hour at 20 kn that is off by some metres at most.

    Parameters
    ----------
    one, other : Path
        The two vessels.
    ticks : (n,) array
        When to measure [ms].
    bridge : Bridge
        Between which reports.

    Returns
    -------
    (n,) array
        [m], NaN where one of the two is not known.

    Examples
    --------
    >>> times = np.array([0, 60_000])
    >>> still = Path(times, np.array([0.0, 0.0]), np.array([0.0, 0.0]))
    >>> goes = Path(times, np.array([0.0, 0.01]), np.array([180.0, -180.0]))
    >>> ticks = np.array([0, 30_000, 60_001])
    >>> measure_apart(still, goes, ticks, Bridge(60_000, 0, 0.0, 1.0)).round(-5)
    array([20000000., 20000000.,       nan])
    """
    places = [_at(path, ticks, bridge) for path in (one, other)]
    return np.asarray(haversine_m(*places[0], *places[1]))


def _at(path: Path, ticks: Whole, bridge: Bridge) -> tuple[Numbers, Numbers]:
    """Give latitude and longitude at each tick, NaN where they are not known."""
    time, lat, lon = path
    if not time.size:
        return np.full(ticks.size, np.nan), np.full(ticks.size, np.nan)
    after = np.searchsorted(time, ticks).clip(max=time.size - 1)
    before = np.where(time[after] == ticks, after, np.maximum(after - 1, 0))
    length = time[after] - time[before]
    way = haversine_m(lat[before], lon[before], lat[after], lon[after])
    still = (length <= bridge.max_still_hole) & (way <= bridge.max_shift_m)
    known = (time[before] <= ticks) & (ticks <= time[after])
    known &= (length <= bridge.max_hole) | still
    known &= way <= bridge.max_speed_m_ms * length + _SLACK_M
    share = (ticks - time[before]) / np.maximum(length, 1)
    east = (lon[after] - lon[before] + 180.0) % 360.0 - 180.0
    return (
        np.where(known, lat[before] + share * (lat[after] - lat[before]), np.nan),
        np.where(known, lon[before] + share * east, np.nan),
    )
