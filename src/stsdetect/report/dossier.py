"""Dossier: texts of a case, in Markdown: who, what else it could be, how it is done."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd

from stsdetect.report.wording import (
    KIND_WORDS,
    NOT_KNOWN,
    duration_words,
    last_heard_words,
    period_words,
    place_words,
    vessel_words,
)
from stsdetect.schema.last_heard import LastHeard

__all__ = ["describe_alternatives", "describe_case", "describe_identity"]

_MARKS = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_{}[]<>()#+-!|"})

LEAD = "This is a lead to check, never a finding."

_LOOK_ALIKES = """Bunkering, a tow, pilotage, fishing in company, neighbours at anchor,
weather, a breakdown, a boarding by authorities, interference with satellite navigation
and a shared MMSI look alike in AIS. Ask for each before anything is published."""


def describe_case(
    candidate: Mapping[Any, Any], priority: str, last_heard: LastHeard | None = None
) -> str:
    """Tell a candidate on one page: who, when, where, for and against, how ordered.

    Of a vessel b that is not heard again it tells where it was last heard.
    """
    names = [
        f"- {side}: {_safe(vessel['name'])}, {_safe(vessel['particulars'])}"
        for side in ("a", "b")
        if (vessel := vessel_words(candidate, side)) is not None
    ]
    when = period_words(candidate["start_time"], candidate["end_time"])
    where = place_words(candidate["lat"], candidate["lon"])
    lines = [
        f"# Candidate {candidate['candidate_id']}",
        "",
        f"**{LEAD}** {KIND_WORDS[candidate['kind']].capitalize()}.",
        "",
        *names,
        f"- when: {when} UTC, {duration_words(candidate['duration_h'])}",
        f"- where: {where} ({candidate['lat']:.5f}, {candidate['lon']:.5f})",
        *([] if last_heard is None else [f"- {last_heard_words(last_heard)}"]),
        *_scores(candidate),
        *_doubts(candidate),
        f"- rank {candidate['rank']}; {priority}",
        "",
        "## For a transfer",
        "",
        *_bullets(candidate["reasons_for"]),
        "",
        "## Against, or not known",
        "",
        *_bullets(f"{candidate['reasons_against']}; {NOT_KNOWN[candidate['kind']]}"),
    ]
    return "\n".join(lines) + "\n"


def describe_identity(vessels: pd.DataFrame, mmsis: Sequence[int]) -> str:
    """Tell what each vessel said of itself, change by change.

    Parameters
    ----------
    vessels : DataFrame
        A :data:`~stsdetect.schema.VESSELS` table of the vessels, in any order.
    mmsis : sequence of int
        In the order in which they are told.
    """
    lines = ["# What the vessels said of themselves", "", f"**{LEAD}**"]
    for mmsi in mmsis:
        told = vessels[vessels["mmsi"] == mmsi].sort_values("valid_from")
        lines += ["", f"## MMSI {mmsi}", ""]
        if told.empty:
            lines.append("No particulars were received.")
        for _, row in told.iterrows():
            known = [
                words.format(_said(row[name]))
                for name, words in _TOLD.items()
                if name in row and pd.notna(row[name])
            ]
            since = f"{row['valid_from']:%Y-%m-%d %H:%M} UTC"
            lines.append(f"- from {since}: {', '.join(known) or 'nothing known'}")
    return "\n".join(lines) + "\n"


_TOLD: Final = {
    "shipname": "name {}",
    "imo": "IMO {}",
    "flag_state_number": "number of a flag state {}",
    "callsign": "call sign {}",
    "ship_type": "type of ship {}",
    "length_m": "{} m long",
    "beam_m": "{} m broad",
    "draught": "draught {} m",
    "destination": "destination {}",
    "eta": "due {}",
}
"""What a vessel tells of itself, in the order of these words."""


def _scores(candidate: Mapping[Any, Any]) -> list[str]:
    """Tell the three figures, each by itself."""
    likelihood, words = candidate["likelihood"], candidate.get("likelihood_words")
    said = f", {words}" if isinstance(words, str) else ""
    told = {
        "likelihood": "" if pd.isna(likelihood) else f"{likelihood:.2f}{said}",
        "confidence": candidate["confidence"],
        "relevance": candidate["relevance"],
    }
    return [
        f"- {name}: {value}"
        for name, value in told.items()
        if value != "" and pd.notna(value)
    ]


_DOUBTS: Final = {
    "destination_doubts": "destination, not counted",
    "laden_without_port": "laden without a port, not counted",
}
"""What crews typed in that doesn't fit, in the order in which it is told."""


def _doubts(candidate: Mapping[Any, Any]) -> list[str]:
    """Tell what of destinations and draughts doesn't fit the voyage, if anything."""
    return [
        f"- {words}: {_safe(doubts)}"
        for name, words in _DOUBTS.items()
        if isinstance(doubts := candidate.get(name), str)
    ]


def describe_alternatives(terms: pd.DataFrame, considered: str, against: str) -> str:
    """Tell what else could explain it, and every point of the score that spoke against.

    Parameters
    ----------
    terms : DataFrame
        What moves the likelihood of this candidate: columns ``evidence, counted,
        sentence, source``.
    considered : str
        Alternatives that the score considered, joined by ``"; "``; may be empty.
    against : str
        Reasons against, joined by ``"; "``; may be empty.
    """
    starts = terms["evidence"].isin(["base_rate", "calibration"])
    contrary = terms[(terms["counted"] < 0) & ~starts]
    points = [
        f"- {_safe(sentence or evidence.replace('_', ' '))} ({counted:+.2f}; {source})"
        for evidence, counted, sentence, source in zip(
            contrary["evidence"],
            contrary["counted"],
            contrary["sentence"],
            contrary["source"],
            strict=True,
        )
    ]
    lines = [
        "# What else it could be",
        "",
        _LOOK_ALIKES,
        "",
        "## Considered by the score",
        "",
        *(_bullets(considered) if considered else _bullets(against)),
        "",
        "## Every point against, in log-odds",
        "",
        *(points or ["- none"]),
    ]
    return "\n".join(lines) + "\n"


def _bullets(reasons: str) -> list[str]:
    told = [f"- {_safe(reason)}" for reason in reasons.split("; ") if reason]
    return told or ["- nothing"]


def _said(value: Any) -> str:
    return f"{value:.1f}" if isinstance(value, float) else _safe(str(value))


def _safe(text: str) -> str:
    """Keep text of strangers from being markup, on one line."""
    return " ".join(text.split()).translate(_MARKS)
