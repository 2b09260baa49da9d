"""Challenger: boosted trees in place of the sum of evidence, measured beside it."""

from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stsdetect.data import FOLDER
from stsdetect.scoring.factors import no_table, read_kinds
from stsdetect.scoring.forest import Forest, forest_from_json, tell_log_odds
from stsdetect.scoring.likelihood import ScoreParams, weigh
from stsdetect.scoring.odds import logit
from stsdetect.scoring.weighting import EXPERT, Weighting

__all__ = ["CHALLENGER", "Challenger", "challenge", "read_challenger"]

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
    challengers: dict[str, Challenger],
    observed: pd.DataFrame,
    log_odds: NDArray[np.float64],
    params: ScoreParams,
) -> NDArray[np.float64]:
    """Put what the trees say in the place of log-odds, for the kinds that have some.

    Parameters
    ----------
    challengers : dict of str to Challenger
        By kind.
    observed : DataFrame
        Leads as :func:`~stsdetect.scoring.observe.observe` gives them.
    log_odds : (n,) array
        Of each lead by its evidence.
    params : ScoreParams
        Whose base rates hold.
    """
    weights = weigh(observed, ScoreParams(weightings=EXPERT))
    told = log_odds.copy()
    for kind, (forest, weighting) in challengers.items():
        rows = observed["kind"].eq(kind).to_numpy(dtype=bool)
        base = logit(params.base_rate(kind)) + weighting.offset
        told[rows] = base + weighting.slope * tell_log_odds(forest, weights[rows])
    return told
