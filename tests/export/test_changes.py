"""What a list of candidates says otherwise than the one before."""

import csv
from pathlib import Path

import pandas as pd
from builders_leads import candidates

from stsdetect.export.changes import find_changes, write_changes
from stsdetect.schema import CHANGES


def listed(*ids: str, **changes: object) -> pd.DataFrame:
    return candidates(*({"candidate_id": one, **changes} for one in ids))


def told(before: pd.DataFrame, after: pd.DataFrame, *found: str) -> dict[str, str]:
    changes = find_changes(before, after, set(found) | set(after["candidate_id"]))
    CHANGES.check_key(changes)
    return dict(zip(changes["candidate_id"], changes["change"], strict=True))


def test_find_changes__the_same_list_has_none() -> None:
    assert told(listed("a", "b"), listed("a", "b")) == {}


def test_find_changes__another_rank_alone_is_none() -> None:
    before = listed("a")
    after = before.assign(rank=7, priority=1.0)

    assert told(before, after) == {}


def test_find_changes__what_comes_and_goes_is_told() -> None:
    assert told(listed("a", "b"), listed("b", "c")).keys() == {"a", "c", "b"}
    assert told(listed("b", "a"), listed("b", "c")) == {"c": "new", "a": "withdrawn"}


def test_find_changes__what_was_cut_from_the_list_is_not_withdrawn() -> None:
    assert told(listed("a", "b"), listed("a"), "b") == {}


def test_find_changes__a_changed_value_is_named() -> None:
    before, after = listed("a", likelihood=0.5), listed("a", likelihood=0.61)

    changes = find_changes(before, after, {"a"})

    assert changes["change"].tolist() == ["changed"]
    assert changes["what"].tolist() == ["likelihood"]
    assert changes["likelihood_before"].tolist() == [0.5]


def test_find_changes__less_than_is_written_is_none() -> None:
    before, after = listed("a", likelihood=0.5), listed("a", likelihood=0.500001)

    assert told(before, after) == {}


def test_find_changes__nothing_before_makes_all_new() -> None:
    assert told(listed("a")[:0], listed("a")) == {"a": "new"}


def test_write_changes__is_read_back(tmp_path: Path) -> None:
    changes = find_changes(listed("b", "a"), listed("b", "c"), set())

    write_changes(changes, tmp_path / "changes.csv")

    with (tmp_path / "changes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["change"] for row in rows] == ["new", "withdrawn"]
    assert list(rows[0]) == CHANGES.names
