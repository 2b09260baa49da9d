"""Tables: a schema that checks a frame, makes an empty one, and documents itself."""

from collections.abc import Iterator
from math import isnan
from typing import Any, Final

import pandas as pd
import polars as pl

from stsdetect.errors import SchemaError
from stsdetect.schema.column import Column, Kind

__all__ = ["Frame", "Table"]

type_names = {
    Kind.INTEGER: "integer",
    Kind.NUMBER: "number",
    Kind.TEXT: "text",
    Kind.BOOLEAN: "boolean",
    Kind.TIME: "time",
}

_LETTERS: Final = 100
"""Of a value that is refused, so much is told, ours."""
_N_STRANGERS: Final = 5
"""Words of one column that are none of its own, as many are told."""

Frame = pd.DataFrame | pl.DataFrame


class Table:
    """A named list of columns with a key; further columns are allowed beside them.

    Parameters
    ----------
    name : str
        Plural noun, as in ``docs/glossary.md``.
    columns : Column
        In the order in which the table is written.
    key : tuple of str
        Columns that together name a row.
    meaning : str
        One sentence for ``docs/tables.md``.
    """

    def __init__(
        self, name: str, *columns: Column, key: tuple[str, ...], meaning: str
    ) -> None:
        self.name = name
        self.columns = columns
        self.key = key
        self.meaning = meaning

    def __iter__(self) -> Iterator[Column]:
        return iter(self.columns)

    def __repr__(self) -> str:
        return f"Table({self.name!r}, {len(self.columns)} columns)"

    @property
    def names(self) -> list[str]:
        """Names of the columns, in order."""
        return [column.name for column in self.columns]

    @property
    def polars_schema(self) -> dict[str, Any]:
        """Name to polars type, in order."""
        return {column.name: column.dtype for column in self.columns}

    def empty(self) -> pd.DataFrame:
        """Give a pandas frame of this table with no row."""
        return self.to_pandas(self.empty_polars())

    def empty_polars(self) -> pl.DataFrame:
        """Give a polars frame of this table with no row."""
        return pl.DataFrame(schema=self.polars_schema)

    def from_pandas(self, frame: pd.DataFrame) -> pl.DataFrame:
        """Turn a pandas frame into polars with this table's types and order.

        Columns beyond the schema follow, as they are.
        """
        return self.conform(pl.from_pandas(frame))

    def to_pandas(self, frame: pl.DataFrame) -> pd.DataFrame:
        """Turn a polars frame into pandas; words of a closed list become text."""
        words = [
            pl.col(name).cast(pl.String())
            for name, dtype in frame.schema.items()
            if isinstance(dtype, pl.Enum | pl.Categorical)
        ]
        nullable: dict[str, Any] = {
            name: "boolean" if dtype == pl.Boolean else "Int64"
            for name, dtype in frame.schema.items()
            if (dtype.is_integer() or dtype == pl.Boolean) and frame[name].null_count()
        }
        pandas = frame.with_columns(words).to_pandas()
        for name, dtype_name in nullable.items():
            pandas[name] = pd.array(frame[name].to_list(), dtype=dtype_name)
        return pandas

    def conform(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Cast to this table's types and order; missing optional columns become null.

        Raises
        ------
        SchemaError
            A column that may not be missing is missing, or a value can't be cast.
        """
        told = frame.schema
        lost = [c.name for c in self if c.name not in told and not c.missing]
        if lost:
            raise SchemaError(self._faults([f"no column {name!r}" for name in lost]))
        own = set(self.names)
        extra = [name for name in told if name not in own]
        if all(told.get(c.name) == c.dtype for c in self):
            return frame[[*self.names, *extra]]
        wanted = [
            pl.col(c.name).cast(c.dtype)
            if c.name in told
            else pl.lit(None, dtype=c.dtype).alias(c.name)
            for c in self
        ]
        try:
            return frame.select(*wanted, *extra)
        except pl.exceptions.PolarsError as error:
            raise SchemaError(self._faults([_first_words(error)])) from error

    def check(self, frame: Frame) -> None:
        """Raise unless the frame holds this table, naming every fault at once.

        Checked are: each column is there, holds its kind of value, has no missing
        value unless it may, and stays within its bounds. Keys are checked by
        :meth:`check_key`, since that costs a pass over all rows.

        Raises
        ------
        SchemaError
            ``proximities: no column 'distance_m'; sog: 200 outside 0 … 102.2``.
        """
        table = self._own(frame)
        there = {values.name: values for values in table}
        faults = [
            fault
            for column in self
            for fault in column_faults(column, there.get(column.name))
        ]
        if faults:
            raise SchemaError(self._faults(faults))

    def check_key(self, frame: Frame) -> None:
        """Raise when two rows share the key.

        Raises
        ------
        SchemaError
            Says how many rows repeat a key.
        """
        table = self._own(frame)
        n_repeated = table.height - table.select(self.key).n_unique()
        if n_repeated:
            key = ", ".join(self.key)
            raise SchemaError(self._faults([f"{n_repeated} rows repeat the key {key}"]))

    def _own(self, frame: Frame) -> pl.DataFrame:
        """Take this table's columns; others, like a geometry, need not be known."""
        if isinstance(frame, pl.DataFrame):
            return frame
        known = set(frame.columns)
        own = [name for name in self.names if name in known]
        if frame.empty:  # of which only the names are looked at
            return pl.DataFrame(schema=own)
        return pl.from_pandas(pd.DataFrame(frame[own]))

    def _faults(self, faults: list[str]) -> str:
        return f"{self.name}: " + "; ".join(faults)


def column_faults(column: Column, values: pl.Series | None) -> list[str]:
    """List what is wrong with a column of a table, empty when nothing is."""
    if values is None:
        return [f"no column {column.name!r}"]
    if values.dtype == pl.Null or values.len() == 0:
        return [] if column.missing or values.len() == 0 else [_missing(column, values)]
    if not holds(column.kind, values.dtype):
        return [f"{column.name}: {values.dtype} is no {type_names[column.kind]}"]
    faults = []
    if not column.missing and values.null_count():
        faults.append(_missing(column, values))
    faults.extend(_outside(column, values))
    return faults


def holds(kind: Kind, dtype: pl.DataType) -> bool:
    """Tell whether a polars type can hold a kind of value."""
    if kind is Kind.TIME:
        return isinstance(dtype, pl.Datetime) and dtype.time_zone == "UTC"
    if kind is Kind.TEXT:
        return isinstance(dtype, pl.String | pl.Enum | pl.Categorical)
    if kind is Kind.BOOLEAN:
        return isinstance(dtype, pl.Boolean)
    if kind is Kind.INTEGER:
        return dtype.is_integer()
    return dtype.is_numeric()


def _missing(column: Column, values: pl.Series) -> str:
    return f"{column.name}: {values.null_count()} missing"


def _outside(column: Column, values: pl.Series) -> list[str]:
    if column.choices:
        return _strangers(column, values)
    if not values.dtype.is_numeric():
        return []
    # polars leaves NaN out of the least and the largest. A sum is NaN where a value is:
    # without one they need not be looked for, which costs more than all else here.
    if values.dtype.is_float() and isnan(values.sum() or 0.0) and values.is_nan().any():
        return [f"{column.name}: {values.is_nan().sum()} are not a number"]
    ends: list[Any] = list(dict.fromkeys((values.min(), values.max())))
    return [
        f"{column.name}: {value} outside {column.bounds}"
        for value in ends
        if value is not None and not _within(column, float(value))
    ]


def _within(column: Column, value: float) -> bool:
    if column.minimum is not None and value < column.minimum:
        return False
    return column.maximum is None or value <= column.maximum


def _strangers(column: Column, values: pl.Series) -> list[str]:
    if isinstance(values.dtype, pl.Enum) and values.dtype == column.dtype:
        return []
    words = set(values.cast(pl.String()).drop_nulls().unique().to_list())
    strangers = sorted(words - set(column.choices))
    faults = [
        f"{column.name}: {word!r:.{_LETTERS}} is none of {column.bounds}"
        for word in strangers[:_N_STRANGERS]
    ]
    more = len(strangers) - _N_STRANGERS
    return [*faults, f"{column.name}: and {more:,} more"] if more > 0 else faults


def _first_words(error: Exception) -> str:
    """Give the first line of what polars says, which can hold values of a file."""
    return str(error).partition("\n")[0][: 2 * _LETTERS]
