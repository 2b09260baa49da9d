"""Contacts: many short ones that are one transfer, or one round of a bunker tanker."""

import numpy as np

from stsdetect.simulate.lanes import ANCHORAGES, SITES
from stsdetect.simulate.motion import join, straight, swing
from stsdetect.simulate.roads import road
from stsdetect.simulate.scenarios.gathering import Guest, gather, tankers, when
from stsdetect.simulate.stories import (
    ANCHORED,
    UNDER_WAY,
    Call,
    Sea,
    Story,
    all_along,
    call,
    meet,
    steps,
)
from stsdetect.simulate.transfers import come_alongside

__all__ = ["bunker_round", "several_contacts"]


def several_contacts(rng: np.random.Generator, sea: Sea, number: int) -> Story:
    """S9: the guest comes alongside six times for 35 to 50 min, and stands off between.

    Must be found as one encounter of several contacts.
    """
    site = SITES[(0, 3, 6)[number % 3]]
    host, guest = tankers(rng, sea)
    on = when(rng, sea, 10.0)
    lengths = rng.uniform(35.0, 50.0, 6).astype(int).tolist()
    drawn = [(on + 95 * i, on + 95 * i + length) for i, length in enumerate(lengths)]
    spans = tuple(span for span in drawn if span[1] < sea.n_steps - steps(1.5))
    a, b = gather(rng, sea, site, host, [Guest(guest, spans)])
    event = meet("sts_oil", a, b, (spans[0][0], spans[-1][1]), transfer=True)
    how = f"{len(spans)} contacts {site.name}"
    return Story([a, b], [event._replace(scenario="S9", difficulty=how)])


def bunker_round(rng: np.random.Generator, sea: Sea, number: int) -> Story:
    """N4: a bunker tanker fuels three large vessels in one licensed anchorage.

    Fuel passes, so it is a transfer in truth; it must not stand high in relevance.
    """
    which, n_places = number % len(ANCHORAGES), len(ANCHORAGES)
    tanker = sea.fleet.build(rng, "bunker tanker")
    begin, ways = when(rng, sea, 13.0), road(which, sea.crowd).ways
    clients, spans, stays = [], [], []
    for i in range(3):
        spot = road(which + n_places * (4 + 6 * i), sea.crowd, sea.manner.spacing)
        vessel = sea.fleet.build(rng, "container")
        scope = float(rng.uniform(*sea.manner.scope_m))
        path = swing(rng, sea.weather, (spot.lat, spot.lon), scope)
        client = all_along(vessel, path, ANCHORED)
        on = begin + steps(4.0 * i)
        span = (on, on + steps(rng.uniform(1.8, 2.6)))
        there = client.path.part(on - 30, span[1] + 30)
        local = (30, 30 + span[1] - on)
        stays.append(come_alongside(rng, sea, there, (vessel, tanker), (local,)))
        clients.append(client)
        spans.append(span)
    pieces = [stays[0]]
    for i in (1, 2):
        n = spans[i][0] - spans[i - 1][1] - 60
        ends = [(p.lat[k], p.lon[k]) for p, k in ((stays[i - 1], -1), (stays[i], 0))]
        pieces += [straight(ends[0], ends[1], n), stays[i]]
    visit = Call(begin - 30, join(*pieces), UNDER_WAY, ways[0], ways[-1])
    barge = call(rng, sea, tanker, visit)
    events = [
        meet("bunkering", client, barge, span, transfer=True)._replace(
            scenario="N4", difficulty="licensed anchorage"
        )
        for client, span in zip(clients, spans, strict=True)
    ]
    return Story([*clients, barge], events)
