"""The ledger: entries that are added, never changed, each sealed by the one before."""

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from stsdetect.errors import StoreError

__all__ = ["LEDGER", "Entry", "append_entry", "read_entries", "verify_entries"]

LEDGER: Final = "labels.sqlite"
"""That of verdicts, beside the candidates of a run; a rerun leaves it alone."""

_FIRST_SEAL: Final = "0" * 64

_PATIENCE_S: Final = 60.0
"""Ours: an entry takes milliseconds, and a slow disk under load some seconds [s]."""

_TABLE: Final = """
CREATE TABLE IF NOT EXISTS ledger (
    number INTEGER PRIMARY KEY,
    time TEXT NOT NULL,
    subject TEXT NOT NULL,
    content TEXT NOT NULL,
    seal TEXT NOT NULL UNIQUE
);
CREATE TRIGGER IF NOT EXISTS ledger_is_not_changed BEFORE UPDATE ON ledger
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER IF NOT EXISTS ledger_is_not_cut BEFORE DELETE ON ledger
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry: number from 1, ISO 8601 time, what it is about, content, seal."""

    number: int
    time: str
    subject: str
    content: dict[str, Any]
    seal: str


def append_entry(
    path: Path, subject: str, content: Mapping[str, Any], time: datetime
) -> Entry:
    """Add an entry to a ledger, which is made when missing.

    Its seal is the SHA-256 of the seal before it and of all that it says, so that
    nothing can be changed or left out before the last entry without a trace. That the
    last ones were cut off shows only to who keeps a seal elsewhere.

    Raises
    ------
    StoreError
        The file is no ledger, or can't be written.
    """
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    with _opened(path) as ledger:
        ledger.executescript(_TABLE)
        _require_own(ledger, path)
        ledger.execute("BEGIN IMMEDIATE")
        last = ledger.execute(
            "SELECT number, seal FROM ledger ORDER BY number DESC LIMIT 1"
        ).fetchone()
        number, before = last or (0, _FIRST_SEAL)
        row = (number + 1, time.isoformat(), subject, text)
        seal = _seal(before, row)
        ledger.execute("INSERT INTO ledger VALUES (?, ?, ?, ?, ?)", (*row, seal))
        ledger.commit()
    return _entry((*row, seal), path)


def read_entries(path: Path, subject: str | None = None) -> list[Entry]:
    """Read the entries of a ledger, all or those of a subject; none where no file is.

    Raises
    ------
    StoreError
        The file is no ledger.
    """
    return [
        _entry(row, path) for row in _rows(path) if subject is None or row[2] == subject
    ]


def verify_entries(path: Path) -> list[str]:
    """Check every seal; say what does not hold, nothing when all do.

    Raises
    ------
    StoreError
        The file is no ledger.
    """
    faults, before = [], _FIRST_SEAL
    for place, row in enumerate(_rows(path), start=1):
        number, seal = row[0], row[4]
        if number != place:
            faults.append(f"entry {place} is missing")
            break
        if seal != _seal(before, row[:4]):
            faults.append(f"entry {number} was changed, or one before it")
            break
        before = seal
    return faults


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        ledger = sqlite3.connect(path, timeout=_PATIENCE_S)
        try:
            yield ledger
        finally:
            ledger.close()
    except sqlite3.Error as error:
        words = " ".join(str(error).split())
        raise StoreError(f"{path}: {words:.200}") from error
    except UnicodeDecodeError as error:  # what sqlite says of a file holds bytes of it
        raise StoreError(f"{path}: damaged, its layout is no text") from error


def _require_own(ledger: sqlite3.Connection, path: Path) -> None:
    """Refuse tables, views and triggers that are not ours: they could do anything.

    Raises
    ------
    StoreError
        There are some, or our table is missing.
    """
    there = _layout(ledger)
    if "table" not in {kind for kind, *_ in there} or there - _own_layout():
        raise StoreError(f"{path}: no ledger of stsdetect")


@cache
def _own_layout() -> frozenset[tuple[Any, ...]]:
    with closing(sqlite3.connect(":memory:")) as made:
        made.executescript(_TABLE)
        return _layout(made)


def _layout(ledger: sqlite3.Connection) -> frozenset[tuple[Any, ...]]:
    return frozenset(
        ledger.execute("SELECT type, name, tbl_name, sql FROM sqlite_master")
    )


def _rows(path: Path) -> list[tuple[Any, ...]]:
    if not path.is_file():
        return []
    with _opened(path) as ledger:
        _require_own(ledger, path)
        rows = ledger.execute("SELECT * FROM ledger ORDER BY number").fetchall()
    if not all(isinstance(one, str) for row in rows for one in row[1:]):
        raise StoreError(f"{path}: damaged, not all that it says is text")
    return rows


def _entry(row: tuple[Any, ...], path: Path) -> Entry:
    number, time, subject, content, seal = row
    try:
        said = json.loads(content)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        raise StoreError(
            f"{path}: damaged, entry {number} says nothing that can be read"
        )
    return Entry(number=number, time=time, subject=subject, content=said, seal=seal)


def _seal(before: str, row: tuple[Any, ...]) -> str:
    said = json.dumps([before, *row], ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()
