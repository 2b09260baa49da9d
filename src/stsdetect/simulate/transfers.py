"""Transfers: two vessels come, lie hull to hull for hours, and part."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from stsdetect.simulate.chart import Array
from stsdetect.simulate.fleet import Vessel
from stsdetect.simulate.lanes import SITES, Site
from stsdetect.simulate.motion import Path, beside, drift, swing
from stsdetect.simulate.roads import road
from stsdetect.simulate.stories import (
    ANCHORED,
    UNDER_WAY,
    Call,
    Sea,
    Story,
    call,
    meet,
    steps,
)
from stsdetect.units import M_PER_NM

__all__ = ["Plan", "come_alongside", "plan_transfer", "plant_transfer", "wait_at"]

_STAND_OFF_M: Final = 0.5 * M_PER_NM
"""Where the guest begins to come alongside; ours."""


class Plan(NamedTuple):
    """A transfer to plant.

    Attributes
    ----------
    site : Site
        Near where.
    host, guest : str
        Kinds of vessel; the guest comes to the host.
    alongside_h : float
        When the guest is fast, hours after the start.
    duration_h : float
        How long they lie together.
    opposite : bool
        Bow to stern instead of bow to bow.
    kind : str
        ``sts_oil`` or ``bunkering``.
    gap_h : float
        How long who is silent is silent [h].
    """

    site: Site
    host: str
    guest: str
    alongside_h: float
    duration_h: float
    opposite: bool = False
    kind: str = "sts_oil"
    gap_h: float = 0.0


def plan_transfer(rng: np.random.Generator, sea: Sea, number: int) -> Plan:
    """Draw the n-th transfer: sites in turn, times all over the days.

    The second begins before midnight and ends after it; at the fifth a bunker tanker
    fuels a large vessel; one in four lies bow to stern.
    """
    site, n_hours = SITES[number % len(SITES)], (sea.n_steps - 1) / steps(1.0)
    if sea.level.crowded and number % 2:
        site = road(number // 2, sea.crowd, sea.manner.spacing)
    duration = float(rng.uniform(*sea.manner.duration_h))
    latest = max(n_hours - duration - 4.0, 4.5)
    alongside = float(rng.uniform(4.0, latest))
    if number % len(SITES) == 1:
        duration = float(rng.uniform(3.5, 7.0))
        midnight = 24.0 * max(1.0, np.floor(latest / 24.0))
        alongside = float(min(midnight, latest) - rng.uniform(1.0, 2.5))
    if number % len(SITES) == 4:
        ship, tanker = "container", "bunker tanker"
        return Plan(site, ship, tanker, alongside, duration / 1.5, kind="bunkering")
    host = "product tanker" if rng.random() < 0.4 else "coastal tanker"
    more = sea.manner.opposite
    opposite = number % 4 == 2 or (more > 0.0 and rng.random() < more)
    return Plan(site, host, "coastal tanker", alongside, duration, opposite)


def plant_transfer(rng: np.random.Generator, sea: Sea, plan: Plan) -> Story:
    """Make two vessels meet, lie hull to hull and part.

    Both must be found when both are heard: hulls a fender apart, headings parallel,
    adrift together or at one anchor.
    """
    host, guest = (sea.fleet.build(rng, kind) for kind in (plan.host, plan.guest))
    on = steps(plan.alongside_h)
    off = min(on + steps(plan.duration_h), sea.n_steps - 2)
    manner = sea.manner
    first = max(on - steps(rng.uniform(*manner.wait_h)), 1)
    last = min(off + steps(rng.uniform(*manner.linger_h)), sea.n_steps - 1)
    waiting = wait_at(rng, sea, plan.site, (first, last))
    status = ANCHORED if plan.site.anchored else UNDER_WAY
    ways = [plan.site.ways[int(rng.integers(len(plan.site.ways)))] for _ in range(4)]
    a = call(rng, sea, host, Call(first, waiting, status, ways[0], ways[1]))
    begin = max(on - steps(rng.uniform(*manner.approach_h)), first)
    end = min(off + steps(rng.uniform(*manner.leave_h)), last)
    there = waiting.part(begin - first, end - first)
    spans = ((on - begin, off - begin),)
    stay = come_alongside(rng, sea, there, (host, guest), spans)
    if plan.opposite:
        stay = stay._replace(heading=stay.heading + 180.0)
    b = call(rng, sea, guest, Call(begin, stay, status, ways[2], ways[3]))
    event = meet(plan.kind, a, b, (on, off), transfer=True)
    where = "anchored" if plan.site.anchored else "drifting"
    told = event._replace(difficulty=f"{where} {plan.site.name}", scenario=_code(plan))
    return Story([a, b], [told])


def _code(plan: Plan) -> str:
    """Give the code of the story for a transfer that both broadcast."""
    if plan.kind == "bunkering":
        return "N4"
    return "S18" if plan.site.crowded else "S2" if plan.site.anchored else "S1"


def wait_at(
    rng: np.random.Generator, sea: Sea, site: Site, span: tuple[int, int]
) -> Path:
    """Let the host drift or swing somewhere at the site."""
    spread = 0.0003 if site.crowded else 0.01 if site.anchored else 0.05
    at = (site.lat + rng.normal(0, spread), site.lon + rng.normal(0, spread))
    if site.anchored:
        scope = float(rng.uniform(*sea.manner.scope_m))
        return swing(rng, sea.weather, at, scope).part(*span)
    return drift(rng, sea.weather, at, *span)


def come_alongside(
    rng: np.random.Generator,
    sea: Sea,
    host_path: Path,
    hulls: tuple[Vessel, Vessel],
    spans: Sequence[tuple[int, int]],
    side: float = 0.0,
) -> Path:
    """Bring the guest from half a mile off to the host's side, and away again.

    Between two spans she stands off half a mile.

    Parameters
    ----------
    host_path : Path
        The host from when the guest begins to come until she has gone.
    hulls : pair of Vessel
        Host and guest.
    spans : sequence of pairs of int
        Steps of that path from which, and up to which, hull lies to hull.
    side : float
        1 starboard, −1 port, 0 either.
    """
    n = host_path.lat.size
    side = side or rng.choice([-1.0, 1.0])
    fender = rng.uniform(*sea.manner.fender_m)
    abeam = side * ((hulls[0].beam_m + hulls[1].beam_m) / 2 + fender)
    ahead = rng.normal(0.0, 0.05 * hulls[1].length_m)
    away = _away(n, spans)
    far, work = _STAND_OFF_M * sea.manner.stand_off, sea.manner.work_m
    along = ahead + sea.weather.wander(rng, n, work, 900.0)
    off_m = np.abs(sea.weather.wander(rng, n, work / 2, 900.0)) + away * far
    return beside(
        host_path,
        along - away * far * 0.8,
        abeam + side * off_m,
    )


def _away(n: int, spans: Sequence[tuple[int, int]]) -> Array:
    """Give how far off the guest is: 1 at half a mile, 0 alongside, gently between."""
    index = np.arange(n, dtype=np.float64)
    begin, end = spans[0][0], spans[-1][1]
    coming = np.clip((begin - index) / max(begin, 1), 0.0, 1.0)
    going = np.clip((index - end) / max(n - 1 - end, 1), 0.0, 1.0)
    x = np.maximum(coming, going)
    for (_, off), (on, _) in pairwise(spans):
        apart = np.minimum(index - off, on - index) / max((on - off) / 2, 1.0)
        x = np.maximum(x, np.clip(apart, 0.0, 1.0))
    return x * x * (3.0 - 2.0 * x)
