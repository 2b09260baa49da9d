"""The store written: each day merged with what is there, aside, until all is done."""

import json
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Final

import polars as pl

from stsdetect.ingest.duplicates import drop_duplicates
from stsdetect.ingest.store_files import (
    DAYS,
    POSITIONS_FOLDER,
    REJECTS_FOLDER,
    day_folder,
    read_table,
)
from stsdetect.ingest.version import STORE_VERSION, VERSION_KEY
from stsdetect.schema import POSITIONS, REJECTS, SOURCES, Table

__all__ = [
    "DAYS_SCHEMA",
    "write_day",
    "write_days",
    "write_parquet",
    "write_rejects",
    "write_table",
]

MAX_ROWS: Final = 4_000_000
"""Positions that are sorted at once, ours: some 300 MB."""

_ROWS_PER_GROUP: Final = 1 << 18
_INT64_MAX: Final = 2**63 - 1

DAYS_SCHEMA: Final = {
    "date": pl.Date(),
    "source_id": pl.String(),
    "rows_kept": pl.Int64(),
    "first_timestamp": SOURCES.polars_schema["first_timestamp"],
    "last_timestamp": SOURCES.polars_schema["last_timestamp"],
}


def write_day(
    store: Path, aside: Path, day: date, rows: list[pl.LazyFrame], ids: pl.Enum
) -> pl.DataFrame:
    """Merge positions of one day with those of the store; give counts per source.

    A day of many rows is written in parts, by ranges of MMSI, one after the other.
    """
    place = Path(POSITIONS_FOLDER) / day_folder(day)
    held = [read_table(file) for file in sorted((store / place).glob("*.parquet"))]
    named = [part.with_columns(pl.col("source_id").cast(ids)).lazy() for part in held]
    counts = []
    for number, within in enumerate(_ranges([*named, *rows])):
        every = [*named, *rows]
        chosen = every if within is None else [part.filter(within) for part in every]
        parts = pl.collect_all(chosen)
        kept = drop_duplicates(pl.concat(parts))
        file = aside / place / f"part-{number}.parquet"
        write_table(POSITIONS.conform(kept), POSITIONS, file)
        counts.append(_count(kept))
    return (
        pl.concat(counts)
        .group_by("source_id")
        .agg(
            pl.col("rows_kept").sum(),
            pl.col("first_timestamp").min(),
            pl.col("last_timestamp").max(),
        )
        .select(pl.lit(day).alias("date"), *list(DAYS_SCHEMA)[1:])
    )


def _ranges(parts: list[pl.LazyFrame]) -> list[pl.Expr | None]:
    """Split vessels so that no range has many more rows than can be sorted at once.

    None stands for all of them.
    """
    counted = [
        part.group_by("mmsi").agg(n=pl.len().cast(pl.Int64)).collect() for part in parts
    ]
    vessels = pl.concat(counted).group_by("mmsi").agg(pl.col("n").sum()).sort("mmsi")
    n_before = vessels["n"].cum_sum() - vessels["n"]
    # A vessel opens a range when its first row lies in another stretch than the last.
    stretch = n_before // MAX_ROWS
    cuts = vessels["mmsi"].filter(stretch > stretch.shift(1)).to_list()
    if not cuts:
        return [None]
    return [
        pl.col("mmsi").is_between(low or 0, high or _INT64_MAX, closed="left")
        for low, high in pairwise([None, *cuts, None])
    ]


def _count(kept: pl.DataFrame) -> pl.DataFrame:
    counts = kept.group_by("source_id").agg(
        rows_kept=pl.len().cast(pl.Int64),
        first_timestamp=pl.col("timestamp").min(),
        last_timestamp=pl.col("timestamp").max(),
    )
    return counts.with_columns(pl.col("source_id").cast(pl.String))


def write_rejects(
    aside: Path, source_id: str, part: int, rejects: pl.DataFrame
) -> None:
    """Write rows of one source that can't be used, one part of them."""
    named = rejects.sort("source_row").with_columns(source_id=pl.lit(source_id))
    file = aside / REJECTS_FOLDER / f"{source_id}-{part}.parquet"
    write_table(REJECTS.conform(named), REJECTS, file)


def write_days(aside: Path, days: pl.DataFrame) -> None:
    """Write the counts per day and source."""
    write_parquet(days.sort("date", "source_id"), aside / DAYS, {})


def write_table(rows: pl.DataFrame, table: Table, file: Path) -> None:
    """Write a table with its units and the version of the schema in its metadata."""
    units = {column.name: column.unit for column in table if column.unit}
    write_parquet(rows, file, {"units": json.dumps(units, ensure_ascii=False)})


def write_parquet(rows: pl.DataFrame, file: Path, metadata: dict[str, str]) -> None:
    """Write one Parquet file of a store."""
    file.parent.mkdir(parents=True, exist_ok=True)
    rows.write_parquet(
        file,
        compression="zstd",
        compression_level=1,  # random positions: 32 MB, 24 by default
        row_group_size=_ROWS_PER_GROUP,
        metadata={VERSION_KEY: str(STORE_VERSION), **metadata},
    )
