"""Ground of a brief: run folders, what they looked at, and where they are from."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pandas as pd
import polars as pl

from stsdetect.config import Config, config_from_json
from stsdetect.events.reception_by_hour import ReceptionByHour
from stsdetect.export.geo import read_candidates
from stsdetect.ingest.store import Store, open_store
from stsdetect.labelling import read_labels, read_verdicts, verify_labels
from stsdetect.record import require_record
from stsdetect.report.brief.blocks import plain_line
from stsdetect.report.brief.coverage import Coverage, find_heard, rate_reception
from stsdetect.review.labels import match_labels
from stsdetect.run_folder import read_events
from stsdetect.schema import KINDS, RECEPTION

__all__ = ["Period", "Run", "find_coverage", "read_run", "tell_file", "tell_run"]

_DAY: Final = timedelta(days=1)

Period = tuple[datetime, datetime]
"""From the first, without the second."""


@dataclass(frozen=True, slots=True)
class Run:
    """A run folder with all that a brief reads of it."""

    folder: Path
    record: dict[str, Any]
    config: Config
    store: Store
    candidates: pd.DataFrame
    verdicts: pd.DataFrame
    labels: pd.DataFrame


def read_run(folder: Path) -> Run:
    """Read a run folder.

    Raises
    ------
    InputError
        It is none, or is not ranked yet.
    """
    record = require_record(folder)
    candidates = pd.DataFrame(read_candidates(folder).drop(columns="geometry"))
    return Run(
        folder,
        record,
        config_from_json(record["config"]),
        open_store(folder / record["store"]),
        candidates,
        read_verdicts(folder),
        match_labels(read_labels(folder), candidates),
    )


def find_coverage(runs: list[Run], period: Period) -> Coverage:
    """Find what several runs looked at in a period, and what they could not see."""
    since, until = period
    heard = [
        find_heard(
            run.store.read_parts(["mmsi", "timestamp"], since.date(), until.date()),
            max(since, run.config.since or since),
            min(until, run.config.until or until),
        )
        for run in runs
    ]
    events = [read_events(run.folder) for run in runs]
    gaps = pd.concat([one.gaps for one in events]).drop_duplicates("gap_id")
    gaps = gaps[(gaps["start_time"] >= since) & (gaps["start_time"] < until)]
    told = [one.reception for one in events]
    sought = set(KINDS).intersection(*(run.record["kinds_sought"] for run in runs))
    n_days = -(-(until - since) // _DAY)
    return Coverage(
        heard=pl.concat(heard).unique().sort("mmsi", "day"),
        days=[(since + number * _DAY).date() for number in range(n_days)],
        kinds_sought=[kind for kind in KINDS if kind in sought],
        kinds_not_sought=[kind for kind in KINDS if kind not in sought],
        reception=rate_reception(_day_by_day(told, period)),
        regions=sorted({run.config.region for run in runs if run.config.region}),
        n_gaps=len(gaps),
        n_suspicious=int(gaps["suspicious"].fillna(value=False).astype(bool).sum()),
    )


def _day_by_day(told: list[ReceptionByHour], period: Period) -> Iterator[pl.DataFrame]:
    """Give reception of a period; what several runs looked at counts once."""
    since, until = period
    while since < until:
        stop = min(since + _DAY, until)
        rows = [_between(one, since, stop) for one in told]
        yield pl.concat(rows).unique(RECEPTION.key, keep="first")
        since = stop


def _between(told: ReceptionByHour, since: datetime, until: datetime) -> pl.DataFrame:
    time = pl.col("start_time")
    columns = [*RECEPTION.key, "n_slots", "n_heard"]
    return told.ask(
        lambda rows: rows.filter(time >= since, time < until).select(columns)
    )


def tell_run(run: Run) -> dict[str, Any]:
    """Tell where a run is from, with hashes by which it can be checked."""
    sums = sorted(one["sha256"] for one in run.record["inputs"])
    return {
        "name": plain_line(run.folder.resolve().name),
        "stsdetect_version": run.record["stsdetect_version"],
        "config_hash": run.record["config_hash"],
        "n_files": len(sums),
        "inputs_sha256": hashlib.sha256("\n".join(sums).encode()).hexdigest(),
        "candidates_sha256": run.record["outputs"].get("candidates.csv", ""),
        "last_seal_of_labels": verify_labels(run.folder),
    }


def tell_file(one: dict[str, Any]) -> dict[str, Any]:
    """Tell one file that a run has read."""
    return {
        "file": plain_line(one["name"]),
        "format": one["format"],
        "rows": f"{one['rows_read']:,}",
        "sha256": one["sha256"],
    }
