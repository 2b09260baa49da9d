"""Identities: numbers that change hands, double, or are mistyped."""

import numpy as np

from stsdetect.simulate.fleet import Vessel
from stsdetect.simulate.lanes import SITES
from stsdetect.simulate.motion import beside
from stsdetect.simulate.scenarios.gathering import (
    Guest,
    gather,
    longest_of,
    tankers,
    when,
)
from stsdetect.simulate.stories import Sailing, Sea, Story, alone, meet, steps
from stsdetect.simulate.truth import Event

__all__ = ["clone", "handover", "shell_identity", "two_transponders", "typing_error"]


def handover(rng: np.random.Generator, sea: Sea, number: int) -> Story:
    """S12: a vessel goes dark after a transfer and comes back under another identity.

    The transfer must be found; the two identities that share a hull are to be told.
    """
    site = SITES[(1, 3)[number % 2]]
    host, guest = tankers(rng, sea)
    on = when(rng, sea, 20.0)
    span = (on, on + steps(rng.uniform(3.0, 6.0)))
    a, b = gather(rng, sea, site, host, [Guest(guest, (span,))])
    event = meet("sts_oil", a, b, span, transfer=True)._replace(
        scenario="S12", difficulty=f"new identity afterwards {site.name}"
    )
    before, after = _renamed(rng, sea, b, (span[1] + steps(1.5), steps(5.0)))
    if after.path.lat.size < steps(1.0):
        return Story([a, b], [event])
    return Story([a, before, after], [event, _handed_over(before, after, "S12")])


def shell_identity(rng: np.random.Generator, sea: Sea, number: int) -> Story:
    """S14: one identity dies on a voyage, another with a new IMO number is born there.

    No transfer takes place; the birth is to be told.
    """
    sailing = longest_of(rng, sea, (0, 2, 6), number)
    middle = sailing.first + sailing.path.lat.size // 2
    before, after = _renamed(rng, sea, sailing, (middle, steps(2.0)))
    return Story([before, after], [_handed_over(before, after, "S14")])


def _renamed(
    rng: np.random.Generator, sea: Sea, sailing: Sailing, silence: tuple[int, int]
) -> tuple[Sailing, Sailing]:
    """Cut a sailing in two about a silence; the second has another identity."""
    first, length = silence
    cut = max(first - sailing.first, 0)
    again = cut + length
    hull = sailing.vessel
    other = _identity_of(hull, sea.fleet.build(rng, "coastal tanker"))
    before = sailing._replace(
        path=sailing.path.part(0, cut), nav_status=sailing.nav_status[:cut]
    )
    n = sailing.path.lat.size
    after = Sailing(
        other,
        sailing.first + again,
        sailing.path.part(again, n),
        sailing.nav_status[again:],
    )
    return before, after


def _identity_of(hull: Vessel, other: Vessel) -> Vessel:
    """Let a hull broadcast the identity of another vessel."""
    return hull._replace(
        mmsi=other.mmsi,
        imo=other.imo,
        name=other.name,
        callsign=other.callsign,
        destination="",
    )


def _handed_over(before: Sailing, after: Sailing, code: str) -> Event:
    event = alone("handover", after, (after.first, after.first + steps(0.5)))
    a, b = sorted((before.vessel.mmsi, after.vessel.mmsi))
    return event._replace(
        mmsi_a=a, mmsi_b=b, scenario=code, observability="none", expected="lead"
    )


def clone(rng: np.random.Generator, sea: Sea, number: int) -> Story:
    """S13: two vessels far apart broadcast one MMSI and one name at the same time.

    They are two vessels: neither may be thought to jump, or to meet the other's
    neighbours.
    """
    a, b = (longest_of(rng, sea, (lane,), number) for lane in (0, 6))
    copy = b._replace(vessel=_identity_of(b.vessel, a.vessel))
    event = alone("clone", a, (a.first, a.stop))
    told = event._replace(scenario="S13", observability="none", expected="lead")
    return Story([a, copy], [told])


def two_transponders(rng: np.random.Generator, sea: Sea, number: int) -> Story:
    """N14: a Class A and a Class B transponder on one hull, a few metres apart.

    Must not be found: they are close for days, under way too.
    """
    a = longest_of(rng, sea, (0, 2, 6), number)
    spare = sea.fleet.build(rng, "yacht")._replace(ship_type=a.vessel.ship_type)
    n = a.path.lat.size
    shifted = beside(a.path, np.full(n, 6.0), np.full(n, 1.0))
    b = Sailing(spare, a.first, shifted, a.nav_status)
    return Story([a, b], [meet("two_transponders", a, b, (a.first, a.stop))])


def typing_error(rng: np.random.Generator, sea: Sea, number: int) -> Story:
    """N18: two innocent boats share an MMSI because one was typed wrongly.

    Must not be found.
    """
    a, b = (longest_of(rng, sea, (lane,), number) for lane in (3, 5))
    b = b._replace(vessel=b.vessel._replace(mmsi=a.vessel.mmsi))
    event = alone("typing_error", a, (a.first, a.stop))
    told = event._replace(scenario="N18", observability="none")
    return Story([a, b], [told])
