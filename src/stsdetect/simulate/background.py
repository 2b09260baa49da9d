"""Background: lane traffic, anchored vessels and fishing boats that meet nobody."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from stsdetect.simulate.chart import Array, offset_m, shift
from stsdetect.simulate.fleet import Vessel
from stsdetect.simulate.lanes import LANES, Lane, Place, Waypoint
from stsdetect.simulate.motion import Path, follow, length_m, swing
from stsdetect.simulate.roads import SPACING_M
from stsdetect.simulate.stories import (
    ANCHORED,
    FISHING,
    MOORED,
    UNDER_WAY,
    Call,
    Sailing,
    Sea,
    Story,
    call,
    meet,
    steps,
)
from stsdetect.simulate.truth import Event
from stsdetect.simulate.weather import STEP_S
from stsdetect.units import M_PER_NM, MS_PER_KN

__all__ = ["anchorage", "fishing_boat", "lane_vessel", "trawl"]

_LANE_KINDS: Final = ("cargo", "container", "coastal tanker", "product tanker", "yacht")
_LANE_SHARES: Final = (0.5, 0.17, 0.16, 0.14, 0.03)
_ANCHORED_KINDS: Final = ("cargo", "coastal tanker", "product tanker", "container")
_ANCHORED_SHARES: Final = (0.55, 0.2, 0.15, 0.1)
_BERTH_M: Final = 550.0
"""Distance between vessels that lie off the port at the end of a lane; ours."""

_NEIGHBOURS_M: Final = 600.0
"""Anchors closer than this are told in the truth; ours: such pairs swing to within
500 m of each other now and then."""


def lane_vessel(rng: np.random.Generator, sea: Sea, number: int) -> Story:
    """Let one vessel sail a lane, keeping to starboard, at any time of the days."""
    lane = LANES[number % len(LANES)]
    kind = "ferry" if lane.ferries else str(rng.choice(_LANE_KINDS, p=_LANE_SHARES))
    vessel = sea.fleet.build(rng, kind)
    points, ports = _berthed(lane, number // len(LANES))
    if rng.random() < 0.5:
        points, ports = points[::-1], ports[::-1]
    length = length_m(points)
    cruise = vessel.speed_kn * MS_PER_KN
    speed = cruise + sea.weather.wander(rng, sea.n_steps, 0.45 * MS_PER_KN, 3600.0)
    run = np.cumsum(speed) * STEP_S
    depart = rng.uniform(-length / cruise, run.size * STEP_S)
    run -= (
        np.interp(depart, sea.weather.seconds, run) if depart > 0 else depart * cruise
    )
    starboard = min(abs(rng.normal(0.7, 0.4)), 1.3) * M_PER_NM
    path = follow(
        points,
        np.maximum(run, 0.0),
        starboard + sea.weather.wander(rng, run.size, 250.0, 7200.0),
    )
    return Story([_in_the_area(vessel, path, run, length, ports)], [])


def _berthed(lane: Lane, rank: int) -> tuple[tuple[Waypoint, ...], tuple[bool, bool]]:
    """Give each vessel her own place at both ends of a lane, on a spiral."""
    radius, angle = _BERTH_M * np.sqrt(rank), 2.39996 * rank
    east, north = radius * np.sin(angle), radius * np.cos(angle)
    ends = [shift(*lane.points[i], east, north) for i in (0, -1)]
    start, end = [(float(lat), float(lon)) for lat, lon in ends]
    return (start, *lane.points[1:-1], end), (lane.port_at_start, lane.port_at_end)


def _in_the_area(
    vessel: Vessel, path: Path, run: Array, length: float, ports: tuple[bool, bool]
) -> Sailing:
    """Keep a vessel while she is in the area; off a port she lies still."""
    before, after = run <= 0, run >= length + 4 * M_PER_NM
    there = (~before | ports[0]) & ((run < length - 2 * M_PER_NM) | ports[1])
    index = np.flatnonzero(there)
    first, stop = (int(index[0]), int(index[-1]) + 1) if index.size else (0, 0)
    status = np.where(before | after, MOORED, UNDER_WAY).astype(np.int8)
    return Sailing(vessel, first, path.part(first, stop), status[first:stop])


def anchorage(rng: np.random.Generator, sea: Sea, place: Place, n: int) -> Story:
    """Let vessels swing at anchor, 250 to 450 m from each other.

    They turn together with tide and wind, so neighbours stay within 500 m for days:
    none of it is a transfer. A third of them comes or goes meanwhile.
    """
    spots = _spots(rng, sea, place, n)
    sailings = [_at_anchor(rng, sea, spot) for spot in spots]
    return Story(sailings, list(_neighbours(spots, sailings)))


def _spots(rng: np.random.Generator, sea: Sea, place: Place, n: int) -> list[Waypoint]:
    """Choose where to let the anchor go: a loose hexagonal grid about 400 m wide."""
    width = int(np.ceil(np.sqrt(n)))
    index = np.arange(n)
    column, row = index % width - width / 2, index // width - width / 2
    along, across = (metres * sea.manner.spacing for metres in SPACING_M)
    east = (column + 0.5 * (index // width % 2)) * along + rng.normal(0, 40.0, n)
    north = row * across + rng.normal(0, 40.0, n)
    lat, lon = shift(place.lat, place.lon, east, north)
    return list(zip(lat.tolist(), lon.tolist(), strict=True))


def _at_anchor(rng: np.random.Generator, sea: Sea, spot: Waypoint) -> Sailing:
    vessel = sea.fleet.build(rng, str(rng.choice(_ANCHORED_KINDS, p=_ANCHORED_SHARES)))
    path = swing(rng, sea.weather, spot, float(rng.uniform(*sea.manner.scope_m)))
    first, stop = 0, sea.n_steps
    if rng.random() < 0.35:
        first = int(rng.integers(1, sea.n_steps // 2))
    elif rng.random() < 0.3:
        stop = int(rng.integers(sea.n_steps // 2, sea.n_steps))
    # out to the open sea, east of every anchorage here but Yeosu's, where it is south
    away = (spot[0] - 0.9, spot[1] + 0.3) if spot[1] > 126 else (spot[0], spot[1] + 1.1)
    ways = ((away,) if first else (), (away,) if stop < sea.n_steps else ())
    visit = Call(first, path.part(first, stop), ANCHORED, *ways)
    return call(rng, sea, vessel, visit)


def _neighbours(spots: list[Waypoint], sailings: list[Sailing]) -> Iterator[Event]:
    """Tell which pairs lie at anchor near each other for half an hour or more."""
    for i, a in enumerate(sailings):
        for j in range(i + 1, len(sailings)):
            apart = np.hypot(*offset_m(*spots[i], *spots[j]))
            spans = [_while_anchored(s) for s in (a, sailings[j])]
            first, stop = max(s[0] for s in spans), min(s[1] for s in spans)
            if apart < _NEIGHBOURS_M and stop - first > steps(0.5):
                yield meet("anchorage", a, sailings[j], (first, stop))


def _while_anchored(sailing: Sailing) -> tuple[int, int]:
    index = np.flatnonzero(sailing.nav_status == ANCHORED)
    return sailing.first + int(index[0]), sailing.first + int(index[-1]) + 1


def fishing_boat(rng: np.random.Generator, sea: Sea, ground: Place) -> Story:
    """Let a trawler tow to and fro on a ground, with rests at night."""
    vessel = sea.fleet.build(rng, "trawler")
    at = (ground.lat + rng.normal(0, 0.25), ground.lon + rng.normal(0, 0.25))
    path = trawl(rng, sea, at)
    status = np.full(sea.n_steps, FISHING, np.int8)
    return Story([Sailing(vessel, 0, path, status)], [])


def trawl(rng: np.random.Generator, sea: Sea, at: Waypoint) -> Path:
    """Tow at 2.5 to 4 kn for some hours one way, then back; rest six hours a day."""
    n = sea.n_steps
    hour = (sea.weather.seconds / 3600.0 + rng.uniform(0.0, 24.0)) % 24.0
    towing = 1.0 / (1.0 + np.exp(-(np.abs(hour - 12.0) - 3.0) / 0.2))
    speed_kn = rng.uniform(2.5, 4.0) * towing
    speed = (speed_kn + sea.weather.wander(rng, n, 0.2, 1800.0)) * MS_PER_KN
    haul_s = rng.uniform(2.0, 4.0) * 3600.0
    turns = sea.weather.seconds / haul_s + rng.uniform(0.0, 1.0)
    # each haul ends with half a turn that takes twelve minutes
    share = np.clip((turns % 1.0 - 1.0) * haul_s / 720.0 + 1.0, 0.0, 1.0)
    course = np.pi * (np.floor(turns) + share) + rng.uniform(0.0, 2.0 * np.pi)
    course = course + sea.weather.wander(rng, n, 0.12, 3600.0)
    speed = np.maximum(speed, 0.1 * MS_PER_KN) * STEP_S
    there = shift(
        *at, np.cumsum(speed * np.sin(course)), np.cumsum(speed * np.cos(course))
    )
    return Path(*there, np.degrees(course))
