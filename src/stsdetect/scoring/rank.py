"""Candidates: leads with likelihood, confidence and reasons, the first one first."""

import logging
from collections.abc import Collection

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stsdetect.schema import CANDIDATES, LEADS
from stsdetect.scoring.alternatives import tell_alternatives
from stsdetect.scoring.challenger import Challenger, challenge
from stsdetect.scoring.confidence import rate_confidence
from stsdetect.scoring.explain import tell_reasons
from stsdetect.scoring.likelihood import (
    DEFAULT_SCORE,
    ScoreParams,
    share_weights,
    weigh,
)
from stsdetect.scoring.observe import observe
from stsdetect.scoring.odds import add_up, find_likelihood
from stsdetect.scoring.relevance import find_priority, rate_relevance
from stsdetect.scoring.rivals import Rivals
from stsdetect.scoring.words import say_likelihood

__all__ = ["rank_candidates"]

log = logging.getLogger(__name__)


def rank_candidates(
    leads: pd.DataFrame,
    params: ScoreParams = DEFAULT_SCORE,
    *,
    without: Collection[str] = (),
    challengers: dict[str, Challenger] | None = None,
    rival_odds: NDArray[np.float64] | None = None,
) -> pd.DataFrame:
    """Score leads and put the first to look at first.

    Likelihood is the base rate of the kind moved by additive, capped log-odds, and
    shared among leads that exclude each other; relevance adds points for what concerns
    North Korea; confidence is rated apart from both. Priority is made of likelihood and
    relevance. Ties break by id.

    Parameters
    ----------
    leads : DataFrame
        A :data:`~stsdetect.schema.LEADS` table, in any order.
    params : ScoreParams
        Base rates, step of the ticks, and how many reasons are told.
    without : collection of str
        Groups of evidence to leave out, to see what each is worth; they are the keys
        of :data:`~stsdetect.scoring.evidence.CAPS`.
    challengers : dict of str to Challenger, optional
        Trees that say, for their kinds, what evidence adds up to; reasons are told by
        the share of each item in that.
    rival_odds : (n,) array, optional
        Odds of those that exclude each lead, where they are not among the leads.

    Returns
    -------
    DataFrame
        A :data:`~stsdetect.schema.CANDIDATES` table by rank. Columns of the leads
        beyond the schema come last.
    """
    LEADS.check(leads)
    LEADS.check_key(leads)
    observed = observe(leads, params.tick_step)
    weights = weigh(observed, params, without=without)
    kinds = observed["kind"].tolist()
    counted = share_weights(weights, params.slopes(kinds))
    offsets = params.offsets(kinds)
    if challengers:
        counted, offsets = challenge(challengers, observed, counted, offsets)
    log_odds = add_up(counted, params.base_log_odds(kinds) + offsets)
    rivals = Rivals(observed).add_up(np.exp(log_odds))
    if rival_odds is None:
        rival_odds = np.round(rivals.total, 6)
    likelihood = find_likelihood(log_odds, rival_odds)
    pro, contra = tell_reasons(observed, weights, counted, params.max_reasons)
    relevance, parts = rate_relevance(observed)
    candidates = leads.assign(
        likelihood=likelihood,
        relevance=relevance,
        confidence=rate_confidence(leads).tolist(),
        priority=find_priority(likelihood, relevance),
        reasons_for=pro,
        reasons_against=contra,
        likelihood_words=[say_likelihood(one) for one in likelihood],
        relevance_parts=parts,
        alternatives=tell_alternatives(observed, params.max_reasons),
        rival_odds=rival_odds,
        rival_odds_other=np.round(rivals.other, 6),
    ).sort_values(["priority", "candidate_id"], ascending=[False, True])
    candidates["rank"] = np.arange(1, len(candidates) + 1)
    log.info("%d candidates from %d leads", len(candidates), len(leads))
    return CANDIDATES.to_pandas(CANDIDATES.from_pandas(candidates))
