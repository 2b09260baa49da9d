"""Parquet: a long table, written part by part."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import polars as pl

from stsdetect.disk.files import written_whole
from stsdetect.schema import Table

__all__ = ["ROWS", "write_parts"]

ROWS: Final = 131_072
"""Rows of a group, which is read as one; ours: some megabytes."""


def write_parts(
    parts: Iterable[pl.DataFrame], table: Table, path: Path, n_rows: int = ROWS
) -> None:
    """Write a table of which one part is in memory at a time.

    Parameters
    ----------
    parts : iterable of DataFrame
        Below each other, the table.
    table : Table
        Its columns.
    path : Path
        Written whole or not at all.
    n_rows : int
        Of each group but the last, so that the bytes hang on the rows and not on how
        they are parted.
    """
    import pyarrow.parquet as pq  # noqa: PLC0415  slow to load

    waiting = table.empty_polars()
    schema = waiting.to_arrow().schema
    with (
        written_whole(path) as aside,
        aside.open("wb") as file,
        pq.ParquetWriter(file, schema, compression="zstd") as writer,
    ):
        for part in parts:
            waiting = pl.concat([waiting, part.select(table.names)])
            n_whole = waiting.height - waiting.height % n_rows
            for first in range(0, n_whole, n_rows):
                rows = waiting[first : first + n_rows].rechunk()
                writer.write_table(rows.to_arrow(), row_group_size=n_rows)
            waiting = waiting[n_whole:]
        if waiting.height:
            writer.write_table(waiting.rechunk().to_arrow(), row_group_size=n_rows)
