"""Stories: what a sea is made of, and how a vessel comes, stays and goes."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from stsdetect.simulate.chart import offset_m
from stsdetect.simulate.fleet import Fleet, Vessel
from stsdetect.simulate.lanes import Waypoint
from stsdetect.simulate.levels import MIXED, Level
from stsdetect.simulate.manners import Manner
from stsdetect.simulate.motion import Path, join, reverse, sail
from stsdetect.simulate.truth import Event
from stsdetect.simulate.weather import STEP_S, Weather
from stsdetect.units import M_PER_NM

__all__ = [
    "ANCHORED",
    "FISHING",
    "MOORED",
    "RESTRICTED",
    "UNDER_WAY",
    "Call",
    "Quirks",
    "Sailing",
    "Sea",
    "Story",
    "all_along",
    "alone",
    "call",
    "meet",
    "steps",
]

UNDER_WAY: Final = 0
ANCHORED: Final = 1
RESTRICTED: Final = 3
MOORED: Final = 5
FISHING: Final = 7

Status = NDArray[np.int8]


class Sea(NamedTuple):
    """What every story of a sea shares.

    Attributes
    ----------
    fleet : Fleet
        Where vessels come from.
    weather : Weather
        Tide and wind.
    n_steps : int
        Steps of a minute.
    level : Level
        How well it is heard.
    crowd : tuple of int
        Vessels that lie at each of ``ANCHORAGES``.
    """

    fleet: Fleet
    weather: Weather
    n_steps: int
    level: Level = MIXED
    crowd: tuple[int, ...] = ()

    @property
    def manner(self) -> Manner:
        """How vessels behave."""
        return self.weather.manner


class Quirks(NamedTuple):
    """What is odd about the transponder of a vessel.

    Attributes
    ----------
    sent : float
        Share of the reports that are strong enough to be heard by anybody.
    early_s : float
        Her reports bear a time so much too early.
    noise : float
        Times the usual errors of position.
    remote : bool
        Satellites alone can hear her, whatever the level.
    """

    sent: float = 1.0
    early_s: float = 0.0
    noise: float = 1.0
    remote: bool = False


class Sailing(NamedTuple):
    """One vessel and where she truly is.

    Attributes
    ----------
    vessel : Vessel
        Who.
    first : int
        Step of the first point.
    path : Path
        Where, minute by minute.
    nav_status : (n,) array
        What the crew should set.
    silences : tuple of pairs of int
        From which step up to which the transponder sends nothing.
    changes : tuple of pairs
        From which step on other particulars are broadcast, in order of time.
    quirks : Quirks
        What is odd about her transponder.
    true_path : Path or None
        Where receivers find her, where the path is what she says and not true.
    """

    vessel: Vessel
    first: int
    path: Path
    nav_status: Status
    silences: tuple[tuple[int, int], ...] = ()
    changes: tuple[tuple[int, Vessel], ...] = ()
    quirks: Quirks = Quirks()
    true_path: Path | None = None

    @property
    def stop(self) -> int:
        """Step after the last."""
        return self.first + self.path.lat.size


class Story(NamedTuple):
    """Vessels that belong together, and what happened among them."""

    sailings: list[Sailing]
    events: list[Event]


class Call(NamedTuple):
    """A stay between a voyage here and a voyage on.

    Attributes
    ----------
    first : int
        Step at which the stay begins.
    stay : Path
        The stay.
    nav_status : int
        During the stay; under way before and after.
    way_in, way_out : sequence of Waypoint
        Routes, both told outwards; empty when the vessel does not come or go.
    """

    first: int
    stay: Path
    nav_status: int
    way_in: Sequence[Waypoint] = ()
    way_out: Sequence[Waypoint] = ()


def call(rng: np.random.Generator, sea: Sea, vessel: Vessel, visit: Call) -> Sailing:
    """Sail in from the open sea, stay, and sail out again.

    A vessel is only there while she is inside her routes: at their outer ends she
    comes into the area, or leaves it.
    """
    stay = visit.stay
    last = visit.first + stay.lat.size
    before = _leg(rng, sea, (vessel, stay, 0), visit.way_in, visit.first)
    after = _leg(rng, sea, (vessel, stay, -1), visit.way_out, sea.n_steps - last)
    inwards = reverse(before)
    status = np.repeat(
        np.array([UNDER_WAY, visit.nav_status, UNDER_WAY], np.int8),
        [before.lat.size, stay.lat.size, after.lat.size],
    )
    path = join(inwards, stay, after)
    return Sailing(vessel, visit.first - before.lat.size, path, status)


def _leg(
    rng: np.random.Generator,
    sea: Sea,
    start: tuple[Vessel, Path, int],
    way: Sequence[Waypoint],
    n: int,
) -> Path:
    """Sail outwards from one end of a stay, until the area ends or the time is up."""
    vessel, stay, end = start
    if not way or n <= 0:
        return stay.part(0, 0)
    here = (float(stay.lat[end]), float(stay.lon[end]))
    heading = float(stay.heading[end]) + (180.0 if end == 0 else 0.0)
    points, cruise = [here, *way], vessel.speed_kn
    path = sail(rng, sea.weather, points, cruise, n + 1, heading).part(1, n + 1)
    east, north = offset_m(path.lat, path.lon, *way[-1])
    gone = np.hypot(east, north) < 1.6 * M_PER_NM
    return path.part(0, int(np.argmax(gone)) if gone.any() else n)


def all_along(vessel: Vessel, path: Path, nav_status: int) -> Sailing:
    """Keep one status from the first step to the last."""
    return Sailing(vessel, 0, path, np.full(path.lat.size, nav_status, np.int8))


def meet(
    kind: str, a: Sailing, b: Sailing, span: tuple[int, int], *, transfer: bool = False
) -> Event:
    """Write down what two vessels do from one step up to another."""
    first, stop = span
    first = max(first, a.first, b.first)
    stop = min(stop, a.stop, b.stop)
    middle = (first + stop) // 2 - a.first
    return Event(
        kind=kind,
        mmsi_a=min(a.vessel.mmsi, b.vessel.mmsi),
        mmsi_b=max(a.vessel.mmsi, b.vessel.mmsi),
        start_s=first * STEP_S,
        end_s=(stop - 1) * STEP_S,
        lat=float(a.path.lat[middle]),
        lon=float(a.path.lon[middle]),
        is_transfer=transfer,
    )


def alone(kind: str, sailing: Sailing, span: tuple[int, int]) -> Event:
    """Write down what one vessel does from one step up to another."""
    return meet(kind, sailing, sailing, span)._replace(mmsi_b=0)


def steps(hours: float) -> int:
    """Turn hours into steps."""
    return round(hours * 3600.0 / STEP_S)
