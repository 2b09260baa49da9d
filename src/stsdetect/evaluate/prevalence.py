"""Prevalence: what likelihoods are worth where transfers are as rare as at sea."""

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from stsdetect.evaluate.calibration import OTHER_KIND, odds_ratio, shift_prevalence
from stsdetect.evaluate.figures import PROBABLE

__all__ = ["PREVALENCES", "AtPrevalence", "measure_at_prevalences", "weighted_error"]

Numbers = NDArray[np.float64]

PREVALENCES: Final = (1e-2, 1e-3, 1e-4)
"""Shares of transfers among candidates that are shown; ours: a sea may have any."""
_N_BINS: Final = 10
_FEWEST: Final = 20
"""Candidates below which a share, or an error, is not told; ours."""


class AtPrevalence(NamedTuple):
    """What the likelihood of one kind is worth at one prevalence.

    Attributes
    ----------
    kind : str
        Of candidate.
    prevalence : float
        Share of transfers among the candidates.
    error : float
        Calibration error of the first 2 N, each false candidate standing for as many
        as it takes; NaN where fewer than 20 of them are so many.
    median_true : float
        Half of the transfers are said to be likelier.
    share_probable : float
        Of the transfers that are said to be at least as likely as not.
    precision_probable : float
        Share of transfers among all that are said to be so; NaN of fewer than 20.
    """

    kind: str
    prevalence: float
    error: float
    median_true: float
    share_probable: float
    precision_probable: float


def measure_at_prevalences(
    judged: pl.DataFrame, base_rates: dict[str, float]
) -> Iterator[AtPrevalence]:
    """Measure likelihoods as if false candidates were more, kind by kind.

    Parameters
    ----------
    judged : DataFrame
        Candidates of one variant: ``kind, likelihood, rival_odds,
        rival_odds_other, verdict``.
    base_rates : dict of str to float
        Share of transfers that the likelihood of each kind takes for granted.
    """
    for kind, base_rate in base_rates.items():
        of_kind = judged.filter(pl.col("kind") == kind)
        true = of_kind["verdict"].is_in(["transfer", "repeat"]).to_numpy()
        if true.any() and not true.all():
            said = of_kind["likelihood"].to_numpy()
            rivals, other = (
                of_kind[name].fill_null(0.0).to_numpy()
                for name in ("rival_odds", "rival_odds_other")
            )
            was = base_rates.get(OTHER_KIND.get(kind, kind), base_rate)
            for prevalence in PREVALENCES:
                beside = other, odds_ratio(was, prevalence)
                shifted = shift_prevalence(said, base_rate, prevalence, rivals, beside)
                yield AtPrevalence(
                    kind, prevalence, *_measure(shifted, true, prevalence)
                )


def weighted_error(said: Numbers, true: NDArray[np.bool_], weight: Numbers) -> float:
    """Give the calibration error of the likeliest, twice the weight of the true ones.

    Ten bins of equal weight; a candidate belongs where its middle lies.

    Examples
    --------
    >>> said, true = np.array([0.5, 0.5, 0.0]), np.array([True, False, False])
    >>> weighted_error(said, true, np.ones(3))
    0.5
    >>> weighted_error(said, true, np.array([1.0, 1.0, 50.0]))
    0.5
    """
    before, share = _room(said, true, weight)
    middle = (before + share / 2) / share.sum()
    bins = np.minimum((middle * _N_BINS).astype(np.int64), _N_BINS - 1)
    taken = share > 0
    told, was = (
        np.bincount(bins[taken], (share * one)[taken], _N_BINS) for one in (said, true)
    )
    return float(np.abs(told - was).sum() / share.sum())


def _room(
    said: Numbers, true: NDArray[np.bool_], weight: Numbers
) -> tuple[Numbers, Numbers]:
    """Give the weight before each candidate, and how much of its own lies in 2 N."""
    order = np.argsort(-said, kind="stable")
    before = np.empty(said.size)
    before[order] = np.cumsum(weight[order]) - weight[order]
    return before, np.clip(2 * weight[true].sum() - before, 0.0, weight)


def _measure(
    said: Numbers, true: NDArray[np.bool_], prevalence: float
) -> tuple[float, float, float, float]:
    odds = (1 - prevalence) / prevalence
    stands_for = odds * int(true.sum()) / int((~true).sum())
    weight = np.where(true, 1.0, stands_for)
    probable = said >= PROBABLE
    is_told = int(probable.sum()) >= _FEWEST
    _, share = _room(said, true, weight)
    n_false = int(((share > 0) & ~true).sum())
    return (
        weighted_error(said, true, weight) if n_false >= _FEWEST else float("nan"),
        float(np.median(said[true])),
        float(probable[true].mean()),
        float(np.average(true[probable], weights=weight[probable]))
        if is_told
        else float("nan"),
    )
