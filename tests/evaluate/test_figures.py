"""Figures of a kind: what counts as a hit, as false, and as neither."""

import polars as pl
import pytest

from stsdetect.evaluate.figures import count_false, count_listed, measure_kind
from stsdetect.evaluate.outcomes import Outcome


def outcome() -> Outcome:
    """Look for one transfer; found are it, an evasion, and two that are none."""
    pairs = [(1, 2), (3, 4), (5, 6), (7, 8)]
    verdicts = ["transfer", "transfer", "false", "false"]
    judged = pl.DataFrame(
        {
            "candidate_id": ["c0", "c1", "c2", "c3"],
            "world": "w",
            "kind": "encounter",
            "mmsi_a": [a for a, _ in pairs],
            "mmsi_b": [b for _, b in pairs],
            "rank": [1, 2, 3, 4],
            "likelihood": [0.9, 0.8, 0.6, 0.1],
            "verdict": verdicts,
            "family": [None, None, "tow", "no story"],
        }
    )
    told = pl.DataFrame(
        {
            "world": "w",
            "observability": "encounter",
            "expected": ["found", "missed"],
            "mmsi_a": [1, 3],
            "mmsi_b": [2, 4],
            "found": True,
            "start_error_h": 0.0,
            "end_error_h": 0.0,
            "place_error_nm": 0.0,
        }
    )
    return Outcome(judged, told)


def test_measure_kind__an_evasion_that_is_found_is_neither_hit_nor_false() -> None:
    figures = {one.name: one for one in measure_kind(outcome(), "encounter")}

    assert figures["precision of all"].value == pytest.approx(1 / 3)
    assert figures["precision of all"].n == 3
    assert figures["precision at N"].value == 1.0


def test_count_listed__is_of_the_whole_list_and_count_false_of_what_is_called() -> None:
    judged = outcome().judged

    listed = {one.kind: one.n for one in count_listed(judged, 1_000)}
    called = {one.kind: one.n for one in count_false(judged, 1_000)}

    assert listed == {"encounter": 2, "one_dark": 0, "both_dark": 0, "loitering": 0}
    assert called == {"all": 1, "tow": 1}
