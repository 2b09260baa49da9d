"""Evidence from how close, how rigidly and how long two vessels stay together."""

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stsdetect.scoring.term import Evidence, Ramp, numbers

__all__ = ["CLOSENESS", "MIN_MOORED_H"]

MIN_MOORED_H: Final = 0.75
"""Ours: mooring alone takes 20 to 60 min, so that less is a visit, not a transfer."""


def weigh_alongside(observed: pd.DataFrame) -> NDArray[np.float64]:
    """Weigh hull to hull: 2 from 45 min on and 1 before, −1 where hulls keep clear."""
    alongside = numbers(observed, "alongside")
    moored = numbers(observed, "together_h") >= MIN_MOORED_H
    weight = np.where(alongside > 0, np.where(moored, 2.0, 1.0), -1.0)
    return np.where(np.isnan(alongside), np.nan, weight)


CLOSENESS: Final = (
    Evidence(
        name="alongside",
        group="geometry",
        value="alongside",
        weigh=weigh_alongside,
        needs=("alongside", "together_h"),
        speaks_for="alongside for {together_h}, median {median_distance_m}",
        covers=("distance", "duration"),
        speaks_against="hulls not alongside",
        source="ours: antennas of vessels alongside are 31 m apart by median and "
        "within 123 m in 99.9 % of simulated moorings; expert prior",
        unknown="whether the hulls lie alongside",
    ),
    Evidence(
        name="body_spread",
        group="geometry",
        value="body_sd_m",
        weigh=Ramp("body_sd_m", ((15.0, 2.0), (25.0, 0.0), (40.0, -2.0))),
        speaks_for="moored to each other: hulls shift by {body_sd_m} only",
        speaks_against="hulls shift by {body_sd_m}, as neighbours at anchor do",
        source="ours: 6 to 8 m when lashed, 68 to 310 m for neighbours that swing at "
        "anchor, both simulated with the noise of GPS",
        unknown="whether the hulls keep still (no headings)",
    ),
    Evidence(
        name="heading_spread",
        group="geometry",
        value="heading_sd_deg",
        weigh=Ramp("heading_sd_deg", ((6.0, 0.5), (9.0, 0.0), (12.0, -0.5))),
        speaks_for="headings parallel within {heading_sd_deg}",
        speaks_against="headings turn against each other by {heading_sd_deg}",
        source="ours: 2° when lashed, 9 to 17° for neighbours, simulated; weak alone, "
        "since neighbours weathervane together",
    ),
    Evidence(
        name="distance",
        group="geometry",
        value="median_distance_m",
        weigh=Ramp(
            "median_distance_m",
            ((60.0, 2.0), (100.0, 1.0), (150.0, 0.0), (250.0, -1.0), (500.0, -2.0)),
        ),
        speaks_for="antennas {median_distance_m} apart by median",
        speaks_against="antennas {median_distance_m} apart by median: too far for a "
        "mooring",
        source="ours: half the log ratio of simulated moorings (98 % within 100 m) to "
        "chance neighbours, P = 1 − exp(−λπr²) at one vessel per km²",
    ),
    Evidence(
        name="distance_spread",
        group="geometry",
        value="sd_distance_m",
        weigh=Ramp("sd_distance_m", ((12.0, 0.5), (24.0, 0.0), (45.0, -0.5))),
        speaks_for="distance steady within {sd_distance_m}",
        speaks_against="distance varies by {sd_distance_m}",
        source="ours: 4 to 6 m when lashed, 24 to 83 m for neighbours, simulated; "
        "half of what the hull's frame tells",
    ),
    Evidence(
        name="duration",
        group="duration",
        value="together_h",
        weigh=Ramp("together_h", ((0.5, -1.5), (0.75, 0.0), (2.0, 1.0))),
        speaks_for="together for {together_h}",
        speaks_against="together for {together_h} only",
        source="Miller, Roan, Hochberg, Amos, Kroodsma (2018), Identifying global "
        "patterns of transshipment behavior, Front. Mar. Sci. 5:240 (2 h); ours below",
    ),
    Evidence(
        name="silence_between",
        group="observation",
        value="longest_hole_min",
        weigh=Ramp("longest_hole_min", ((60.0, 0.0), (240.0, -1.0))),
        speaks_against="not heard for {longest_hole_min} in between",
        source="ours: what was not heard is no time together",
    ),
    Evidence(
        name="support",
        group="observation",
        value="support",
        weigh=Ramp("support", ((0.0, -0.5), (0.3, 0.0))),
        speaks_against="reports of both behind {support} of the time only",
        source="ours: positions between far reports are a guess",
    ),
)
"""Geometry, duration and how much of it was observed."""
