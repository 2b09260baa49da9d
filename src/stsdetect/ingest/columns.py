"""Column maps: a TOML file that says which column of a CSV file holds what."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from stsdetect.disk.documents import read_document
from stsdetect.errors import ConfigError, InputError
from stsdetect.ingest.fields import FIELDS, REQUIRED

__all__ = ["ColumnMap", "read_column_map"]

WITH_FACTOR: Final = ("lat", "lon", "sog", "cog", "heading")
IDS: Final = ("mmsi", "number", "text")

_KEYS: Final = {
    "separator": str,
    "encoding": str,
    "time_format": str,
    "time_zone": str,
    "ids": str,
    "decimal_comma": bool,
    "columns": dict,
    "factors": dict,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMap:
    """Which column of a text file holds what, and how its values are written.

    Parameters
    ----------
    columns : mapping of str to str
        Field, as in :data:`~stsdetect.ingest.fields.MEANINGS`, to the name of its
        column; ``mmsi``, ``timestamp``, ``lat`` and ``lon`` are needed.
    separator : str
        One character between the values.
    encoding : str
        As Python names it.
    time_format : str
        ``iso``, ``day_first``, ``month_first``, ``epoch_s``, ``epoch_ms``, or a pattern
        of ``strftime`` such as ``%d/%m/%Y %H:%M``. Empty: seen from the values.
    time_zone : str
        Of times that name none, as ``Asia/Seoul``.
    ids : str
        ``mmsi`` takes whole numbers of up to nine digits; ``number`` any from 1;
        ``text`` anything, hashed to a number above 10⁹.
    decimal_comma : bool
        Numbers are written ``12,5``.
    factors : mapping of str to float
        Field to what its value is multiplied by to have our unit.
    """

    columns: Mapping[str, str]
    separator: str = ","
    encoding: str = "utf-8"
    time_format: str = ""
    time_zone: str = "UTC"
    ids: str = "mmsi"
    decimal_comma: bool = False
    factors: Mapping[str, float] = field(default_factory=dict)


def read_column_map(path: Path | str) -> ColumnMap:
    """Read a column map, and check every key and value of it.

    Raises
    ------
    InputError
        The file can't be read.
    ConfigError
        A key is unknown, a value makes no sense, or a needed column is not named. All
        faults are told at once.
    """
    try:
        content = tomllib.loads(read_document(path).decode())
    except OSError as error:
        raise InputError(f"{path}: can't be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:  # no TOML, no text, no number
        raise ConfigError(f"{path}: no TOML: {error}") from error
    faults = list(_type_faults(content)) or list(_value_faults(content))
    if faults:
        raise ConfigError(f"{path}: {'; '.join(faults)}")
    return ColumnMap(**content)


def _type_faults(content: dict[str, Any]) -> Iterable[str]:
    for key, value in content.items():
        if key not in _KEYS:
            yield f"unknown key {key!r}, known are {', '.join(_KEYS)}"
        elif not isinstance(value, _KEYS[key]):
            yield f"{key}: {value!r} is no {_WORDS[_KEYS[key]]}"
    if "columns" not in content:
        yield "no table [columns]"


_WORDS: Final = {str: "text", bool: "true or false", dict: "table"}


def _value_faults(content: dict[str, Any]) -> Iterable[str]:
    columns, factors = content["columns"], content.get("factors", {})
    for name in sorted({*columns, *factors} - set(FIELDS)):
        yield f"unknown field {name!r}, known are {', '.join(FIELDS)}"
    missing = [name for name in REQUIRED if name not in columns]
    if missing:
        yield f"columns: {', '.join(missing)} not named"
    for name, value in columns.items():
        if not isinstance(value, str):
            yield f"columns.{name}: {value!r} is no text"
    for name in sorted(set(factors) - set(WITH_FACTOR)):
        yield f"factors: {name} has none, only {', '.join(WITH_FACTOR)}"
    for name, value in factors.items():
        if isinstance(value, bool) or not isinstance(value, int | float):
            yield f"factors.{name}: {value!r} is no number"
    yield from _word_faults(content)


def _word_faults(content: dict[str, Any]) -> Iterable[str]:
    ids, separator = content.get("ids", "mmsi"), content.get("separator", ",")
    if ids not in IDS:
        yield f"ids: {ids!r} is none of {', '.join(IDS)}"
    if len(separator.encode()) != 1 or separator in '"\r\n':
        yield f"separator: {separator!r} is not one plain character"
    try:
        ZoneInfo(content.get("time_zone", "UTC"))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield f"time_zone: {content['time_zone']!r} is unknown, as Asia/Seoul"
    try:
        b"x".decode(content.get("encoding", "utf-8"), "replace")
    except (LookupError, UnicodeError, ValueError):  # no text, or no name
        yield f"encoding: {content['encoding']!r} is unknown"
