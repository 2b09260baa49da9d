"""The cases of pipe-encounters under the preset `gfw`, each pair once.

The cases are GlobalFishingWatch/pipe-encounters' own (commit df93ee4): a grid of
10 minutes, holes under 70 minutes, at least 30 minutes. They show what the de-facto
standard gives. Two of them we answer otherwise, and say why where it is tested.
"""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest
from builders_events import NOBODY

from stsdetect.events.encounters import STSDETECT, EncounterParams, find_encounters
from stsdetect.events.presets import GFW
from stsdetect.schema import POSITIONS
from stsdetect.tracks.proximity import find_proximities
from stsdetect.tracks.segment import SegmentParams, find_segments
from stsdetect.tracks.ticks import TickParams, find_ticks

TEN_MINUTES, HALF_AN_HOUR = timedelta(minutes=10), timedelta(minutes=30)
RAW = replace(
    GFW, min_contact=HALF_AN_HOUR, min_duration=HALF_AN_HOUR, step=TEN_MINUTES,
    max_median_speed_kn=1_000.0,
)  # fmt: skip
"""The fixtures are raw encounters: half an hour, before any rule of speed."""
OURS = SegmentParams()
AS_GIVEN = SegmentParams(max_speed_kn=1e6, usual_speed_kn=1e6, off_share=1e6)
"""The source takes each track of a case for one segment, whatever its speed."""


@pytest.fixture(scope="module")
def cases(real_ais: Path) -> dict[str, pl.DataFrame]:
    text = (real_ais / "encounter_fixtures/pipe_encounters_fixtures.json").read_text()
    return {case["name"]: track(case["tracks"]) for case in json.loads(text)["cases"]}


def track(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """POSITIONS of a case; its speeds and courses are placeholders and left out."""
    frame = pl.DataFrame(rows).with_columns(
        mmsi=pl.col("id").cast(pl.Int64),
        timestamp=pl.col("timestamp").str.to_datetime(time_zone="UTC"),
        source_id=pl.lit("fixture"),
        source_row=pl.int_range(1, pl.len() + 1),
    )
    frame = frame.drop("id", "speed", "course").unique(
        ["mmsi", "timestamp"], keep="first", maintain_order=True
    )
    return POSITIONS.conform(frame.sort("mmsi", "timestamp"))


def encounters(
    positions: pl.DataFrame,
    params: EncounterParams,
    step: timedelta,
    segments: SegmentParams = OURS,
) -> pd.DataFrame:
    ticks = find_ticks(
        find_segments(positions, segments),
        datetime(2010, 1, 1, tzinfo=UTC),
        datetime(2016, 1, 1, tzinfo=UTC),
        TickParams(step=step),
    )
    return find_encounters(find_proximities(ticks), NOBODY, params)


def raw(positions: pl.DataFrame) -> pd.DataFrame:
    return encounters(positions, RAW, TEN_MINUTES, AS_GIVEN)


def spans(found: pd.DataFrame) -> list[tuple[int, int, str, str]]:
    ordered = found.sort_values(["mmsi_a", "mmsi_b", "start_time"])
    clock = [ordered[name].dt.strftime("%H:%M") for name in ("start_time", "end_time")]
    return list(zip(ordered["mmsi_a"], ordered["mmsi_b"], *clock, strict=True))


def test_simple(cases: dict[str, pl.DataFrame]) -> None:
    found = raw(cases["simple"])

    assert spans(found) == [(1, 2, "16:10", "17:00")]
    assert found["median_distance_m"].item() == pytest.approx(203.33, abs=0.01)


@pytest.mark.parametrize("case", ["multi", "multi_max_one_neighbour"])
def test_multi__no_partner_is_dropped_for_a_nearer_one(
    cases: dict[str, pl.DataFrame], case: str
) -> None:
    # With one neighbour kept the source loses 2 x 3 and cuts the others: we never do.
    found = raw(cases[case])

    assert spans(found) == [
        (1, 2, "15:40", "17:40"),
        (1, 3, "15:40", "17:40"),
        (2, 3, "15:20", "17:50"),
    ]
    median = found.sort_values(["mmsi_a", "mmsi_b"])["median_distance_m"].tolist()
    assert median == pytest.approx([0.0, 111.195, 111.195], abs=0.01)


def test_dateline(cases: dict[str, pl.DataFrame]) -> None:
    found = raw(cases["dateline"])

    assert spans(found) == [(1, 2, "16:10", "17:10")]
    assert found["median_distance_m"].item() == pytest.approx(211.70, abs=0.01)
    assert abs(found["lon"].item()) > 179.999


def test_fast_separation(cases: dict[str, pl.DataFrame]) -> None:
    assert raw(cases["fast_separation"]).empty


def test_fast_separation__two_vessels_on_one_mmsi_are_told_apart(
    cases: dict[str, pl.DataFrame],
) -> None:
    # Vessel 2 is in turn at 0 and at 10 degrees east, every 10 minutes: no vessel does
    # that, two on one MMSI do, and one of them lies beside vessel 1 throughout.
    found = encounters(cases["fast_separation"], STSDETECT, timedelta(minutes=5))

    assert spans(found) == [(1, 2, "15:40", "17:40")]


def test_real__the_eight_hours_of_silence_are_not_bridged(
    cases: dict[str, pl.DataFrame],
) -> None:
    # The source gives 07:40 to 20:10 in the view of 441910000, which sends nothing
    # from 10:19 to 18:27, and 07:40 to 10:10 in the other view. In the evening they lie
    # alongside again: 441910000 is heard at 18:30, 20:10 and 21:37, hardly moved
    # meanwhile, which the source's 70 minutes don't bridge and ours do.
    found = raw(cases["real"])

    assert spans(found) == [
        (441910000, 563418000, "07:40", "10:10"),
        (441910000, 563418000, "18:30", "21:30"),
    ]


def test_real__by_our_own_rule(cases: dict[str, pl.DataFrame]) -> None:
    found = encounters(cases["real"], STSDETECT, timedelta(minutes=5))

    day = pd.Timestamp("2015-03-19", tz="UTC")
    morning, evening = found.iloc[0], found.iloc[1]
    assert len(found) == 2
    assert day + pd.Timedelta("07:32:00") <= morning["start_time"]
    assert morning["start_time"] <= day + pd.Timedelta("07:40:00")
    assert day + pd.Timedelta("10:10:00") <= morning["end_time"]
    assert morning["end_time"] <= day + pd.Timedelta("10:20:00")
    assert day + pd.Timedelta("18:27:00") <= evening["start_time"]
    assert evening["end_time"] <= day + pd.Timedelta("21:37:36")
    assert found["n_contacts"].tolist() == [1, 1]
    assert morning["median_distance_m"] == pytest.approx(30.0, abs=5.0)
    assert morning["median_speed_kn"] < 0.3
    assert morning["longest_hole_min"] >= 25
    assert evening["support"] < morning["support"] < 1.0
