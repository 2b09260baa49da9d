"""Calibrate: two numbers per kind that make likelihoods true where the truth is known.

Platt's scaling (Platt, J., 1999, Probabilistic outputs for support vector machines, in
Advances in Large Margin Classifiers, MIT Press, 61–74) of capped evidence, with what
excludes a lead in the likelihood.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import minimize

from stsdetect.scoring.odds import logit
from stsdetect.scoring.rivals import EXCLUSIVE, Rivals
from stsdetect.scoring.term import EVERY_KIND

__all__ = ["Calibration", "calibrate"]

Numbers = NDArray[np.float64]


class Calibration(NamedTuple):
    """What makes evidence true, and of what it was learned.

    Attributes
    ----------
    offset, slope : float
        As in :class:`~stsdetect.scoring.weighting.Weighting`.
    prevalence : float
        Share of the listed candidates of the kind that were transfers; taken out of
        the offset, so that a base rate can be put in its place.
    n_listed, n_transfers : int
        Candidates of the kind, and transfers among them.
    """

    offset: float
    slope: float
    prevalence: float
    n_listed: int
    n_transfers: int


def calibrate(leads: pd.DataFrame, evidence: Numbers) -> dict[str, Calibration]:
    """Find offset and slope of each kind, by maximum likelihood of what is listed.

    Kinds whose leads exclude each other are calibrated together.

    Parameters
    ----------
    leads : DataFrame
        Leads with ``candidate_id, kind, mmsi_a, mmsi_b, start_time, end_time``,
        ``is_transfer``, ``listed`` (a candidate, and not a part of one) and
        ``cluster``, the world of each.
    evidence : (n,) array
        What the evidence of each adds up to.

    Returns
    -------
    dict of str to Calibration
        To two decimals; of kinds of which a transfer is listed.
    """
    listed = leads[leads["listed"]]
    told = set(listed.loc[listed["is_transfer"].to_numpy(dtype=bool), "kind"])
    groups = [[kind] for kind in EVERY_KIND if kind not in EXCLUSIVE]
    found: dict[str, Calibration] = {}
    for group in (*groups, EXCLUSIVE):
        kinds = [kind for kind in group if kind in told]
        if kinds:
            found |= _calibrate(*_of(kinds, leads, evidence), kinds)
    return found


def _calibrate(
    leads: pd.DataFrame, evidence: Numbers, kinds: Sequence[str]
) -> dict[str, Calibration]:
    """Calibrate kinds together, from where each would be alone."""
    counts = [_count(leads, kind) for kind in kinds]
    start = np.array([(logit(n / n_listed), 0.0) for n_listed, n in counts])
    if len(kinds) > 1:
        for place, kind in enumerate(kinds):
            alone = _of([kind], leads, evidence)
            start[place] = _minimise(*alone, [kind], start[place])[0]
    return {
        kind: Calibration(
            offset=round(float(base) - logit(n / n_listed), 2),
            slope=round(float(np.exp(log_slope)), 2),
            prevalence=round(n / n_listed, 4),
            n_listed=n_listed,
            n_transfers=n,
        )
        for kind, (n_listed, n), (base, log_slope) in zip(
            kinds, counts, _minimise(leads, evidence, kinds, start), strict=True
        )
    }


def _minimise(
    leads: pd.DataFrame, evidence: Numbers, kinds: Sequence[str], start: Numbers
) -> Numbers:
    """Give base and logarithm of the slope, a row for each kind."""
    world = pd.factorize(leads["cluster"], sort=True)[0].astype(np.int64)
    is_transfer = leads["is_transfer"].to_numpy(dtype=np.float64)
    listed = leads["listed"].to_numpy(dtype=bool)
    place = leads["kind"].map({kind: n for n, kind in enumerate(kinds)}).to_numpy()
    rivals = Rivals(leads, world)

    def loss(x: Numbers) -> float:
        base, log_slope = x.reshape(-1, 2)[place].T
        log_odds = base + np.exp(log_slope) * evidence
        own = log_odds - np.log1p(rivals.add_up(np.exp(log_odds)).total)
        return float((np.logaddexp(0, own) - is_transfer * own)[listed].sum())

    found = minimize(loss, start.ravel(), method="Nelder-Mead").x
    return np.asarray(found.reshape(-1, 2))


def _of(
    kinds: Sequence[str], leads: pd.DataFrame, evidence: Numbers
) -> tuple[pd.DataFrame, Numbers]:
    rows = leads["kind"].isin(kinds).to_numpy(dtype=bool)
    return leads[rows].reset_index(drop=True), evidence[rows]


def _count(leads: pd.DataFrame, kind: str) -> tuple[int, int]:
    """Count what is listed of a kind, and the transfers among it."""
    listed = leads["kind"].eq(kind) & leads["listed"]
    return int(listed.sum()), int(leads.loc[listed, "is_transfer"].sum())
