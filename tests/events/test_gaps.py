"""Gaps: who fell silent, from when to when, and whose silence it was."""

from datetime import timedelta

import numpy as np
import pandas as pd
import polars as pl
import pytest
from builders import EPOCH, at, positions
from builders_silence import gaps_of
from hypothesis import given, settings
from hypothesis import strategies as st
from stories import heard, sail, way_m

from stsdetect.errors import ConfigError
from stsdetect.events.edges import GapParams
from stsdetect.schema import GAPS, POSITIONS
from stsdetect.units import M_PER_NM

HOUR = 60.0
A, B = 412_000_001, 412_000_002


def fleet(seed: int) -> pl.DataFrame:
    """Vessels of one MMSI and of several, with short and very long silences."""
    rng = np.random.default_rng(seed)
    vessels = []
    for number in range(5):
        steps = rng.choice(
            [3.0, 20.0, 61.0, 200.0, 500.0, 900.0],
            size=40,
            p=[0.6, 0.2, 0.08, 0.05, 0.05, 0.02],
        )
        minutes = np.unique(np.round(np.cumsum(steps) + number / 7, 2))
        lat = 38.0 + 4.0 * (number % 2) + np.cumsum(rng.normal(0, 0.002, minutes.size))
        lat[rng.random(minutes.size) < 0.04] += 3.0
        mmsi = A + number // 2
        vessels.append(positions(mmsi, minutes.tolist(), lat.tolist(), 124.0))
    return pl.concat(vessels).unique(["mmsi", "timestamp"]).sort("mmsi", "timestamp")


def test_find_gaps__an_hour_is_a_gap_and_less_is_none() -> None:
    vessel = positions(A, [0, 3, 62, 122, 125], 38.0, 124.0)

    gaps = gaps_of(vessel)

    GAPS.check(gaps)
    assert gaps["start_time"].tolist() == [at(62)]
    assert gaps["end_time"].tolist() == [at(122)]
    assert gaps["duration_h"].tolist() == [1.0]
    assert not gaps["open"].any()


def test_find_gaps__both_ends_and_the_speed_between_are_told() -> None:
    minutes = np.array([0.0, 3.0, 183.0, 186.0])
    vessel = sail(A, minutes, way_m(10.0)(minutes), 0.0).with_columns(
        sog=pl.Series([10.0, 10.5, 9.0, 9.0], dtype=pl.Float32),
        cog=pl.Series([90.0, 91.0, 89.0, 90.0], dtype=pl.Float32),
        nav_status=pl.Series([0, 0, 5, 5], dtype=pl.Int8),
    )

    gap = gaps_of(vessel).iloc[0]

    assert (gap["start_sog"], gap["end_sog"]) == (10.5, 9.0)
    assert (gap["start_cog"], gap["end_cog"]) == (91.0, 89.0)
    assert gap["nav_status_before"] == 0
    assert gap["distance_nm"] == pytest.approx(30.0, rel=1e-3)
    assert gap["implied_speed_kn"] == pytest.approx(10.0, rel=1e-3)


def test_find_gaps__nothing_gives_nothing() -> None:
    period = (EPOCH, EPOCH + timedelta(days=1))

    gaps = gaps_of(POSITIONS.empty_polars(), period)

    assert gaps.empty
    assert list(gaps.columns) == GAPS.names


def test_find_gaps__a_silence_of_days_is_one_gap_in_any_windows() -> None:
    days = 6 * 24 * HOUR
    vessel = positions(A, [0, 3, days, days + 3], [38.0, 38.0, 38.5, 38.5], 124.0)

    gaps = gaps_of(vessel, hours=7)

    assert gaps["duration_h"].tolist() == [(days - 3) / HOUR]


def test_find_gaps__who_is_not_heard_again_has_an_open_gap() -> None:
    gone = positions(A, [0, 30, 60], 38.0, 124.0)
    there = positions(B, np.arange(0, 601, 30).tolist(), 30.0, 124.0)

    gaps = gaps_of(pl.concat([gone, there]))

    assert gaps["mmsi"].tolist() == [A]
    assert gaps["open"].tolist() == [True]
    assert pd.isna(gaps["end_time"].iloc[0])
    assert gaps["duration_h"].iloc[0] == pytest.approx(9.0, abs=1e-5)


def test_find_gaps__what_comes_after_the_period_leaves_a_gap_open() -> None:
    vessel = positions(A, [0, 30, 300, 330], 38.0, 124.0)

    gaps = gaps_of(vessel, (EPOCH, at(200)))

    assert gaps["open"].tolist() == [True]
    assert gaps["duration_h"].iloc[0] == pytest.approx(170 / 60)


