"""Worlds told worse: each condition is a row, and what was not sought a dash."""

import polars as pl

from stsdetect.evaluate.outcomes import Outcome
from stsdetect.evaluate.worsened import worsened_section


def told_worse(condition: str, n_found: int, n_sought: int) -> Outcome:
    """Transfers sought under a condition; of those found one candidate each."""
    hits = range(n_found)
    judged = pl.DataFrame(
        {
            "candidate_id": [f"{condition} {k}" for k in hits],
            "world": condition,
            "kind": "encounter",
            "mmsi_a": [2 * k + 1 for k in hits],
            "mmsi_b": [2 * k + 2 for k in hits],
            "rank": [k + 1 for k in hits],
            "likelihood": 0.9,
            "verdict": "transfer",
            "family": pl.Series([None] * n_found, dtype=pl.String),
            "level": condition,
        }
    )
    told = pl.DataFrame(
        {
            "world": condition,
            "observability": "encounter",
            "expected": "found",
            "mmsi_a": [2 * k + 1 for k in range(n_sought)],
            "mmsi_b": [2 * k + 2 for k in range(n_sought)],
            "found": [k < n_found for k in range(n_sought)],
            "start_error_h": 0.0,
            "end_error_h": 0.0,
            "place_error_nm": 0.0,
            "level": condition,
        }
    )
    return Outcome(judged, told)


def test_worsened_section__a_row_for_each_condition_in_their_order() -> None:
    text = worsened_section(
        [
            told_worse("half as often", 3, 4),
            told_worse("as it was", 1, 1),
            told_worse("half as often", 1, 4),
        ]
    )

    head, _, *rows = (
        [part.strip() for part in line.strip("|").split("|")]
        for line in text.splitlines()
    )
    assert head[:2] == ["told", "`encounter`: recall"]
    assert [row[0] for row in rows] == ["half as often", "as it was"]
    assert [row[1].split()[0] for row in rows] == ["0.50", "1.00"]
    assert [row[3:] for row in rows] == [["–"] * 4] * 2


def test_worsened_section__is_empty_where_nothing_was_told_worse() -> None:
    assert worsened_section([]) == ""
