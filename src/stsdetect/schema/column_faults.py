"""Column faults: what is wrong with the values of one column of a table."""

from math import isnan
from typing import Any, Final

import polars as pl

from stsdetect.schema.column import Column, Kind

__all__ = ["column_faults"]

_NAMES: Final = {
    Kind.INTEGER: "integer",
    Kind.NUMBER: "number",
    Kind.TEXT: "text",
    Kind.BOOLEAN: "boolean",
    Kind.TIME: "time",
}

_LETTERS: Final = 100
"""Of a value that is refused, so much is told, ours."""
_YEARS_MS: Final = (-62_135_596_800_000, 253_402_300_800_000)
"""Where the years 1 to 9999 begin and end [ms from 1970]."""
_PER_MS: Final[dict[str, int]] = {"ms": 1, "us": 1_000, "ns": 1_000_000}
_N_STRANGERS: Final = 5
"""Words of one column that are none of its own, as many are told."""


def column_faults(column: Column, values: pl.Series | None) -> list[str]:
    """List what is wrong with a column of a table, empty when nothing is."""
    if values is None:
        return [f"no column {column.name!r}"]
    if values.dtype == pl.Null or values.len() == 0:
        return [] if column.missing or values.len() == 0 else [_missing(column, values)]
    if not _holds(column.kind, values.dtype):
        return [f"{column.name}: {values.dtype} is no {_NAMES[column.kind]}"]
    faults = []
    if not column.missing and values.null_count():
        faults.append(_missing(column, values))
    faults.extend(_outside(column, values))
    return faults


def _holds(kind: Kind, dtype: pl.DataType) -> bool:
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
    if isinstance(values.dtype, pl.Datetime):
        return _of_no_year(column, values)
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


def _of_no_year(column: Column, values: pl.Series) -> list[str]:
    """Tell times that no calendar has, and Python can't hold."""
    ends: tuple[Any, Any] = values.to_physical().min(), values.to_physical().max()
    unit: Any = values.dtype
    first, last = (end * _PER_MS[unit.time_unit] for end in _YEARS_MS)
    if ends[0] is None or (first <= ends[0] and ends[1] < last):
        return []
    return [f"{column.name}: beyond the years 1 … 9999"]


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
