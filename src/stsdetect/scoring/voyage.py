"""Voyage: whether a vessel comes from North Korea or goes there, as points."""

from collections.abc import Callable
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


def told_points(
    column: str, points: float
) -> Callable[[pd.DataFrame], NDArray[np.float64]]:
    """Make what gives points wherever a column says something."""

    def weigh(observed: pd.DataFrame) -> NDArray[np.float64]:
        return np.where(observed[column].notna(), points, np.nan)

    weigh.__doc__ = f"Give {points:g} points where it is seen."
    return weigh


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
    Concern(
        name="supply_chain",
        group="chain",
        value="supply_chain",
        weigh=told_points("supply_chain", 10.0),
        speaks_for="a load that could have gone on to North Korea: {supply_chain}",
        source="ours: port, meeting, within ten days North Korean waters, "
        "after the Financial Times and RUSI on Mercury and Shundlli; points are ours",
    ),
    Concern(
        name="false_destination",
        group="destination",
        value="false_destination",
        weigh=told_points("false_destination", 10.0),
        speaks_for="bound elsewhere by its own words ({false_destination})",
        source="Reuters (2017) on tankers that told ports of China or South Korea and "
        "went to North Korea; points are ours",
    ),
    Concern(
        name="bound_for",
        group="destination",
        value="bound_for",
        weigh=told_points("bound_for", 10.0),
        speaks_for="bound for North Korea by its own words ({bound_for})",
        source="ours: rarely told by those who mean to hide it, and no less of concern",
    ),
)
"""Where the two had been and where they went."""
