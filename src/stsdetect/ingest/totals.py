"""Totals of a store: each row read is a row kept, left out or refused, and counted."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from stsdetect.ingest.heard import tell_vessels
from stsdetect.ingest.store_files import (
    DAYS,
    HEARD_FOLDER,
    POSITIONS_FOLDER,
    REJECTS_FOLDER,
    SOURCES_FILE,
    read_table,
)
from stsdetect.ingest.writer import DAYS_SCHEMA
from stsdetect.schema import SOURCES, VESSELS

__all__ = ["check_totals", "count_days"]


def check_totals(store: Path) -> Iterator[tuple[str, str]]:
    """Give place and words for every count of a readable store that does not add up.

    Checked are: days against their positions, sources against days and rejects, each
    source against itself, and that particulars are those that were heard.
    """
    sources = SOURCES.conform(read_table(store / SOURCES_FILE))
    days = read_table(store / DAYS)
    counted = count_days(store)
    if not days.equals(counted):
        yield DAYS, "its counts are not those of the positions"
    yield from _sources(sources, counted)
    yield from _rejects(store, sources)
    vessels = VESSELS.conform(read_table(store / "vessels.parquet"))
    if not vessels.equals(VESSELS.conform(tell_vessels(store))):
        yield "vessels.parquet", f"not what {HEARD_FOLDER} gives"


def count_days(store: Path) -> pl.DataFrame:
    """Count positions by day and source, as the table of days has them."""
    columns = ["timestamp", "source_id"]
    parts = [
        read_table(file, columns=columns)
        .group_by(pl.col("timestamp").dt.date().alias("date"), "source_id")
        .agg(
            rows_kept=pl.len().cast(pl.Int64),
            first_timestamp=pl.col("timestamp").min(),
            last_timestamp=pl.col("timestamp").max(),
        )
        .with_columns(pl.col("source_id").cast(pl.String))
        for file in sorted((store / POSITIONS_FOLDER).glob("*/*.parquet"))
    ]
    return (
        pl.concat([pl.DataFrame(schema=DAYS_SCHEMA), *parts])
        .group_by("date", "source_id")
        .agg(
            pl.col("rows_kept").sum(),
            pl.col("first_timestamp").min(),
            pl.col("last_timestamp").max(),
        )
        .select(*DAYS_SCHEMA)
        .sort("date", "source_id")
    )


def _sources(sources: pl.DataFrame, days: pl.DataFrame) -> Iterator[tuple[str, str]]:
    kept = dict(days.group_by("source_id").agg(pl.col("rows_kept").sum()).iter_rows())
    for name in sorted(kept.keys() - set(sources["source_id"])):
        yield SOURCES_FILE, f"positions are of source {name}, which it has not"
    for one in sources.iter_rows(named=True):
        found = kept.get(one["source_id"], 0)
        if one["rows_kept"] != found:
            yield (
                SOURCES_FILE,
                f"{one['name']}: {one['rows_kept']:,} rows kept, there are {found:,}",
            )
        parts = ("rows_kept", "rows_duplicate", "rows_static", "rows_rejected")
        if one["rows_read"] != sum(one[part] for part in parts):
            yield SOURCES_FILE, f"{one['name']}: its counts don't add up"


def _rejects(store: Path, sources: pl.DataFrame) -> Iterator[tuple[str, str]]:
    parts = [
        read_table(file, columns=["source_id"])
        for file in sorted((store / REJECTS_FOLDER).glob("*.parquet"))
    ]
    there = pl.concat([pl.DataFrame(schema={"source_id": pl.String}), *parts])
    counted = dict(there["source_id"].value_counts().iter_rows())
    for one in sources.iter_rows(named=True):
        found = counted.pop(one["source_id"], 0)
        if one["rows_rejected"] != found:
            yield (
                REJECTS_FOLDER,
                f"{one['name']}: {one['rows_rejected']:,} rejected, {found:,} are kept",
            )
    for name in sorted(counted):
        yield REJECTS_FOLDER, f"rejects are of source {name}, which is not known"
