"""Pages: the report of a run, with what lies behind its first candidates."""

from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import pandas as pd

from stsdetect import __version__
from stsdetect.config import Config
from stsdetect.context.land import read_land
from stsdetect.context.regions import read_regions
from stsdetect.events.areas import find_areas, find_last_heard, find_silences
from stsdetect.followed import follow_listed
from stsdetect.ingest.store import Store
from stsdetect.pipeline import Events
from stsdetect.record import COUNTS
from stsdetect.report import explore as explorer
from stsdetect.report.cards import Details
from stsdetect.report.explore import find_bounds
from stsdetect.report.page import N_LISTED, Page, make_report, write_report
from stsdetect.schema.review import VERDICTS
from stsdetect.scoring.explain import explain_terms
from stsdetect.scoring.relevance import PRIORITY_FORMULA

__all__ = ["explore", "make_review_page", "write_page"]


EDGE_DEG: Final = 1.5
"""Ours: how far the map of one candidate reaches beyond that of all, mostly."""


_FILES: Final = (
    *("port_files", "region_files", "watchlists", "registries"),
    *("detections", "sea_states"),
)
"""Parameters that are files which a user brings."""

_BROUGHT: Final = {
    "watchlists": "watch list",
    "registries": "register",
    "detections": "detections in images",
    "sea_states": "sea state",
}
"""Of them those that a record tells with their hash, and in words."""


def write_page(
    candidates: pd.DataFrame,
    events: Events,
    store: Store,
    config: Config,
    record: dict[str, Any],
    path: Path,
) -> None:
    """Write the report of a run."""
    write_report(
        candidates,
        _summary(record, store),
        path,
        details=_details(candidates, events, store, config),
        land=_land(candidates),
        regions=read_regions(config.region_files),
    )


def explore(
    candidates: pd.DataFrame,
    land: gpd.GeoDataFrame | gpd.GeoSeries | None = None,
    *,
    height: int = 560,
    regions: gpd.GeoDataFrame | None = None,
) -> Any:
    """Draw candidates on an interactive map with its coast, which needs no network.

    See :func:`stsdetect.report.explore.explore`; without ``land`` the coast, and
    without ``regions`` the regions are those which ship with stsdetect.
    """
    coast = read_land(find_bounds(candidates)) if land is None else land
    named = read_regions() if regions is None else regions
    return explorer.explore(candidates, coast, height=height, regions=named)


def make_review_page(
    candidates: pd.DataFrame,
    events: Events,
    store: Store,
    config: Config,
    record: dict[str, Any],
) -> Page:
    """Make the report of a run with buttons for verdicts."""
    return make_report(
        candidates,
        _summary(record, store),
        details=_details(candidates, events, store, config),
        land=_land(candidates),
        regions=read_regions(config.region_files),
        verdicts=VERDICTS,
    )


def _details(
    candidates: pd.DataFrame, events: Events, store: Store, config: Config
) -> Details:
    """Give what lies behind the candidates that the report lists."""
    listed = candidates.sort_values("rank").head(N_LISTED)
    if listed.empty:
        return Details()
    meetings, gaps = events.rendezvous, events.gaps
    areas = find_areas(meetings, gaps, config.rendezvous.min_visit)
    silences = find_silences(meetings, gaps)
    followed = follow_listed(store, listed, silences, events.reception, config)
    sources = store.read_sources()
    return Details(
        followed=followed,
        terms=explain_terms(listed, config.aligned().scoring),
        vessels=store.read_vessels(),
        source_names=dict(zip(sources["source_id"], sources["name"], strict=True)),
        areas=areas,
        last_heard=find_last_heard(meetings, gaps),
    )


def _land(candidates: pd.DataFrame) -> gpd.GeoDataFrame:
    """Read the land that the overview shows, and the maps of candidates at its edge."""
    west, south, east, north = find_bounds(candidates)
    return read_land(
        (west - EDGE_DEG, south - EDGE_DEG, east + EDGE_DEG, north + EDGE_DEG)
    )


def _summary(record: dict[str, Any], store: Store) -> dict[str, Any]:
    """Say what the report rests on, heading to content."""
    return {
        "period": store.period,
        "What was read": [
            {name: one[name] for name in ("name", "format", *COUNTS)}
            for one in record["inputs"]
        ],
        "What was brought beside it": [
            {"as": words, "name": Path(one["name"]).name, "SHA-256": one["sha256"]}
            for part, words in _BROUGHT.items()
            for one in record.get(part, ())
        ],
        "What was looked for": [
            f"{kind} candidates" for kind in record["kinds_sought"]
        ],
        "How the list is ordered": PRIORITY_FORMULA,
        "Parameters": _flat(_without_folders(record["config"])),
        "Made by": f"stsdetect {__version__}, config {record['config_hash']}",
    }


def _without_folders(config: dict[str, Any]) -> dict[str, Any]:
    """Leave of each file its name: reports are handed on, folders are the user's."""
    named = {
        part: ", ".join(Path(one).name for one in config[part]) or None
        for part in _FILES
    }
    region = config["region"]
    return config | named | {"region": region and Path(region).name}


def _flat(plain: dict[str, Any], prefix: str = "") -> dict[str, str]:
    """Give nested parameters as one level of ``section.name``, those that are set."""
    flat: dict[str, str] = {}
    for name, value in plain.items():
        if isinstance(value, dict):
            flat |= _flat(value, f"{prefix}{name}.")
        elif value is not None:
            flat[prefix + name] = str(value)
    return flat
