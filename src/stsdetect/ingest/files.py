"""Ingest: AIS files in, a store of positions and particulars out."""

import logging
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import polars as pl

from stsdetect.disk.files import disk_faults
from stsdetect.disk.locks import claim
from stsdetect.ingest.commit import begin, commit, discard
from stsdetect.ingest.heard import write_heard
from stsdetect.ingest.plan import AS_FOUND, Planned, Wish, plan_sources
from stsdetect.ingest.reading import Gathered, read_file
from stsdetect.ingest.store_files import DAYS, SOURCES_FILE, read_table
from stsdetect.ingest.sums import write_sums
from stsdetect.ingest.version import require_version
from stsdetect.ingest.writer import (
    DAYS_SCHEMA,
    write_day,
    write_days,
    write_table,
)
from stsdetect.progress import SILENT, Progress
from stsdetect.schema import SOURCES

__all__ = ["ingest_files", "ingest_planned"]

log = logging.getLogger(__name__)

_SHOWN = 5
"""Files named at most in one line."""


def ingest_files(
    sources: Sequence[Path | str],
    store: Path,
    wish: Wish = AS_FOUND,
    progress: Progress = SILENT,
) -> pd.DataFrame:
    """Read AIS files into a store, all of them or, when one is at fault, none.

    Parameters
    ----------
    sources : sequence of paths
        Files, folders or globs. Files of a folder that are no AIS are left out.
    store : Path
        Folder of the store; made when missing.
    wish : Wish
        What the user says of the files.
    progress : Progress
        Told how far the work is.

    Returns
    -------
    pandas.DataFrame
        :data:`~stsdetect.schema.SOURCES` of these files, with counts as of now. A file
        that the store holds already adds nothing.

    Raises
    ------
    InputError, FormatError
        A source is not there or can't be read.
    StoreError
        The store is damaged or in use by another run.
    """
    planned = plan_sources(sources, wish)
    table = ingest_planned(planned, store, progress)
    ids = [one.source_id for one in planned]
    named = table.filter(pl.col("source_id").is_in(ids))
    return SOURCES.to_pandas(named.sort("name", "source_id"))


def ingest_planned(
    planned: list[Planned], store: Path, progress: Progress
) -> pl.DataFrame:
    """Read files as planned into a store; give the SOURCES table of all it holds."""
    with claim(store), disk_faults(store):
        aside = begin(store)
        try:
            return _ingest(planned, store, aside, progress)
        finally:
            discard(store)


def _ingest(
    planned: list[Planned], store: Path, aside: Path, progress: Progress
) -> pl.DataFrame:
    held = _read_sources(store)
    known = set(held["source_id"].to_list())
    fresh = [one for one in planned if one.source_id not in known]
    again = [one.path.name for one in planned if one.source_id in known]
    if again:
        names = ", ".join(again[:_SHOWN]) + (", …" if again[_SHOWN:] else "")
        log.warning("in the store already, nothing added: %s", names)
    if not fresh:
        return held
    ids = pl.Enum(sorted(known | {one.source_id for one in fresh}))
    gathered = Gathered(ids, aside)
    read = [read_file(one, gathered, progress) for one in fresh]
    days = _write_days(gathered, store, aside, progress)
    table = _add_up([held, *read], days)
    write_heard(store, aside, gathered.heard)
    write_table(table, SOURCES, aside / SOURCES_FILE)
    write_sums(store, aside)
    commit(store)
    return table


def _read_sources(store: Path) -> pl.DataFrame:
    file = store / SOURCES_FILE
    if file.is_file():
        require_version(file)
    return _read_or(file, SOURCES.polars_schema)


def _write_days(
    gathered: Gathered, store: Path, aside: Path, progress: Progress
) -> pl.DataFrame:
    held = _read_or(store / DAYS, DAYS_SCHEMA)
    touched = gathered.positions.days()
    progress.start("writing the store", len(touched))
    counts = [held.filter(~pl.col("date").is_in(touched))]
    for day in touched:
        rows = gathered.positions.take(day)
        counts.append(write_day(store, aside, day, rows, gathered.ids))
        progress.advance(1)
    days = pl.concat(counts)
    write_days(aside, days)
    progress.finish(
        f"{days['rows_kept'].sum():,} positions in {days['date'].n_unique()} days"
    )
    return days


def _add_up(sources: list[pl.DataFrame], days: pl.DataFrame) -> pl.DataFrame:
    """Count again what each source has in the store: a later file can displace it."""
    kept = days.group_by("source_id").agg(
        pl.col("rows_kept").sum(),
        pl.col("first_timestamp").min(),
        pl.col("last_timestamp").max(),
    )
    positions = (pl.col("rows_kept") + pl.col("rows_duplicate")).alias("n_positions")
    table = (
        pl.concat(sources)
        .with_columns(positions)
        .drop("rows_kept", "first_timestamp", "last_timestamp")
        .join(kept, on="source_id", how="left")
        .with_columns(pl.col("rows_kept").fill_null(0))
        .with_columns(rows_duplicate=pl.col("n_positions") - pl.col("rows_kept"))
        .drop("n_positions")
    )
    return SOURCES.conform(table).sort("source_id")


def _read_or(file: Path, schema: dict[str, pl.DataType]) -> pl.DataFrame:
    return read_table(file) if file.is_file() else pl.DataFrame(schema=schema)
