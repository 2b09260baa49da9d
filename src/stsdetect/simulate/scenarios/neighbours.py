"""Neighbours: vessels near each other for every reason but a transfer."""

import numpy as np

from stsdetect.simulate.chart import shift
from stsdetect.simulate.lanes import ANCHORAGES, LANES, PILOT_STATIONS
from stsdetect.simulate.motion import beside, follow, length_m, swing
from stsdetect.simulate.scenarios.gathering import when
from stsdetect.simulate.stories import (
    ANCHORED,
    UNDER_WAY,
    Sailing,
    Sea,
    Story,
    all_along,
    meet,
    steps,
)
from stsdetect.simulate.weather import STEP_S
from stsdetect.units import M_PER_NM, MS_PER_KN

__all__ = ["close_neighbours", "crossing", "escort", "ferry_meeting", "sisters"]


def escort(rng: np.random.Generator, sea: Sea, number: int) -> Story:
    """N2: a harbour tug escorts a tanker in, 60 to 120 m astern, at 5 to 6 kn.

    Must not be found: they move all the time.
    """
    station = PILOT_STATIONS[number % len(PILOT_STATIONS)]
    lat, lon = shift(station.lat, station.lon, 30_000.0, -25_000.0)
    ends = ((float(lat), float(lon)), (station.lat, station.lon))
    n = steps(rng.uniform(2.0, 3.5))
    first = when(rng, sea, 5.0)
    speed = 5.5 + sea.weather.wander(rng, n, 0.3, 1800.0)
    run = np.cumsum(speed) * MS_PER_KN * STEP_S + 2_000.0
    run = run[run < length_m(ends) - 3 * M_PER_NM]
    path = follow(ends, run, np.zeros(run.size))
    astern = rng.uniform(60.0, 120.0) + 60.0
    sheer = sea.weather.wander(rng, run.size, 10.0, 600.0)
    tug_path = beside(path, -astern + sheer, 0.5 * sheer)
    status = np.full(run.size, UNDER_WAY, np.int8)
    a, b = (
        Sailing(sea.fleet.build(rng, kind), first, one, status)
        for kind, one in (("product tanker", path), ("tug", tug_path))
    )
    return Story([a, b], [meet("escort", a, b, (first, first + run.size))])


def close_neighbours(rng: np.random.Generator, sea: Sea, number: int) -> Story:
    """N7: two vessels at anchor for all the days, 150 to 220 m apart, each yawing.

    Must not be found: nearer than usual, and not one body.
    """
    a, b = _at_anchor(rng, sea, number, float(rng.uniform(150.0, 220.0)), 0.0)
    return Story([a, b], [meet("anchorage", a, b, (0, sea.n_steps))])


def sisters(rng: np.random.Generator, sea: Sea, number: int) -> Story:
    """N21: two sister vessels wait for a berth, 200 to 300 m apart, headings parallel.

    Must not be found.
    """
    a, b = _at_anchor(rng, sea, number + 2, float(rng.uniform(200.0, 300.0)), 0.12)
    hull = a.vessel
    same = {
        name: getattr(hull, name)
        for name in ("length_m", "beam_m", "to_bow", "to_stern", "to_port", "draught")
    }
    b = b._replace(vessel=b.vessel._replace(**same, to_starboard=hull.to_starboard))
    return Story([a, b], [meet("sisters", a, b, (0, sea.n_steps))])


def _at_anchor(
    rng: np.random.Generator, sea: Sea, number: int, apart_m: float, off: float
) -> tuple[Sailing, Sailing]:
    place = ANCHORAGES[number % len(ANCHORAGES)]
    at = (place.lat + 0.05 + off / 4, place.lon + 0.05 + rng.normal(0.0, 0.004))
    path = swing(rng, sea.weather, at, float(rng.uniform(*sea.manner.scope_m)))
    n = sea.n_steps
    yaw = sea.weather.wander(rng, n, 9.0, 2_400.0)
    other = beside(
        path,
        sea.weather.wander(rng, n, 18.0, 3_000.0),
        apart_m + sea.weather.wander(rng, n, 15.0, 3_000.0),
    )
    other = other._replace(heading=other.heading + yaw)
    a, b = (
        all_along(sea.fleet.build(rng, "coastal tanker"), one, ANCHORED)
        for one in (path, other)
    )
    return a, b


def crossing(rng: np.random.Generator, sea: Sea, number: int) -> Story:
    """N9: two vessels cross; one gives way and passes 150 m astern.

    Must not be found: it lasts some minutes, under way.
    """
    middle = LANES[0].points[3 + number % 2]
    meeting = when(rng, sea, 1.0, margin_h=4.0)
    minute = np.arange(-150.0, 151.0)
    minute = minute[(minute + meeting >= 0) & (minute + meeting < sea.n_steps)]
    sailings = []
    for course, astern, speed in ((10.0, 0.0, 12.0), (100.0, 150.0, 11.0)):
        way = np.radians(course)
        east, north = (40 * M_PER_NM * part(way) for part in (np.sin, np.cos))
        there = [shift(*middle, sign * east, sign * north) for sign in (-1.0, 1.0)]
        ends = [(float(lat), float(lon)) for lat, lon in there]
        run = length_m(ends) / 2 - astern + minute * STEP_S * speed * MS_PER_KN
        path = follow(ends, run, sea.weather.wander(rng, run.size, 10.0, 1800.0))
        status = np.full(run.size, UNDER_WAY, np.int8)
        vessel = sea.fleet.build(rng, "cargo")
        sailings.append(Sailing(vessel, meeting + int(minute[0]), path, status))
    a, b = sailings
    return Story([a, b], [meet("crossing", a, b, (meeting - 5, meeting + 6))])


def ferry_meeting(rng: np.random.Generator, sea: Sea, number: int) -> Story:
    """N10: two ferries pass 400 m apart where they always do, half-way.

    Must not be found.
    """
    lane = next(lane for lane in LANES if lane.ferries)
    meeting = when(rng, sea, 1.0, margin_h=4.0) + number % 2
    half_h = 0.4 * length_m(lane.points) / (20.0 * MS_PER_KN) / 3600.0
    minute = np.arange(-steps(half_h), steps(half_h) + 1, dtype=np.float64)
    minute = minute[(minute + meeting >= 0) & (minute + meeting < sea.n_steps)]
    sailings = []
    for points in (lane.points, lane.points[::-1]):
        run = length_m(points) / 2 + minute * STEP_S * 20.0 * MS_PER_KN
        side = 200.0 + sea.weather.wander(rng, run.size, 15.0, 1800.0)
        path = follow(points, run, side)
        status = np.full(run.size, UNDER_WAY, np.int8)
        vessel = sea.fleet.build(rng, "ferry")
        sailings.append(Sailing(vessel, meeting + int(minute[0]), path, status))
    span = (meeting - 3, meeting + 4)
    return Story(sailings, [meet("ferry_meeting", sailings[0], sailings[1], span)])
