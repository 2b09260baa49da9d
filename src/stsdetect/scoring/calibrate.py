"""Calibrate: two numbers per kind that make likelihoods true where the truth is known.

Platt's scaling (Platt, J., 1999, Probabilistic outputs for support vector machines, in
Advances in Large Margin Classifiers, MIT Press, 61–74) of capped evidence, with what
excludes a lead in the likelihood.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import minimize

from stsdetect.scoring.odds import logit
from stsdetect.scoring.rivals import find_rival_odds

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


def calibrate(leads: pd.DataFrame, evidence: Numbers) -> Calibration:
    """Find offset and slope of one kind, by maximum likelihood of what is listed.

    Parameters
    ----------
    leads : DataFrame
        Leads of one kind with ``candidate_id, kind, mmsi_a, mmsi_b, start_time,
        end_time``, ``is_transfer``, ``listed`` (a candidate, and not a part of one)
        and ``cluster``, the world of each.
    evidence : (n,) array
        What the evidence of each adds up to.

    Returns
    -------
    Calibration
        To two decimals.
    """
    world = pd.factorize(leads["cluster"], sort=True)[0].astype(np.int64)
    is_transfer = leads["is_transfer"].to_numpy(dtype=np.float64)
    listed = leads["listed"].to_numpy(dtype=bool)
    prevalence = float(is_transfer[listed].mean())

    def loss(x: Numbers) -> float:
        log_odds = x[0] + np.exp(x[1]) * evidence
        own = log_odds - np.log1p(find_rival_odds(leads, np.exp(log_odds), world))
        return float((np.logaddexp(0, own) - is_transfer * own)[listed].sum())

    start = np.array([logit(prevalence), 0.0])
    base, log_slope = minimize(loss, start, method="Nelder-Mead").x
    return Calibration(
        offset=round(float(base) - logit(prevalence), 2),
        slope=round(float(np.exp(log_slope)), 2),
        prevalence=round(prevalence, 4),
        n_listed=int(listed.sum()),
        n_transfers=int(is_transfer[listed].sum()),
    )
