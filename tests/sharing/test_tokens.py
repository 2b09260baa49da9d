"""Tokens: who holds the same event learns so, and no one learns more from a file."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from builders_leads import candidates, lead

from stsdetect.errors import InputError
from stsdetect.sharing.key import read_key
from stsdetect.sharing.token_file import read_tokens, write_tokens
from stsdetect.sharing.tokens import find_shared, make_tokens

KEY = b"0123456789abcdef0123456789abcdef"
OTHER = b"another key, as long as it has to be"


def shared(ours: pd.DataFrame, theirs: pd.DataFrame) -> list[int]:
    found = find_shared(ours, frozenset(make_tokens(theirs, KEY)), KEY)
    return [int(rank) for rank in found["rank"]]


def event(**changes: Any) -> dict[str, Any]:
    return {"mmsi_b": 300000002, **changes}


@pytest.mark.parametrize(
    "theirs",
    [
        event(),
        event(start_min=175),
        event(start_min=65),
        event(lat=31.62, lon=124.99),
        event(duration_h=0.5, start_min=300),
        event(mmsi_a=300000002, mmsi_b=200000001),
    ],
    ids=["same", "later", "earlier", "elsewhere", "shorter", "turned"],
)
def test_find_shared__the_same_event_seen_otherwise_is_met(
    theirs: dict[str, Any],
) -> None:
    seen = candidates({**lead(1, **theirs)})

    assert shared(candidates(), seen) == [1]


@pytest.mark.parametrize(
    "theirs",
    [
        event(mmsi_b=300000003),
        event(start_min=120 + 24 * 60),
        event(lat=33.0),
        event(mmsi_b=None),
    ],
    ids=["other partner", "next day", "far", "one vessel alone"],
)
def test_find_shared__another_event_is_not(theirs: dict[str, Any]) -> None:
    assert shared(candidates(), candidates({**lead(1, **theirs)})) == []


def test_find_shared__imo_numbers_meet_where_mmsis_are_pseudonyms() -> None:
    numbers = {"imo_a": 2000006, "imo_b": 2000018}
    ours = candidates(numbers)
    theirs = candidates({**numbers, "mmsi_a": 1_000_000_007, "mmsi_b": 1_000_000_008})

    assert shared(ours, theirs) == [1]


def test_find_shared__cells_meet_across_180_degrees() -> None:
    assert shared(candidates({"lon": 179.99}), candidates({"lon": -179.99})) == [1]


def test_make_tokens__another_key_gives_nothing_in_common() -> None:
    table = candidates({}, {"mmsi_b": 300000009})

    assert not set(make_tokens(table, KEY)) & set(make_tokens(table, OTHER))


def test_make_tokens__the_order_of_candidates_does_not_show() -> None:
    table = candidates({}, {"mmsi_b": 300000009})

    assert make_tokens(table, KEY) == make_tokens(table.iloc[::-1], KEY)


def test_write_tokens__is_read_back_and_shows_nothing_of_the_event(
    tmp_path: Path,
) -> None:
    tokens = make_tokens(candidates(), KEY)

    write_tokens(tokens, KEY, tmp_path / "t.csv")

    assert read_tokens(tmp_path / "t.csv", KEY) == frozenset(tokens)
    written = (tmp_path / "t.csv").read_text()
    words = ("200000001", "SIM", "2024-", KEY.decode())
    assert not any(word in written for word in words)


def test_read_tokens__of_another_key_says_so(tmp_path: Path) -> None:
    write_tokens(make_tokens(candidates(), OTHER), OTHER, tmp_path / "t.csv")

    with pytest.raises(InputError, match="made with another key"):
        read_tokens(tmp_path / "t.csv", KEY)


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\x00", b"rank,candidate_id\r\n1,2\r\n"]
)
def test_read_tokens__anything_else_is_one_fault(
    tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "t.csv").write_bytes(content)

    with pytest.raises(InputError, match="no file of tokens"):
        read_tokens(tmp_path / "t.csv", KEY)


def test_read_tokens__a_line_that_is_no_token_is_named(tmp_path: Path) -> None:
    write_tokens(["=cmd()"], KEY, tmp_path / "t.csv")

    with pytest.raises(InputError, match="line 3 is no token"):
        read_tokens(tmp_path / "t.csv", KEY)


def test_read_key__a_line_end_does_not_count_and_a_word_is_no_key(
    tmp_path: Path,
) -> None:
    (tmp_path / "key").write_bytes(KEY + b"\r\n")
    (tmp_path / "word").write_bytes(b"secret\n")

    assert read_key(tmp_path / "key") == KEY
    with pytest.raises(InputError, match="6 bytes are no key"):
        read_key(tmp_path / "word")


def test_read__a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="none: can't read: No such file"):
        read_tokens(tmp_path / "none", KEY)
    with pytest.raises(InputError, match="none: can't read the key: No such file"):
        read_key(tmp_path / "none")
