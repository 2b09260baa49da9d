"""Report: one HTML page that shows candidates, why they rank, and what it rests on."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import geopandas as gpd
import pandas as pd
import polars as pl
from bokeh.layouts import column
from jinja2 import Environment, PackageLoader, StrictUndefined

from stsdetect.disk.files import written_whole
from stsdetect.report.bands import RAMP, band_of
from stsdetect.report.cards import Card, Details, make_card
from stsdetect.report.embed import bokeh_scripts, model_json
from stsdetect.report.explore import explore
from stsdetect.report.framing import mmsi_of
from stsdetect.report.ground import ground_sections, period_text
from stsdetect.report.policy import content_policy
from stsdetect.report.skeleton import draw_map, draw_panels
from stsdetect.report.spans import draw_spans
from stsdetect.report.wording import KIND_WORDS
from stsdetect.schema import CANDIDATES, KINDS

__all__ = ["N_LISTED", "Details", "Page", "make_report", "write_report"]

N_LISTED: Final = 1_000
"""Candidates in the list of the report; the CSV has all."""


N_COASTS: Final = 50
"""Candidates with a coast of their own, the first by rank; on the maps of all others
that of the overview is drawn: coasts take most of the time and of the file."""


class Page(NamedTuple):
    """A page in full, and the content security policy that it carries."""

    text: str
    policy: str


def write_report(
    candidates: pd.DataFrame,
    summary: Mapping[str, Any],
    path: Path | str,
    *,
    details: Details | None = None,
    land: gpd.GeoDataFrame | gpd.GeoSeries | None = None,
    regions: gpd.GeoDataFrame | None = None,
) -> None:
    """Write a page that opens in any browser, with no network.

    Every text from AIS is escaped, and a content security policy keeps the page from
    loading anything. What is behind a candidate is unpacked when it is opened. The
    same input gives the same bytes.

    Parameters
    ----------
    candidates : DataFrame or GeoDataFrame
        A :data:`~stsdetect.schema.CANDIDATES` table, in any order. The first 1,000
        are listed, all are on the map.
    summary : mapping
        What the report rests on, heading to content: text, a list of text, a mapping,
        or a list of mappings, which is a table. Shown in the order given. ``title``
        and ``period``, text or two times, stand at the head of the page.
    path : path
        Replaced as a whole, or not at all.
    details : Details, optional
        What lies behind the candidates: tracks, proximities, terms.
    land : GeoDataFrame or GeoSeries, optional
        Polygons in EPSG:4326 for the maps.
    regions : GeoDataFrame, optional
        Areas with a ``name``, in EPSG:4326, for the map of all candidates.

    Raises
    ------
    InputError
        The file can't be written.
    """
    page = make_report(candidates, summary, details=details, land=land, regions=regions)
    with written_whole(Path(path)) as aside:
        aside.write_text(page.text, encoding="utf-8", newline="\n")


def make_report(
    candidates: pd.DataFrame,
    summary: Mapping[str, Any],
    *,
    details: Details | None = None,
    land: gpd.GeoDataFrame | gpd.GeoSeries | None = None,
    regions: gpd.GeoDataFrame | None = None,
    verdicts: Sequence[str] = (),
) -> Page:
    """Make the page that :func:`write_report` writes, or the one for a review.

    Parameters
    ----------
    candidates, summary, details, land, regions
        As for :func:`write_report`.
    verdicts : sequence of str
        What an analyst may say of each candidate: a button each, a note, and what was
        said so far. The page then asks ``labels`` beside its own address, and nothing
        else.
    """
    CANDIDATES.check(candidates)
    ranked = candidates.sort_values("rank")
    figures, environment = _figures(ranked, land, regions), _environment()
    scripts = _scripts(environment, reviewed=bool(verdicts)) if figures else []
    policy = content_policy(scripts, asks=bool(verdicts))
    text = environment.get_template("page.html").render(
        title=str(summary.get("title", "Candidates for ship-to-ship transfers")),
        period=period_text(summary),
        n_candidates=len(ranked),
        bands=_bands(ranked),
        kinds=_kinds(ranked),
        regions=sorted(ranked["region"].dropna().unique()),
        cards=_cards(ranked.head(N_LISTED), details or Details(), land),
        sections=ground_sections(summary),
        figures=figures,
        scripts=scripts,
        policy=policy,
        verdicts=verdicts,
    )
    return Page(text, policy)


def _scripts(environment: Environment, *, reviewed: bool) -> list[str]:
    """Give all that runs in the page; nothing else may, says its policy."""
    own = ["sheet.js", "page.js", *(["review.js"] if reviewed else [])]
    texts = [environment.get_template(name).render() for name in own]
    return [*bokeh_scripts(), *texts]


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("stsdetect.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _cards(
    listed: pd.DataFrame,
    details: Details,
    land: gpd.GeoDataFrame | gpd.GeoSeries | None,
) -> list[Card]:
    terms, vessels = details.terms, details.vessels
    own = {} if terms is None else dict(iter(terms.groupby("candidate_id", sort=False)))
    told = {} if vessels is None else vessels.partition_by("mmsi", as_dict=True)
    return [
        make_card(
            row,
            details,
            own.get(row["candidate_id"]),
            _told_by(row, told),
            land if place < N_COASTS else None,
        )
        for place, (_, row) in enumerate(listed.iterrows())
    ]


def _told_by(
    candidate: "pd.Series[Any]", told: Mapping[tuple[Any, ...], pl.DataFrame]
) -> pl.DataFrame | None:
    """Give what the vessels of a candidate told of themselves, None if nothing."""
    keys = [(mmsi_of(candidate, side),) for side in "ab"]
    known = [told[key] for key in keys if key in told]
    return pl.concat(known) if known else None


def _bands(ranked: pd.DataFrame) -> list[dict[str, Any]]:
    """Count candidates by band of likelihood, the likeliest first."""
    numbers = ranked["likelihood"].map(band_of)
    return [
        {"label": band.label, "colour": band.colour, "count": (numbers == place).sum()}
        for place, band in reversed(list(enumerate(RAMP)))
    ]


def _kinds(ranked: pd.DataFrame) -> list[tuple[str, str, int]]:
    """Count candidates by kind, those that occur."""
    counts = [(kind, int((ranked["kind"] == kind).sum())) for kind in KINDS]
    return [(kind, KIND_WORDS[kind], count) for kind, count in counts if count]


def _figures(
    ranked: pd.DataFrame,
    land: gpd.GeoDataFrame | gpd.GeoSeries | None,
    regions: gpd.GeoDataFrame | None,
) -> dict[str, str]:
    """Give element id to JSON of each figure; map and panels are for each card."""
    if ranked.empty:
        return {}
    overview = column(
        explore(ranked, land, regions=regions),
        draw_spans(ranked),
        sizing_mode="stretch_width",
    )
    return {"overview": model_json(overview)} | _skeletons()


@cache
def _skeletons() -> dict[str, str]:
    """Give the drawings without data as JSON: the same for every report, drawn once."""
    return {"map": model_json(draw_map()), "panels": model_json(draw_panels())}