def test_find_gaps__a_jump_ends_no_gap() -> None:
    lat = [38.0, 38.0, 45.0, 38.0, 38.0]
    vessel = positions(A, [0, 3, 100, 200, 203], lat, 124.0)

    gaps = gaps_of(vessel)

    assert gaps["duration_h"].tolist() == [pytest.approx(197 / 60)]


def test_find_gaps__vessels_that_share_an_mmsi_have_no_false_gap() -> None:
    here = positions(A, heard(0, 3000, 30).tolist(), 38.0, 124.0)
    there = positions(A, heard(1, 3001, 30).tolist(), -38.0, -124.0)

    gaps = gaps_of(pl.concat([here, there]))

    assert gaps.empty


def test_find_gaps__of_vessels_that_share_an_mmsi_the_silent_one_is_told() -> None:
    minutes = np.concatenate([heard(0, 300, 30), heard(1200, 1500, 30)])
    here = positions(A, minutes.tolist(), 38.0, 124.0)
    there = positions(A, heard(1, 1501, 30).tolist(), -38.0, -124.0)

    gaps = gaps_of(pl.concat([here, there]))

    assert gaps["start_lat"].tolist() == [38.0]
    assert gaps["end_lat"].tolist() == [38.0]
    assert gaps["mmsi_heard"].tolist() == [True]
    assert gaps["duration_h"].tolist() == [15.0]


def test_find_gaps__a_short_stray_track_has_no_open_gap() -> None:
    vessel = positions(A, heard(0, 1500, 30).tolist(), 38.0, 124.0)
    stray = positions(A, [401, 405, 409], -38.0, -124.0)

    assert gaps_of(pl.concat([vessel, stray])).empty
    assert len(gaps_of(pl.concat([stray, vessel.head(1)]))) == 0


def test_find_gaps__other_gaps_half_as_long_are_alike() -> None:
    minutes = np.cumsum([0, 3, 130, 3, 240, 3, 100, 3])
    vessel = positions(A, minutes.tolist(), 38.0, 124.0)

    gaps = gaps_of(vessel)

    assert gaps["n_alike"].tolist() == [2, 1, 2]


def test_find_gaps__own_speed_is_what_one_in_a_hundred_reports_exceeds() -> None:
    minutes = heard(0, 600, 3)
    speed = np.full(minutes.size, 9.8)
    speed[:2] = (17.0, 44.0)
    told = sail(A, np.append(minutes, 900.0), 0.0, 0.0).with_columns(
        sog=pl.Series(np.append(speed, 9.8), dtype=pl.Float32)
    )
    untold = sail(B, np.append(minutes, 900.0), way_m(9.8)(np.append(minutes, 900)), 0)

    gaps = gaps_of(pl.concat([told, untold])).set_index("mmsi")

    assert gaps.loc[A, "own_speed_kn"] == 10.0
    assert gaps.loc[B, "own_speed_kn"] == 10.0


def test_find_gaps__few_reports_tell_no_speed() -> None:
    gaps = gaps_of(positions(A, [0, 200], 38.0, 124.0))

    assert gaps["own_speed_kn"].isna().all()


@given(st.integers(0, 10_000), st.sampled_from([2.5, 7.0, 24.0]))
@settings(max_examples=8)
def test_find_gaps__windows_of_any_length_give_the_same(
    seed: int, hours: float
) -> None:
    vessels = fleet(seed)

    at_once, by_window = gaps_of(vessels), gaps_of(vessels, hours=hours)

    assert not at_once.empty
    pd.testing.assert_frame_equal(by_window, at_once)


@given(st.integers(0, 10_000))
@settings(max_examples=10)
def test_find_gaps__an_earlier_end_of_the_period_opens_gaps_and_moves_none(
    seed: int,
) -> None:
    vessels = fleet(seed)
    full = gaps_of(vessels, (EPOCH, at(10_000)))

    early = gaps_of(vessels, (EPOCH, at(3_000)))

    closed = early[~early["open"]]
    assert set(closed["gap_id"]) <= set(full["gap_id"])
    assert (closed["end_time"] < at(3_000)).all()


def test_gap_params__refuse_what_no_gap_can_keep() -> None:
    with pytest.raises(ConfigError, match="min_duration"):
        GapParams(min_duration=timedelta(0))
    with pytest.raises(ConfigError, match="max_speed_kn"):
        GapParams(max_speed_kn=0)


def test_find_gaps__a_way_no_vessel_can_have_made_is_no_way() -> None:
    far = 900 * M_PER_NM / 111_195
    vessel = positions(A, [0, 30, 900, 930], [0.0, 0.0, far, far], 124.0)

    gaps = gaps_of(vessel)

    assert gaps["open"].tolist() == []
