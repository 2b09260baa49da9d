"""The ledger: entries are added; a change or a loss before the last one shows."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from stsdetect.errors import StoreError
from stsdetect.review import ledger
from stsdetect.review.ledger import append_entry, read_entries, verify_entries

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Ledger of three entries."""
    ledger = tmp_path / "ledger.sqlite"
    for number in range(3):
        append_entry(ledger, "odd" if number % 2 else "even", {"n": number}, NOON)
    return ledger


def changed(path: Path, statement: str) -> None:
    """Change a ledger as somebody would who may write to the file."""
    with sqlite3.connect(path) as ledger:
        ledger.execute("DROP TRIGGER ledger_is_not_changed")
        ledger.execute("DROP TRIGGER ledger_is_not_cut")
        ledger.execute(statement)
    ledger.close()


def test_append_entry__adds_and_reads_back(path: Path) -> None:
    entries = read_entries(path)

    assert [one.content["n"] for one in entries] == [0, 1, 2]
    assert [one.number for one in entries] == [1, 2, 3]
    assert [one.content["n"] for one in read_entries(path, "even")] == [0, 2]
    assert entries[0].time == NOON.isoformat()


def test_read_entries__of_no_file_are_none(tmp_path: Path) -> None:
    assert read_entries(tmp_path / "none.sqlite") == []
    assert verify_entries(tmp_path / "none.sqlite") == []
    assert not (tmp_path / "none.sqlite").exists()


def test_verify_entries__an_untouched_ledger_holds(path: Path) -> None:
    assert verify_entries(path) == []


@pytest.mark.parametrize(
    "statement", ["UPDATE ledger SET content = '{}'", "DELETE FROM ledger"]
)
def test_ledger__refuses_to_be_changed(path: Path, statement: str) -> None:
    ledger = sqlite3.connect(path)

    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        ledger.execute(statement)

    ledger.close()


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE ledger SET content = '{\"n\": 9}' WHERE number = 2", "entry 2 was"),
        ("UPDATE ledger SET time = '2020-01-01' WHERE number = 1", "entry 1 was"),
        ("DELETE FROM ledger WHERE number = 2", "entry 2 is missing"),
        ("UPDATE ledger SET number = 9 WHERE number = 3", "entry 3 is missing"),
    ],
)
def test_verify_entries__tells_where_a_ledger_was_changed(
    path: Path, statement: str, fault: str
) -> None:
    changed(path, statement)

    assert [fault in found for found in verify_entries(path)] == [True]


def test_verify_entries__a_cut_end_shows_by_the_seal_kept_elsewhere(
    path: Path,
) -> None:
    kept = read_entries(path)[-1].seal

    changed(path, "DELETE FROM ledger WHERE number = 3")

    assert verify_entries(path) == []
    assert read_entries(path)[-1].seal != kept


def test_ledger__a_file_that_is_none_is_told(tmp_path: Path) -> None:
    path = tmp_path / "notes.sqlite"
    path.write_text("these are notes, not a database at all", encoding="utf-8")

    with pytest.raises(StoreError, match=r"notes\.sqlite"):
        read_entries(path)


def test_ledger__a_fault_that_sqlite_tells_in_no_text_is_one_line(path: Path) -> None:
    """Its own words held bytes of the file, which were no letters; found by fuzz."""
    content = path.read_bytes()
    path.write_bytes(
        content.replace(b"CREATE TABLE ledger", b"CREATE TABL\x8c\xf6dger")
    )

    for read in (read_entries, verify_entries):
        with pytest.raises(StoreError, match="damaged") as told:
            read(path)
        assert "\n" not in str(told.value)


def test_ledger__who_finds_it_busy_waits_a_minute(path: Path) -> None:
    with ledger._opened(path) as opened:
        (patience_ms,) = opened.execute("PRAGMA busy_timeout").fetchone()

    assert patience_ms == 60_000
