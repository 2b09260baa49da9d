"""Ticks: where each vessel is at common instants, and how well that is known."""

from datetime import datetime, timedelta
from typing import Any

import numpy as np
import polars as pl
import pytest
from builders import EPOCH, at, positions
from hypothesis import given, settings
from hypothesis import strategies as st

from stsdetect.errors import ConfigError
from stsdetect.schema import POSITIONS, TICKS
from stsdetect.tracks.segment import find_segments
from stsdetect.tracks.ticks import TickParams, find_ticks

DAY = timedelta(days=1)


def ticks_of(
    vessels: pl.DataFrame, start: datetime = EPOCH - DAY, stop: datetime = EPOCH + DAY
) -> pl.DataFrame:
    return find_ticks(find_segments(vessels), start, stop)


@st.composite
def fleets(draw: st.DrawFn) -> pl.DataFrame:
    """Some vessels that come and go for a day, with sparse and dense reports."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    vessels = []
    for mmsi in range(1, 4):
        steps = rng.choice([0.2, 2.0, 17.0, 90.0, 300.0], size=40, p=[0.3, 0.3, 0.3,
            0.08, 0.02])  # fmt: skip
        minutes = np.cumsum(np.round(steps * rng.uniform(0.5, 1.5, 40), 2))
        lat = 38.0 + np.cumsum(rng.normal(0, 0.002, 40)) + rng.choice([0, 3], 40,
            p=[0.95, 0.05])  # fmt: skip
        vessels.append(positions(mmsi, minutes.tolist(), lat.tolist(), [179.99] * 40))
    return pl.concat(vessels)


def test_find_ticks__lie_on_the_grid_between_the_reports() -> None:
    ticks = ticks_of(positions(1, [3, 21], [38.0, 38.0], [124.0, 124.1]))

    TICKS.check(ticks)
    assert ticks["timestamp"].to_list() == [at(5), at(10), at(15), at(20)]
    assert ticks["age_s"].to_list() == [120.0, 420.0, 360.0, 60.0]
    assert ticks["hole_s"].to_list() == [1080.0] * 4


def test_find_ticks__nothing_gives_nothing() -> None:
    ticks = ticks_of(POSITIONS.empty_polars())

    assert ticks.is_empty()
    assert ticks.columns == TICKS.names


def test_find_ticks__the_stop_belongs_to_the_next_window() -> None:
    vessel = positions(1, [0, 60], 38.0, 124.0)

    ticks = ticks_of(vessel, at(10), at(20))

    assert ticks["timestamp"].to_list() == [at(10), at(15)]


def test_find_ticks__a_window_may_start_between_ticks() -> None:
    vessel = positions(1, [0, 60], 38.0, 124.0)

    ticks = ticks_of(vessel, at(10.5), at(20.5))

    assert ticks["timestamp"].to_list() == [at(15), at(20)]


def test_find_ticks__jumps_and_coarse_reports_are_passed_over() -> None:
    lat = [38.0, 45.0, 38.0, 38.001, 38.0]
    vessel = positions(1, [0, 5, 10, 15, 20], lat, 124.0).with_columns(
        msg_type=pl.Series([1, 1, 1, 27, None], dtype=pl.Int8)
    )

    ticks = ticks_of(vessel)

    assert ticks["lat"].to_list() == pytest.approx([38.0] * 5)
    assert ticks["age_s"].to_list() == [0.0, 300.0, 0.0, 300.0, 0.0]


def test_find_ticks__a_report_alone_gives_none() -> None:
    alone = positions(1, [0, 70, 140], [38.0, 38.1, 38.2], 124.0)

    assert ticks_of(alone).is_empty()


def test_find_ticks__a_vessel_that_says_it_sails_is_not_bridged() -> None:
    still = positions(1, [0, 120], 38.0, 124.0)
    sailing = still.with_columns(sog=pl.Series([None, 8.0], dtype=pl.Float32))

    assert ticks_of(still).height == 25
    assert ticks_of(sailing).is_empty()


def test_find_ticks__speed_is_by_displacement() -> None:
    # 1/6 of a minute of arc northwards each minute: 10 kn.
    vessel = positions(1, [0, 10, 20], [38.0, 38.0 + 1 / 36, 38.0 + 2 / 36], 124.0)

    ticks = ticks_of(vessel.with_columns(sog=pl.lit(0.0, pl.Float32)))

    assert ticks["speed_kn"].to_list() == pytest.approx([10.0] * 5, rel=2e-3)


def test_find_ticks__two_vessels_of_one_mmsi_are_two_tracks() -> None:
    here = positions(1, [0, 10, 20], 38.0, 124.0)
    there = positions(1, [1, 11, 21], -38.0, -124.0)

    ticks = ticks_of(pl.concat([here, there]))

    assert ticks["segment_id"].n_unique() == 2
    assert ticks["speed_kn"].to_list() == pytest.approx([0.0] * 9, abs=1e-9)
    assert ticks.height == 5 + 4


@given(fleets(), st.integers(0, 1000))
@settings(max_examples=25)
def test_find_ticks__the_order_of_rows_changes_nothing(
    fleet: pl.DataFrame, seed: int
) -> None:
    tracks = find_segments(fleet)
    shuffled = tracks.sample(fraction=1.0, shuffle=True, seed=seed)

    ticks = find_ticks(shuffled, EPOCH, EPOCH + DAY)

    key = ("segment_id", "timestamp")
    assert ticks.sort(key).equals(find_ticks(tracks, EPOCH, EPOCH + DAY).sort(key))


@given(fleets(), st.integers(-10, 600), st.integers(5, 600))
@settings(max_examples=40)
def test_find_ticks__a_window_with_margin_gives_its_part_of_the_whole(
    fleet: pl.DataFrame, first: int, length: int
) -> None:
    start, stop = at(first), at(first + length)
    margin = timedelta(hours=9)
    near = pl.col("timestamp").is_between(start - margin, stop + margin)

    part = ticks_of(fleet.filter(near), start, stop).drop("segment_id")

    owned = (pl.col("timestamp") >= start) & (pl.col("timestamp") < stop)
    whole = ticks_of(fleet, EPOCH - DAY, EPOCH + 9 * DAY).drop("segment_id")
    key = ("mmsi", "timestamp", "lat")
    assert part.sort(key).equals(whole.filter(owned).sort(key))


@given(fleets(), st.integers(-100, 100))
@settings(max_examples=20)
def test_find_ticks__a_shift_by_whole_ticks_shifts_the_ticks(
    fleet: pl.DataFrame, n_ticks: int
) -> None:
    shift = n_ticks * timedelta(minutes=5)

    shifted = ticks_of(fleet.with_columns(pl.col("timestamp") + shift), EPOCH + shift,
                       EPOCH + shift + DAY)  # fmt: skip

    still = ticks_of(fleet, EPOCH, EPOCH + DAY)
    rest = pl.exclude("segment_id", "timestamp")
    key = ("mmsi", "timestamp", "lat")
    assert shifted.sort(key).select(rest).equals(still.sort(key).select(rest))


@given(fleets(), st.floats(-179.0, 179.0))
@settings(max_examples=20)
def test_find_ticks__a_turn_about_the_axis_turns_the_ticks(
    fleet: pl.DataFrame, turn: float
) -> None:
    turned = ticks_of(fleet.with_columns((pl.col("lon") + turn + 180) % 360 - 180))

    still = ticks_of(fleet)
    assert turned["lat"].to_numpy() == pytest.approx(still["lat"].to_numpy(), abs=1e-9)
    assert turned["speed_kn"].to_numpy() == pytest.approx(
        still["speed_kn"].to_numpy(), abs=1e-6
    )


@pytest.mark.parametrize(
    "fault",
    [
        {"step": timedelta(0)},
        {"max_hole": timedelta(-1)},
        {"max_still_hole": timedelta(-1)},
        {"max_shift_m": -1.0},
        {"max_still_sog": -1.0},
    ],
)
def test_tick_params__refuse_what_makes_no_grid(fault: dict[str, Any]) -> None:
    with pytest.raises(ConfigError, match="ticks"):
        TickParams(**fault)
