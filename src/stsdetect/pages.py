"""Pages: the report of a run, with what lies behind its first candidates."""

from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import pandas as pd

from stsdetect import __version__
from stsdetect.config import Config
from stsdetect.context.land import read_land
from stsdetect.following import follow_pair
from stsdetect.ingest.store import Store
from stsdetect.record import COUNTS
from stsdetect.report import explore as explorer
from stsdetect.report.cards import Details, Followed
from stsdetect.report.explore import find_bounds
from stsdetect.report.framing import candidate_bounds, wider
from stsdetect.report.page import N_LISTED, Page, make_report, write_report
from stsdetect.schema.review import VERDICTS
from stsdetect.scoring.explain import explain_terms
from stsdetect.scoring.relevance import PRIORITY_FORMULA

__all__ = ["explore", "make_review_page", "write_page"]


N_FOLLOWED: Final = 50
"""Candidates whose tracks the report holds; ours: more than an analyst opens in a
day, and some seconds of work. ``stsdetect case`` packs those of any candidate."""


def write_page(
    candidates: pd.DataFrame,
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
        details=_details(candidates, store, config),
        land=read_land(find_bounds(candidates)),
    )


def explore(
    candidates: pd.DataFrame,
    land: gpd.GeoDataFrame | gpd.GeoSeries | None = None,
    *,
    height: int = 560,
) -> Any:
    """Draw candidates on an interactive map with its coast, which needs no network.

    See :func:`stsdetect.report.explore.explore`; without ``land`` the coast is that
    which ships with stsdetect.
    """
    coast = read_land(find_bounds(candidates)) if land is None else land
    return explorer.explore(candidates, coast, height=height)


def make_review_page(
    candidates: pd.DataFrame, store: Store, config: Config, record: dict[str, Any]
) -> Page:
    """Make the report of a run with buttons for verdicts."""
    return make_report(
        candidates,
        _summary(record, store),
        details=_details(candidates, store, config),
        land=read_land(find_bounds(candidates)),
        verdicts=VERDICTS,
    )


def _details(candidates: pd.DataFrame, store: Store, config: Config) -> Details:
    """Give what lies behind the candidates that the report lists."""
    listed = candidates.sort_values("rank").head(N_LISTED)
    if listed.empty:
        return Details()
    sources = store.read_sources()
    first = [one for _, one in listed.head(N_FOLLOWED).iterrows()]
    followed = {
        one["candidate_id"]: Followed(*follow_pair(store, one, config)) for one in first
    }
    return Details(
        followed=followed,
        coasts={
            name: read_land(wider(candidate_bounds(followed[name].tracks, one)))
            for one in first
            for name in [one["candidate_id"]]
        },
        terms=explain_terms(listed, config.aligned().scoring),
        vessels=store.read_vessels(),
        source_names=dict(zip(sources["source_id"], sources["name"], strict=True)),
    )


def _summary(record: dict[str, Any], store: Store) -> dict[str, Any]:
    """Say what the report rests on, heading to content."""
    return {
        "period": store.period,
        "What was read": [
            {name: one[name] for name in ("name", "format", *COUNTS)}
            for one in record["inputs"]
        ],
        "What was looked for": [
            f"{kind} candidates" for kind in record["kinds_sought"]
        ],
        "How the list is ordered": PRIORITY_FORMULA,
        "Parameters": _flat(record["config"]),
        "Made by": f"stsdetect {__version__}, config {record['config_hash']}",
    }


def _flat(plain: dict[str, Any], prefix: str = "") -> dict[str, str]:
    """Give nested parameters as one level of ``section.name``, those that are set."""
    flat: dict[str, str] = {}
    for name, value in plain.items():
        if isinstance(value, dict):
            flat |= _flat(value, f"{prefix}{name}.")
        elif value is not None:
            flat[prefix + name] = str(value)
    return flat
