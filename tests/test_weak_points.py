"""What peers were seen to get wrong: each weak point W1 to W10 is a test of ours.

Times, places and the peer's answer are those of the pipeline that was examined;
the numbers in the comments are what it gave.
"""

import sys
from datetime import timedelta
from types import FrameType

import numpy as np
import pandas as pd
import polars as pl
import pytest
from builders import EPOCH, at
from builders_events import NOBODY, A, B, C, every, near
from stories import heard, meet, proximities, sail, way_m

from stsdetect.events.encounters import STSDETECT, find_encounters, split_settled
from stsdetect.tracks.segment import find_segments
from stsdetect.tracks.ticks import find_ticks

H = 60.0
DAY = 24 * H


def ticks_of(positions: pl.DataFrame) -> pl.DataFrame:
    tracks = find_segments(positions)
    return find_ticks(tracks, EPOCH - timedelta(days=1), EPOCH + timedelta(days=3))


def test_w1__nothing_is_extrapolated_so_that_no_course_can_be_misread() -> None:
    # 10 kn due east from 38.0 N 124.0 E; a peer is 26 km off after an hour.
    minutes = heard(10 * H, 10 * H + 10, 1.0)
    eastwards = sail(A, minutes, way_m(10.0)(minutes - 10 * H), 0.0, around=(38, 124))

    ticks = ticks_of(eastwards)

    assert ticks["timestamp"].max() == at(10 * H + 10)
    assert ticks["lat"].to_numpy() == pytest.approx(38.0, abs=1e-4)
    assert ticks["lon"][-1] == pytest.approx(124.0352, abs=1e-3)


def silent_visitor() -> tuple[pl.DataFrame, pl.DataFrame]:
    """One lies still all day, the other is silent from 10:30 to 16:30."""
    minutes = np.concatenate(
        [heard(10 * H, 10 * H + 30, 2.0), heard(16 * H + 30, 17 * H, 2.0)]
    )
    still = sail(B, heard(10 * H, 17 * H, 2.0), 0.0, 0.0)
    return sail(A, minutes, 100.0, 0.0), still


def test_w2__a_vessels_own_silence_is_no_time_together() -> None:
    encounters = meet(*silent_visitor())  # a peer: one from 10:00 to 17:00

    together = encounters["end_time"] - encounters["start_time"]
    assert len(encounters) == 2
    assert together.sum() == pd.Timedelta(hours=1)
    assert (encounters["n_ticks"] == 7).all()


def test_w2__a_silence_that_the_merge_bridges_is_told() -> None:
    minutes = heard(0, 4 * H, 2.0)
    partly = minutes[(minutes <= 60) | (minutes >= 150)]
    adrift = way_m(2.6)

    encounters = meet(
        sail(A, partly, adrift(partly) + 100.0, 0.0),
        sail(B, minutes, adrift(minutes), 0.0),
    )

    assert encounters["n_contacts"].tolist() == [2]
    assert encounters["n_ticks"].tolist() == [13 + 19]
    assert encounters["support"].item() == pytest.approx(32 / 49)
    assert encounters["longest_hole_min"].item() == 90


def test_w2b__no_tick_lies_before_the_first_or_after_the_last_report() -> None:
    encounters = meet(*silent_visitor())  # a peer: from 09:00 to 18:00

    assert encounters["start_time"].min() == at(10 * H)
    assert encounters["end_time"].max() == at(17 * H)


def test_w3__one_outlier_does_not_undo_two_hours() -> None:
    distance = [90.0] * 12 + [660.0] + [90.0] * 12

    encounters = find_encounters(near(every(0, 120), distance), NOBODY)

    assert encounters["n_contacts"].tolist() == [1]
    assert (encounters["end_time"] - encounters["start_time"]).item() == pd.Timedelta(
        hours=2
    )


def test_w3__from_positions_as_well() -> None:
    minutes = heard(0, 120, 5.0)
    east = np.where(minutes == 60, 660.0, 90.0)

    encounters = meet(sail(A, minutes, 0.0, 0.0), sail(B, minutes, east, 0.0))

    assert encounters["start_time"].tolist() == [at(0)]
    assert encounters["end_time"].tolist() == [at(120)]


def test_w4__midnight_is_no_border() -> None:
    minutes = heard(23 * H + 10, 24 * H + 50, 2.0)  # a peer: nothing
    ticks = proximities(sail(A, minutes, 0.0, 0.0), sail(B, minutes, 90.0, 0.0))

    at_once = find_encounters(ticks, NOBODY)
    yesterday = ticks.filter(pl.col("timestamp") < at(DAY))
    settled, waiting = split_settled(yesterday, at(DAY), NOBODY, STSDETECT)
    today = ticks.filter(pl.col("timestamp") >= at(DAY))
    by_day = find_encounters(pl.concat([waiting, today]), NOBODY)

    assert settled.is_empty()
    assert at_once["start_time"].tolist() == [at(23 * H + 10)]
    assert at_once["end_time"].tolist() == [at(24 * H + 50)]
    pd.testing.assert_frame_equal(by_day, at_once)


