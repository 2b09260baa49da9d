"""Runs: the stages on disk, so that each can be told, repeated and skipped."""

import logging
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import pandas as pd

from stsdetect import __version__, pipeline
from stsdetect.config import Config, config_from_json
from stsdetect.context.focus import is_focus
from stsdetect.context.imagery.read import read_detections
from stsdetect.context.ports import read_ports
from stsdetect.context.regions import find_region
from stsdetect.context.watchlists.read import read_watchlists
from stsdetect.engine import SERIAL, Engine
from stsdetect.errors import InputError
from stsdetect.files import claim
from stsdetect.ingest.columns import ColumnMap
from stsdetect.ingest.files import ingest_files
from stsdetect.ingest.store import Store, open_store
from stsdetect.pages import write_page
from stsdetect.pipeline import Events
from stsdetect.progress import SILENT, Progress
from stsdetect.record import (
    digest_of,
    hash_outputs,
    is_done,
    list_files,
    list_inputs,
    read_record,
    require_record,
    sum_counts,
    write_record,
)
from stsdetect.run_folder import (
    EVENT_FILES,
    OUTPUTS,
    read_events,
    write_candidates,
    write_events,
)
from stsdetect.schema import KINDS
from stsdetect.scoring.likelihood import ScoreParams

__all__ = ["Run", "detect", "ingest", "rank", "run"]

log = logging.getLogger(__name__)

KINDS_SOUGHT: Final = KINDS
"""Kinds of candidate that a run looks for, as ``run.json`` tells."""


@dataclass(frozen=True, slots=True)
class Run:
    """A finished run: its folder, its candidates, and the record of how they came."""

    folder: Path
    candidates: pd.DataFrame
    record: dict[str, Any]


def run(  # noqa: PLR0913  the front door: each is one thing that a user may ask for
    sources: Sequence[Path | str] | Path | str,
    out: Path | str,
    config: Config | None = None,
    *,
    format_name: str | None = None,
    columns: ColumnMap | None = None,
    engine: Engine = SERIAL,
    progress: Progress = SILENT,
) -> Run:
    """Read AIS files, find what happened, rank it, and write the run folder.

    What an earlier run of the same folder did already is not done again.

    Parameters
    ----------
    sources : path or sequence of paths
        Files, folders or globs.
    out : path
        The run folder; made when missing.
    config : Config, optional
        Thresholds; the defaults when left out.
    format_name : str, optional
        Read every file as this format instead of recognising it.
    columns : ColumnMap, optional
        Names of the columns of a CSV file that is of no known format.
    engine : Engine
        Where windows are worked on; see :func:`~stsdetect.engine.choose_engine`. What
        is found does not hang on it.
    progress : Progress
        Told how far the work is.

    Returns
    -------
    Run
        With :data:`~stsdetect.schema.CANDIDATES` as a pandas table.

    Raises
    ------
    InputError
        A source can't be read, or holds nothing to look at.
    StoreError
        The folder is in use by another run, or damaged.
    """
    folder, config = Path(out), config or Config()
    _check(config)
    with claim(folder):
        started = time.monotonic()
        ingest(
            sources,
            folder / "store",
            format_name=format_name,
            columns=columns,
            reference_time=None if config is None else config.reference_time,
            progress=progress,
        )
        read = {"ingest": _since(started)}
        _detect(folder / "store", folder, config, read, engine, progress)
        candidates = _rank(folder, config, progress)
        return Run(folder, candidates, read_record(folder))


def ingest(
    sources: Sequence[Path | str] | Path | str,
    store: Path | str,
    *,
    format_name: str | None = None,
    columns: ColumnMap | None = None,
    reference_time: datetime | None = None,
    progress: Progress = SILENT,
) -> pd.DataFrame:
    """Read AIS files into a store; give the SOURCES table of this call."""
    several = [sources] if isinstance(sources, Path | str) else list(sources)
    return ingest_files(
        several,
        Path(store),
        format_name=format_name,
        columns=columns,
        reference_time=reference_time,
        progress=progress,
    )


def detect(
    store: Path | str,
    out: Path | str,
    config: Config | None = None,
    *,
    engine: Engine = SERIAL,
    progress: Progress = SILENT,
) -> Events:
    """Find the events of a store and write them below ``out``; skip what is done."""
    folder = Path(out)
    _check(config)
    with claim(folder):
        return _detect(Path(store), folder, config or Config(), {}, engine, progress)


