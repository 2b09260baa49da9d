"""Decoys that are short visits: stores brought to a vessel, a boarding at sea."""

import numpy as np

from stsdetect.simulate.decoys_fishing import fish_around
from stsdetect.simulate.lanes import ANCHORAGES, GROUNDS, Waypoint
from stsdetect.simulate.motion import Path, beside, drift, swing
from stsdetect.simulate.stories import (
    ANCHORED,
    UNDER_WAY,
    Call,
    Sailing,
    Sea,
    Story,
    call,
    meet,
    steps,
)

__all__ = ["boarding", "supply"]


def supply(rng: np.random.Generator, sea: Sea, number: int) -> Story:
    """Bring stores to a vessel at anchor: a small boat, hull to hull, 20 to 45 min."""
    place = ANCHORAGES[(number + 1) % len(ANCHORAGES)]
    client, boat = sea.fleet.build(rng, "cargo"), sea.fleet.build(rng, "supply boat")
    at = (place.lat - 0.04, place.lon + 0.04 + rng.normal(0, 0.01))
    swung = swing(rng, sea.weather, at, float(rng.uniform(*sea.manner.scope_m)))
    status = np.full(sea.n_steps, ANCHORED, np.int8)
    a = Sailing(client, 0, swung, status)
    first = steps(rng.uniform(3.0, sea.n_steps / 60 - 3.0))
    n = int(rng.integers(20, 46))
    abeam = (client.beam_m + boat.beam_m) / 2 + 1.5
    ahead = rng.normal(0.0, client.length_m / 8)
    stay = _near(rng, sea, swung.part(first, first + n), (ahead, abeam), 0.4)
    home = (place.lat - 0.15, place.lon + 0.2)
    b = call(rng, sea, boat, Call(first, stay, UNDER_WAY, (home,), (home,)))
    return Story([a, b], [meet("supply", a, b, (first, first + n))])


def boarding(rng: np.random.Generator, sea: Sea, number: int) -> Story:
    """Stop a trawler with a patrol vessel that lies 80 to 200 m off for an hour."""
    ground = GROUNDS[(number + 1) % len(GROUNDS)]
    trawler, patrol = (sea.fleet.build(rng, kind) for kind in ("trawler", "patrol"))
    at = (ground.lat + rng.normal(0, 0.1), ground.lon - 0.1)
    first = steps(rng.uniform(3.0, sea.n_steps / 60 - 4.0))
    n = int(rng.integers(40, 80))
    stopped = drift(rng, sea.weather, at, first, first + n + 30)
    a = fish_around(rng, sea, trawler, stopped, first)
    offset = (rng.normal(0.0, 40.0), rng.uniform(80.0, 200.0))
    begin = first + 15
    stay = _near(rng, sea, stopped.part(15, 15 + n), offset, 15.0)
    ways: list[tuple[Waypoint, ...]] = [
        ((at[0] + rng.normal(0, 0.4), at[1] + 0.8),) for _ in range(2)
    ]
    b = call(rng, sea, patrol, Call(begin, stay, UNDER_WAY, *ways))
    return Story([a, b], [meet("boarding", a, b, (begin, begin + n))])


def _near(
    rng: np.random.Generator,
    sea: Sea,
    path: Path,
    offset: tuple[float, float],
    sd_m: float,
) -> Path:
    """Keep about one place in the frame of the other hull."""
    n = path.lat.size
    return beside(
        path,
        offset[0] + sea.weather.wander(rng, n, sd_m, 900.0),
        offset[1] + np.abs(sea.weather.wander(rng, n, sd_m, 900.0)),
    )
