"""Learn: what leads of known truth teach of each kind, and whether it is any better."""

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stsdetect.errors import InputError
from stsdetect.scoring.calibrate import Calibration, calibrate
from stsdetect.scoring.enough import tell_lack
from stsdetect.scoring.fit import (
    JUDGED,
    FitParams,
    base_log_odds,
    fit_factors,
    fit_model,
)
from stsdetect.scoring.forest import Forest
from stsdetect.scoring.grow import grow_forest
from stsdetect.scoring.held_out import compare_models, tell_unseen
from stsdetect.scoring.term import EVERY_KIND, PAIRS
from stsdetect.scoring.weighting import EXPERT

__all__ = ["Learned", "learn", "learn_calibrations", "tell_lacking"]

Numbers = NDArray[np.float64]

_GIVEN: Final = {
    kind: Calibration(one.offset, one.slope, float("nan"), 0, 0)
    for kind, one in EXPERT.items()
}


class Learned(NamedTuple):
    """What was learned of one kind.

    Attributes
    ----------
    factors : DataFrame
        As :func:`~stsdetect.scoring.fit.fit_factors` gives them.
    compared : DataFrame
        As :func:`~stsdetect.scoring.held_out.compare_models` gives it.
    fitted, boosted : Calibration
        Of evidence with those factors, and of the challenger.
    forest : Forest
        The challenger.
    """

    factors: pd.DataFrame
    compared: pd.DataFrame
    fitted: Calibration
    boosted: Calibration
    forest: Forest


def learn(
    weights: Numbers,
    leads: pd.DataFrame,
    params: FitParams = JUDGED,
) -> dict[str, Learned]:
    """Learn factors of each kind of pair of which there is enough to learn from.

    Of a vessel that waits alone nothing is learned: it is listed only where nobody
    was seen or could have come, which is not what its other leads are like.

    Parameters
    ----------
    weights : (n, k) array
        As :func:`~stsdetect.scoring.likelihood.weigh` gives them, all factors 1.
    leads : DataFrame
        What :func:`~stsdetect.scoring.fit.fit_factors` and
        :func:`~stsdetect.scoring.calibrate.calibrate` want. Likelihoods are
        calibrated on those that are ``whole``; without any offset and slope stay as
        they are.
    params : FitParams
        How.

    Raises
    ------
    InputError
        There is too little of every kind; says of each what is missing.
    """
    lacking = tell_lacking(leads, params)
    if len(lacking) == len(PAIRS):
        told = "; ".join(f"{kind}: {lack}" for kind, lack in lacking.items())
        raise InputError(f"too little to learn from: {told}")
    return {
        kind: _learn(weights[rows], leads[rows].reset_index(drop=True), params)
        for kind, rows in _rows(leads, PAIRS)
        if kind not in lacking
    }


def tell_lacking(leads: pd.DataFrame, params: FitParams = JUDGED) -> dict[str, str]:
    """Say what is missing of each kind of pair of which nothing can be learned."""
    lacks = {
        kind: tell_lack(leads[rows], params.min_transfers)
        for kind, rows in _rows(leads, PAIRS)
    }
    return {kind: lack for kind, lack in lacks.items() if lack}


def learn_calibrations(counted: Numbers, leads: pd.DataFrame) -> dict[str, Calibration]:
    """Calibrate judged weights anew, kind by kind of which there are transfers."""
    return {
        kind: calibrate(leads[rows].reset_index(drop=True), counted[rows].sum(axis=1))
        for kind, rows in _rows(leads, EVERY_KIND)
        if leads.loc[rows & leads["listed"], "is_transfer"].any()
    }


def _learn(weights: Numbers, leads: pd.DataFrame, params: FitParams) -> Learned:
    whole = leads["whole"].to_numpy(dtype=bool)
    given = _GIVEN[leads["kind"].iloc[0]]
    fitted, boosted = (
        [
            calibrate(leads[whole].reset_index(drop=True), one[whole])
            for one in tell_unseen(weights, leads, params)
        ]
        if whole.any()
        else (_on_level(given, weights, leads, params), given)
    )
    return Learned(
        factors=fit_factors(weights, leads, params),
        compared=compare_models(weights, leads, params),
        fitted=fitted,
        boosted=boosted,
        forest=grow_forest(weights, leads),
    )


def _on_level(
    given: Calibration, weights: Numbers, leads: pd.DataFrame, params: FitParams
) -> Calibration:
    """Move the offset against what factors move all leads by.

    An item that says nearly the same of every lead can get another factor with hardly
    any loss; the base rate, which is not taken over, moves against it.
    """
    free, fixed = (
        base_log_odds(fit_model(weights, leads, params, fixed=one), leads).mean()
        for one in (False, True)
    )
    return given._replace(offset=round(given.offset + given.slope * (free - fixed), 2))


def _rows(
    leads: pd.DataFrame, kinds: tuple[str, ...]
) -> Iterator[tuple[str, NDArray[np.bool_]]]:
    for kind in kinds:
        yield kind, leads["kind"].eq(kind).to_numpy(dtype=bool)