def rank(
    out: Path | str,
    scoring: ScoreParams | None = None,
    *,
    top: int | None = None,
    watchlists: Sequence[Path | str] | None = None,
    detections: Sequence[Path | str] | None = None,
    progress: Progress = SILENT,
) -> pd.DataFrame:
    """Rank the events of a run folder and write its candidates; give them back.

    Without ``scoring`` as it was scored before, without ``watchlists`` or
    ``detections`` by those of before; all candidates, unless ``top`` says how many.
    """
    folder = Path(out)
    config = config_from_json(require_record(folder)["config"])
    if watchlists is not None:
        config = replace(config, watchlists=tuple(map(str, watchlists)))
    if detections is not None:
        config = replace(config, detections=tuple(map(str, detections)))
    _check(config)
    config = replace(config, scoring=replace(scoring or config.scoring, top=top))
    with claim(folder):
        return _rank(folder, config, progress)


def _check(config: Config | None) -> None:
    """Refuse a region or a list that can't be read before hours of work, not after."""
    if config is None:
        return
    if config.region is not None and not is_focus(config.region):
        find_region(config.region)
    read_ports(config.port_files)
    read_watchlists(map(Path, config.watchlists))
    read_detections(map(Path, config.detections))


def _detect(
    store_folder: Path,
    out: Path,
    config: Config,
    seconds: dict[str, float],
    engine: Engine,
    progress: Progress,
) -> Events:
    store = open_store(store_folder)
    inputs = list_inputs(store)
    _require_positions(store, sum_counts(inputs))
    cause = digest_of(
        [
            __version__,
            config.finding_digest,
            *(one["sha256"] for one in inputs),
            *(one["sha256"] for one in list_files(config.port_files)),
        ]
    )
    if is_done(out, cause, EVENT_FILES):
        log.info("%s: found before, not looked for again", out / "events")
        return read_events(out)
    started = time.monotonic()
    events = pipeline.find_events(store, config, engine=engine, progress=progress)
    write_events(events, out)
    write_record(
        out,
        {
            "stsdetect_version": __version__,
            "cause": cause,
            "config_hash": config.digest,
            "kinds_sought": list(KINDS_SOUGHT),
            "counts": sum_counts(inputs) | _count(events),
            "seconds": seconds | {"detect": _since(started)},
            "outputs": hash_outputs(out, EVENT_FILES),
            "store": os.path.relpath(store_folder, out),
            "inputs": inputs,
            "config": config.as_json(),
        },
    )
    return events


def _rank(out: Path, asked: Config, progress: Progress) -> pd.DataFrame:
    record = read_record(out)
    store = open_store(out / record["store"])
    config = replace(
        config_from_json(record["config"]),
        scoring=asked.scoring,
        watchlists=asked.watchlists,
        detections=asked.detections,
    )
    record |= {
        "config_hash": config.digest,
        "config": config.as_json(),
        "watchlists": list_files(config.watchlists),
        "detections": list_files(config.detections),
    }
    started = time.monotonic()
    progress.start("ranking", 2)
    events = read_events(out)
    candidates = pipeline.score_events(events, store, config)
    page = write_candidates(candidates, events, out)
    progress.advance(1)
    write_page(candidates, store, config, record, page)
    progress.advance(1)
    record["counts"]["candidates"] = len(candidates)
    record["seconds"]["rank"] = _since(started)
    record["outputs"] = hash_outputs(out, OUTPUTS)
    write_record(out, record)
    progress.finish(f"{len(candidates):,} candidates ranked")
    return candidates


def _require_positions(store: Store, counts: dict[str, int]) -> None:
    """Say why nothing can be looked at, where not one row was usable."""
    if store.days:
        return
    reasons = store.count_rejects().iter_rows()
    why = ", ".join(f"{n_rows:,} {reason}" for reason, n_rows in reasons)
    raise InputError(
        f"no usable position in {counts['rows_read']:,} rows ({why or 'no rejects'}); "
        f"{store.folder / 'rejects'} has each rejected line"
    )


def _count(events: Events) -> dict[str, int]:
    return {one.name: len(getattr(events, one.name)) for one in fields(Events)}


def _since(started: float) -> float:
    return round(time.monotonic() - started, 3)
