"""Rows: a table as lines of JSON, which is read as if an enemy had written it."""

import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Final, NoReturn

import pandas as pd
import polars as pl

from stsdetect.errors import InputError
from stsdetect.schema.column import Column, Kind
from stsdetect.schema.table import Table

__all__ = ["MAX_ROWS", "pack_rows", "unpack_rows"]

MAX_ROWS: Final = 10_000
"""Of a table in a bundle; ours: chosen candidates, not a list of all."""

_MAX_LETTERS: Final = 20_000
"""Of a text; reasons of a candidate have some hundreds."""

_MAX_INTEGER: Final = 2**63
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""What could steer a terminal, and half a letter; line ends and tabs are text."""


def pack_rows(rows: Iterable[dict[str, Any]]) -> bytes:
    """Write rows as lines of JSON; the same rows give the same bytes."""
    lines = (json.dumps(row, ensure_ascii=False, allow_nan=False) for row in rows)
    return "".join(f"{line}\n" for line in lines).encode()


def unpack_rows(content: bytes, table: Table) -> pd.DataFrame:
    """Read rows of a table; columns that it does not know are left out.

    Raises
    ------
    InputError
        There are too many rows, a line is no object of plain values, a text is too
        long or holds control characters, or the rows break the schema.
    """
    lines = content.splitlines()
    if len(lines) > MAX_ROWS:
        raise InputError(f"{table.name}: more than {MAX_ROWS:,} rows")
    rows = [_row(line, f"{table.name}, line {n}") for n, line in enumerate(lines, 1)]
    columns = {
        column.name: [_value(row.get(column.name), column) for row in rows]
        for column in table
    }
    try:
        kept = table.conform(pl.DataFrame(columns, schema=table.polars_schema))
    except (pl.exceptions.PolarsError, TypeError, OverflowError) as error:
        raise InputError(
            f"{table.name}: {str(error).partition(chr(10))[0]:.200}"
        ) from error
    table.check(kept)
    table.check_key(kept)
    return table.to_pandas(kept)


def _row(line: bytes, where: str) -> dict[str, Any]:
    try:
        row = json.loads(line, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{where}: no JSON that can be read") from error
    if not isinstance(row, dict) or not all(_is_plain(one) for one in row.values()):
        raise InputError(f"{where}: not a row of plain values")
    return row


def _value(value: Any, column: Column) -> Any:
    """Turn what JSON holds into what the column holds; its type is not guessed."""
    if value is None:
        return None
    if column.kind is Kind.NUMBER and type(value) in (int, float):
        return float(value)
    if column.kind is Kind.TIME and isinstance(value, str):
        return _time(value, column.name)
    if type(value) is not _TYPES.get(column.kind):
        raise InputError(f"{column.name}: {value!r:.60} is no {column.kind.value}")
    return value


def _time(value: str, name: str) -> datetime:
    try:
        time = datetime.fromisoformat(value)
        if time.tzinfo is None:
            raise InputError(f"{name}: {value!r:.60} has no time zone")
        return time.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise InputError(f"{name}: {value!r:.60} is no time") from error


_TYPES: Final = {Kind.INTEGER: int, Kind.TEXT: str, Kind.BOOLEAN: bool}


def _is_plain(value: Any) -> bool:
    if isinstance(value, str):
        return len(value) <= _MAX_LETTERS and not _CONTROL.search(value)
    if isinstance(value, int):
        return abs(value) < _MAX_INTEGER
    return value is None or isinstance(value, float)


def _refuse(word: str) -> NoReturn:
    raise ValueError(word)
