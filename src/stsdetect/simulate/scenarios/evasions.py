"""Evasions: transfers that a detector of AIS is likely to miss, to be told as they are.

Ours: what someone would do who knows how transfers are looked for.
"""

import numpy as np

from stsdetect.simulate.dark import seen_from
from stsdetect.simulate.lanes import SITES
from stsdetect.simulate.motion import beside
from stsdetect.simulate.roads import road
from stsdetect.simulate.scenarios.gathering import Guest, gather, tankers, when
from stsdetect.simulate.scenarios.spoofing import elsewhere
from stsdetect.simulate.silence import fall_silent
from stsdetect.simulate.stories import (
    UNDER_WAY,
    Call,
    Sailing,
    Sea,
    Story,
    call,
    meet,
    steps,
)
from stsdetect.simulate.transfers import wait_at
from stsdetect.simulate.truth import Event

__all__ = ["both_spoofed", "brief_contact", "deep_in_anchorage", "long_hoses"]


def long_hoses(rng: np.random.Generator, sea: Sea, number: int) -> Story:
    """Pump through floating hoses, 250 to 320 m apart, both adrift and broadcasting.

    Looks like two vessels that wait near each other; likely to be missed.
    """
    site = SITES[(0, 3, 6)[number % 3]]
    host, guest = tankers(rng, sea)
    on = when(rng, sea, 8.0)
    span = (on, on + steps(rng.uniform(3.0, 7.0)))
    waiting = wait_at(rng, sea, site, (span[0] - steps(1.5), span[1] + steps(0.7)))
    n = waiting.lat.size
    apart = rng.uniform(250.0, 320.0)
    near = beside(
        waiting,
        sea.weather.wander(rng, n, 40.0, 3600.0),
        apart + sea.weather.wander(rng, n, 20.0, 3600.0),
        turn_deg=float(rng.uniform(-25.0, 25.0)),
    )
    first = span[0] - steps(1.5)
    a, b = (
        call(
            rng, sea, vessel, Call(first, path, UNDER_WAY, site.ways[0], site.ways[-1])
        )
        for vessel, path in ((host, waiting), (guest, near))
    )
    return _told(a, b, span, "A1 hoses of 300 m", "encounter")


def brief_contact(rng: np.random.Generator, sea: Sea, number: int) -> Story:
    """Lie hull to hull for 12 to 25 min only, for a small parcel or for people.

    Shorter than any rule asks for; likely to be missed.
    """
    site = SITES[(3, 0, 6)[number % 3]]
    host, guest = tankers(rng, sea)
    on = when(rng, sea, 3.0)
    span = (on, on + int(rng.integers(12, 26)))
    a, b = gather(rng, sea, site, host, [Guest(guest, (span,))])
    return _told(a, b, span, "A2 contact under 30 min", "encounter")


def both_spoofed(rng: np.random.Generator, sea: Sea, number: int) -> Story:
    """Let both show smooth false tracks, far from the meeting and from each other.

    Can not be found as a meeting.
    """
    site = SITES[(3, 0, 6)[number % 3]]
    host, guest = tankers(rng, sea)
    on = when(rng, sea, 8.0)
    span = (on, on + steps(rng.uniform(3.0, 6.0)))
    pair = gather(rng, sea, site, host, [Guest(guest, (span,))])
    about = (span[0] - steps(1.0), span[1] + steps(0.7))
    a, b = pair
    event = _told(a, b, span, "A3 both tracks false", "spoofed").events[0]
    return Story([elsewhere(rng, one, about) for one in pair], [event])


def deep_in_anchorage(rng: np.random.Generator, sea: Sea, number: int) -> Story:
    """Meet a silent guest among many vessels at anchor, for which waiting is usual.

    The host that lies at anchor is one of dozens; likely to be missed.
    """
    site = road(11 + 5 * number, sea.crowd, sea.manner.spacing)
    host, guest = tankers(rng, sea)
    on = when(rng, sea, 8.0)
    span = (on, on + steps(rng.uniform(3.0, 6.0)))
    a, b = gather(rng, sea, site, host, [Guest(guest, (span,))])
    b = fall_silent(rng, b, span, (span[1] - span[0]) / steps(1.0) + 3.0)
    event = _told(a, b, span, f"A4 {site.name}", "one_dark").events[0]
    hours = sum(stop - first for first, stop in b.silences) / steps(1.0)
    silent = (hours, 0.0) if event.mmsi_a == guest.mmsi else (0.0, hours)
    told = seen_from(a, event._replace(silence_h=silent))
    return Story([a, b], [told])


def _told(
    a: Sailing, b: Sailing, span: tuple[int, int], how: str, observability: str
) -> Story:
    """Write down a transfer that is expected to be missed; its code comes first."""
    code, _, difficulty = how.partition(" ")
    event: Event = meet("sts_oil", a, b, span, transfer=True)
    told = event._replace(
        scenario=code,
        difficulty=difficulty,
        observability=observability,
        expected="missed",
    )
    return Story([a, b], [told])
