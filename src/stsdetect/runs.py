"""Runs: the stages on disk, so that each can be told, repeated and skipped."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

from stsdetect.cloud.stores import bring_store
from stsdetect.cloud.workplace import work_folder
from stsdetect.config import Config, config_from_json
from stsdetect.context.focus import is_focus
from stsdetect.context.imagery.read import read_detections
from stsdetect.context.ports import read_ports
from stsdetect.context.regions import find_region, read_regions
from stsdetect.context.sea_state import read_sea_states
from stsdetect.context.watchlists.read import read_watchlists
from stsdetect.disk.locks import claim
from stsdetect.disk.object_store import is_remote
from stsdetect.engine import SERIAL, Engine
from stsdetect.errors import InputError
from stsdetect.fetching import fetch_sources
from stsdetect.finding import find_below
from stsdetect.ingest.columns import ColumnMap
from stsdetect.ingest.files import ingest_files
from stsdetect.ingest.limits import LIMITS, Limits
from stsdetect.ingest.plan import Wish
from stsdetect.pipeline import Events
from stsdetect.progress import SILENT, Progress
from stsdetect.ranking import rank_below
from stsdetect.record import read_record, require_record
from stsdetect.schema import SOURCES
from stsdetect.scoring.likelihood import ScoreParams

__all__ = ["Run", "check_config", "detect", "ingest", "rank", "run"]


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
        Files, folders, globs, or addresses in an object store.
    out : path
        The run folder, made when missing; or an address in an object store, where the
        run is published when it is done.
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
    UnfinishedError
        Windows failed, or not all was published; the next run does what is missing.
    """
    config = config or Config()
    check_config(config)
    with work_folder(out, progress) as folder, claim(folder):
        started = time.monotonic()
        ingest(
            sources,
            folder / "store",
            format_name=format_name,
            columns=columns,
            reference_time=config.reference_time,
            limits=config.limits,
            progress=progress,
        )
        read = {"ingest": round(time.monotonic() - started, 3)}
        find_below(folder, folder / "store", config, read, engine, progress)
        candidates = rank_below(folder, config, progress)
        return Run(folder, candidates, read_record(folder))


def ingest(  # noqa: PLR0913  each is one thing that a user may say of files
    sources: Sequence[Path | str] | Path | str,
    store: Path | str,
    *,
    format_name: str | None = None,
    columns: ColumnMap | None = None,
    reference_time: datetime | None = None,
    limits: Limits = LIMITS,
    progress: Progress = SILENT,
) -> pd.DataFrame:
    """Read AIS files into a store; give the SOURCES table of this call.

    Sources in an object store, as ``s3://bucket/day.csv``, are copied here meanwhile. A
    store at an address is worked on in a copy, and published when it is done.
    """
    if is_remote(store):
        with work_folder(store, progress) as folder:
            return ingest(
                sources,
                folder / "store",
                format_name=format_name,
                columns=columns,
                reference_time=reference_time,
                limits=limits,
                progress=progress,
            )
    several = [sources] if isinstance(sources, Path | str) else list(sources)
    with fetch_sources(several, Path(store)) as fetched:
        if not fetched.files and not fetched.known.is_empty():
            return SOURCES.to_pandas(fetched.known)
        return ingest_files(
            fetched.files,
            Path(store),
            Wish(format_name, columns, reference_time, limits),
            progress,
        )


def detect(
    store: Path | str,
    out: Path | str,
    config: Config | None = None,
    *,
    engine: Engine = SERIAL,
    progress: Progress = SILENT,
) -> Events:
    """Find the events of a store and write them below ``out``; skip what is done.

    Of a store at an address in an object store a copy is brought below ``out``.

    Raises
    ------
    InputError
        ``out`` is an address: only whole runs are published.
    """
    if is_remote(out):
        raise InputError(
            f"{out}: events alone are not published; stsdetect run --out {out} is, or "
            "name a folder here and stsdetect publish it"
        )
    folder = Path(out)
    check_config(config)
    with claim(folder):
        here = bring_store(str(store), folder) if is_remote(store) else Path(store)
        return find_below(folder, here, config or Config(), {}, engine, progress)


def rank(  # noqa: PLR0913  the front door, as run
    out: Path | str,
    scoring: ScoreParams | None = None,
    *,
    top: int | None = None,
    watchlists: Sequence[Path | str] | None = None,
    registries: Sequence[Path | str] | None = None,
    detections: Sequence[Path | str] | None = None,
    sea_states: Sequence[Path | str] | None = None,
    progress: Progress = SILENT,
) -> pd.DataFrame:
    """Rank the events of a run folder and write its candidates; give them back.

    Without ``scoring`` as it was scored before, without ``watchlists``,
    ``registries``, ``detections`` or ``sea_states`` by those of before; all candidates,
    unless ``top`` says how many. A run at an address in an object store is published
    there anew.
    """
    brought = {
        "watchlists": watchlists,
        "registries": registries,
        "detections": detections,
        "sea_states": sea_states,
    }
    told: dict[str, Any] = {
        name: tuple(map(str, files))
        for name, files in brought.items()
        if files is not None
    }
    with work_folder(out, progress) as folder:
        config = replace(config_from_json(require_record(folder)["config"]), **told)
        check_config(config)
        config = replace(config, scoring=replace(scoring or config.scoring, top=top))
        with claim(folder):
            return rank_below(folder, config, progress)


def check_config(config: Config | None) -> None:
    """Refuse a region or a list that can't be read before hours of work, not after."""
    if config is None:
        return
    if config.region is not None and not is_focus(config.region):
        find_region(config.region, config.region_files)
    read_regions(config.region_files)
    read_ports(config.port_files)
    read_watchlists(map(Path, (*config.watchlists, *config.registries)))
    read_detections(map(Path, config.detections))
    read_sea_states(map(Path, config.sea_states))
