"""Prevalence: what likelihoods are worth where transfers are as rare as at sea."""

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from stsdetect.evaluate.calibration import shift_prevalence

__all__ = ["PREVALENCES", "AtPrevalence", "measure_at_prevalences", "weighted_error"]

Numbers = NDArray[np.float64]

PREVALENCES: Final = (1e-2, 1e-3, 1e-4)
"""Shares of transfers among candidates that are shown; ours: a sea may have any."""
_N_BINS: Final = 10
_PROBABLE: Final = 0.5


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
        as it takes.
    median_true : float
        Half of the transfers are said to be likelier.
    share_probable : float
        Of the transfers that are said to be at least as likely as not.
    precision_probable : float
        Share of transfers among all that are said to be so; NaN without any.
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
        Candidates of one variant: ``kind, likelihood, rival_odds, verdict``.
    base_rates : dict of str to float
        Share of transfers that the likelihood of each kind takes for granted.
    """
    for kind, base_rate in base_rates.items():
        of_kind = judged.filter(pl.col("kind") == kind)
        true = of_kind["verdict"].is_in(["transfer", "repeat"]).to_numpy()
        if true.any() and not true.all():
            said = of_kind["likelihood"].to_numpy()
            rivals = of_kind["rival_odds"].fill_null(0.0).to_numpy()
            for prevalence in PREVALENCES:
                shifted = shift_prevalence(said, base_rate, prevalence, rivals)
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
    order = np.argsort(-said, kind="stable")
    said, true, weight = said[order], true[order], weight[order]
    before = np.cumsum(weight) - weight
    room = 2 * weight[true].sum()
    share = np.clip(room - before, 0.0, weight)
    middle = (before + share / 2) / room
    bins = np.minimum((middle * _N_BINS).astype(np.int64), _N_BINS - 1)
    taken = share > 0
    told, was = (
        np.bincount(bins[taken], (share * one)[taken], _N_BINS) for one in (said, true)
    )
    return float(np.abs(told - was).sum() / share.sum())


def _measure(
    said: Numbers, true: NDArray[np.bool_], prevalence: float
) -> tuple[float, float, float, float]:
    n_true, n_false = int(true.sum()), int((~true).sum())
    stands_for = n_true * (1 - prevalence) / (prevalence * n_false)
    weight = np.where(true, 1.0, stands_for)
    probable = said >= _PROBABLE
    called = float(weight[probable].sum())
    return (
        weighted_error(said, true, weight),
        float(np.median(said[true])),
        float(probable[true].mean()),
        float(weight[probable & true].sum()) / called if called else float("nan"),
    )
