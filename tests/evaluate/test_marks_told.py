"""Identity events and anomalies held against what was planted."""

from typing import Any

import polars as pl
import pytest
from builders import at

from stsdetect.evaluate.marks import NO_MARKS, marks_section, measure_marks
from stsdetect.evaluate.truth import TRUTH
from stsdetect.schema import ANOMALIES, IDENTITY_EVENTS

A, B, C = 200_000_001, 300_000_002, 400_000_003


def story(scenario: str, **changes: Any) -> dict[str, Any]:
    return {
        "event_id": scenario + str(changes.get("mmsi_a", A)),
        "kind": "handover" if scenario == "S12" else "story",
        "mmsi_a": A,
        "mmsi_b": None,
        "start_time": at(600),
        "end_time": at(900),
        "lat": 35.0,
        "lon": 123.0,
        "is_transfer": False,
        "observability": "none",
        "expected": "lead",
        "scenario": scenario,
        "difficulty": None,
    } | changes


def identity(kind: str, mmsi: int, other: int | None = None) -> dict[str, Any]:
    return {
        "event_id": f"{kind}{mmsi}",
        "kind": kind,
        "mmsi": mmsi,
        "other_mmsi": other,
        "time": at(0),
        "detail": "seen",
    }


def anomaly(kind: str, mmsi: int, start: float = 700) -> dict[str, Any]:
    return {
        "anomaly_id": f"{kind}{mmsi}{start}",
        "kind": kind,
        "mmsi": mmsi,
        "start_time": at(start),
        "end_time": at(start + 60),
        "detail": "seen",
    }


def measured(*rows: dict[str, Any]) -> dict[tuple[str, str], tuple[int, int]]:
    """Number and number told by what and name."""

    def table(schema: Any, key: str, without: str = "") -> pl.DataFrame:
        own = [row for row in rows if key in row and without not in row]
        found: pl.DataFrame = schema.conform(
            pl.DataFrame(own, schema=schema.polars_schema, strict=False)
        )
        return found

    marks = measure_marks(
        table(IDENTITY_EVENTS, "detail", "anomaly_id"),
        table(ANOMALIES, "anomaly_id"),
        table(TRUTH, "scenario"),
        1_000,
    )
    return {(what, name): (n, told) for what, name, n, told, _ in marks.iter_rows()}


@pytest.mark.parametrize(
    ("scenario", "mark", "told"),
    [
        ("S11", anomaly("replay", A), 1),
        ("S11", anomaly("jump", A), 0),
        ("S11", anomaly("replay", A, 5_000), 0),
        ("S11", anomaly("replay", B), 0),
        ("S12", identity("handover", B, A), 1),
        ("S13", identity("shell", A), 1),
        ("N14", identity("one_hull", A, B), 1),
        ("N16", anomaly("jump", A), 0),
    ],
)
def test_measure_marks__a_story_is_told_by_the_right_kind_in_its_time(
    scenario: str, mark: dict[str, Any], told: int
) -> None:
    assert measured(story(scenario), mark)["planted", scenario] == (1, told)


def test_measure_marks__of_other_vessels_each_event_is_false_once() -> None:
    found = measured(
        story("S12"),
        story("S1", mmsi_a=B),
        identity("handover", B, C),
        identity("format", C),
        anomaly("jump", C),
        anomaly("jump", A),
    )

    assert found == {
        ("planted", "S12"): (1, 0),
        ("false", "handover"): (1, 0),
        ("false", "jump"): (1, 0),
    }


def test_marks_section__adds_worlds_up_by_level() -> None:
    rows = [
        ("coastal", "planted", "S11", 1, 1, 500),
        ("coastal", "planted", "S11", 1, 0, 500),
        ("coastal", "false", "jump", 2, 0, 500),
    ]
    marks = pl.DataFrame(rows, schema=NO_MARKS.schema, orient="row")
    counts = pl.DataFrame({"level": ["coastal"] * 2, "vessel_days": [500, 500]})

    text = marks_section(marks, counts)

    assert "| coastal | S11 | replay | 2 | 1 |" in text
    assert "| coastal | jump | 2 | 2.00 |" in text
    assert marks_section(NO_MARKS, counts) == ""
