"""Coverage: what is not heard, or heard with the wrong time, for innocent reasons."""

from typing import Final

import numpy as np

from stsdetect.simulate.chart import shift
from stsdetect.simulate.lanes import Place
from stsdetect.simulate.motion import drift, swing
from stsdetect.simulate.scenarios.gathering import longest_of, when
from stsdetect.simulate.stories import (
    ANCHORED,
    UNDER_WAY,
    Quirks,
    Sailing,
    Sea,
    Story,
    all_along,
    alone,
    meet,
    steps,
)
from stsdetect.simulate.truth import Event

__all__ = ["clock_offset", "coverage_hole", "remote_anchorage", "weak_transmitter"]

_FAR_OUT: Final = Place("far from any station", 29.10, 126.40)


def coverage_hole(rng: np.random.Generator, sea: Sea, number: int) -> Story:
    """N15: six vessels cross a sea where only satellites hear; all have gaps.

    Must not be found: the gaps are the place's, not the vessels'.
    """
    lane = (6, 1)[number % 2]
    six = [longest_of(rng, sea, (lane,), i) for i in range(6)]
    sailings = [one._replace(quirks=Quirks(remote=True)) for one in six]
    return Story(sailings, _innocents("coverage_hole", sailings, "N15"))


def weak_transmitter(rng: np.random.Generator, sea: Sea, number: int) -> Story:
    """N17: one report in four hundred of a vessel is strong enough to be heard.

    Must not be found: she is always silent for hours.
    """
    sailing = longest_of(rng, sea, (0, 2, 6), number)
    weak = sailing._replace(quirks=Quirks(sent=0.0025))
    return Story([weak], _innocents("weak_transmitter", [weak], "N17"))


def _innocents(kind: str, sailings: list[Sailing], code: str) -> list[Event]:
    """Write down each vessel that is there for an hour or more."""
    return [
        alone(kind, one, (one.first, one.stop))._replace(
            scenario=code, observability="none"
        )
        for one in sailings
        if one.path.lat.size > steps(1.0)
    ]


def remote_anchorage(rng: np.random.Generator, sea: Sea, number: int) -> Story:
    """N20: two vessels at anchor, status 1, half a mile apart, heard from space only.

    Must not be found: a report every three minutes is seldom heard, and that is all
    the silence there is.
    """
    sailings = []
    for i in range(2):
        at = (_FAR_OUT.lat + 0.009 * i, _FAR_OUT.lon + 0.3 * (number % 3))
        path = swing(rng, sea.weather, at, float(rng.uniform(*sea.manner.scope_m)))
        vessel = sea.fleet.build(rng, "coastal tanker")
        sailing = all_along(vessel, path, ANCHORED)
        sailings.append(sailing._replace(quirks=Quirks(remote=True)))
    a, b = sailings
    return Story([a, b], [meet("remote_anchorage", a, b, (0, sea.n_steps))])


def clock_offset(rng: np.random.Generator, sea: Sea, number: int) -> Story:
    """N19: two vessels drift a mile apart on one line; a clock that is late joins them.

    The second is where the first was twenty minutes ago, and her times are twenty
    minutes early. Should not be found; by positions and times alone it can not be told.
    """
    hours = float(rng.uniform(3.0, 5.0))
    first = when(rng, sea, hours)
    n, lag = steps(hours), 20
    path = drift(rng, sea.weather, (29.6, 124.9 + 0.2 * number), first, first + n)
    run = np.arange(n) * 60.0
    lat, lon = shift(path.lat, path.lon, 0.75 * run, 0.4 * run)
    line = path._replace(lat=lat, lon=lon)
    status = np.full(n, UNDER_WAY, np.int8)
    vessels = [sea.fleet.build(rng, "coastal tanker") for _ in range(2)]
    beside_m = sum(vessel.beam_m for vessel in vessels) / 2 + 40.0
    a = Sailing(vessels[0], first, line, status)
    east, north = shift(line.lat, line.lon, beside_m, 0.0)
    b = Sailing(vessels[1], first + lag, line._replace(lat=east, lon=north), status)
    b = b._replace(quirks=Quirks(early_s=lag * 60.0))
    return Story([a, b], [meet("clock_offset", a, b, (first + lag, first + n))])
