"""Fit: how much each item of evidence counts, learned where the truth is known.

What is learned is one factor per item, above 0: a sign is never turned, no item falls
silent, a ramp keeps its shape, a group its cap. So a fitted score reads like a judged
one.
"""

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import minimize
from threadpoolctl import threadpool_limits

from stsdetect.errors import InputError
from stsdetect.scoring.enough import tell_lack
from stsdetect.scoring.evidence import CAPS, EVIDENCE

__all__ = [
    "JUDGED",
    "FitParams",
    "Model",
    "add_capped",
    "base_log_odds",
    "fit_factors",
    "fit_model",
    "predict_log_odds",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class FitParams:
    """How factors are learned.

    Attributes
    ----------
    spread : float
        Standard deviation of the belief in judged weights: two factors of three are
        taken to lie within 1 − spread to 1 + spread before a label is seen.
    min_factor, max_factor : float
        Smallest and largest factor. As far below 1 as above it, and not 0: that an item
        tells nothing in the worlds that were seen is no proof that it tells nothing,
        and what counts for nothing is not told as a reason either.
    kept : frozenset of str
        Items that keep their judged weight, since what is learned from can not tell
        them.
    n_draws : int
        Bootstrap draws for intervals.
    seed : int
        Of the draws.
    min_transfers : int
        Fewest transfers, and fewest others, to learn from.
    """

    spread: float = 0.5
    min_factor: float = 1 / 3
    max_factor: float = 3.0
    kept: frozenset[str] = frozenset()
    n_draws: int = 100
    seed: int = 0
    min_transfers: int = 20


JUDGED: Final = FitParams()
"""Ours, not searched over; set before anything was fitted, but for the smallest factor
(decision 0023)."""

_UNLEARNT: Final = -3.0
_NAMES: Final = np.array([item.name for item in EVIDENCE])
_MEMBERS: Final = np.array(
    [[float(item.group == group) for group in CAPS] for item in EVIDENCE]
)
_CAPS: Final = np.array(list(CAPS.values()))
_BASE_BOUNDS: Final = (-15.0, 15.0)


class Model(NamedTuple):
    """Factor of each item, in the order of the evidence, and the base of each stratum.

    The base is the log-odds of a lead of which nothing is said; strata are kinds, and
    within a kind seas of which all is known and others.
    """

    factors: NDArray[np.float64]
    base: dict[str, float]


def fit_factors(
    weights: NDArray[np.float64],
    observed: pd.DataFrame,
    params: FitParams = JUDGED,
) -> pd.DataFrame:
    """Learn a factor for each item, by capped logistic regression, with intervals.

    The loss is the logistic one, each lead by its ``weight``, with a base rate of its
    own for each kind, and for what is ``whole`` and what is not, plus a normal belief
    around factor 1: an item that was never seen keeps its judged weight.

    Parameters
    ----------
    weights : (n, k) array
        As :func:`~stsdetect.scoring.likelihood.weigh` gives them, all factors 1.
    observed : DataFrame
        ``kind``, ``is_transfer``, ``known`` (its truth is, by a verdict or a world),
        ``whole`` (of all that was found with it the truth is known, as in a world),
        ``weight`` and ``cluster`` of each lead. Draws take clusters undivided: a world,
        or the vessels that share one.
    params : FitParams
        How.

    Returns
    -------
    DataFrame
        ``item, factor, low, high, n_present`` in the order of the evidence; low and
        high hold 95 % of the draws, ``n_present`` counts leads of which the item says
        something.

    Raises
    ------
    InputError
        There is too little to learn from; says how much is needed.
    """
    lack = tell_lack(observed, params.min_transfers)
    if lack:
        raise InputError(f"too little to learn from: {lack}")
    # One thread: on so few leads several wait for each other longer than they work.
    with threadpool_limits(1):
        factors = fit_model(weights, observed, params).factors
        draws = np.array(
            [
                fit_model(weights[rows], observed.iloc[rows], params).factors
                for rows in _draws(observed, params)
            ]
        )
    low, high = np.percentile(draws, [2.5, 97.5], axis=0)
    return pd.DataFrame(
        {
            "item": [item.name for item in EVIDENCE],
            "factor": np.round(factors, 3),
            "low": np.round(low, 3),
            "high": np.round(high, 3),
            "n_present": _count_present(weights, observed),
        }
    )


def _count_present(
    weights: NDArray[np.float64], observed: pd.DataFrame
) -> NDArray[np.int64]:
    """Count leads of which each item says something; copies of one add up to one."""
    share = observed["weight"].to_numpy(dtype=np.float64)
    says = np.nan_to_num(weights, nan=0.0) != 0
    return np.asarray(np.rint(share @ says), dtype=np.int64)


def _draws(observed: pd.DataFrame, params: FitParams) -> list[NDArray[np.intp]]:
    """Draw clusters with replacement, as many as there are.

    A draw without a transfer, from which nothing can be learned, is drawn again.
    """
    random = np.random.default_rng(params.seed)
    rows_of = list(observed.reset_index(drop=True).groupby("cluster").indices.values())
    is_transfer = observed["is_transfer"].to_numpy(dtype=bool)
    draws: list[NDArray[np.intp]] = []
    while len(draws) < params.n_draws:
        taken = random.integers(0, len(rows_of), len(rows_of))
        rows = np.concatenate([rows_of[one] for one in taken])
        if 0 < is_transfer[rows].sum() < len(rows):
            draws.append(rows)
    return draws


def fit_model(
    weights: NDArray[np.float64],
    observed: pd.DataFrame,
    params: FitParams = JUDGED,
    *,
    fixed: bool = False,
) -> Model:
    """Learn factors and base rates once, or base rates alone with all factors 1."""
    present = np.nan_to_num(weights, nan=0.0)
    # What nothing was heard of keeps its judged weight, and costs no time.
    said = np.flatnonzero(present.any(axis=0))
    present, members = np.ascontiguousarray(present[:, said]), _MEMBERS[said]
    strata, stratum = np.unique(_strata(observed), return_inverse=True)
    is_transfer = observed["is_transfer"].to_numpy(dtype=np.float64)
    share = observed["weight"].to_numpy(dtype=np.float64)
    n_items, strength = said.size, 1 / params.spread**2

    def loss(x: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        factors, base = x[:n_items], x[n_items:]
        evidence, inside = _capped(present, factors, members)
        log_odds = base[stratum] + evidence
        error = share * (1 / (1 + np.exp(-log_odds)) - is_transfer)
        away = factors - 1
        value = (share * (np.logaddexp(0, log_odds) - is_transfer * log_odds)).sum()
        slope = (inside.T @ error + strength * away, np.bincount(stratum, error))
        belief = strength * (away**2).sum() / 2
        return float(value + belief), np.concatenate(slope)

    start = np.concatenate([np.ones(n_items), np.full(len(strata), -3.0)])
    free = np.full(n_items, not fixed) & ~np.isin(_NAMES[said], list(params.kept))
    factor_bounds = [
        (params.min_factor, params.max_factor) if one else (1.0, 1.0) for one in free
    ]
    bounds = factor_bounds + [_BASE_BOUNDS] * len(strata)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    factors = np.ones(weights.shape[1])
    factors[said] = found[:n_items]
    return Model(factors, dict(zip(strata, found[n_items:], strict=True)))


def predict_log_odds(
    model: Model, weights: NDArray[np.float64], observed: pd.DataFrame
) -> NDArray[np.float64]:
    """Give the log-odds of each lead by a model."""
    return base_log_odds(model, observed) + add_capped(weights, model)


def base_log_odds(model: Model, observed: pd.DataFrame) -> NDArray[np.float64]:
    """Give what each lead starts from; a stratum not learned starts at −3."""
    bases = [model.base.get(stratum, _UNLEARNT) for stratum in _strata(observed)]
    return np.array(bases, dtype=np.float64)


def _strata(observed: pd.DataFrame) -> NDArray[np.str_]:
    """Name what has a base rate of its own: a kind, in whole seas and in others."""
    suffix = np.where(observed["whole"].to_numpy(dtype=bool), "", " of some")
    return np.char.add(observed["kind"].to_numpy(dtype=str), suffix)


def add_capped(weights: NDArray[np.float64], model: Model) -> NDArray[np.float64]:
    """Add up the evidence of each lead, by the factors of a model and within caps."""
    evidence, _ = _capped(np.nan_to_num(weights, nan=0.0), model.factors)
    return evidence


def _capped(
    present: NDArray[np.float64],
    factors: NDArray[np.float64],
    members: NDArray[np.float64] = _MEMBERS,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Add up evidence within its caps; give also the weights that are inside them."""
    total = present @ (factors[:, np.newaxis] * members)
    evidence = np.clip(total, -_CAPS, _CAPS).sum(axis=1)
    inside = present * ((np.abs(total) < _CAPS) @ members.T)
    return evidence, inside
