"""Sea: what lies in a simulated Yellow Sea and East China Sea, story by story."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from typing import Any, Final

import numpy as np

from stsdetect.errors import ConfigError
from stsdetect.simulate.background import anchorage, fishing_boat, lane_vessel
from stsdetect.simulate.dark import both_dark, one_dark
from stsdetect.simulate.decoys import DECOYS
from stsdetect.simulate.draughts import draughts_told
from stsdetect.simulate.fleet import Fleet
from stsdetect.simulate.lanes import ANCHORAGES, GROUNDS
from stsdetect.simulate.levels import level_named
from stsdetect.simulate.manners import manner_named
from stsdetect.simulate.scenarios import ASKED_FOR, SCENARIOS
from stsdetect.simulate.silence import innocently_silent
from stsdetect.simulate.stories import Sea, Story
from stsdetect.simulate.transfers import plan_transfer, plant_transfer
from stsdetect.simulate.weather import STEP_S, make_weather

__all__ = [
    "EVERYTHING",
    "HEARD",
    "IMAGED",
    "SAMPLE",
    "SHARED",
    "WORLD",
    "WORSENED",
    "SeaParams",
    "check_params",
    "make_sea",
    "make_stories",
    "n_stories",
    "sized",
    "stream",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeaParams:
    """What sea to make.

    Attributes
    ----------
    seed : int
        Same seed, same sea.
    start : datetime
        First instant, UTC.
    duration : timedelta
        How long.
    n_lane, n_anchored, n_fishing : int
        Vessels that sail the lanes, that lie in anchorages, that fish alone.
    n_transfers : int
        Transfers to plant, two vessels each.
    n_one_dark, n_both_dark : int
        Transfers to plant at which one vessel, or both, are silent.
    n_decoys : int
        Decoys to plant, two to four vessels each, of every kind in turn.
    thin : timedelta
        A network delivers at most one row of a vessel in this time, as public archives
        do; zero delivers all that was heard.
    level : str
        How well the sea is heard, one of ``LEVELS``.
    motion : str
        How its vessels behave, one of ``MANNERS``.
    scenarios : tuple of str
        Codes of ``SCENARIOS`` or ``ASKED_FOR`` to plant besides, one story for each
        time it is named.
    worse : str
        A condition that worsens what is delivered, one of ``WORSE``; none when empty.
    """

    seed: int = 1
    start: datetime = datetime(2024, 4, 16, tzinfo=UTC)
    duration: timedelta = timedelta(days=2)
    n_lane: int = 72
    n_anchored: int = 40
    n_fishing: int = 24
    n_transfers: int = 8
    n_one_dark: int = 0
    n_both_dark: int = 0
    n_decoys: int = 20
    level: str = "mixed"
    motion: str = "development"
    scenarios: tuple[str, ...] = ()
    worse: str = ""
    thin: timedelta = timedelta(minutes=2)


SAMPLE: Final = SeaParams(
    duration=timedelta(days=3),
    n_lane=34,
    n_anchored=20,
    n_fishing=10,
    n_transfers=4,
    n_decoys=0,
    thin=timedelta(minutes=3),
    scenarios=(
        *("S3", "S3", "S3", "S4", "S4", "S3b", "S17"),
        *("S6", "S7", "S8", "S9", "S10", "S12", "S18"),
        *("N1", "N2", "N3", "N4", "N5", "N6", "N7", "N8", "N9", "N10", "N11"),
        *("N12", "N13", "N14", "N18", "N21", "N22", "A1"),
    ),
)
"""The sea of ``sample_ais/``: every kind of event, and most of what looks like one."""

WORLD: Final = SeaParams(
    n_lane=60,
    n_anchored=40,
    n_fishing=20,
    n_transfers=10,
    n_one_dark=5,
    n_both_dark=5,
    n_decoys=20,
)
"""A sea with transfers of every kind, of about 200 vessels."""

EVERYTHING: Final = replace(WORLD, scenarios=tuple(SCENARIOS))
"""That sea, and every scenario once."""

_VESSELS_OF: Final = {
    "n_lane": 1.0,
    "n_anchored": 1.0,
    "n_fishing": 1.0,
    "n_transfers": 2.0,
    "n_one_dark": 2.0,
    "n_both_dark": 2.0,
    "n_decoys": 2.6,
}
"""Vessels in one of each, by the mean over the decoys."""

_TELLERS: Final = {**SCENARIOS, **ASKED_FOR}

_VESSELS_OF_SCENARIO: Final = 2.7
"""Vessels in one scenario, by the mean over all."""

_LANE, _ANCHORED, _FISHING, _TRANSFER, _DECOY, SHARED, HEARD = range(7)
_ONE_DARK, _BOTH_DARK, _SILENT, _SCENARIO, _DRAUGHT, WORSENED, IMAGED = range(7, 14)
"""Streams of random numbers; more vessels of one part leave the others as they are."""


def make_stories(params: SeaParams, sea: Sea) -> Iterator[Story]:
    """Tell every story of a sea: traffic, anchorages, fishing, transfers, decoys."""
    for number, story in enumerate(_told(params, sea)):
        told = draughts_told(stream(params, _DRAUGHT, number), sea, story)
        yield innocently_silent(stream(params, _SILENT, number), told, sea.level)


def _told(params: SeaParams, sea: Sea) -> Iterator[Story]:
    for i in range(params.n_lane):
        yield lane_vessel(stream(params, _LANE, i), sea, i)
    for i, place in enumerate(ANCHORAGES):
        yield anchorage(stream(params, _ANCHORED, i), sea, place, sea.crowd[i])
    for i in range(params.n_fishing):
        yield fishing_boat(stream(params, _FISHING, i), sea, GROUNDS[i % len(GROUNDS)])
    for i in range(params.n_transfers):
        rng = stream(params, _TRANSFER, i)
        yield plant_transfer(rng, sea, plan_transfer(rng, sea, i))
    yield from _planted(params, sea)


def _planted(params: SeaParams, sea: Sea) -> Iterator[Story]:
    for i in range(params.n_one_dark):
        yield one_dark(stream(params, _ONE_DARK, i), sea, i)
    for i in range(params.n_both_dark):
        yield both_dark(stream(params, _BOTH_DARK, i), sea, i)
    for i in range(params.n_decoys):
        decoy = DECOYS[i % len(DECOYS)]
        yield decoy(stream(params, _DECOY, i), sea, i // len(DECOYS))
    for i, code in enumerate(params.scenarios):
        number = params.scenarios[:i].count(code)
        seeds = stream(params, _SCENARIO, 1000 * list(_TELLERS).index(code) + number)
        yield _TELLERS[code](seeds, sea, number)


def sized(n_vessels: int, params: SeaParams = WORLD) -> SeaParams:
    """Ask for about so many vessels.

    Parameters
    ----------
    n_vessels : int
        A tenth more or less.
    params : SeaParams
        Their mix, and everything else.

    Examples
    --------
    >>> sized(2_000).n_lane
    566
    """
    n_now = sum(n * getattr(params, name) for name, n in _VESSELS_OF.items())
    share = n_vessels / (n_now + _VESSELS_OF_SCENARIO * len(params.scenarios))
    counts: dict[str, Any] = {
        name: round(getattr(params, name) * share) for name in _VESSELS_OF
    }
    codes = cycle(params.scenarios)
    counts["scenarios"] = tuple(islice(codes, round(len(params.scenarios) * share)))
    return replace(params, **counts)


def n_stories(params: SeaParams) -> int:
    """Count the stories of a sea; an anchorage is one."""
    counts: list[int] = [
        getattr(params, name) for name in _VESSELS_OF if name != "n_anchored"
    ]
    return sum(counts) + len(ANCHORAGES) + len(params.scenarios)


def check_params(params: SeaParams) -> None:
    """Refuse a sea that makes no sense.

    Raises
    ------
    ConfigError
        It is too short, has a negative number of vessels, or a level
        or motion not known.
    """
    level_named(params.level)
    manner_named(params.motion)
    if params.duration < timedelta(hours=12):
        raise ConfigError(f"simulate: {params.duration} is too short; 12 hours or more")
    counts = {name: getattr(params, name) for name in _VESSELS_OF}
    faults = [f"{name} {count}" for name, count in counts.items() if count < 0]
    if faults:
        raise ConfigError(f"simulate: {', '.join(faults)}: no number may be negative")
    unknown = sorted(set(params.scenarios) - set(_TELLERS))
    if unknown:
        known = ", ".join(_TELLERS)
        raise ConfigError(f"scenario {', '.join(unknown)}: unknown; known are {known}")


def make_sea(params: SeaParams) -> Sea:
    """Make the weather of a sea, and a fleet with no vessel yet."""
    n_steps = int(params.duration.total_seconds() / STEP_S) + 1
    manner = manner_named(params.motion)
    weather = make_weather(stream(params, SHARED, 0), n_steps, manner)
    n_places = len(ANCHORAGES)
    crowd = tuple(len(range(i, params.n_anchored, n_places)) for i in range(n_places))
    return Sea(Fleet(params.seed), weather, n_steps, level_named(params.level), crowd)


def stream(params: SeaParams, part: int, number: int) -> np.random.Generator:
    """Give the random numbers of one story, whatever else there is in the sea."""
    return np.random.default_rng([params.seed, part, number])
