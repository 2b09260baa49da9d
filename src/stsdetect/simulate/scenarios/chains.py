"""Chains: cargo that goes from hull to hull until it arrives in the dark."""

from typing import Final

import numpy as np

from stsdetect.simulate.lanes import SITES
from stsdetect.simulate.scenarios.gathering import Guest, gather
from stsdetect.simulate.stories import Sailing, Sea, Story, alone, meet, steps
from stsdetect.simulate.truth import Event

__all__ = ["gunsan_chain", "mother_ship"]

_TO_NAMPO: Final = ((36.60, 123.50), (38.20, 123.70), (38.52, 124.60))
"""From the Yellow Sea to the roads of Nampo; ours, roughly."""

_DARK_FROM_LAT: Final = 37.0
"""Where a vessel bound for Nampo falls silent; ours: south of the last station."""


def mother_ship(rng: np.random.Generator, sea: Sea, number: int) -> Story:
    """S6: three receivers at one mother ship; the last goes dark, bound for Nampo.

    All three transfers must be found; the silence after the last is told as a gap that
    ends in an arrival nobody sees.
    """
    site = SITES[(7, 3)[number % 2]]
    host = sea.fleet.build(rng, "product tanker")
    starts = np.array([0.08, 0.2, 0.32]) * sea.n_steps
    spans = [_lasting(rng, int(start)) for start in starts]
    guests = [
        Guest(
            sea.fleet.build(rng, "coastal tanker"),
            (span,),
            _TO_NAMPO if span is spans[-1] else (),
        )
        for span in spans
    ]
    mother, *receivers = gather(rng, sea, site, host, guests)
    receivers[-1], hours = _dark_to_nampo(sea, receivers[-1])
    events = [
        meet("sts_oil", mother, one, span, transfer=True)._replace(
            scenario="S6", difficulty=f"mother ship {site.name}"
        )
        for one, span in zip(receivers, spans, strict=True)
    ]
    return Story([mother, *receivers], [*events, _arrival(receivers[-1], "S6", hours)])


def gunsan_chain(rng: np.random.Generator, sea: Sea, number: int) -> Story:
    """S7: after the Mercury and the Shundlli, as FT and RUSI reported.

    A supplier from Gunsan anchors for hours beside an intermediary that broadcasts no
    draught; the supplier's draught drops, and the intermediary nears Nampo. The
    transfer must be found, with the draught among its reasons.
    """
    site = SITES[(7, 6)[number % 2]]
    host = sea.fleet.build(rng, "product tanker")._replace(draught=8.4)
    guest = sea.fleet.build(rng, "coastal tanker")._replace(draught=0.0)
    on = steps(0.25 * sea.n_steps / steps(1.0)) + int(rng.integers(steps(2.0)))
    span = (on, on + steps(rng.uniform(4.0, 8.0)))
    supplier, other = gather(rng, sea, site, host, [Guest(guest, (span,), _TO_NAMPO)])
    lighter = host._replace(draught=7.1)
    supplier = supplier._replace(changes=((span[1] + steps(2.0), lighter),))
    other, hours = _dark_to_nampo(sea, other)
    event = meet("sts_oil", supplier, other, span, transfer=True)
    told = event._replace(scenario="S7", difficulty=f"draught drops {site.name}")
    return Story([supplier, other], [told, _arrival(other, "S7", hours)])


def _lasting(rng: np.random.Generator, on: int) -> tuple[int, int]:
    return on, on + steps(rng.uniform(3.0, 6.0))


def _dark_to_nampo(sea: Sea, sailing: Sailing) -> tuple[Sailing, float]:
    """Switch off on the way to Nampo, for good."""
    north = np.flatnonzero(sailing.path.lat > _DARK_FROM_LAT)
    late = north[north > sailing.path.lat.size // 2]
    first = sailing.first + int(late[0]) if late.size else sailing.stop
    silent = sailing._replace(silences=((first, sea.n_steps),))
    return silent, (sea.n_steps - first) / steps(1.0)


def _arrival(sailing: Sailing, code: str, hours: float) -> Event:
    """Write down where she is when the days end, unseen."""
    return alone("dark_arrival", sailing, (sailing.stop - 2, sailing.stop))._replace(
        scenario=code, observability="none", expected="lead", silence_h=(hours, 0.0)
    )
