"""Held out: what a fitted score is worth where it has not been fitted."""

from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score, brier_score_loss, log_loss
from threadpoolctl import threadpool_limits

from stsdetect.scoring.enough import hold_out
from stsdetect.scoring.fit import (
    JUDGED,
    FitParams,
    base_log_odds,
    fit_model,
    predict_log_odds,
)
from stsdetect.scoring.forest import tell_log_odds
from stsdetect.scoring.grow import grow_forest

__all__ = ["MODELS", "Unseen", "compare_models", "tell_unseen"]

MODELS: Final = ("judged", "fitted", "boosted")
"""Judged weights, factors on them, and the challenger: monotone gradient boosting."""


def compare_models(
    weights: NDArray[np.float64],
    observed: pd.DataFrame,
    params: FitParams = JUDGED,
) -> pd.DataFrame:
    """Compare judged weights, fitted ones and the challenger on what was held out.

    Each part of :func:`~stsdetect.scoring.enough.hold_out` is told by models that have
    seen the others. All three learn the base rate of each kind there, so that they
    differ in what evidence counts, not in how common transfers are.

    Parameters
    ----------
    weights, observed
        As for :func:`~stsdetect.scoring.fit.fit_factors`.

    They are compared on leads that are ``whole``, where there are any: elsewhere what
    nobody judged is missing among the false.

    Returns
    -------
    DataFrame
        ``model, precision, average_precision, log_loss, brier``; precision among the
        first N, N the number of transfers. Rows by :data:`MODELS`.
    """
    whole = observed["whole"].to_numpy(dtype=bool)
    known = observed["known"].to_numpy(dtype=bool) & (whole | ~whole.any())
    is_transfer = observed["is_transfer"].to_numpy(dtype=bool)
    told = {model: np.zeros(len(observed)) for model in MODELS}
    # One thread: on so few leads several wait for each other longer than they work.
    with threadpool_limits(1):
        for seen, unseen in hold_out(observed):
            models = _learn(weights[seen], observed.iloc[seen], params)
            for model, tell in models.items():
                told[model][unseen] = tell(weights[unseen], observed.iloc[unseen])
    rows = [
        {"model": model, **_figures(is_transfer[known], told[model][known])}
        for model in MODELS
    ]
    return pd.DataFrame(rows)


class Unseen(NamedTuple):
    """What evidence adds up to by models that have not seen the lead, (n,) each."""

    fitted: NDArray[np.float64]
    boosted: NDArray[np.float64]


def tell_unseen(
    weights: NDArray[np.float64],
    observed: pd.DataFrame,
    params: FitParams = JUDGED,
) -> Unseen:
    """Tell each lead by factors, and by trees, that were learned of other clusters.

    What a model has seen it tells too surely, trees most of all: likelihoods are to be
    calibrated on this. Factors of an item that is nearly the same for all leads can
    differ from part to part with hardly any loss, and move what all evidence adds up
    to; the bases move against it. So evidence is told above the base of the model of
    all, which has seen everything, for whose factors a calibration is meant.
    """
    told = Unseen(np.zeros(len(observed)), np.zeros(len(observed)))
    with threadpool_limits(1):
        of_all = fit_model(weights, observed, params)
        for seen, unseen in hold_out(observed):
            part, rest = observed.iloc[seen], observed.iloc[unseen]
            model = fit_model(weights[seen], part, params)
            forest = grow_forest(weights[seen], part)
            told.fitted[unseen] = predict_log_odds(
                model, weights[unseen], rest
            ) - base_log_odds(of_all, rest)
            told.boosted[unseen] = tell_log_odds(forest, weights[unseen])
    return told


def _learn(
    weights: NDArray[np.float64], observed: pd.DataFrame, params: FitParams
) -> dict[str, Any]:
    """Give for each model what tells likelihoods by it."""
    fixed, free = (
        fit_model(weights, observed, params, fixed=fixed) for fixed in (True, False)
    )
    forest = grow_forest(weights, observed)
    return {
        "judged": lambda w, o: _likelihood(predict_log_odds(fixed, w, o)),
        "fitted": lambda w, o: _likelihood(predict_log_odds(free, w, o)),
        "boosted": lambda w, _: _likelihood(tell_log_odds(forest, w)),
    }


def _figures(
    is_transfer: NDArray[np.bool_], likelihood: NDArray[np.float64]
) -> dict[str, float]:
    n_transfers = int(is_transfer.sum())
    first = np.argsort(-likelihood, kind="stable")[:n_transfers]
    return {
        "precision": float(is_transfer[first].mean()),
        "average_precision": float(average_precision_score(is_transfer, likelihood)),
        "log_loss": float(log_loss(is_transfer, likelihood, labels=[False, True])),
        "brier": float(brier_score_loss(is_transfer, likelihood)),
    }


def _likelihood(log_odds: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(1 / (1 + np.exp(-log_odds)))
