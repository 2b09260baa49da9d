"""Cards: one candidate in full, with every point of its score."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import geopandas as gpd
import pandas as pd
import polars as pl
from shapely.geometry.base import BaseGeometry

from stsdetect.report.bands import RAMP, band_of
from stsdetect.report.sheet import pack_sheet, sheet_of
from stsdetect.report.trails import Followed
from stsdetect.report.witness import identity_rows, position_rows
from stsdetect.report.wording import (
    KIND_WORDS,
    NOT_KNOWN,
    duration_words,
    last_heard_words,
    local_words,
    pair_words,
    period_words,
    place_words,
    vessel_words,
)
from stsdetect.schema.last_heard import LastHeard

__all__ = [
    "Bar",
    "Card",
    "Details",
    "candidate_words",
    "make_card",
    "split_reasons",
]

_FULL_BAR: Final = 5.0
"""Log-odds at which a bar is full; ours: a cap of 4 and the base rate stay inside."""

_MIN_BAR: Final = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What lies behind candidates; each part may be left out.

    Attributes
    ----------
    followed : mapping
        Candidate id to :class:`~stsdetect.report.trails.Followed`; a candidate that is
        not in it has no figures.
    terms : DataFrame
        What moves each likelihood: ``candidate_id, evidence, counted, sentence``, one
        row for each item of evidence.
    vessels : DataFrame
        A :data:`~stsdetect.schema.VESSELS` table.
    source_names : mapping
        ``source_id`` to the name of the file.
    areas : mapping
        Candidate id to where its vessels could have met, in EPSG:4326.
    last_heard : mapping
        Candidate id to the last report of a vessel b that is not heard again.
    """

    followed: Mapping[str, Followed] = field(default_factory=dict)
    terms: pd.DataFrame | None = None
    vessels: pl.DataFrame | None = None
    source_names: Mapping[str, str] = field(default_factory=dict)
    areas: Mapping[str, BaseGeometry] = field(default_factory=dict)
    last_heard: Mapping[str, LastHeard] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One point of a score: what it says, its log-odds, its length in per cent."""

    text: str
    log_odds: float
    length: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One candidate in words, bars, rows, and the packed data of its figures."""

    words: dict[str, Any]
    bars: list[Bar]
    total: float
    sheet: str
    has_area: bool
    last_heard: str
    positions: list[dict[str, str]]
    identity: list[dict[str, str]]


def make_card(
    candidate: "pd.Series[Any]",
    details: Details,
    terms: pd.DataFrame | None = None,
    particulars: pl.DataFrame | None = None,
    land: gpd.GeoDataFrame | gpd.GeoSeries | None = None,
) -> Card:
    """Make the card of one candidate out of what is known of it.

    Parameters
    ----------
    candidate : Series
        A row of :data:`~stsdetect.schema.CANDIDATES`.
    details : Details
        What lies behind it.
    terms, particulars : DataFrame, optional
        The rows of ``details.terms`` that are its own, those of ``details.vessels``
        that are its vessels'.
    land : GeoDataFrame or GeoSeries, optional
        Polygons in EPSG:4326; without, the page draws the coast of its overview.
    """
    name = candidate["candidate_id"]
    followed, last = details.followed.get(name), details.last_heard.get(name)
    sheet, positions = "", []
    if followed is not None:
        drawn = sheet_of(
            candidate, followed, particulars, land, details.areas.get(name), last
        )
        sheet = pack_sheet(drawn)
        positions = position_rows(followed.tracks, candidate, details.source_names)
    return Card(
        words=candidate_words(candidate),
        bars=[] if terms is None else _bars(terms),
        total=0.0 if terms is None else round(float(terms["counted"].sum()), 2),
        sheet=sheet,
        has_area=name in details.areas,
        last_heard="" if last is None else last_heard_words(last),
        positions=positions,
        identity=[] if particulars is None else identity_rows(particulars, candidate),
    )


def candidate_words(candidate: "pd.Series[Any]") -> dict[str, Any]:
    """Put one row into words, none of them escaped yet."""
    row = candidate.to_dict()
    likelihood = row["likelihood"]
    period = row["start_time"], row["end_time"]
    return {
        "rank": row["rank"],
        "id": row["candidate_id"],
        "kind": row["kind"],
        "kind_words": KIND_WORDS[row["kind"]],
        "names": pair_words(row),
        "period": period_words(*period),
        "local": local_words(*period, row["lon"]),
        "duration": duration_words(row["duration_h"]),
        "place": place_words(row["lat"], row["lon"]),
        "decimal_place": f"{row['lat']:.5f}, {row['lon']:.5f}",
        "region": _text(row["region"]),
        "likelihood": _percent(likelihood),
        "likelihood_words": _text(row["likelihood_words"]),
        "colour": RAMP[band_of(likelihood)].colour,
        "percent": 0 if pd.isna(likelihood) else round(100 * likelihood, 1),
        "relevance": _relevance(row["relevance"]),
        "relevance_parts": split_reasons(_text(row["relevance_parts"])),
        "chance": "" if pd.isna(row["p_chance"]) else _chance(row["p_chance"]),
        "by_chance": _by_chance(row["false_discovery_rate"]),
        "priority": "" if pd.isna(row["priority"]) else f"{row['priority']:.0f}",
        "confidence": _text(row["confidence"]) or "not rated",
        "vessels": [v for v in (vessel_words(row, side) for side in "ab") if v],
        "destinations": _text(row.get("destination_doubts")),
        "laden": _text(row.get("laden_without_port")),
        "listed": [
            (side, entry)
            for side in "ab"
            for entry in filter(None, _text(row[f"watchlist_{side}"]).split(" / "))
        ],
        "reasons_for": split_reasons(row["reasons_for"]),
        "alternatives": split_reasons(_text(row["alternatives"])),
        "parts": split_reasons(_text(row["parts"])),
        "reasons_against": split_reasons(row["reasons_against"]),
        "not_known": NOT_KNOWN[row["kind"]],
    }


def split_reasons(reasons: str) -> list[str]:
    """Split what the score joined, without empty parts.

    Examples
    --------
    >>> split_reasons("alongside for 2 h; both tankers"), split_reasons("")
    (['alongside for 2 h', 'both tankers'], [])
    """
    return [reason for reason in reasons.split("; ") if reason]


def _relevance(relevance: float) -> str:
    return "not rated" if pd.isna(relevance) else f"{relevance:.0f} of 100"


def _text(value: Any) -> str:
    return str(value) if pd.notna(value) else ""


def _percent(share: float) -> str:
    if math.isnan(share):
        return ""
    if 0.0 < share < 0.001:
        return "< 0.1 %"
    return f"{100 * share:.0f} %" if share >= 0.0095 else f"{100 * share:.1f} %"


def _chance(share: float) -> str:
    """Give a share as the reasons do, with a decimal below 10 %."""
    if share < 0.001:
        return "less than 0.1 %"
    return f"{100 * share:.0f} %" if share >= 0.0995 else f"{100 * share:.1f} %"


def _by_chance(rate: float) -> str:
    return "" if pd.isna(rate) else _chance(rate)


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
