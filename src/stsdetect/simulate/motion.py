"""Motion: how a hull moves when it sails, drifts, swings at anchor or lies beside."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from stsdetect.simulate.chart import Array, bearing_deg, offset_m, shift
from stsdetect.simulate.lanes import Waypoint
from stsdetect.simulate.weather import STEP_S, Weather
from stsdetect.units import M_PER_NM, MS_PER_KN

__all__ = [
    "Path",
    "beside",
    "drift",
    "follow",
    "join",
    "length_m",
    "lie",
    "reverse",
    "sail",
    "straight",
    "swing",
]

_SLOW_DOWN_M = 1.5 * M_PER_NM
"""Way over which a vessel loses her speed before a berth; ours."""

_ROUNDING_M = 3.0 * M_PER_NM
"""Half of the stretch in which she turns to the next leg; ours."""

_SPEED_UP_S = 12 * 60.0
"""Time in which she gains it; ours, small tankers."""


class Path(NamedTuple):
    """Where the middle of a hull is and whither it points, a minute apart.

    Attributes
    ----------
    lat, lon : (n,) array
        Middle of the hull [°].
    heading : (n,) array
        Degrees from north, not wrapped.
    """

    lat: Array
    lon: Array
    heading: Array

    def part(self, start: int, stop: int) -> "Path":
        """Take the steps from start, up to and without stop."""
        window = slice(max(start, 0), max(stop, 0))
        return Path(self.lat[window], self.lon[window], self.heading[window])


def sail(
    rng: np.random.Generator,
    weather: Weather,
    points: Sequence[Waypoint],
    cruise_kn: float,
    n: int,
    heading: float | None = None,
) -> Path:
    """Sail from rest at the first point towards the last, and stop there.

    Parameters
    ----------
    points : sequence of Waypoint
        At least two.
    cruise_kn : float
        Speed that she settles to.
    n : int
        Steps; the first one is at the first point.
    heading : float or None
        Whither she points at first.

    Returns
    -------
    Path
        Of ``n`` steps.
    """
    speed = cruise_kn + weather.wander(rng, n, 0.4, 3600.0)
    gain = 1.0 - np.exp(-np.arange(n) * STEP_S / _SPEED_UP_S)
    run = np.concatenate(([0.0], np.cumsum(np.maximum(speed * gain, 0.1))))[:n]
    side = weather.wander(rng, n, 150.0, 3600.0)
    path = follow(points, run * MS_PER_KN * STEP_S, side - side[:1])
    if heading is None or n == 0:
        return path
    turn = (heading - path.heading + 180.0) % 360.0 - 180.0
    fade = np.exp(-np.arange(n) * STEP_S / (10 * 60.0))
    return path._replace(heading=path.heading + turn[0] * fade)


def follow(points: Sequence[Waypoint], run_m: Array, side_m: Array) -> Path:
    """Go so far along a route, and so far to its right.

    Towards the end of the route the way is lost gently; the offset to the side fades
    over the last 10 nm, and before the first 10 nm.
    """
    lat, lon = np.asarray(points, dtype=np.float64).T
    mile, legs = _legs(points)
    run = _stop_gently(run_m, float(mile[-1]))
    # corners are rounded by the mean over a stretch that shrinks towards the ends
    half = np.minimum(np.minimum(run, mile[-1] - run), _ROUNDING_M)
    around = run[:, None] + half[:, None] * np.linspace(-1.0, 1.0, 9)
    leg = np.clip(np.searchsorted(mile, around, side="right") - 1, 0, legs.size - 1)
    course = legs[leg].mean(axis=1)
    fade = np.clip(np.minimum(run, mile[-1] - run) / (10 * M_PER_NM), 0.0, 1.0)
    there = shift(
        np.interp(around, mile, lat).mean(axis=1),
        np.interp(around, mile, lon).mean(axis=1),
        side_m * fade * np.cos(course),
        -side_m * fade * np.sin(course),
    )
    return Path(*there, np.degrees(course))


def length_m(points: Sequence[Waypoint]) -> float:
    """Measure a route from end to end [m]."""
    return float(_legs(points)[0][-1])


def _legs(points: Sequence[Waypoint]) -> tuple[Array, Array]:
    """Give the way run at each waypoint [m], and the course of each leg [rad]."""
    lat, lon = np.asarray(points, dtype=np.float64).T
    east, north = offset_m(lat[:-1], lon[:-1], lat[1:], lon[1:])
    mile = np.concatenate(([0.0], np.cumsum(np.hypot(east, north))))
    return mile, np.unwrap(np.radians(bearing_deg(east, north)))


def _stop_gently(run_m: Array, length_m: float) -> Array:
    """Lose way exponentially over the last stretch, without a jump of speed."""
    slow = min(_SLOW_DOWN_M, length_m / 2)
    beyond = np.maximum(run_m - (length_m - slow), 0.0)
    slowed = length_m - slow * np.exp(-beyond / slow)
    return np.where(beyond > 0, slowed, run_m)


def drift(
    rng: np.random.Generator, weather: Weather, at: Waypoint, start: int, stop: int
) -> Path:
    """Drift with current and wind, beam to the wind, from step start up to stop."""
    lat, lon = at
    n = max(stop - start, 0)
    window = np.clip(np.arange(start, stop), 0, weather.seconds.size - 1)
    leeway = float(rng.uniform(*weather.manner.leeway))
    east, north = weather.drift(lat, lon, leeway)
    moved = shift(
        lat,
        lon,
        np.cumsum(east[window]) * STEP_S + weather.wander(rng, n, 8.0, 1800.0),
        np.cumsum(north[window]) * STEP_S + weather.wander(rng, n, 8.0, 1800.0),
    )
    wind = np.unwrap(np.arctan2(weather.wind_east, weather.wind_north))[window]
    beam = rng.choice([-90.0, 90.0])
    return Path(*moved, np.degrees(wind) + beam + weather.wander(rng, n, 8.0, 3600.0))


def swing(
    rng: np.random.Generator, weather: Weather, at: Waypoint, scope_m: float
) -> Path:
    """Swing about an anchor with the tide and the wind, and yaw, all the time."""
    lat, lon = at
    n = weather.seconds.size
    east, north = weather.current(lat, lon)
    # a hull feels the wind as about 3 % of its speed in the water: ours
    pull_east = east + 0.03 * weather.wind_east
    pull_north = north + 0.03 * weather.wind_north
    away = np.unwrap(np.arctan2(pull_east, pull_north))
    lagged = away + np.radians(weather.wander(rng, n, 4.0, 15 * 60.0))
    stretch = scope_m * np.clip(np.hypot(pull_east, pull_north) / 0.25, 0.5, 1.0)
    stretch = stretch + weather.wander(rng, n, 5.0, 20 * 60.0)
    there = shift(lat, lon, stretch * np.sin(lagged), stretch * np.cos(lagged))
    return Path(*there, np.degrees(lagged) + 180.0)


def lie(
    rng: np.random.Generator, weather: Weather, at: Waypoint, heading: float, n: int
) -> Path:
    """Lie at a berth: ropes give a metre."""
    east, north = (weather.wander(rng, n, 0.5, 1800.0) for _ in range(2))
    there = shift(*at, east, north)
    return Path(*there, heading + weather.wander(rng, n, 0.3, 1800.0))


def beside(path: Path, ahead_m: Array, abeam_m: Array, turn_deg: float = 0.0) -> Path:
    """Keep a place in the frame of another hull: metres ahead and to starboard."""
    course = np.radians(path.heading)
    there = shift(
        path.lat,
        path.lon,
        ahead_m * np.sin(course) + abeam_m * np.cos(course),
        ahead_m * np.cos(course) - abeam_m * np.sin(course),
    )
    return Path(*there, path.heading + turn_deg)


def reverse(path: Path) -> Path:
    """Run a path backwards in time, as a vessel that comes instead of going."""
    return Path(path.lat[::-1], path.lon[::-1], path.heading[::-1] + 180.0)


def join(*paths: Path) -> Path:
    """Put paths end to end."""
    lat, lon, heading = (np.concatenate(part) for part in zip(*paths, strict=True))
    turned = np.degrees(np.unwrap(np.radians(heading)))
    return Path(lat, lon, turned)


def straight(start: Waypoint, end: Waypoint, n: int) -> Path:
    """Go straight from one place to the other in n steps."""
    share = (np.arange(n) + 0.5) / n
    east, north = offset_m(*start, *end)
    there = shift(*start, share * east, share * north)
    return Path(*there, np.full(n, np.degrees(np.arctan2(east, north))))
