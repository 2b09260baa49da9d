"""Evidence for a meeting that silence would have hidden: chance, time, partners."""

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stsdetect.scoring.term import DARK, Evidence, Ramp, numbers

__all__ = ["MEETING", "weigh_chance"]

_MAX_CHANCE_WEIGHT: Final = 2.5


def weigh_chance(observed: pd.DataFrame) -> NDArray[np.float64]:
    """Weigh how seldom chance gives such a meeting: −ln(p_chance) / 2, 0 to 2.5."""
    p_chance = numbers(observed, "p_chance")
    least = np.exp(-2 * _MAX_CHANCE_WEIGHT)
    weight: NDArray[np.float64] = -np.log(np.clip(p_chance, least, 1.0)) / 2
    return weight


MEETING: Final = (
    Evidence(
        name="chance",
        group="rendezvous",
        value="p_chance",
        weigh=weigh_chance,
        kinds=DARK,
        speaks_for="{p_chance} of random pairs of silences could have met as well",
        source="ours: half the surprise of a permutation, since speed and area of "
        "random gaps are not those of these two vessels",
        unknown="how often chance gives such a meeting",
    ),
    Evidence(
        name="slack",
        group="rendezvous",
        value="slack_h",
        weigh=Ramp("slack_h", ((1.0, -1.0), (2.0, 0.0), (6.0, 0.5))),
        kinds=DARK,
        speaks_for="time for up to {slack_h} together",
        speaks_against="time for no more than {slack_h} together",
        source="ours: mooring takes an hour, and a small parcel 2 h to pump",
    ),
    Evidence(
        name="partner_rank",
        group="partner",
        value="partner_rank",
        weigh=Ramp("partner_rank", ((1.0, 0.5), (2.0, 0.0), (6.0, -1.0))),
        kinds=DARK,
        speaks_for="no other vessel is likelier to have been there",
        speaks_against="{partner_rank} by rank among the vessels that could have been "
        "there",
        source="ours: the true partner is hoped for among the first five",
    ),
    Evidence(
        name="possible_partners",
        group="partner",
        value="n_possible",
        weigh=Ramp("n_possible", ((1.0, 0.7), (3.0, 0.0), (20.0, -1.5))),
        kinds=DARK,
        speaks_for="vessels that could have been the partner: {n_possible} in all",
        speaks_against="{n_possible} vessels could have been the partner",
        source="ours: of n that fit alike one at most is right, −ln n in steps",
    ),
)
"""Rendezvous: what speaks for two vessels that were not seen together."""
