"""Meetings that nobody saw: one vessel, or both, silent before it and after."""

from typing import Final

import numpy as np

from stsdetect.simulate.silence import fall_silent
from stsdetect.simulate.stories import Sailing, Sea, Story, steps
from stsdetect.simulate.transfers import Plan, plan_transfer, plant_transfer
from stsdetect.simulate.truth import Event

__all__ = ["GAP_HOURS", "both_dark", "one_dark", "seen_from"]

GAP_HOURS: Final = (4.0, 8.0, 12.0, 24.0, 48.0)
"""Silences to plant, in turn [h]: in 4 h there is just time for a small parcel, in
48 h a third of all pairs of gaps could have met by chance (0.30 in a simulation of
ours of 400 nm square and a week, at 12 kn)."""

_INSIGNIFICANT_H: Final = 40.0
"""From here on chance explains a pair of silences as well; ours."""

_MOST_OF_DAYS: Final = 0.5
"""A silence lasts at most this share of the days; ours, so that it has an end."""


def one_dark(rng: np.random.Generator, sea: Sea, number: int) -> Story:
    """S3: one vessel stays and broadcasts; the other is off the air until she is gone.

    Must be found: the vessel that waits, with the silent one among her first partners.
    """
    plan = _in_a_gap(rng, sea, number)
    story = plant_transfer(rng, sea, plan)
    host, guest = story.sailings
    guest = fall_silent(rng, guest, _span(plan), plan.gap_h)
    event = seen_from(host, _hidden(story.events[0], (host, guest)))
    return Story([host, guest], [event._replace(scenario="S3", expected="found")])


def seen_from(host: Sailing, event: Event) -> Event:
    """Turn an event so that the vessel that broadcasts comes first."""
    a, b = event.mmsi_a, event.mmsi_b
    turned = event._replace(observability="one_dark")
    if a == host.vessel.mmsi:
        return turned
    return turned._replace(mmsi_a=b, mmsi_b=a, silence_h=event.silence_h[::-1])


def both_dark(rng: np.random.Generator, sea: Sea, number: int) -> Story:
    """S4 and S5: both are off the air from before the meeting until after it.

    Of S4 the pair must be found above chance; of S5, silent for 40 h or more, it may be
    told with its chance, and no more.
    """
    plan = _in_a_gap(rng, sea, number)
    story = plant_transfer(rng, sea, plan)
    other_h = plan.gap_h * float(rng.uniform(0.8, 1.2))
    host, guest = (
        fall_silent(rng, sailing, _span(plan), gap_h)
        for sailing, gap_h in zip(story.sailings, (other_h, plan.gap_h), strict=True)
    )
    event = _hidden(story.events[0], (host, guest))
    long = min(event.silence_h) >= _INSIGNIFICANT_H
    return Story(
        [host, guest],
        [
            event._replace(
                observability="both_dark",
                scenario="S5" if long else "S4",
                expected="lead" if long else "found",
            )
        ],
    )


def _in_a_gap(rng: np.random.Generator, sea: Sea, number: int) -> Plan:
    """Plan a transfer that fits into a silence, and the silence into the days."""
    n_hours = (sea.n_steps - 1) / steps(1.0)
    gap = min(GAP_HOURS[number % len(GAP_HOURS)], _MOST_OF_DAYS * n_hours)
    plan = plan_transfer(rng, sea, number // len(GAP_HOURS) + number)
    duration = float(rng.uniform(1.5, min(9.0, 0.75 * gap)))
    first, last = gap / 2 + 3.0, n_hours - gap / 2 - 3.0 - duration
    alongside = float(rng.uniform(min(first, last), max(first, last)))
    host = "product tanker" if plan.kind == "bunkering" else plan.host
    return Plan(plan.site, host, "coastal tanker", alongside, duration, gap_h=gap)


def _span(plan: Plan) -> tuple[int, int]:
    on = steps(plan.alongside_h)
    return on, on + steps(plan.duration_h)


def _hidden(event: Event, pair: tuple[Sailing, Sailing]) -> Event:
    """Write down how long each of the two was silent."""
    hours = {
        sailing.vessel.mmsi: sum(stop - first for first, stop in sailing.silences)
        / steps(1.0)
        for sailing in pair
    }
    return event._replace(silence_h=(hours[event.mmsi_a], hours[event.mmsi_b]))
