"""Files of a store: their names, and one of them read."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final

import polars as pl

from stsdetect.disk.parquet import STRANGE, look_through_once
from stsdetect.errors import StoreError

__all__ = [
    "DAYS",
    "FETCHED",
    "HEARD_FOLDER",
    "POSITIONS_FOLDER",
    "REJECTS_FOLDER",
    "SOURCES_FILE",
    "day_folder",
    "read_table",
]

POSITIONS_FOLDER: Final = "positions"
REJECTS_FOLDER: Final = "rejects"
HEARD_FOLDER: Final = "heard"
"""Particulars of each vessel and hour by day, from which VESSELS is made anew."""

SOURCES_FILE: Final = "sources.parquet"
"""One row for each file that was read; a folder that holds it is a store."""

FETCHED: Final = ".fetched/known.json"
"""Which objects of an object store were read; their copies lie beside it meanwhile."""

DAYS: Final = "days.parquet"
"""Count and first and last position of each source on each day."""


def day_folder(day: date) -> str:
    """Name the folder of a day.

    Examples
    --------
    >>> day_folder(date(2024, 3, 1))
    'date=2024-03-01'
    """
    return f"date={day.isoformat()}"


def read_table(
    file: Path,
    within: pl.Expr | None = None,
    columns: Sequence[str] | None = None,
) -> pl.DataFrame:
    """Read one Parquet file of a store, all of it or some rows and columns.

    Raises
    ------
    StoreError
        It is missing or damaged; the message names it.
    """
    try:
        look_through_once(file)
        rows = pl.scan_parquet(file, hive_partitioning=False)
        chosen = rows if within is None else rows.filter(within)
        return (chosen if columns is None else chosen.select(columns)).collect()
    except STRANGE as error:
        raise StoreError(
            f"{file}: missing or damaged; stsdetect doctor tells more, and repairs it"
        ) from error
