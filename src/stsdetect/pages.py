"""Pages: the report of a run, with what lies behind its first candidates."""

from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl

from stsdetect import __version__
from stsdetect.config import Config
from stsdetect.context.land import read_land
from stsdetect.following import follow_pair
from stsdetect.ingest.store import Store
from stsdetect.record import COUNTS
from stsdetect.report.explore import find_bounds
from stsdetect.report.page import N_CARDS, Details, write_report
from stsdetect.scoring.explain import explain_terms
from stsdetect.scoring.relevance import PRIORITY_FORMULA

__all__ = ["write_page"]


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


def _details(candidates: pd.DataFrame, store: Store, config: Config) -> Details:
    """Give what lies behind the candidates that the report shows in full."""
    first = candidates.head(N_CARDS)
    if first.empty:
        return Details()
    followed = [follow_pair(store, one, config) for _, one in first.iterrows()]
    return Details(
        tracks=pl.concat([tracks for tracks, _ in followed]).unique(
            maintain_order=True
        ),
        proximities=pl.concat([near for _, near in followed]).unique(
            maintain_order=True
        ),
        terms=explain_terms(first, config.aligned().scoring),
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
