"""Health of a store: what is torn, missing, changed, or does not add up, by name."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

import polars as pl

from stsdetect.disk.files import file_sha256
from stsdetect.disk.locks import LOCK, owner_of
from stsdetect.disk.parquet import STRANGE, read_metadata, read_rows
from stsdetect.errors import SchemaError, StoreError
from stsdetect.ingest.commit import is_pending, left_aside
from stsdetect.ingest.identity import HEARD_SCHEMA
from stsdetect.ingest.store_files import (
    DAYS,
    HEARD_FOLDER,
    POSITIONS_FOLDER,
    REJECTS_FOLDER,
    SOURCES_FILE,
)
from stsdetect.ingest.sums import SUMS, read_sums
from stsdetect.ingest.totals import check_totals
from stsdetect.ingest.version import require_version
from stsdetect.ingest.writer import DAYS_SCHEMA
from stsdetect.schema import POSITIONS, REJECTS, SOURCES, VESSELS, Table

__all__ = ["VESSELS_FILE", "Fault", "examine_file", "examine_store", "store_files"]

VESSELS_FILE: Final = "vessels.parquet"

_ALWAYS: Final = (SOURCES_FILE, VESSELS_FILE, DAYS)
_TABLES: Final = {SOURCES_FILE: SOURCES, VESSELS_FILE: VESSELS}


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong with one file of a store, by its name below the store."""

    place: str
    words: str

    def __str__(self) -> str:
        return f"{self.place}: {self.words}"


def examine_store(store: Path) -> list[Fault]:
    """Look at every file of a store; nothing is written.

    Whether counts add up is looked at where every file can be read.

    Returns
    -------
    list of Fault
        By place; empty where the store is sound.

    Raises
    ------
    StoreError
        There is no store, or one of another layout.
    """
    files = store_files(store)
    if not files:
        raise StoreError(f"{store}: no store; make one with stsdetect ingest")
    if (store / SOURCES_FILE).is_file() and _is_readable(store / SOURCES_FILE):
        require_version(store / SOURCES_FILE)
    faults = [*_left_behind(store), *_wrong_sums(store, files)]
    unreadable = list(_unreadable(store, files))
    if not unreadable:
        faults += [Fault(*one) for one in check_totals(store)]
    return sorted({*faults, *unreadable})


def store_files(store: Path) -> list[str]:
    """List the tables of a store by their names below it."""
    places = (
        "*",
        f"{POSITIONS_FOLDER}/*/*",
        f"{HEARD_FOLDER}/*/*",
        f"{REJECTS_FOLDER}/*",
    )
    found = [path for place in places for path in store.glob(f"{place}.parquet")]
    return sorted(path.relative_to(store).as_posix() for path in found)


def _is_readable(file: Path) -> bool:
    try:
        read_metadata(file)
    except STRANGE:
        return False
    return True


def _left_behind(store: Path) -> Iterator[Fault]:
    owner = owner_of(store)
    if owner is not None:
        yield Fault(LOCK, f"a run holds the store or was stopped: {owner.words()}")
    aside = left_aside(store)
    if is_pending(store):
        yield Fault(aside.name, "a change is complete and not moved in yet")
    elif aside.exists():
        yield Fault(aside.name, "a change that was stopped, of no use")
    for part in sorted(store.rglob(".*.part")):
        yield Fault(part.relative_to(store).as_posix(), "half a file, of no use")


def _wrong_sums(store: Path, files: list[str]) -> Iterator[Fault]:
    try:
        sums = read_sums(store)
    except StoreError:
        yield Fault(SUMS, "missing or damaged")
        return
    for name in sorted(sums.keys() - set(files)):
        yield Fault(name, "missing")
    for name in files:
        if name not in sums:
            yield Fault(SUMS, f"has no sum of {name}")
        elif file_sha256(store / name) != sums[name]:
            yield Fault(name, "its sum is not the one it was written with")


def _unreadable(store: Path, files: list[str]) -> Iterator[Fault]:
    for name in _ALWAYS:
        if name not in files:
            yield Fault(name, "missing")
    for name in files:
        yield from examine_file(store, name)


def examine_file(store: Path, name: str) -> list[Fault]:
    """Look at one table of a store by its name below it, whatever its sum."""
    try:
        rows = read_rows(store / name)
    except STRANGE:
        return [Fault(name, "torn: it can't be read")]
    try:
        _check(name, rows)
    except SchemaError as error:
        return [Fault(name, str(error))]
    return []


def _check(name: str, rows: pl.DataFrame) -> None:
    columns = _columns_of(name)
    if columns is not None:
        if rows.schema != pl.Schema(columns):
            raise SchemaError("not the columns that it should have")
        return
    table = _table_of(name)
    table.check(table.conform(rows))
    if table is POSITIONS:
        _check_day(name, rows)


def _columns_of(name: str) -> dict[str, pl.DataType] | None:
    """Give the columns of what is no table of the schema."""
    if name == DAYS:
        return DAYS_SCHEMA
    return HEARD_SCHEMA if name.startswith(f"{HEARD_FOLDER}/") else None


def _table_of(name: str) -> Table:
    if name.startswith(f"{POSITIONS_FOLDER}/"):
        return POSITIONS
    return REJECTS if name.startswith(f"{REJECTS_FOLDER}/") else _TABLES[name]


def _check_day(name: str, rows: pl.DataFrame) -> None:
    """Refuse positions of no time, of another day, out of order, or twice."""
    if not isinstance(rows.schema["timestamp"], pl.Datetime):
        raise SchemaError("its times are none")
    day = PurePosixPath(name).parent.name.removeprefix("date=")
    days = rows["timestamp"].dt.date().unique().to_list()
    if any(one is None or one.isoformat() != day for one in days):
        raise SchemaError("holds positions of another day")
    key = rows.select("mmsi", "timestamp")
    if not key.equals(key.sort("mmsi", "timestamp")):
        raise SchemaError("not in the order of vessel and time")
    POSITIONS.check_key(rows)
