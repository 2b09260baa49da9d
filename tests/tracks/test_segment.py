"""Segments: silences and impossible steps cut, outliers stand alone."""

from datetime import timedelta
from typing import Any

import polars as pl
import pytest
from builders import at, positions

from stsdetect.errors import ConfigError, SchemaError
from stsdetect.schema import POSITIONS, TRACKS
from stsdetect.tracks.segment import SegmentParams, find_segments


def n_segments(tracks: pl.DataFrame) -> int:
    return tracks["segment_id"].n_unique()


def test_find_segments__a_steady_vessel_is_one_segment() -> None:
    tracks = find_segments(positions(1, [0, 10, 20], 38.0, 124.0))

    TRACKS.check(tracks)
    assert n_segments(tracks) == 1
    assert not tracks["jump"].any()


def test_find_segments__nothing_gives_nothing() -> None:
    tracks = find_segments(POSITIONS.empty_polars())

    assert tracks.is_empty()
    assert tracks.columns == TRACKS.names


@pytest.mark.parametrize(("minute", "n"), [(480, 1), (481, 2)])
def test_find_segments__a_silence_over_eight_hours_cuts(minute: int, n: int) -> None:
    assert n_segments(find_segments(positions(1, [0, minute], 38.0, 124.0))) == n


# 50 kn are 1.543 km in a minute, and 500 m are allowed on top.
@pytest.mark.parametrize(("lat", "n"), [(38.018, 1), (38.019, 2)])
def test_find_segments__an_impossible_step_cuts(lat: float, n: int) -> None:
    there = positions(1, [0, 1, 2, 3], [38.0, 38.0, lat, lat], 124.0)

    tracks = find_segments(there)

    assert n_segments(tracks) == n
    assert not tracks["jump"].any()


def test_find_segments__noise_of_two_reports_in_a_second_cuts_nothing() -> None:
    noisy = positions(1, [0, 1 / 60], [38.0, 38.004], 124.0)

    assert n_segments(find_segments(noisy)) == 1


def test_find_segments__an_outlier_is_flagged_and_kept() -> None:
    lat = [38.0, 38.0, 39.0, 38.0, 38.0]

    tracks = find_segments(positions(1, [0, 1, 2, 3, 4], lat, 124.0))

    assert tracks["jump"].to_list() == [False, False, True, False, False]
    assert tracks["lat"].to_list() == lat
    assert n_segments(tracks) == 2


def test_find_segments__an_outlier_within_reach_takes_no_track_away() -> None:
    # 5 nm in 10 minutes can be; back in 5 seconds it can not.
    minutes = [0, 10, 10 + 1 / 12, 20]

    tracks = find_segments(positions(1, minutes, [38.0, 38.083, 38.0, 38.0], 124.0))

    assert tracks["jump"].to_list() == [False, True, False, False]


def test_find_segments__two_vessels_of_one_mmsi_are_two_segments() -> None:
    here = positions(1, [0, 10, 20, 30], 38.0, 124.0)
    there = positions(1, [1, 2, 13, 21, 29], -38.0, -124.0)

    tracks = find_segments(pl.concat([here, there]))

    assert n_segments(tracks) == 2
    assert not tracks["jump"].any()
    assert tracks.group_by("segment_id").agg(pl.col("lat").n_unique())[
        "lat"
    ].to_list() == [1, 1]


def test_find_segments__goes_on_across_the_antimeridian() -> None:
    crossing = positions(1, [0, 5], 0.0, [179.99, -179.99])

    assert n_segments(find_segments(crossing)) == 1


def test_find_segments__keeps_vessels_apart() -> None:
    pair = pl.concat([positions(2, [0, 1], 38.0, 124.0), positions(1, [0, 1], 38.0, 1)])

    tracks = find_segments(pair)

    assert n_segments(tracks) == 2
    assert tracks["mmsi"].to_list() == [1, 1, 2, 2]


def test_find_segments__the_order_of_rows_changes_nothing() -> None:
    ordered = pl.concat(
        [
            positions(1, [0, 1, 2, 700], [38.0, 50.0, 38.0, 38.0], 124.0),
            positions(2, [0, 9], 38.0, 124.0),
        ]
    )
    before = ordered.clone()

    shuffled = find_segments(ordered.sample(fraction=1.0, shuffle=True, seed=5))

    assert shuffled.equals(find_segments(ordered))
    assert ordered.equals(before)


def test_find_segments__a_window_with_margin_cuts_like_all_at_once() -> None:
    minutes = [*range(0, 2400, 7), 1000.5, 1001.5, 1900.5]
    lat = [38.0] * (len(minutes) - 3) + [40.0, 40.0, 40.0]
    vessel = positions(1, sorted(minutes), [y for _, y in sorted(zip(minutes, lat,
        strict=True))], 124.0)  # fmt: skip
    whole = find_segments(vessel)

    inside = pl.col("timestamp").is_between(at(1000), at(1900))
    margin = pl.col("timestamp").is_between(
        at(1000) - timedelta(hours=9), at(1900) + timedelta(hours=9)
    )
    window = find_segments(vessel.filter(margin)).filter(inside)

    whole = whole.filter(inside)
    assert window["jump"].to_list() == whole["jump"].to_list()
    assert (
        window["segment_id"].rle_id().to_list()
        == whole["segment_id"].rle_id().to_list()
    )


def test_find_segments__a_table_that_is_none_is_refused() -> None:
    with pytest.raises(SchemaError, match="no column 'lat'"):
        find_segments(positions(1, [0], 38.0, 124.0).drop("lat"))


@pytest.mark.parametrize(
    "fault",
    [
        {"max_gap": timedelta(0)},
        {"max_speed_kn": 0.0},
        {"n_back": 0},
        {"slack_m": -1.0},
    ],
)
def test_segment_params__refuse_what_nothing_keeps(fault: dict[str, Any]) -> None:
    with pytest.raises(ConfigError, match="segments"):
        SegmentParams(**fault)
