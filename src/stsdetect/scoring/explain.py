"""Explain: every point of a score with its value and its sentence."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stsdetect.schema import LEADS
from stsdetect.scoring.challenger import Challenger, challenge
from stsdetect.scoring.evidence import EVIDENCE
from stsdetect.scoring.likelihood import (
    DEFAULT_SCORE,
    ScoreParams,
    share_weights,
    weigh,
)
from stsdetect.scoring.observe import each_lead, observe
from stsdetect.scoring.odds import add_up
from stsdetect.scoring.priors import list_priors
from stsdetect.scoring.rivals import Rivals
from stsdetect.scoring.term import DARK, Evidence
from stsdetect.scoring.words import Facts, say

__all__ = ["TERM_COLUMNS", "explain_terms", "tell_reasons"]

MIN_TOLD = 0.05
"""Least weight that is told; ours: it moves a likelihood by about one in a hundred."""

LONG_H = 72.0
"""Ours: in three days of silence two vessels anywhere in one sea can meet, so that how
often chance gives that stands before every other reason."""
LONG_SILENCE = (
    "silent for {longest_silence_h}: of random silences this long here, {p_chance} "
    "could have met as well"
)
LONG_UNKNOWN = (
    "silent for {longest_silence_h}: how often random silences this long could have "
    "met as well is not known"
)

TERM_COLUMNS = (
    "candidate_id",
    "evidence",
    "group",
    "value",
    "weight",
    "counted",
    "sentence",
    "source",
)


def explain_terms(
    leads: pd.DataFrame,
    params: ScoreParams = DEFAULT_SCORE,
    challengers: Mapping[str, Challenger] | None = None,
) -> pd.DataFrame:
    """List what moves the likelihood of each lead, and by how much.

    Parameters
    ----------
    leads : DataFrame
        A :data:`~stsdetect.schema.LEADS` table (CANDIDATES are one too), in any order.
    params, challengers
        As given to :func:`~stsdetect.scoring.rank.rank_candidates`.

    Returns
    -------
    DataFrame
        One row per lead and item that speaks of its kind, and before them those of
        the group ``prior``: ``base_rate``, ``calibration`` and, where others could have
        been the partner, ``rivals``; with ``candidate_id, evidence, group, value`` (in
        words, empty where missing), ``weight`` (log likelihood ratio, NaN where
        missing), ``counted`` (after the cap of the group, times the slope of the
        kind), ``sentence`` (empty where nothing is said) and ``source``.
        ``counted`` of one lead adds up to the log-odds of its likelihood.
    """
    LEADS.check(leads)
    observed = observe(leads, params.tick_step)
    weights = weigh(observed, params)
    kinds = observed["kind"].tolist()
    counted = share_weights(weights, params.slopes(kinds))
    offsets = params.offsets(kinds)
    if challengers:
        counted, offsets = challenge(challengers, observed, counted, offsets)
    if "rival_odds" not in observed:
        log_odds = add_up(counted, params.base_log_odds(kinds) + offsets)
        rivals = Rivals(observed).add_up(np.exp(log_odds))
        observed = observed.assign(rival_odds=rivals.total)
    each = zip(each_lead(observed), weights, counted, offsets, strict=True)
    terms = [
        row
        for lead, weight, count, offset in each
        for row in (*_prior_terms(lead, offset, params), *_terms(lead, weight, count))
    ]
    return pd.DataFrame(terms, columns=list(TERM_COLUMNS))


def tell_reasons(
    observed: pd.DataFrame,
    weights: NDArray[np.float64],
    counted: NDArray[np.float64],
    max_reasons: int,
) -> tuple[list[str], list[str]]:
    """Tell the reasons for and against each lead, the strongest first.

    Sentences are joined by ``"; "``, which no sentence holds. Against a lead stands
    also what is not known, where an analyst could find it out. Of a silence longer than
    :data:`LONG_H` the first reason is what chance gives, whatever it weighs.

    Returns
    -------
    tuple of two lists of str
        Reasons for, reasons against; one text per lead, empty without a reason.
    """
    told = [
        _reasons(lead, weight, count, max_reasons)
        for lead, weight, count in zip(
            each_lead(observed), weights, counted, strict=True
        )
    ]
    return [pro for pro, _ in told], [contra for _, contra in told]


def _prior_terms(
    lead: Mapping[Any, Any], offset: float, params: ScoreParams
) -> Iterator[tuple[Any, ...]]:
    base_rate = params.base_rate(lead["kind"])
    for prior in list_priors(base_rate, offset, lead["rival_odds"]):
        told = (prior.value, prior.counted, prior.counted, prior.sentence)
        yield lead["candidate_id"], prior.name, "prior", *told, prior.source


def _terms(
    lead: Mapping[Any, Any],
    weight: NDArray[np.float64],
    counted: NDArray[np.float64],
) -> Iterator[tuple[Any, ...]]:
    facts = Facts(lead)
    name = lead["candidate_id"]
    for item, raw, count in zip(EVIDENCE, weight, counted, strict=True):
        if lead["kind"] not in item.kinds:
            continue
        known = lead.get(item.value)
        value = "" if pd.isna(known) else say(item.value, known)
        sentence = _sentence(item, facts, count)
        yield name, item.name, item.group, value, raw, count, sentence, item.source


def _reasons(
    lead: Mapping[Any, Any],
    weights: NDArray[np.float64],
    counted: NDArray[np.float64],
    max_reasons: int,
) -> tuple[str, str]:
    facts = Facts(lead)
    strongest = np.argsort(-np.abs(counted), kind="stable")
    told = [i for i in strongest if abs(counted[i]) >= MIN_TOLD]
    for_it = [i for i in told if counted[i] > 0 and EVIDENCE[i].speaks_for]
    front = _in_front(lead, facts)
    covered = {name for i in for_it for name in EVIDENCE[i].covers}
    covered |= {"chance"} if front else set()
    pro = [i for i in for_it if EVIDENCE[i].name not in covered]
    contra = [i for i in told if counted[i] < 0 and EVIDENCE[i].speaks_against]
    unknown = [
        item.unknown.format_map(facts)
        for item, weight in zip(EVIDENCE, weights, strict=True)
        if item.unknown and lead["kind"] in item.kinds and np.isnan(weight)
    ]
    against = [_sentence(EVIDENCE[i], facts, counted[i]) for i in contra[:max_reasons]]
    if unknown:
        against.append("not known: " + ", ".join(unknown))
    reasons = [_sentence(EVIDENCE[i], facts, counted[i]) for i in pro]
    return "; ".join([*front, *reasons][:max_reasons]), "; ".join(against)


def _in_front(lead: Mapping[Any, Any], facts: Facts) -> list[str]:
    """Give what stands before the reasons of a meeting in a very long silence."""
    if lead["kind"] not in DARK or not lead["longest_silence_h"] > LONG_H:
        return []
    known = not pd.isna(lead["p_chance"])
    return [(LONG_SILENCE if known else LONG_UNKNOWN).format_map(facts)]


def _sentence(item: Evidence, facts: Facts, counted: float) -> str:
    if abs(counted) < MIN_TOLD:
        return ""
    template: str = item.speaks_for if counted > 0 else item.speaks_against
    return template.format_map(facts)
