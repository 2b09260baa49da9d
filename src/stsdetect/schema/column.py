"""Columns: what one column of a table holds, in which unit and within which bounds."""

from dataclasses import dataclass
from enum import Enum
from typing import Any

import polars as pl

__all__ = [
    "Column",
    "Kind",
    "boolean",
    "choice",
    "count",
    "degrees",
    "identity",
    "latitude",
    "longitude",
    "mmsi",
    "quantity",
    "text",
    "utc",
]


class Kind(Enum):
    """The five kinds of value that a column can hold."""

    INTEGER = "integer"
    NUMBER = "number"
    TEXT = "text"
    BOOLEAN = "boolean"
    TIME = "time"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: name, kind, unit, inclusive bounds, and whether it may be missing."""

    name: str
    kind: Kind
    meaning: str
    dtype: Any
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    missing: bool = False
    choices: tuple[str, ...] = ()

    @property
    def bounds(self) -> str:
        """Bounds as a reader of ``docs/tables.md`` sees them, empty without any."""
        if self.choices:
            return ", ".join(self.choices)
        if self.minimum is None and self.maximum is None:
            return ""
        low = "" if self.minimum is None else f"{self.minimum:g}"
        high = "" if self.maximum is None else f"{self.maximum:g}"
        return f"{low} … {high}".strip()


def utc(name: str, meaning: str, *, missing: bool = False) -> Column:
    """A point in time, UTC, to the millisecond."""
    return Column(
        name=name,
        kind=Kind.TIME,
        meaning=meaning,
        dtype=pl.Datetime("ms", "UTC"),
        unit="UTC",
        missing=missing,
    )


def mmsi(name: str, meaning: str, *, missing: bool = False) -> Column:
    """A nine-digit MMSI, or a pseudo-identity above 10⁹ where a source hashes it."""
    return Column(
        name=name,
        kind=Kind.INTEGER,
        meaning=meaning,
        dtype=pl.Int64(),
        minimum=1,
        missing=missing,
    )


def latitude(name: str, meaning: str, *, missing: bool = False) -> Column:
    """A latitude [°], north positive."""
    return quantity(name, "°", meaning, minimum=-90, maximum=90, missing=missing)


def longitude(name: str, meaning: str, *, missing: bool = False) -> Column:
    """A longitude [°], east positive; both −180 and 180 may occur."""
    return quantity(name, "°", meaning, minimum=-180, maximum=180, missing=missing)


def degrees(name: str, meaning: str, *, missing: bool = False) -> Column:
    """A direction [°], clockwise from true north, below 360."""
    return quantity(
        name, "°", meaning, minimum=0, maximum=360, missing=missing, dtype=pl.Float32()
    )


def quantity(
    name: str,
    unit: str,
    meaning: str,
    *,
    minimum: float | None = None,
    maximum: float | None = None,
    missing: bool = False,
    dtype: Any = None,
) -> Column:
    """A real number in a unit."""
    return Column(
        name=name,
        kind=Kind.NUMBER,
        meaning=meaning,
        dtype=dtype if dtype is not None else pl.Float64(),
        unit=unit,
        minimum=minimum,
        maximum=maximum,
        missing=missing,
    )


def count(
    name: str,
    meaning: str,
    *,
    minimum: float = 0,
    maximum: float | None = None,
    missing: bool = False,
    dtype: Any = None,
) -> Column:
    """A whole number: a count, a code or a row."""
    return Column(
        name=name,
        kind=Kind.INTEGER,
        meaning=meaning,
        dtype=dtype if dtype is not None else pl.Int64(),
        minimum=minimum,
        maximum=maximum,
        missing=missing,
    )


def identity(name: str, meaning: str) -> Column:
    """A stable identity: a hash of what the row is, as hexadecimal text."""
    return text(name, meaning)


def text(name: str, meaning: str, *, missing: bool = False) -> Column:
    """Text, as received but for padding and control characters."""
    return Column(
        name=name,
        kind=Kind.TEXT,
        meaning=meaning,
        dtype=pl.String(),
        missing=missing,
    )


def choice(
    name: str, choices: tuple[str, ...], meaning: str, *, missing: bool = False
) -> Column:
    """One word out of a closed list."""
    return Column(
        name=name,
        kind=Kind.TEXT,
        meaning=meaning,
        dtype=pl.Enum(choices),
        missing=missing,
        choices=choices,
    )


def boolean(name: str, meaning: str, *, missing: bool = False) -> Column:
    """A yes or a no."""
    return Column(
        name=name,
        kind=Kind.BOOLEAN,
        meaning=meaning,
        dtype=pl.Boolean(),
        missing=missing,
    )
