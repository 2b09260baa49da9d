"""Broadcast: what the instruments of a vessel show, and how often she reports."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from stsdetect.simulate.chart import Array, bearing_deg, offset_m
from stsdetect.simulate.emission import reporting_interval_s
from stsdetect.simulate.motion import beside
from stsdetect.simulate.stories import Sailing, Status
from stsdetect.simulate.weather import STEP_S
from stsdetect.units import MS_PER_KN

__all__ = ["Broadcast", "broadcast"]

_TURNING_DEG_PER_S: Final = 5.0 / 30.0
"""ITU-R M.1371-5: from which rate of turn a vessel reports more often."""


class Broadcast(NamedTuple):
    """What the instruments of a vessel know at each step.

    Attributes
    ----------
    lat, lon : (n,) array
        True place of the antenna [°].
    sog, cog : (n,) array
        True speed [kn] and course [°, not wrapped].
    heading : (n,) array
        True heading [°, not wrapped].
    nav_status : (n,) array
        As set.
    interval_s : (n,) array
        Nominal time between reports.
    special : (n,) array
        Whether she reports more often since she turns.
    """

    lat: Array
    lon: Array
    sog: Array
    cog: Array
    heading: Array
    nav_status: Status
    interval_s: Array
    special: NDArray[np.bool_]


def broadcast(sailing: Sailing) -> Broadcast:
    """Work out what a vessel's instruments show, and how often she reports."""
    vessel = sailing.vessel
    n = sailing.path.lat.size
    antenna = beside(
        sailing.path, np.full(n, vessel.ahead_m), np.full(n, vessel.abeam_m)
    )
    east, north = offset_m(
        antenna.lat[:-1], antenna.lon[:-1], antenna.lat[1:], antenna.lon[1:]
    )
    east, north = (_at_steps(way) / STEP_S / MS_PER_KN for way in (east, north))
    sog = np.hypot(east, north)
    cog = np.degrees(np.unwrap(np.radians(bearing_deg(east, north))))
    turning = np.abs(np.gradient(sailing.path.heading)) / STEP_S > _TURNING_DEG_PER_S
    status = sailing.nav_status
    if vessel.stale_status:
        status = np.full(n, status[0], np.int8)
    interval, steady = (
        reporting_interval_s(vessel.ais_class, sog, status, turns)
        for turns in (turning, np.zeros_like(turning))
    )
    return Broadcast(
        antenna.lat,
        antenna.lon,
        sog,
        cog,
        sailing.path.heading,
        status,
        interval,
        interval < steady,
    )


def _at_steps(between: Array) -> Array:
    """Turn differences between steps into values at steps."""
    return np.convolve(np.pad(between, 1, mode="edge"), [0.5, 0.5], mode="valid")
