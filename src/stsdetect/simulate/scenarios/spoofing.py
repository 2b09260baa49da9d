"""Spoofing: positions that are broadcast and not true."""

from typing import Final

import numpy as np

from stsdetect.simulate.chart import offset_m, shift
from stsdetect.simulate.lanes import SITES
from stsdetect.simulate.motion import Path, drift, join, swing
from stsdetect.simulate.scenarios.gathering import (
    Guest,
    four_of,
    gather,
    longest_of,
    tankers,
    when,
)
from stsdetect.simulate.stories import (
    ANCHORED,
    Quirks,
    Sailing,
    Sea,
    Story,
    all_along,
    alone,
    meet,
    steps,
)
from stsdetect.simulate.weather import STEP_S
from stsdetect.units import M_PER_NM, MS_PER_KN

__all__ = ["elsewhere", "heard_ashore", "jamming", "replay", "spoofed_supplier"]

_FALSE_PLACE: Final = (36.10, 123.90)
"""Where receivers think they are when they are jammed; ours."""

_OFF_ZHOUSHAN: Final = (30.10, 122.75)
_FAR_OUT: Final = (29.95, 125.45)
"""In reach of a station, and where satellites alone hear the lanes; ours."""


def spoofed_supplier(rng: np.random.Generator, sea: Sea, number: int) -> Story:
    """S10: the guest shows a smooth false track 60 nm away while she loads.

    No encounter can be seen. The host that waits may be told, and the false track.
    """
    site = SITES[(0, 3, 6)[number % 3]]
    host, guest = tankers(rng, sea)
    on = when(rng, sea, 8.0)
    span = (on, on + steps(rng.uniform(4.0, 7.0)))
    a, b = gather(rng, sea, site, host, [Guest(guest, (span,))])
    event = meet("sts_oil", a, b, span, transfer=True)
    told = event._replace(
        scenario="S10",
        observability="spoofed",
        expected="lead",
        difficulty=f"false track {site.name}",
    )
    false = elsewhere(rng, b, (span[0] - steps(1.0), span[1] + steps(0.7)))
    return Story([a, false], [told])


def elsewhere(
    rng: np.random.Generator, sailing: Sailing, span: tuple[int, int]
) -> Sailing:
    """Put a stretch of a track on a straight line 60 nm away, at constant speed."""
    first = max(span[0] - sailing.first, 0)
    stop = min(span[1] - sailing.first, sailing.path.lat.size)
    aim, course = rng.uniform(0.0, 2 * np.pi), rng.uniform(0.0, 2 * np.pi)
    run = np.arange(stop - first) * STEP_S * 8.0 * MS_PER_KN
    lat, lon, heading = (part.copy() for part in sailing.path)
    far = 60.0 * M_PER_NM
    there = shift(
        lat[first],
        lon[first],
        far * np.sin(aim) + run * np.sin(course),
        far * np.cos(aim) + run * np.cos(course),
    )
    lat[first:stop], lon[first:stop] = there
    heading[first:stop] = np.degrees(course)
    return sailing._replace(path=Path(lat, lon, heading))


def replay(rng: np.random.Generator, sea: Sea, number: int) -> Story:
    """S11: a vessel broadcasts what she did some hours before, at a constant offset.

    Not a transfer; the copy is what is to be noticed. Of four vessels it is the one
    that sails farthest in what is copied: of one that lay at a berth all copies are
    points, and nothing but their jump can tell them.
    """
    sailing = max(four_of(rng, sea, (0, 2, 6), number), key=_copied_way_m)
    lat, lon, heading = (part.copy() for part in sailing.path)
    lag, length = _copied(sailing)
    later, before = slice(2 * lag, 2 * lag + length), slice(lag, lag + length)
    lat[later], lon[later] = lat[before] + 0.21, lon[before] + 0.13
    heading[later] = heading[before]
    false = sailing._replace(path=Path(lat, lon, heading), quirks=Quirks(noise=0.0))
    begin = sailing.first + 2 * lag
    event = alone("replay", false, (begin, begin + length))
    told = event._replace(scenario="S11", observability="spoofed", expected="lead")
    return Story([false], [told])


def _copied(sailing: Sailing) -> tuple[int, int]:
    """Give how many steps a copy lies behind, and how many it has."""
    n = sailing.path.lat.size
    return n // 3, min(n // 4, steps(6.0))


def _copied_way_m(sailing: Sailing) -> float:
    """How far the ends of what is copied are apart; 0 of one that does not sail."""
    if not sailing.path.lat.size:
        return 0.0
    lag, length = _copied(sailing)
    lat, lon = (part[[lag, lag + length]] for part in sailing.path[:2])
    east, north = offset_m(lat[1:], lon[1:], lat[0], lon[0])
    return float(np.hypot(east[0], north[0]))


def heard_ashore(rng: np.random.Generator, sea: Sea, number: int) -> Story:
    """S20: a tanker claims to drift far out, and stations on the coast go on hearing.

    She lies off the port meanwhile. No transfer; that only those who are near could
    have heard her is what is to be noticed.
    """
    vessel = sea.fleet.build(rng, "product tanker")
    at = (_OFF_ZHOUSHAN[0] + 0.02 * number, _OFF_ZHOUSHAN[1])
    lies = swing(rng, sea.weather, at, float(rng.uniform(*sea.manner.scope_m)))
    begin = when(rng, sea, 8.0)
    end = begin + steps(rng.uniform(5.0, 8.0))
    claimed = drift(rng, sea.weather, _FAR_OUT, begin, end)
    said = join(lies.part(0, begin), claimed, lies.part(end, sea.n_steps))
    sailing = all_along(vessel, said, ANCHORED)._replace(true_path=lies)
    event = alone("false_place", sailing, (begin, end))
    told = event._replace(scenario="S20", observability="spoofed", expected="lead")
    return Story([sailing], [told])


def jamming(rng: np.random.Generator, sea: Sea, number: int) -> Story:
    """N16: for three hours the receivers of many vessels tell one false place.

    Must not be found: vessels that circle one point together do not lie alongside.
    """
    begin, lanes = when(rng, sea, 3.0), ((0, 2, 3), (2, 0, 4))[number % 2]
    sailings = [_jammed(rng, longest_of(rng, sea, lanes, i), begin) for i in range(8)]
    there = [s for s in sailings if s.first < begin and s.stop > begin + steps(3.0)]
    events = [
        alone("jamming", sailing, (begin, begin + steps(3.0)))._replace(
            scenario="N16", observability="spoofed"
        )
        for sailing in there
    ]
    return Story(sailings, events)


def _jammed(rng: np.random.Generator, sailing: Sailing, begin: int) -> Sailing:
    """Let a receiver tell places on a circle of a mile at 9 kn."""
    first = begin - sailing.first
    stop = first + steps(3.0)
    if first < 0 or stop >= sailing.path.lat.size:
        return sailing
    turn = rng.uniform(0.0, 2 * np.pi) + np.arange(stop - first) * (
        9.0 * MS_PER_KN * STEP_S / M_PER_NM
    )
    lat, lon, heading = (part.copy() for part in sailing.path)
    there = shift(*_FALSE_PLACE, M_PER_NM * np.sin(turn), M_PER_NM * np.cos(turn))
    lat[first:stop], lon[first:stop] = there
    return sailing._replace(path=Path(lat, lon, heading))
