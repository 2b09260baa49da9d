"""Decoys: what looks like a transfer and is none."""

from collections.abc import Callable
from itertools import pairwise
from typing import Final

import numpy as np

from stsdetect.simulate.chart import shift
from stsdetect.simulate.decoys_fishing import pair_trawl, raft
from stsdetect.simulate.decoys_visits import boarding, supply
from stsdetect.simulate.lanes import GROUNDS, LANES, PILOT_STATIONS, QUAYS, Waypoint
from stsdetect.simulate.motion import (
    beside,
    drift,
    follow,
    join,
    length_m,
    lie,
    straight,
)
from stsdetect.simulate.stories import (
    MOORED,
    RESTRICTED,
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

__all__ = ["DECOYS"]


def tow(rng: np.random.Generator, sea: Sea, number: int) -> Story:
    """Tow a barge that broadcasts, 350 to 500 m astern at 5 to 6 kn, down the sea.

    Tug and tow are there until they leave the area.
    """
    lane = LANES[0].points[:: -1 if number % 2 else 1]
    length = length_m(lane)
    tug, barge = sea.fleet.build(rng, "tug"), sea.fleet.build(rng, "towed barge")
    speed = rng.uniform(5.0, 6.0) + sea.weather.wander(rng, sea.n_steps, 0.3, 3600.0)
    run = rng.uniform(0.05, 0.5) * length + np.cumsum(speed * MS_PER_KN * STEP_S)
    run = run[run < length - 3 * M_PER_NM]
    side = rng.normal(1200.0, 300.0) + sea.weather.wander(rng, run.size, 150.0, 3600.0)
    rope = rng.uniform(350.0, 500.0)
    sheer = sea.weather.wander(rng, run.size, 12.0, 600.0)
    a = all_along(tug, follow(lane, run, side), RESTRICTED)
    b = all_along(barge, follow(lane, run - rope, side + sheer), UNDER_WAY)
    return Story([a, b], [meet("tow", a, b, (0, run.size))])


def pilotage(rng: np.random.Generator, sea: Sea, number: int) -> Story:
    """Board three inbound vessels from one pilot boat, 6 to 12 minutes each at 7 kn."""
    station = PILOT_STATIONS[number % len(PILOT_STATIONS)]
    boat = sea.fleet.build(rng, "pilot")
    home = (station.lat, station.lon)
    seaward = shift(*home, 30_000.0, -25_000.0)
    far = (float(seaward[0]), float(seaward[1]))
    pieces, spans, clients, done = [], [], [], 0
    for hour in np.sort(rng.uniform(2.0, sea.n_steps / 60 - 3.0, 3)):
        boards = max(steps(hour), done + 45)
        client = _inbound(rng, sea, (far, home), boards)
        stop = boards + int(rng.integers(6, 12))
        # a pilot boat needs a quarter of an hour for the way out, and for the way home
        path, n_out = client.path, 15
        abeam = (client.vessel.beam_m + boat.beam_m) / 2 + 1.0
        meeting = beside(path, np.zeros(path.lat.size), np.full(path.lat.size, abeam))
        there = meeting.part(boards - client.first, stop - client.first)
        pieces += [
            lie(rng, sea.weather, home, 90.0, boards - n_out - done),
            straight(home, (there.lat[0], there.lon[0]), n_out),
            there,
            straight((there.lat[-1], there.lon[-1]), home, n_out),
        ]
        done = stop + n_out
        clients.append(client)
        spans.append((boards, stop))
    pieces.append(lie(rng, sea.weather, home, 90.0, max(sea.n_steps - done, 0)))
    path = join(*pieces).part(0, sea.n_steps)
    a = all_along(boat, path, UNDER_WAY)
    events = [meet("pilotage", a, b, s) for b, s in zip(clients, spans, strict=True)]
    return Story([a, *clients], events)


def _inbound(
    rng: np.random.Generator, sea: Sea, route: tuple[Waypoint, Waypoint], boards: int
) -> Sailing:
    """Sail in at 7 kn so as to be 2 nm off the pilots when they come."""
    n_before, n_after = 150, 60
    first = max(boards - n_before, 0)
    last = min(boards + n_after, sea.n_steps)
    minute = np.arange(first - boards, last - boards, dtype=np.float64)
    run = length_m(route) - 2 * M_PER_NM + minute * STEP_S * 7.0 * MS_PER_KN
    path = follow(route, run, sea.weather.wander(rng, last - first, 40.0, 1800.0))
    vessel = sea.fleet.build(rng, "cargo")
    return Sailing(vessel, first, path, np.full(last - first, UNDER_WAY, np.int8))


def convoy(rng: np.random.Generator, sea: Sea, number: int) -> Story:
    """Sail four vessels in line, 350 to 450 m apart, at 10 kn for a day."""
    lane = LANES[number % 3]
    n = min(sea.n_steps, steps(24.0))
    speed_kn = 10.0 + sea.weather.wander(rng, n, 0.2, 3600.0)
    run = 4e4 + np.cumsum(speed_kn) * MS_PER_KN * STEP_S
    side, distance = rng.normal(-1500.0, 300.0), rng.uniform(350.0, 450.0)
    run = run[run < length_m(lane.points) - 5 * M_PER_NM]
    sailings = []
    for place in range(4):
        sheer = sea.weather.wander(rng, run.size, 20.0, 1200.0)
        gain = sea.weather.wander(rng, run.size, 15.0, 1200.0)
        path = follow(lane.points, run - place * distance + gain, side + sheer)
        vessel = sea.fleet.build(rng, "cargo")
        status = np.full(run.size, UNDER_WAY, np.int8)
        sailings.append(Sailing(vessel, 0, path, status))
    pairs = pairwise(sailings)
    return Story(sailings, [meet("convoy", a, b, (0, run.size)) for a, b in pairs])


def passing(rng: np.random.Generator, sea: Sea, number: int) -> Story:
    """Overtake within 200 m on a lane, with 2 kn more."""
    lane = LANES[(number + 1) % 3]
    meeting = steps(rng.uniform(3.0, sea.n_steps / 60 - 3.0))
    minute = np.arange(-170.0, 171.0)
    minute = minute[(minute + meeting >= 0) & (minute + meeting < sea.n_steps)]
    side = rng.normal(1500.0, 300.0)
    sailings = []
    for speed, abeam in ((11.0, 0.0), (13.0, rng.uniform(150.0, 200.0))):
        run = length_m(lane.points) / 2 + minute * STEP_S * speed * MS_PER_KN
        sheer = sea.weather.wander(rng, run.size, 15.0, 1800)
        path = follow(lane.points, run, side + abeam + sheer)
        vessel = sea.fleet.build(rng, "cargo")
        first = meeting + int(minute[0])
        status = np.full(run.size, UNDER_WAY, np.int8)
        sailings.append(Sailing(vessel, first, path, status))
    span = (meeting - 5, meeting + 6)
    return Story(sailings, [meet("passing", sailings[0], sailings[1], span)])


def moored_pair(rng: np.random.Generator, sea: Sea, number: int) -> Story:
    """Berth two tankers end to end at one quay, 20 to 40 m of water between."""
    quay = QUAYS[number % len(QUAYS)]
    vessels = [sea.fleet.build(rng, "coastal tanker") for _ in range(2)]
    along = sum(vessel.length_m for vessel in vessels) / 2 + rng.uniform(20.0, 40.0)
    heading = float(rng.uniform(0.0, 360.0))
    first = lie(rng, sea.weather, (quay.lat, quay.lon), heading, sea.n_steps)
    n = sea.n_steps
    second = beside(first, along + sea.weather.wander(rng, n, 0.5, 1800.0), np.zeros(n))
    a, b = (
        all_along(vessel, path, MOORED)
        for vessel, path in zip(vessels, (first, second), strict=True)
    )
    return Story([a, b], [meet("moored", a, b, (0, n))])


def standby(rng: np.random.Generator, sea: Sea, number: int) -> Story:
    """Drift with a broken engine for hours, a tug standing by 150 to 350 m off."""
    ground = GROUNDS[(number + 3) % len(GROUNDS)]
    first = steps(rng.uniform(2.0, 10.0))
    stop = min(first + steps(rng.uniform(6.0, 12.0)), sea.n_steps)
    wreck = drift(rng, sea.weather, (ground.lat + 0.6, ground.lon), first, stop)
    n = stop - first
    tug = beside(
        wreck,
        sea.weather.wander(rng, n, 120.0, 2400.0),
        250.0 + sea.weather.wander(rng, n, 40.0, 2400.0),
        turn_deg=float(rng.uniform(-60, 60)),
    )
    sailings = [
        Sailing(sea.fleet.build(rng, kind), first, path, np.full(n, UNDER_WAY, np.int8))
        for kind, path in (("cargo", wreck), ("tug", tug))
    ]
    return Story(sailings, [meet("standby", sailings[0], sailings[1], (first, stop))])


DECOYS: Final[tuple[Callable[[np.random.Generator, Sea, int], Story], ...]] = (
    tow,
    pair_trawl,
    pilotage,
    convoy,
    raft,
    passing,
    moored_pair,
    standby,
    supply,
    boarding,
)
"""Every decoy, each a story of its own; the number chooses its place."""
