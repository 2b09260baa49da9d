"""Draughts: what crews enter after a transfer, late and not always."""

from typing import Final

import numpy as np

from stsdetect.simulate.fleet import Vessel
from stsdetect.simulate.stories import Sailing, Sea, Story, steps
from stsdetect.simulate.truth import Event
from stsdetect.simulate.weather import STEP_S

__all__ = ["draughts_told"]

_TOLD: Final = 0.35
"""Share of vessels that enter a new draught; ours: many never do."""

_DELAY_H: Final = 6.0
"""Median time until they do, lognormal; ours."""

_DELAY_SPREAD: Final = 0.8
"""Standard deviation of its logarithm; ours."""

_PARCEL_T: Final = (600.0, 3_000.0)
"""Cargo that passes [t]: from the 600 t that the New York Times reported."""

_MOST: Final = 0.35
"""Of her draught a vessel gains or loses at most; ours."""


def draughts_told(rng: np.random.Generator, sea: Sea, story: Story) -> Story:
    """Let some of the vessels of a story's transfers enter another draught.

    One goes deeper, the other comes up. Fuel for the ship's own use changes nothing,
    nor does a crew that has entered none.
    """
    sailings = {sailing.vessel.mmsi: sailing for sailing in story.sailings}
    for event in story.events:
        if not event.is_transfer or event.kind == "bunkering":
            continue
        deeper = rng.permutation([1.0, -1.0])
        parcel = float(rng.uniform(*_PARCEL_T))
        for mmsi, sign in zip((event.mmsi_a, event.mmsi_b), deeper, strict=True):
            sailing = sailings.get(mmsi)
            draw = rng.random(), float(rng.lognormal(np.log(_DELAY_H), _DELAY_SPREAD))
            if sailing is not None and draw[0] < _TOLD:
                told = _told(sea, sailing, event, (sign * parcel, draw[1]))
                sailings[mmsi] = told
    ordered = [
        sailings.get(one.vessel.mmsi, one) if _only(story, one) else one
        for one in story.sailings
    ]
    return story._replace(sailings=ordered)


def _only(story: Story, sailing: Sailing) -> bool:
    """Tell whether no other sailing of the story has the same MMSI."""
    mmsi = sailing.vessel.mmsi
    return sum(one.vessel.mmsi == mmsi for one in story.sailings) == 1


def _told(
    sea: Sea, sailing: Sailing, event: Event, change: tuple[float, float]
) -> Sailing:
    parcel, delay_h = change
    vessel = sailing.changes[-1][1] if sailing.changes else sailing.vessel
    step = int(event.end_s / STEP_S) + steps(delay_h)
    busy = sailing.changes and sailing.changes[-1][0] >= int(event.start_s / STEP_S)
    if busy or vessel.draught <= 0 or step >= min(sailing.stop, sea.n_steps):
        return sailing
    other = vessel._replace(draught=new_draught(vessel, parcel))
    return sailing._replace(changes=(*sailing.changes, (step, other)))


def new_draught(vessel: Vessel, parcel_t: float) -> float:
    """Give the draught after some tonnes went in, or out where negative.

    Parameters
    ----------
    parcel_t : float
        Cargo [t].

    Returns
    -------
    float
        Metres, to one tenth: Δm / (ρ C L B) with ρ 1.025 t/m³ and C 0.82 (waterplane
        of a full hull), at most a third more or less.
    """
    change = parcel_t / (1.025 * 0.82 * vessel.length_m * vessel.beam_m)
    most = _MOST * vessel.draught
    return round(vessel.draught + float(np.clip(change, -most, most)), 1)
