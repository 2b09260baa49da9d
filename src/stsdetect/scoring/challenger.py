"""Challenger: boosted trees in place of the sum of evidence, measured beside it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stsdetect.data import FOLDER
from stsdetect.scoring.contributions import tell_contributions
from stsdetect.scoring.factors import no_table, read_kinds
from stsdetect.scoring.forest import Forest, forest_from_json
from stsdetect.scoring.likelihood import ScoreParams, weigh
from stsdetect.scoring.weighting import EXPERT, Weighting

__all__ = ["CHALLENGER", "Challenger", "challenge", "read_challenger"]

Numbers = NDArray[np.float64]

CHALLENGER: Final = FOLDER / "weights" / "challenger.json"
"""The challenger that ships."""


class Challenger(NamedTuple):
    """Trees of one kind, and what makes their likelihood true."""

    forest: Forest
    weighting: Weighting


def read_challenger(path: str | Path) -> dict[str, Challenger]:
    """Read a challenger, kind by kind; refuses what ``read_factors`` refuses."""
    kinds = read_kinds(path)
    try:
        return {
            kind: Challenger(
                forest_from_json(one["forest"]),
                Weighting(offset=float(one["offset"]), slope=float(one["slope"])),
            )
            for kind, one in kinds.items()
        }
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise no_table(path) from error


def challenge(
    challengers: Mapping[str, Challenger],
    observed: pd.DataFrame,
    counted: Numbers,
    offsets: Numbers,
) -> tuple[Numbers, Numbers]:
    """Put what trees say in the place of judged weights, for the kinds that have some.

    Parameters
    ----------
    challengers : mapping of str to Challenger
        By kind.
    observed : DataFrame
        Leads as :func:`~stsdetect.scoring.observe.observe` gives them.
    counted : (n, k) array
        What counts of each weight.
    offsets : (n,) array
        Log-odds that each lead gets by its kind.

    Returns
    -------
    (counted, offsets)
        The same, with the share of each item in what trees say, and what they say of a
        lead of which nothing is said.
    """
    counted, offsets = counted.copy(), offsets.copy()
    weights = weigh(observed, ScoreParams(weightings=EXPERT))
    for kind, (forest, weighting) in challengers.items():
        rows = observed["kind"].eq(kind).to_numpy(dtype=bool)
        silent, of_items = tell_contributions(forest, weights[rows])
        counted[rows] = weighting.slope * of_items
        offsets[rows] = weighting.offset + weighting.slope * silent
    return counted, offsets
