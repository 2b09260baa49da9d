"""Alternatives: what else a lead may be, and what speaks for that."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stsdetect.scoring.observe import each_lead
from stsdetect.scoring.signs import SIGNS
from stsdetect.scoring.words import Facts

__all__ = ["tell_alternatives"]

MIN_SIGN: Final = 0.2
"""Least weight of a sign that is told; ours: below it everything looks like it."""


def tell_alternatives(observed: pd.DataFrame, max_told: int) -> list[str]:
    """Tell the innocent readings that something speaks for, the strongest first.

    Readings are told beside the likelihood and do not move it: what they rest on has
    its weight there already.

    Parameters
    ----------
    observed : DataFrame
        Leads as :func:`~stsdetect.scoring.observe.observe` gives them.
    max_told : int
        Readings told of one lead.

    Returns
    -------
    list of str
        ``"tow (moves like tug and tow, by type tug and unknown); ..."``, empty where
        nothing speaks for any reading.
    """
    weights = np.column_stack([sign.weights(observed) for sign in SIGNS])
    strong = np.where(np.nan_to_num(weights) >= MIN_SIGN, weights, 0.0)
    told = [""] * len(observed)
    rows = np.flatnonzero(strong.any(axis=1))
    for row, lead in zip(rows, each_lead(observed.iloc[rows]), strict=True):
        told[row] = _tell(lead, strong[row], max_told)
    return told


def _tell(lead: Mapping[Any, Any], weights: NDArray[np.float64], max_told: int) -> str:
    facts = Facts(lead)
    strength: dict[str, float] = {}
    said: dict[str, list[str]] = {}
    for place in np.flatnonzero(weights):
        reading = SIGNS[place].group
        strength[reading] = strength.get(reading, 0.0) + weights[place]
        sentence = SIGNS[place].speaks_for.format_map(facts)
        said.setdefault(reading, []).append(sentence)
    # Sorting is stable, so that readings of one strength stay in the order of SIGNS.
    strongest = sorted(said, key=lambda reading: -strength[reading])
    return "; ".join(
        f"{reading} ({', '.join(said[reading])})" for reading in strongest[:max_told]
    )
