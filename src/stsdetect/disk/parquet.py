"""Parquet that others may have changed, looked at by Arrow before polars is given it.

Over some damage polars writes a panic to the terminal, and over some it asks for more
memory than there is in the world and ends the process. Arrow looks at each value.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Final

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from stsdetect.disk.arrow_types import require_own
from stsdetect.disk.damage import DAMAGED
from stsdetect.errors import StoreError

__all__ = [
    "STRANGE",
    "look_through",
    "look_through_once",
    "read_columns",
    "read_metadata",
    "read_parquet",
    "read_rows",
]

STRANGE: Final = (
    *(*DAMAGED, pa.ArrowException),
    *(ValueError, KeyError, TypeError, OverflowError),
)
"""What a file raises that is no Parquet, or none of ours."""

_N_KNOWN: Final = 10_000
"""Files of which it is known that they were looked through, ours: 27 years of days."""


def read_parquet(file: Path, mend: str) -> pl.DataFrame:
    """Read all of a table by Arrow.

    Parameters
    ----------
    file : Path
        Of a table of ours.
    mend : str
        What makes it anew, for the fault.

    Raises
    ------
    StoreError
        It is missing or damaged.
    """
    try:
        return read_rows(file)
    except STRANGE as error:
        raise StoreError(f"{file}: damaged; {mend}") from error


def read_rows(source: Path | bytes) -> pl.DataFrame:
    """Read all of a table by Arrow, of a file or of what is in it.

    Raises
    ------
    STRANGE
        It is damaged; see there.
    """
    with _opened(source) as opened:
        table = opened.read()
        _require_count(table.num_rows, opened.metadata.num_rows)
        return _own(table)


def look_through(source: Path | bytes) -> dict[str, pl.DataType]:
    """Look at each value of a table that polars is to read then; give its columns.

    One group of rows is held at a time.

    Raises
    ------
    STRANGE
        It is damaged; see there.
    """
    with _opened(source) as opened:
        n_rows = 0
        for number in range(opened.metadata.num_row_groups):
            table = _require_sound(opened.read_row_group(number))
            _require_count(table.num_rows, opened.metadata.row_group(number).num_rows)
            n_rows += table.num_rows
        _require_count(n_rows, opened.metadata.num_rows)
        return _columns(opened)


def look_through_once(file: Path) -> None:
    """Look at each value once in a process, as long as the file stays as it is.

    Raises
    ------
    STRANGE
        It is missing or damaged; see there.
    """
    told = file.stat()
    _look_through(file, told.st_size, told.st_mtime_ns)


@lru_cache(maxsize=_N_KNOWN)
def _look_through(file: Path, _size: int, _changed_ns: int) -> None:
    look_through(file)


def read_columns(file: Path) -> dict[str, pl.DataType]:
    """Read which columns a table has.

    Raises
    ------
    STRANGE
        It is damaged; see there.
    """
    with _opened(file) as opened:
        return _columns(opened)


def read_metadata(file: Path) -> dict[bytes, bytes]:
    """Read what a file says of itself beside its columns.

    Raises
    ------
    STRANGE
        It is damaged; see there.
    """
    return dict(pq.read_metadata(file).metadata or {})


@contextmanager
def _opened(source: Path | bytes) -> Iterator[pq.ParquetFile]:
    file = pa.BufferReader(source) if isinstance(source, bytes) else source
    with pq.ParquetFile(file) as opened:
        yield opened


def _columns(opened: pq.ParquetFile) -> dict[str, pl.DataType]:
    return dict(_own(opened.schema_arrow.empty_table()).schema)


def _require_count(n_rows: int, n_told: int) -> None:
    """Refuse another count of rows than is told: polars goes by that."""
    if n_rows != n_told:
        raise ValueError(f"{n_rows} rows, and {n_told} are told")


def _require_sound(table: pa.Table) -> pa.Table:
    table.validate(full=True)
    return require_own(table)


def _own(table: pa.Table) -> pl.DataFrame:
    own = pl.from_arrow(_require_sound(table))
    if not isinstance(own, pl.DataFrame):
        raise TypeError("no table")
    return own
