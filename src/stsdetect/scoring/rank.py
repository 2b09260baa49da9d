"""Candidates: leads with likelihood, confidence and reasons, the first one first."""

import logging
from collections.abc import Collection

import numpy as np
import pandas as pd

from stsdetect.schema import CANDIDATES, LEADS
from stsdetect.scoring.confidence import rate_confidence
from stsdetect.scoring.explain import tell_reasons
from stsdetect.scoring.likelihood import (
    EXPERT_PRIOR,
    ScoreParams,
    find_likelihood,
    share_weights,
    weigh,
)
from stsdetect.scoring.observe import observe

__all__ = ["PRIORITY_FORMULA", "rank_candidates"]

log = logging.getLogger(__name__)

PRIORITY_FORMULA = "priority = 100 × likelihood, as long as relevance is not rated"
"""In words, for the report and the documentation."""


def rank_candidates(
    leads: pd.DataFrame,
    params: ScoreParams = EXPERT_PRIOR,
    *,
    without: Collection[str] = (),
) -> pd.DataFrame:
    """Score leads and put the first to look at first.

    Likelihood is the base rate of the kind moved by additive, capped log-odds;
    confidence is rated apart from it. Relevance is left empty until something rates
    it, so that priority is likelihood in points of a hundred. Ties break by id.

    Parameters
    ----------
    leads : DataFrame
        A :data:`~stsdetect.schema.LEADS` table, in any order.
    params : ScoreParams
        Base rates, step of the ticks, and how many reasons are told.
    without : collection of str
        Groups of evidence to leave out, to see what each is worth; they are the keys
        of :data:`~stsdetect.scoring.evidence.CAPS`.

    Returns
    -------
    DataFrame
        A :data:`~stsdetect.schema.CANDIDATES` table by rank. Columns of the leads
        beyond the schema come last.
    """
    LEADS.check(leads)
    LEADS.check_key(leads)
    observed = observe(leads, params.tick_step)
    weights = weigh(observed, without=without)
    counted = share_weights(weights)
    base = params.base_log_odds(observed["kind"].tolist())
    likelihood = find_likelihood(counted, base)
    pro, contra = tell_reasons(observed, weights, counted, params.max_reasons)
    candidates = leads.assign(
        likelihood=likelihood,
        relevance=np.nan,
        confidence=rate_confidence(leads).tolist(),
        priority=np.round(100 * likelihood, 2),
        reasons_for=pro,
        reasons_against=contra,
    ).sort_values(["priority", "candidate_id"], ascending=[False, True])
    candidates["rank"] = np.arange(1, len(candidates) + 1)
    log.info("%d candidates from %d leads", len(candidates), len(leads))
    return CANDIDATES.to_pandas(CANDIDATES.from_pandas(candidates))
