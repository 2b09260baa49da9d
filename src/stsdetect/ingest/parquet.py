"""Parquet read as if it were delimited text, so that every layout holds for it too."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from stsdetect.disk.damage import DAMAGED
from stsdetect.errors import FormatError

__all__ = ["MAGIC", "ParquetText"]

MAGIC: Final = b"PAR1"
_ROWS_AT_ONCE: Final = 1 << 16
_DAMAGE: Final = (pa.ArrowException, OSError, ValueError, OverflowError)
"""What a footer that lies makes pyarrow raise: names of columns are decoded late."""

_LAST_DAY: Final = 2_932_896
"""Of the year 9999, in days since 1970; times after it, or as long before, are none."""
_MS_PER_DAY: Final = 86_400_000


class ParquetText(io.RawIOBase):
    """The rows of a Parquet file as text: a header, then a line per row.

    Columns of numbers, text, words and times are read, others are left out; times are
    written in UTC, and as nothing where they are of no year that has four digits.

    Parameters
    ----------
    path : Path
        A Parquet or GeoParquet file.

    Raises
    ------
    FormatError
        The file is damaged.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._texts = _texts(path)
        self._left = memoryview(b"")

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]
        """Fill a buffer with the next letters; 0 at the end."""
        if not self._left:
            self._left = memoryview(next(self._texts, b""))
        n = min(len(buffer), len(self._left))
        buffer[:n] = self._left[:n]
        self._left = self._left[n:]
        return n


def _texts(path: Path) -> Iterator[bytes]:
    try:
        with pq.ParquetFile(path) as file:
            names = [field.name for field in file.schema_arrow if _is_plain(field.type)]
            yield ",".join(f'"{name}"' for name in names).encode() + b"\n"
            for batch in file.iter_batches(_ROWS_AT_ONCE, columns=names):
                # What else is told of file and columns may be no text at all.
                plain = pa.Table.from_arrays(batch.columns, batch.schema.names)
                yield _text(pl.DataFrame(pl.from_arrow(plain)))
    except (*_DAMAGE, *DAMAGED) as error:
        reason = str(error).splitlines()[0] if str(error) else "no reason told"
        raise FormatError(f"{path}: damaged Parquet file: {reason}") from error


def _is_plain(dtype: pa.DataType) -> bool:
    kinds = (
        *(pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal),
        *(pa.types.is_string, pa.types.is_large_string, pa.types.is_dictionary),
        *(pa.types.is_timestamp, pa.types.is_date, pa.types.is_boolean),
    )
    if pa.types.is_timestamp(dtype):
        # Raises where its name is no text, before polars panics about it.
        _ = dtype.tz
    return any(kind(dtype) for kind in kinds)


def _text(rows: pl.DataFrame) -> bytes:
    lines = (
        rows.with_columns(
            _within(pl.selectors.date(), _LAST_DAY),
            _within(pl.selectors.datetime("ms"), _LAST_DAY * _MS_PER_DAY),
            _within(pl.selectors.datetime("us"), _LAST_DAY * _MS_PER_DAY * 1_000),
        )
        .with_columns(
            pl.selectors.string().str.replace_all(r"[\r\n]", " "),
            pl.selectors.datetime(time_zone="*").dt.convert_time_zone("UTC"),
        )
        .with_columns(pl.selectors.datetime(time_zone="*").dt.replace_time_zone(None))
    )
    return lines.write_csv(
        None, include_header=False, datetime_format="%Y-%m-%dT%H:%M:%S%.3f"
    ).encode()


def _within(times: pl.Expr, bound: int) -> pl.Expr:
    """Leave out times that are farther from 1970 than so many of their units."""
    return pl.when(times.to_physical().is_between(-bound, bound)).then(times)
