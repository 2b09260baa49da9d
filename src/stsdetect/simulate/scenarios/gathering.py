"""Gathering: a host that waits, and guests that come alongside, once or often."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from stsdetect.simulate.background import lane_vessel
from stsdetect.simulate.fleet import Vessel
from stsdetect.simulate.lanes import LANES, Site, Waypoint
from stsdetect.simulate.stories import (
    ANCHORED,
    UNDER_WAY,
    Call,
    Sailing,
    Sea,
    call,
    steps,
)
from stsdetect.simulate.transfers import come_alongside, wait_at

__all__ = ["Guest", "four_of", "gather", "longest_of", "tankers", "when"]

Span = tuple[int, int]


class Guest(NamedTuple):
    """Who comes alongside.

    Attributes
    ----------
    vessel : Vessel
        Who.
    spans : tuple of Span
        From which step up to which hull lies to hull, in order of time.
    way_out : tuple of Waypoint
        Where she goes afterwards; empty: by one of the ways of the site.
    side : float
        Of the host: 1 starboard, −1 port, 0 either.
    """

    vessel: Vessel
    spans: tuple[Span, ...]
    way_out: tuple[Waypoint, ...] = ()
    side: float = 0.0


def gather(
    rng: np.random.Generator,
    sea: Sea,
    site: Site,
    host: Vessel,
    guests: Sequence[Guest],
) -> list[Sailing]:
    """Let a host wait at a site, and guests come, lie alongside and go.

    Between her spans a guest stands half a mile off.

    Returns
    -------
    list of Sailing
        The host, then the guests in the order given.
    """
    manner = sea.manner
    begin = min(guest.spans[0][0] for guest in guests)
    end = max(guest.spans[-1][1] for guest in guests)
    first = max(begin - steps(rng.uniform(*manner.wait_h)), 1)
    last = min(end + steps(rng.uniform(*manner.linger_h)), sea.n_steps - 1)
    waiting = wait_at(rng, sea, site, (first, last))
    status = ANCHORED if site.anchored else UNDER_WAY
    sailings = [call(rng, sea, host, Call(first, waiting, status, *_ways(rng, site)))]
    for guest in guests:
        come = max(guest.spans[0][0] - steps(rng.uniform(*manner.approach_h)), first)
        gone = min(guest.spans[-1][1] + steps(rng.uniform(*manner.leave_h)), last)
        there = waiting.part(come - first, gone - first)
        spans = tuple((on - come, off - come) for on, off in guest.spans)
        hulls = (host, guest.vessel)
        stay = come_alongside(rng, sea, there, hulls, spans, guest.side)
        way_in, way_out = _ways(rng, site)
        visit = Call(come, stay, status, way_in, guest.way_out or way_out)
        sailings.append(call(rng, sea, guest.vessel, visit))
    return sailings


def _ways(
    rng: np.random.Generator, site: Site
) -> tuple[tuple[Waypoint, ...], tuple[Waypoint, ...]]:
    way_in, way_out = (site.ways[int(rng.integers(len(site.ways)))] for _ in range(2))
    return way_in, way_out


def when(
    rng: np.random.Generator, sea: Sea, hours: float, margin_h: float = 5.0
) -> int:
    """Choose a step from which something of so many hours has room in the days."""
    n_hours = sea.n_steps / steps(1.0)
    latest = max(n_hours - hours - margin_h, margin_h + 0.1)
    return steps(float(rng.uniform(margin_h, latest)))


def tankers(rng: np.random.Generator, sea: Sea) -> tuple[Vessel, Vessel]:
    """Build a host and a guest for a transfer of oil."""
    return sea.fleet.build(rng, "product tanker"), sea.fleet.build(
        rng, "coastal tanker"
    )


def longest_of(
    rng: np.random.Generator, sea: Sea, lanes: Sequence[int], number: int
) -> Sailing:
    """Take of four vessels that sail some lanes the one that is there the longest."""
    sailings = four_of(rng, sea, lanes, number)
    return max(sailings, key=lambda one: one.path.lat.size)


def four_of(
    rng: np.random.Generator, sea: Sea, lanes: Sequence[int], number: int
) -> list[Sailing]:
    """Let four vessels sail some lanes, of which a story takes one."""
    # a berth of her own at the ends of a lane, beyond those of the traffic
    berths = len(LANES) * rng.integers(40, 100, 4)
    four = [
        lane_vessel(rng, sea, lanes[(number + i) % len(lanes)] + int(berth))
        for i, berth in enumerate(berths)
    ]
    return [story.sailings[0] for story in four]
