"""Voyages at which one vessel is seen alone, or nobody is."""

from typing import Final

import numpy as np

from stsdetect.simulate.lanes import SITES
from stsdetect.simulate.motion import drift
from stsdetect.simulate.scenarios.gathering import Guest, gather, tankers, when
from stsdetect.simulate.stories import (
    UNDER_WAY,
    Call,
    Sea,
    Story,
    alone,
    call,
    meet,
    steps,
)

__all__ = ["direct_delivery", "out_and_back", "unseen_pair", "unseen_partner"]

_VOSTOCHNY: Final = (42.55, 133.10)
_TO_CHONGJIN: Final = ((41.90, 132.20), (41.70, 130.60))
"""From the roads of Vostochny to North Korea; ours, roughly."""


def direct_delivery(rng: np.random.Generator, sea: Sea, number: int) -> Story:
    """S16: a tanker loads off a port, goes dark towards North Korea and comes back.

    There is no transfer at sea: the silence is to be told, no partner named.
    """
    vessel = sea.fleet.build(rng, "coastal tanker")
    begin = when(rng, sea, 30.0)
    at = (_VOSTOCHNY[0] - 0.02 * number, _VOSTOCHNY[1])
    waiting = drift(rng, sea.weather, at, begin, begin + steps(5.0))
    visit = Call(begin, waiting, UNDER_WAY, (), _TO_CHONGJIN)
    sailing = call(rng, sea, vessel, visit)
    silent = begin + steps(7.0)
    sailing = sailing._replace(silences=((silent, sea.n_steps),))
    hours = (sea.n_steps - silent) / steps(1.0)
    event = alone("direct_delivery", sailing, (silent, sailing.stop))
    told = event._replace(
        scenario="S16", observability="none", expected="lead", silence_h=(hours, 0.0)
    )
    return Story([sailing], [told])


def out_and_back(rng: np.random.Generator, sea: Sea, number: int) -> Story:
    """S17: a tanker sails out, waits for half a day at sea and sails back, no port.

    The waiting must be told as loitering; whether anyone came is not known.
    """
    site = SITES[(3, 0)[number % 2]]
    vessel = sea.fleet.build(rng, "product tanker")
    begin = when(rng, sea, 14.0)
    stay = drift(rng, sea.weather, (site.lat, site.lon), begin, begin + steps(12.0))
    way = site.ways[number % len(site.ways)]
    sailing = call(rng, sea, vessel, Call(begin, stay, UNDER_WAY, way, way))
    event = alone("out_and_back", sailing, (begin, begin + steps(12.0)))
    told = event._replace(scenario="S17", observability="loitering", expected="lead")
    return Story([sailing], [told])


def unseen_partner(rng: np.random.Generator, sea: Sea, number: int) -> Story:
    """Let the guest of a transfer never broadcast: one vessel is seen to wait.

    The loitering must be found; no partner can be named.
    """
    site = SITES[(0, 6, 3)[number % 3]]
    host, guest = tankers(rng, sea)
    on = when(rng, sea, 9.0)
    span = (on, on + steps(rng.uniform(4.0, 8.0)))
    a, b = gather(rng, sea, site, host, [Guest(guest, (span,))])
    event = meet("sts_oil", a, b, span, transfer=True)
    told = event._replace(
        mmsi_a=host.mmsi,
        mmsi_b=0,
        observability="loitering",
        difficulty=f"partner never broadcasts {site.name}",
        scenario="S3",
    )
    return Story([a], [told])


def unseen_pair(rng: np.random.Generator, sea: Sea, number: int) -> Story:
    """S19: neither of the two broadcasts at all; only imagery could show them.

    Can not be found.
    """
    site = SITES[(3, 7)[number % 2]]
    host, guest = tankers(rng, sea)
    on = when(rng, sea, 8.0)
    span = (on, on + steps(rng.uniform(3.0, 7.0)))
    pair = [
        sailing._replace(silences=((0, sea.n_steps),))
        for sailing in gather(rng, sea, site, host, [Guest(guest, (span,))])
    ]
    event = meet("sts_oil", pair[0], pair[1], span, transfer=True)
    told = event._replace(
        scenario="S19",
        observability="none",
        expected="missed",
        silence_h=(sea.n_steps / steps(1.0),) * 2,
    )
    return Story(pair, [told])
