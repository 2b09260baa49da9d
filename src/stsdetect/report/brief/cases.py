"""Cases of a brief: those on which analysts have spoken, told with what is known."""

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from stsdetect.report.brief.blocks import Figure, plain_line
from stsdetect.report.brief.naming import is_named, vessel_label
from stsdetect.report.wording import duration_words, period_words, place_words

__all__ = ["BriefCase", "join_verdicts", "select_cases", "tell_case"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefCase:
    """One case as a template reads it; reasons and notes only where it is named."""

    candidate_id: str
    kind: str
    named: bool
    a: str
    b: str
    when: str
    where: str
    region: str
    duration: str
    likelihood: str
    confidence: str
    chance: str
    n_analysts: int
    reasons_for: list[str] = field(default_factory=list)
    reasons_against: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)


def select_cases(candidates: pd.DataFrame, verdicts: pd.DataFrame) -> pd.DataFrame:
    """Choose the candidates that a brief tells: verdicts decide, the list does not.

    Parameters
    ----------
    candidates : DataFrame
        A :data:`~stsdetect.schema.CANDIDATES` table of the period.
    verdicts : DataFrame
        ``candidate_id, verdict, n_analysts``; one row per candidate.

    Returns
    -------
    DataFrame
        Candidates with verdict ``transfer``, then ``unsure``, each by priority, with
        the two columns of the verdict; those with ``no_transfer`` are left out.
    """
    told = candidates.merge(
        verdicts[["candidate_id", "verdict", "n_analysts"]], on="candidate_id"
    )
    told = told[told["verdict"] != "no_transfer"]
    order = told.assign(unsure=told["verdict"] != "transfer").sort_values(
        ["unsure", "priority", "candidate_id"], ascending=[True, False, True]
    )
    return order.drop(columns="unsure").reset_index(drop=True)


def join_verdicts(verdicts: pd.DataFrame) -> pd.DataFrame:
    """Join the verdicts of several runs: where two differ, nobody is sure.

    Parameters
    ----------
    verdicts : DataFrame
        ``candidate_id, verdict, n_analysts``, a candidate once per run.

    Returns
    -------
    DataFrame
        The same columns, each candidate once, by id.
    """
    own = verdicts.groupby("candidate_id", sort=True)
    joined = own[["verdict", "n_analysts"]].first()
    joined.loc[own["verdict"].min() != own["verdict"].max(), "verdict"] = "unsure"
    joined["n_analysts"] = own["n_analysts"].max()
    return joined.reset_index()


def tell_case(
    chosen: "pd.Series[Any]", notes: list[str], figures: list[Figure]
) -> BriefCase:
    """Tell one of the selected cases.

    Parameters
    ----------
    chosen : Series
        A row of :func:`select_cases`.
    notes : list of str
        What analysts wrote.
    figures : list of Figure
        Drawn without names where the case is not named.
    """
    named, row = is_named(chosen["verdict"]), chosen.to_dict()
    return BriefCase(
        candidate_id=str(chosen["candidate_id"]),
        kind=str(chosen["kind"]),
        named=named,
        a=vessel_label(row, "a", named=named),
        b=vessel_label(row, "b", named=named),
        when=period_words(chosen["start_time"], chosen["end_time"]),
        where=place_words(chosen["lat"], chosen["lon"]),
        region=_text(chosen["region"]),
        duration=duration_words(chosen["duration_h"]),
        likelihood=_text(chosen["likelihood_words"]),
        confidence=_text(chosen["confidence"]),
        chance=_percent(chosen["p_chance"]),
        n_analysts=int(chosen["n_analysts"]),
        reasons_for=_reasons(chosen["reasons_for"]) if named else [],
        reasons_against=_reasons(chosen["reasons_against"]) if named else [],
        notes=[plain_line(note) for note in notes] if named else [],
        figures=figures,
    )


def _reasons(text: str) -> list[str]:
    return [plain_line(reason) for reason in text.split("; ") if reason]


def _text(value: Any) -> str:
    return "" if pd.isna(value) else str(value)


def _percent(share: Any) -> str:
    if pd.isna(share):
        return ""
    return "less than 0.1 %" if share < 0.001 else f"{100 * share:.1f} %"
