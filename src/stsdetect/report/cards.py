"""Cards: one candidate in full, with every point of its score."""

import math
from dataclasses import dataclass
from typing import Any, Final

import geopandas as gpd
import pandas as pd
import polars as pl

from stsdetect.report.bands import RAMP, band_of
from stsdetect.report.pair import draw_distance, draw_speed, draw_tracks
from stsdetect.report.wording import (
    KIND_WORDS,
    duration_words,
    period_words,
    place_words,
    vessel_words,
)

__all__ = ["Bar", "Card", "Details", "candidate_words", "make_card", "split_reasons"]

_FULL_BAR: Final = 5.0
"""Log-odds at which a bar is full; ours: a cap of 4 and the base rate stay inside."""

_MIN_BAR: Final = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What lies behind the first candidates; each part may be left out.

    Attributes
    ----------
    tracks : DataFrame
        A :data:`~stsdetect.schema.TRACKS` or :data:`~stsdetect.schema.POSITIONS` table
        of their vessels, some hours before to some hours after.
    proximities : DataFrame
        A :data:`~stsdetect.schema.PROXIMITIES` table of their pairs.
    terms : DataFrame
        What moves each likelihood: ``candidate_id, evidence, counted, sentence``, one
        row for each item of evidence.
    """

    tracks: pl.DataFrame | None = None
    proximities: pl.DataFrame | None = None
    terms: pd.DataFrame | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One point of a score: what it says, its log-odds, its length in per cent."""

    text: str
    log_odds: float
    length: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One candidate in words, bars and figures; figures by the end of their name."""

    words: dict[str, Any]
    bars: list[Bar]
    total: float
    figures: dict[str, Any]


def make_card(
    candidate: "pd.Series[Any]",
    details: Details,
    land: gpd.GeoDataFrame | gpd.GeoSeries | None,
) -> Card:
    """Make the card of one candidate out of what is known of it."""
    figures = {}
    if details.tracks is not None:
        figures["map"] = draw_tracks(details.tracks, candidate, land)
    if details.proximities is not None:
        figures["distance"] = draw_distance(details.proximities, candidate)
        figures["speed"] = draw_speed(details.proximities, candidate)
    terms = details.terms
    if terms is not None:
        terms = terms[terms["candidate_id"] == candidate["candidate_id"]]
    return Card(
        words=candidate_words(candidate),
        bars=[] if terms is None else _bars(terms),
        total=0.0 if terms is None else round(float(terms["counted"].sum()), 2),
        figures=figures,
    )


def candidate_words(candidate: "pd.Series[Any]") -> dict[str, Any]:
    """Put one row into words, none of them escaped yet."""
    row = candidate.to_dict()
    likelihood = row["likelihood"]
    return {
        "rank": row["rank"],
        "id": row["candidate_id"],
        "kind": KIND_WORDS[row["kind"]],
        "period": period_words(row["start_time"], row["end_time"]),
        "duration": duration_words(row["duration_h"]),
        "place": place_words(row["lat"], row["lon"]),
        "decimal_place": f"{row['lat']:.5f}, {row['lon']:.5f}",
        "region": row["region"] if pd.notna(row["region"]) else "",
        "likelihood": _percent(likelihood),
        "colour": RAMP[band_of(likelihood)].colour,
        "percent": 0 if pd.isna(likelihood) else round(100 * likelihood, 1),
        "likelihood_words": _text(row["likelihood_words"]),
        "relevance": "not rated"
        if pd.isna(row["relevance"])
        else f"{row['relevance']:.0f} of 100",
        "relevance_parts": split_reasons(_text(row["relevance_parts"])),
        "priority": "" if pd.isna(row["priority"]) else f"{row['priority']:.0f}",
        "confidence": row["confidence"] if pd.notna(row["confidence"]) else "not rated",
        "vessels": [v for v in (vessel_words(row, side) for side in "ab") if v],
        "reasons_for": split_reasons(row["reasons_for"]),
        "alternatives": split_reasons(_text(row["alternatives"])),
        "parts": split_reasons(_text(row["parts"])),
        "reasons_against": split_reasons(row["reasons_against"]),
    }


def split_reasons(reasons: str) -> list[str]:
    """Split what the score joined, without empty parts.

    Examples
    --------
    >>> split_reasons("alongside for 2 h; both tankers"), split_reasons("")
    (['alongside for 2 h', 'both tankers'], [])
    """
    return [reason for reason in reasons.split("; ") if reason]


def _text(value: Any) -> str:
    return str(value) if pd.notna(value) else ""


def _percent(likelihood: float) -> str:
    if math.isnan(likelihood):
        return ""
    return f"{100 * likelihood:.0f} %" if likelihood >= 0.005 else "< 1 %"


def _bars(terms: pd.DataFrame) -> list[Bar]:
    told = terms[terms["counted"].abs() >= _MIN_BAR]
    return [
        Bar(
            text=sentence or evidence.replace("_", " "),
            log_odds=round(counted, 2),
            length=round(min(1.0, abs(counted) / _FULL_BAR) * 50, 1),
        )
        for evidence, counted, sentence in zip(
            told["evidence"], told["counted"], told["sentence"], strict=True
        )
    ]
