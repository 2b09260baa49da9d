"""Decoys of fishing boats: pairs that tow one net, rafts that rest for a night."""

from itertools import combinations

import numpy as np

from stsdetect.simulate.background import trawl
from stsdetect.simulate.fleet import Vessel
from stsdetect.simulate.lanes import GROUNDS, Waypoint
from stsdetect.simulate.motion import Path, beside, drift, join
from stsdetect.simulate.stories import (
    FISHING,
    Sailing,
    Sea,
    Story,
    all_along,
    meet,
    steps,
)

__all__ = ["fish_around", "pair_trawl", "raft"]


def pair_trawl(rng: np.random.Generator, sea: Sea, number: int) -> Story:
    """Tow one net between two trawlers, 250 to 400 m apart, at 2.5 to 4 kn."""
    ground = GROUNDS[number % len(GROUNDS)]
    vessels = [sea.fleet.build(rng, "trawler") for _ in range(2)]
    path = trawl(rng, sea, (ground.lat + 0.1, ground.lon + rng.normal(0, 0.1)))
    n = sea.n_steps
    other = beside(
        path,
        sea.weather.wander(rng, n, 25.0, 900.0),
        rng.uniform(250.0, 400.0) + sea.weather.wander(rng, n, 25.0, 900.0),
    )
    a, b = (
        all_along(vessel, where, FISHING)
        for vessel, where in zip(vessels, (path, other), strict=True)
    )
    return Story([a, b], [meet("pair_trawl", a, b, (0, n))])


def raft(rng: np.random.Generator, sea: Sea, number: int) -> Story:
    """Lash four trawlers side by side for a night, adrift on the ground."""
    ground = GROUNDS[(number + 2) % len(GROUNDS)]
    at = (ground.lat - 0.3, ground.lon + rng.normal(0, 0.1))
    first = min(steps(rng.uniform(8.0, 12.0)), sea.n_steps // 3)
    stop = min(first + steps(rng.uniform(6.0, 9.0)), sea.n_steps - 60)
    night = drift(rng, sea.weather, at, first, stop)
    sailings = [_rafted(rng, sea, night, first, place) for place in range(4)]
    pairs = combinations(sailings, 2)
    return Story(sailings, [meet("raft", a, b, (first, stop)) for a, b in pairs])


def _rafted(
    rng: np.random.Generator, sea: Sea, night: Path, first: int, place: int
) -> Sailing:
    vessel = sea.fleet.build(rng, "trawler")
    n = night.lat.size
    still = np.abs(sea.weather.wander(rng, n, 0.3, 900.0))
    stay = beside(night, sea.weather.wander(rng, n, 0.6, 900.0), place * 9.0 + still)
    return fish_around(rng, sea, vessel, stay, first)


def fish_around(
    rng: np.random.Generator, sea: Sea, vessel: Vessel, stay: Path, first: int
) -> Sailing:
    """Fish until a stay begins, and fish on when it is over."""
    n = stay.lat.size
    before = trawl(rng, sea, (stay.lat[0], stay.lon[0])).part(0, first + 1)
    # the tow is moved as a whole, so that it ends where the stay begins
    before = _moved(before, (stay.lat[0], stay.lon[0]), -1).part(0, first)
    after = trawl(rng, sea, (stay.lat[-1], stay.lon[-1]))
    after = after.part(1, sea.n_steps - first - n + 1)
    path = join(before, stay, after)
    status = np.full(path.lat.size, FISHING, np.int8)
    return Sailing(vessel, 0, path, status)


def _moved(path: Path, to: Waypoint, index: int) -> Path:
    """Move a path as a whole, so that one of its points lies at a place."""
    return path._replace(
        lat=path.lat + to[0] - path.lat[index], lon=path.lon + to[1] - path.lon[index]
    )
