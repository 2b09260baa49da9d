"""Report: one HTML page that shows candidates, why they rank, and what it rests on."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined

from stsdetect.files import written_whole
from stsdetect.report.bands import RAMP, band_of
from stsdetect.report.cards import Card, Details, candidate_words, make_card
from stsdetect.report.embed import bokeh_scripts, model_json
from stsdetect.report.explore import explore
from stsdetect.report.ground import ground_sections, period_text
from stsdetect.schema import CANDIDATES

__all__ = ["N_CARDS", "N_LISTED", "Details", "write_report"]

N_LISTED: Final = 20
"""Candidates in the table of the report; the CSV has all."""

N_CARDS: Final = 10
"""Candidates that are shown in full."""


def write_report(
    candidates: pd.DataFrame,
    summary: Mapping[str, Any],
    path: Path | str,
    *,
    details: Details | None = None,
    land: gpd.GeoDataFrame | gpd.GeoSeries | None = None,
) -> None:
    """Write a page that opens in any browser, with no network.

    Every text from AIS is escaped, and a content security policy keeps the page from
    loading anything. The same input gives the same bytes.

    Parameters
    ----------
    candidates : DataFrame or GeoDataFrame
        A :data:`~stsdetect.schema.CANDIDATES` table, in any order. The first 20 are
        listed, the first 10 have a card, all are on the map.
    summary : mapping
        What the report rests on, heading to content: text, a list of text, a mapping,
        or a list of mappings, which is a table. Shown in the order given. ``title``
        and ``period``, text or two times, stand at the head of the page.
    path : path
        Replaced as a whole, or not at all.
    details : Details, optional
        What lies behind the first candidates: tracks, proximities, terms.
    land : GeoDataFrame or GeoSeries, optional
        Polygons in EPSG:4326 for the maps.

    Raises
    ------
    InputError
        The file can't be written.
    """
    CANDIDATES.check(candidates)
    ranked = candidates.sort_values("rank")
    first = [row for _, row in ranked.head(N_LISTED).iterrows()]
    cards = [make_card(row, details or Details(), land) for row in first[:N_CARDS]]
    page = _template().render(
        title=str(summary.get("title", "Candidates for ship-to-ship transfers")),
        period=period_text(summary),
        n_candidates=len(ranked),
        bands=_bands(ranked),
        listed=[candidate_words(row) for row in first],
        cards=cards,
        sections=ground_sections(summary),
        figures=_figures(ranked, cards, land),
        bokeh_scripts=bokeh_scripts(),
    )
    with written_whole(Path(path)) as aside:
        aside.write_text(page, encoding="utf-8", newline="\n")


def _template() -> Any:
    environment = Environment(
        loader=PackageLoader("stsdetect.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html")


def _bands(ranked: pd.DataFrame) -> list[dict[str, Any]]:
    """Count candidates by band of likelihood, the likeliest first."""
    numbers = ranked["likelihood"].map(band_of)
    return [
        {"label": band.label, "colour": band.colour, "count": (numbers == place).sum()}
        for place, band in reversed(list(enumerate(RAMP)))
    ]


def _figures(
    ranked: pd.DataFrame,
    cards: list[Card],
    land: gpd.GeoDataFrame | gpd.GeoSeries | None,
) -> dict[str, str]:
    """Give element id to JSON of each figure."""
    figures = {} if ranked.empty else {"overview": explore(ranked, land)}
    for card in cards:
        for name, figure in card.figures.items():
            figures[f"card-{card.words['rank']}-{name}"] = figure
    return {element: model_json(figure) for element, figure in figures.items()}
