"""Voyage: whether a vessel comes from North Korea or goes there, as points."""

from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stsdetect.scoring.term import Concern, Ramp, numbers

__all__ = ["VOYAGE_CONCERNS", "observe_voyage"]

_STARTER: Final = "ours: expert prior, set before any sample was scored"


def observe_voyage(leads: pd.DataFrame) -> dict[str, Any]:
    """Give ``days_since_dprk`` of whichever of the two left North Korea last."""
    sides = (numbers(leads, f"days_since_dprk_{side}") for side in ("a", "b"))
    return {"days_since_dprk": np.fmin(*sides)}


def weigh_arrival(observed: pd.DataFrame) -> NDArray[np.float64]:
    """Give 25 points for an arrival within 10 days after."""
    days = numbers(observed, "days_to_north_korea")
    return np.where(np.isnan(days), np.nan, np.where(days <= 10, 25.0, 0.0))


VOYAGE_CONCERNS: Final = (
    Concern(
        name="arrival",
        group="voyage",
        value="days_to_north_korea",
        weigh=weigh_arrival,
        speaks_for="one of the two is in North Korea {days_to_north_korea} later, or "
        "could be in its silence",
        source=_STARTER + "; a reported tanker took 4 days",
    ),
    Concern(
        name="departure",
        group="voyage",
        value="days_since_dprk",
        weigh=Ramp("days_since_dprk", ((5.0, 15.0), (20.0, 0.0))),
        speaks_for="one of the two was in North Korea {days_since_dprk} before, or "
        "could have been in its silence",
        source=_STARTER + "; coal goes the same way to anchorages off China",
    ),
)
"""Where the two had been and where they went."""
