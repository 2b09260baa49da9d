"""Loitering: who waits at sea, how, and whether everybody does so there."""

from datetime import timedelta

import numpy as np
import pandas as pd
import polars as pl
import pytest
from builders import EPOCH, at
from builders_silence import cut, judged
from hypothesis import given, settings
from hypothesis import strategies as st
from stories import heard, noise_m, sail, way_m

from stsdetect.errors import ConfigError
from stsdetect.events.loitering import find_loiterings
from stsdetect.events.slow_spells import STSDETECT, LoiteringParams, find_waiting
from stsdetect.schema import GAPS, LOITERINGS, POSITIONS
from stsdetect.tracks.segment import find_segments
from stsdetect.tracks.ticks import find_ticks

A = 412_000_001
HALF_DAY = heard(0, 720, 3)


def waits_of(
    positions: pl.DataFrame, hours: float = 10_000, params: LoiteringParams = STSDETECT
) -> pd.DataFrame:
    """LOITERINGS of positions, over two days."""
    gaps = judged(positions) if positions.height else GAPS.empty()
    spells = []
    for start, stop in cut((EPOCH, at(2_880)), hours):
        early, late = start - timedelta(hours=9), stop + timedelta(hours=9)
        inside = pl.col("timestamp").is_between(early, late, closed="left")
        ticks = find_ticks(find_segments(positions.filter(inside)), start, stop)
        spells.append(find_waiting(ticks, (start, stop), params))
    return find_loiterings(spells, gaps, params)


def swinging(mmsi: int, minutes: np.ndarray, east_m: float = 0.0) -> pl.DataFrame:
    """A vessel at anchor that swings with the tide."""
    angle = minutes / 60
    return sail(
        mmsi,
        minutes,
        east_m + 120 * np.sin(angle) + noise_m(minutes.size, mmsi),
        120 * np.cos(angle),
    )


def test_find_loiterings__a_vessel_at_anchor_waits() -> None:
    waits = waits_of(swinging(A, HALF_DAY))

    LOITERINGS.check(waits)
    LOITERINGS.check_key(waits)
    assert waits["mode"].tolist() == ["anchored"]
    assert waits["start_time"].tolist() == [at(0)]
    assert waits["end_time"].tolist() == [at(720)]
    assert waits["n_ticks"].tolist() == [145]
    assert waits["spread_m"].iloc[0] == pytest.approx(120, abs=10)
    assert waits["mean_speed_kn"].iloc[0] < 0.3


def test_find_loiterings__what_the_stream_carries_drifts() -> None:
    waits = waits_of(sail(A, HALF_DAY, way_m(1.2)(HALF_DAY), 0.0))

    assert waits["mode"].tolist() == ["drifting"]
    assert waits["displacement_nm"].iloc[0] == pytest.approx(14.4, rel=0.01)


def test_find_loiterings__to_and_fro_under_power_holds() -> None:
    to_and_fro = 2_500 * np.abs((HALF_DAY / 60) % 2 - 1)

    waits = waits_of(sail(A, HALF_DAY, to_and_fro, 0.0))

    assert waits["mode"].tolist() == ["holding"]


@pytest.mark.parametrize("speed", [2.5, 9.0])
def test_find_loiterings__who_makes_way_does_not_wait(speed: float) -> None:
    assert waits_of(sail(A, HALF_DAY, way_m(speed)(HALF_DAY), 0.0)).empty


def test_find_loiterings__two_hours_are_too_short() -> None:
    arrives = way_m(10.0)(np.minimum(HALF_DAY, 300))
    stays = np.where(HALF_DAY > 420, way_m(10.0)(HALF_DAY - 420), 0.0)

    assert waits_of(sail(A, HALF_DAY, arrives + stays, 0.0)).empty
    longer = LoiteringParams(min_duration=timedelta(hours=1))
    assert len(waits_of(sail(A, HALF_DAY, arrives + stays, 0.0), params=longer)) == 1


def test_find_loiterings__a_short_move_ends_no_wait() -> None:
    moved = np.clip(HALF_DAY - 300, 0, 15) * 60 * 2.5

    waits = waits_of(sail(A, HALF_DAY, moved, 0.0))

    assert len(waits) == 1


def test_find_loiterings__a_silence_ends_a_wait() -> None:
    minutes = HALF_DAY[(HALF_DAY < 200) | (HALF_DAY > 480)]

    waits = waits_of(swinging(A, minutes).with_columns(sog=pl.lit(4, pl.Float32)))

    assert len(waits) == 2


def test_find_loiterings__where_everybody_waits_the_crowd_is_told() -> None:
    crowd = [swinging(A + k, HALF_DAY, 300.0 * k) for k in range(6)]
    alone = swinging(A + 99, HALF_DAY, 60_000.0)

    waits = waits_of(pl.concat([*crowd, alone])).set_index("mmsi")

    assert waits.loc[A + 99, "n_waiting"] == 0
    assert waits.loc[A, "n_waiting"] == 5


def test_find_loiterings__across_the_antimeridian_is_one_place() -> None:
    minutes = HALF_DAY
    waits = waits_of(
        sail(A, minutes, 90 * np.sin(minutes / 50), 0.0, around=(-17.0, 180.0))
    )

    assert waits["mode"].tolist() == ["anchored"]
    assert abs(waits["lon"].iloc[0]) > 179.99


def test_find_loiterings__nothing_gives_nothing() -> None:
    waits = waits_of(POSITIONS.empty_polars())

    assert waits.empty
    assert list(waits.columns) == LOITERINGS.names


@given(st.integers(0, 1_000), st.sampled_from([1.0, 5.0, 7.5]))
@settings(max_examples=8)
def test_find_loiterings__windows_of_any_length_give_the_same(
    seed: int, hours: float
) -> None:
    rng = np.random.default_rng(seed)
    vessels = []
    for k in range(4):
        minutes = np.cumsum(rng.choice([4.0, 30.0, 120.0], 250, p=[0.9, 0.08, 0.02]))
        legs = np.repeat(rng.choice([0.0, 0.3, 1.5, 9.0], 25), 10)
        way = np.cumsum(legs * 31 * np.diff(minutes, prepend=0))
        vessels.append(sail(A + k, minutes[minutes < 2_800], way[minutes < 2_800], k))
    positions = pl.concat(vessels)

    at_once, by_window = waits_of(positions), waits_of(positions, hours)

    pd.testing.assert_frame_equal(by_window, at_once, check_exact=True)


def test_loitering_params__refuse_what_no_wait_can_keep() -> None:
    with pytest.raises(ConfigError, match="speeds"):
        LoiteringParams(max_mean_speed_kn=0)
    with pytest.raises(ConfigError, match="max_silence"):
        LoiteringParams(max_silence=timedelta(0))
