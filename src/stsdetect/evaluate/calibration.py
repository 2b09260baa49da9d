"""Calibration: whether of candidates called 70 % likely about 70 % are transfers."""

from collections.abc import Mapping
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

__all__ = [
    "OTHER_KIND",
    "brier_score",
    "calibration_curve",
    "calibration_error",
    "odds_ratio",
    "shift_prevalence",
    "shift_to_seen",
]

Numbers = NDArray[np.float64]

OTHER_KIND: Final = {"one_dark": "both_dark", "both_dark": "one_dark"}
"""Whose leads exclude those of a kind, besides its own."""


def calibration_curve(
    likelihood: Numbers, true: NDArray[np.bool_], n_bins: int = 10
) -> pl.DataFrame:
    """Compare what was said with what was, in bins that hold equally many.

    Parameters
    ----------
    likelihood : (n,) array
        In [0, 1].
    true : (n,) array
        Whether it was a transfer.
    n_bins : int
        Bins; fewer when there are fewer candidates.

    Returns
    -------
    DataFrame
        One row per bin, likeliest last: ``n, said`` (mean likelihood), ``was`` (share
        of transfers).

    References
    ----------
    Nixon, J. et al. (2019). Measuring calibration in deep learning. CVPR workshops,
    section 4 (adaptive bins). arXiv:1904.01685

    Examples
    --------
    >>> calibration_curve(np.array([0.1, 0.9]), np.array([False, True]), 2).rows()
    [(1, 0.1, 0.0), (1, 0.9, 1.0)]
    >>> calibration_curve(np.array([]), np.array([], dtype=bool)).height
    0
    """
    order = np.argsort(likelihood, kind="stable")
    bins = [one for one in np.array_split(order, n_bins) if one.size]
    return pl.DataFrame(
        {
            "n": [one.size for one in bins],
            "said": [float(likelihood[one].mean()) for one in bins],
            "was": [float(true[one].mean()) for one in bins],
        },
        schema={"n": pl.Int64, "said": pl.Float64, "was": pl.Float64},
    )


def calibration_error(
    likelihood: Numbers, true: NDArray[np.bool_], *, top: int | None = None
) -> float:
    """Give the expected calibration error, of all or of the likeliest.

    Parameters
    ----------
    likelihood : (n,) array
        In [0, 1].
    true : (n,) array
        Whether it was a transfer.
    top : int, optional
        Look at so many of the likeliest (ECE@k): the long tail near 0, where nobody
        looks, would make any score look calibrated.

    Returns
    -------
    float
        Mean distance of said and was over ten bins of equal mass; NaN without any.

    Examples
    --------
    >>> said = np.array([0.0] * 98 + [0.5, 0.5])
    >>> was = said > 0.0
    >>> round(calibration_error(said, was), 3)
    0.01
    >>> calibration_error(said, was, top=2)
    0.5
    """
    chosen = np.argsort(-likelihood, kind="stable")[:top]
    curve = calibration_curve(likelihood[chosen], true[chosen])
    if curve.is_empty():
        return float("nan")
    said, was, n = (curve[name].to_numpy() for name in ("said", "was", "n"))
    return float(np.average(np.abs(said - was), weights=n))


def brier_score(likelihood: Numbers, true: NDArray[np.bool_]) -> float:
    """Give the mean squared distance of likelihood and truth; NaN without any.

    References
    ----------
    Brier, G. W. (1950). Verification of forecasts expressed in terms of probability.
    Mon. Weather Rev. 78(1), 1-3.

    Examples
    --------
    >>> brier_score(np.array([1.0, 0.5]), np.array([True, False]))
    0.125
    """
    if likelihood.size == 0:
        return float("nan")
    return float(np.mean((likelihood - true) ** 2))


def shift_prevalence(
    likelihood: Numbers,
    was: float,
    becomes: float,
    rival_odds: Numbers | float = 0.0,
    other: tuple[Numbers, float] | None = None,
) -> Numbers:
    """Say the same evidence where transfers are more or less common.

    Parameters
    ----------
    likelihood : (n,) array
        In [0, 1]; 0 and 1 stay.
    was, becomes : float
        Share of transfers that the likelihood assumed, and that it shall assume.
    rival_odds : (n,) array or float
        Odds of what excludes each, which become more or less likely as well.
    other : ((n,) array, float), optional
        What of these odds is of another kind, and the factor on them, since transfers
        of that kind become more or less common by another one.

    Returns
    -------
    (n,) array
        Of what nothing excludes, logit p′ = logit p + logit becomes − logit was
        (Saerens, Latinne and Decaestecker, 2002, Neural Computation 14(1), eq. 2.4 for
        two classes); else eq. 2.4 for several: itself, its rivals, and nothing.

    Examples
    --------
    >>> shift_prevalence(np.array([0.5, 0.0]), 0.5, 0.01).round(4)
    array([0.01, 0.  ])
    >>> shift_prevalence(np.array([1 / 3]), 0.5, 0.9, np.ones(1)).round(4)
    array([0.4737])
    >>> shift_prevalence(
    ...     np.array([1 / 3]), 0.5, 0.9, np.ones(1), (np.ones(1), 1.0)
    ... ).round(4)
    array([0.8182])
    """
    ratio = odds_ratio(was, becomes)
    others, factor = (0.0, ratio) if other is None else other
    rivals = (rival_odds - others) * ratio + others * factor
    own = likelihood * (1 + rival_odds) * ratio
    none = (1 - likelihood) * (1 + rivals)
    return np.asarray(own / (own + none))


def odds_ratio(was: float, becomes: float) -> float:
    """Give the factor on odds where a share of one becomes another."""
    return (becomes / (1 - becomes)) / (was / (1 - was))


def shift_to_seen(
    judged: pl.DataFrame, kind: str, base_rates: Mapping[str, float]
) -> Numbers:
    """Say likelihoods of a kind at the shares of transfers that its candidates have.

    Parameters
    ----------
    judged : DataFrame
        Candidates of one variant, of all kinds: ``kind, likelihood, rival_odds,
        rival_odds_other, verdict``.
    kind : str
        Of which likelihoods are given.
    base_rates : mapping of str to float
        Share of transfers that the likelihood of each kind takes for granted.
    """
    seen = {one: _share_true(judged, one) for one in (kind, OTHER_KIND.get(kind, kind))}
    factors = {
        one: odds_ratio(base_rates[one], share) if 0 < share < 1 else 1.0
        for one, share in seen.items()
    }
    said, rivals, other = (
        judged.filter(pl.col("kind") == kind)[name].fill_null(0.0).to_numpy()
        for name in ("likelihood", "rival_odds", "rival_odds_other")
    )
    beside = other, factors[OTHER_KIND.get(kind, kind)]
    return shift_prevalence(said, base_rates[kind], seen[kind], rivals, beside)


def _share_true(judged: pl.DataFrame, kind: str) -> float:
    verdicts = judged.filter(pl.col("kind") == kind)["verdict"]
    n_true = verdicts.is_in(["transfer", "repeat"]).sum()
    return float(n_true) / max(verdicts.len(), 1)
