"""Cargoes that are no oil: coal over a crane barge, sand, and legal dredging."""

from typing import Final

import numpy as np

from stsdetect.simulate.lanes import SITES, Site
from stsdetect.simulate.scenarios.gathering import Guest, gather, when
from stsdetect.simulate.stories import Sea, Story, meet, steps

__all__ = ["coal_triplet", "dredger_hopper", "sand_swarm"]

_OFF_HAEJU: Final = Site(
    "off Haeju", 37.62, 125.30, (((37.30, 124.60), (36.20, 123.60)),), anchored=True
)
_SAND_GROUND: Final = Site(
    "sand ground off Rizhao", 35.20, 120.30, (((35.10, 121.00), (34.6, 122.4)),)
)


def coal_triplet(rng: np.random.Generator, sea: Sea, number: int) -> Story:
    """S8: a crane barge of 45 m between two bulk carriers for half a day and more.

    Coal goes over the barge from one carrier to the other: all three pairs must be
    found, as one gathering.
    """
    site = SITES[(2, 5)[number % 2]]
    barge = sea.fleet.build(rng, "crane barge")
    hours = float(rng.uniform(12.0, 24.0))
    on = when(rng, sea, hours + 1.0)
    spans = [(on + shift, on + steps(hours) - shift) for shift in (0, steps(0.5))]
    carriers = [sea.fleet.build(rng, "bulk carrier") for _ in spans]
    guests = [
        Guest(one, (span,), side=side)
        for one, span, side in zip(carriers, spans, (-1.0, 1.0), strict=True)
    ]
    host, *others = gather(rng, sea, site, barge, guests)
    events = [
        meet("sts_coal", host, one, span, transfer=True)._replace(
            scenario="S8", difficulty=f"crane barge {site.name}"
        )
        for one, span in zip(others, spans, strict=True)
    ]
    over = meet("sts_coal", others[0], others[1], spans[1], transfer=True)
    events.append(over._replace(scenario="S8", difficulty=f"over a barge {site.name}"))
    return Story([host, *others], events)


def sand_swarm(rng: np.random.Generator, sea: Sea, number: int) -> Story:
    """S15: carriers without an IMO number come to one dredger, one after another.

    The pairs must be found; that they are one mass event is what matters.
    """
    dredger = sea.fleet.build(rng, "dredger")
    n = 5
    hours = min(2.5, 0.6 * sea.n_steps / steps(1.0) / n)
    on = when(rng, sea, (hours + 0.7) * n) + number % 2
    spans = [(on + steps((hours + 0.7) * i), on) for i in range(n)]
    spans = [(first, first + steps(hours)) for first, _ in spans]
    barges = [sea.fleet.build(rng, "sand carrier")._replace(imo=0) for _ in spans]
    guests = [Guest(one, (span,)) for one, span in zip(barges, spans, strict=True)]
    host, *others = gather(rng, sea, _OFF_HAEJU, dredger, guests)
    events = [
        meet("sts_sand", host, one, span, transfer=True)._replace(
            scenario="S15", difficulty=_OFF_HAEJU.name
        )
        for one, span in zip(others, spans, strict=True)
    ]
    return Story([host, *others], events)


def dredger_hopper(rng: np.random.Generator, sea: Sea, number: int) -> Story:
    """N22: a hopper comes to a dredger again and again on a licensed sand ground.

    Must not be found as a transfer of concern: the types and the site tell.
    """
    dredger, hopper = (sea.fleet.build(rng, kind) for kind in ("dredger", "hopper"))
    on = when(rng, sea, 12.0) + number % 2
    spans = tuple((on + steps(4.0 * i), on + steps(4.0 * i + 1.5)) for i in range(3))
    spans = tuple(span for span in spans if span[1] < sea.n_steps - steps(1.0))
    a, b = gather(rng, sea, _SAND_GROUND, dredger, [Guest(hopper, spans)])
    return Story([a, b], [meet("dredging", a, b, (spans[0][0], spans[-1][1]))])
