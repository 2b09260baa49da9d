"""Tables: a schema that checks a frame, makes an empty one, and documents itself."""

from collections.abc import Iterator
from typing import Any, Final

import pandas as pd
import polars as pl

from stsdetect.errors import SchemaError
from stsdetect.schema.column import Column
from stsdetect.schema.column_faults import column_faults

__all__ = ["Frame", "Table"]

_LETTERS: Final = 200
"""Of what polars says of a value, so much is told, ours."""

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


def _first_words(error: Exception) -> str:
    """Give the first line of what polars says, which can hold values of a file."""
    return str(error).partition("\n")[0][:_LETTERS]
