"""Rows of another team: what is no text, no time, or very long is one short line."""

import json
from typing import Any

import pytest

from stsdetect.errors import InputError
from stsdetect.schema.column import text, utc
from stsdetect.schema.table import Table
from stsdetect.sharing.rows import pack_rows, unpack_rows

ROWS = Table(
    "rows",
    text("name", "Of it."),
    utc("time", "Of it."),
    key=("name",),
    meaning="What another team sent.",
)
GOOD = {"name": "\U0001f6a2", "time": "2024-03-01T00:00:00+09:00"}


def test_unpack_rows__gives_back_what_was_packed() -> None:
    rows = unpack_rows(pack_rows([GOOD]), ROWS)

    assert rows["name"].tolist() == [GOOD["name"]]
    assert rows["time"][0].isoformat() == "2024-02-29T15:00:00+00:00"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": "\ud800"}, "not a row of plain values"),
        ({"time": "0001-01-01T00:00:00+05:00"}, "is no time"),
        ({"time": "9999-12-31T23:59:59-05:00"}, "is no time"),
        ({"time": "A" * 19_000}, "is no time"),
        ({"time": "2024-03-01T00:00:00"}, "has no time zone"),
        ({"name": 7}, "7 is no"),
    ],
)
def test_unpack_rows__what_can_not_be_is_one_short_line(
    wrong: dict[str, Any], words: str
) -> None:
    """All in plain letters, as JSON can tell half a letter too."""
    with pytest.raises(InputError, match=words) as refused:
        unpack_rows(json.dumps(GOOD | wrong).encode(), ROWS)

    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 200