def test_w5__half_way_across_the_antimeridian_is_180() -> None:
    crossing = sail(A, np.array([0.0, 10.0]), np.array([0.0, 1_753.0]), 0.0,
                    around=(0.0, 179.9921))  # fmt: skip

    ticks = ticks_of(crossing)

    assert ticks["lon"].to_list()[0] == pytest.approx(179.9921)
    assert abs(ticks["lon"].to_list()[1]) == pytest.approx(180.0, abs=2e-4)


def test_w5__a_meeting_across_the_antimeridian_lies_there() -> None:
    minutes = heard(0, 120, 2.0)
    around = (-1.47, 180.0)

    encounters = meet(
        sail(A, minutes, -60.0, 0.0, around=around),
        sail(B, minutes, 60.0, 0.0, around=around),
    )

    assert encounters["median_distance_m"].item() == pytest.approx(120.0, abs=1.0)
    assert abs(encounters["lon"].item()) == pytest.approx(180.0, abs=1e-4)


def test_w6__a_tow_at_eight_knots_is_no_encounter() -> None:
    minutes = heard(0, 180, 1.0)
    north = way_m(8.5)(minutes)

    assert meet(sail(A, minutes, 0.0, north), sail(B, minutes, 0.0, north - 220)).empty


def test_w7__the_number_of_python_calls_does_not_grow_with_the_points() -> None:
    def n_calls(n_hours: int) -> int:
        minutes = heard(0, n_hours * H, 1.0)
        pair = sail(A, minutes, 0.0, 0.0), sail(B, minutes, 90.0, 0.0)
        meet(*pair)
        calls = 0

        def count(_frame: FrameType, event: str, _argument: object) -> None:
            nonlocal calls
            calls += event == "call"

        sys.setprofile(count)
        try:
            meet(*pair)
        finally:
            sys.setprofile(None)
        return calls

    assert n_calls(40) < 1.2 * n_calls(4)


def test_w8__reports_an_hour_apart_are_enough_and_their_share_is_told() -> None:
    a, b = heard(5, 5 * H, 57.0), heard(20, 5 * H, 59.0)

    encounters = meet(sail(A, a, 0.0, 0.0), sail(B, b, 40.0, 0.0))

    assert encounters["n_contacts"].tolist() == [1]
    assert encounters["start_time"].item() <= at(25)
    assert 0.1 < encounters["support"].item() < 0.6
    assert encounters["longest_hole_min"].item() > 20


def test_w8__a_missed_satellite_pass_is_bridged_where_nothing_moved() -> None:
    minutes = np.array([0.0, 100.0, 200.0, 400.0, 500.0])

    encounters = meet(sail(A, minutes, 0.0, 0.0), sail(B, minutes, 40.0, 0.0))

    assert encounters["end_time"].tolist() == [at(500)]
    assert encounters["n_contacts"].tolist() == [1]


def test_w9__the_place_is_a_tick_and_medians_are_over_all_ticks() -> None:
    lat = [38.0, 38.01, 38.02, 38.03, 38.04, 38.05, 38.06]
    first = near(every(0, 30), [10.0] * 7, lat=lat)
    second = near(every(100, 200), [200.0] * 21, lat=38.06)

    encounters = find_encounters(pl.concat([first, second]), NOBODY)

    # The median of medians would be 105 m, the mean place off the track.
    assert encounters["median_distance_m"].tolist() == [200.0]
    assert encounters["lat"].item() in lat


def test_w10__a_later_day_leaves_the_encounters_of_the_earlier_ones_alone() -> None:
    yesterday = near(every(0, 120))
    today = near(every(int(DAY), int(DAY) + 120), pair=(B, C))

    before = find_encounters(yesterday, NOBODY)
    after = find_encounters(pl.concat([yesterday, today]), NOBODY)

    pd.testing.assert_frame_equal(after.iloc[:1], before)


@pytest.mark.parametrize("lat", [38.0, 38.5, 89.9, -60.0])
@pytest.mark.parametrize("lon", [124.0, 124.5, 180.0])
def test_no_cell_has_a_border(lat: float, lon: float) -> None:
    # A peer compares pairs inside a cell of one degree only.
    minutes = heard(0, 180, 5.0)
    south, north = -50.0, 50.0

    encounters = meet(
        sail(A, minutes, -5.0, south, around=(lat, lon)),
        sail(B, minutes, 5.0, north, around=(lat, lon)),
    )

    assert len(encounters) == 1


@pytest.mark.parametrize("hole", [25, 40])
def test_a_short_silence_loses_no_meeting(hole: float) -> None:
    # A peer wants eight windows of 15 minutes in a row.
    minutes = heard(0, 180, 2.0)
    partly = minutes[(minutes < 80) | (minutes > 80 + hole)]

    encounters = meet(sail(A, minutes, 0.0, 0.0), sail(B, partly, 100.0, 0.0))

    assert encounters["end_time"].tolist() == [at(180)]
    assert encounters["n_contacts"].tolist() == [1]
