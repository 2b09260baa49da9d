"""Encounters stay the same whatever does not change the facts."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pandas as pd
import polars as pl
import pytest
from builders import at
from builders_events import NOBODY, A, B, C, every, near
from hypothesis import given, settings
from hypothesis import strategies as st

from stsdetect.events.contacts import blocks_of_pairs
from stsdetect.events.encounters import STSDETECT, find_encounters, split_settled

SHORT = replace(
    STSDETECT, min_duration=timedelta(minutes=10), max_length=timedelta(hours=5)
)
TICKS = st.lists(
    st.tuples(
        st.sampled_from([(A, B), (A, C), (B, C)]),
        st.integers(0, 300),
        st.sampled_from([30.0, 450.0, 500.0, 700.0, 760.0]),
        st.sampled_from([0.0, 0.0, 2.9, 3.1]),
        st.sampled_from([0.0, 901.0]),
    ),
    min_size=1,
    max_size=120,
    unique_by=lambda tick: tick[:2],
)
RUNS = st.lists(
    st.tuples(
        st.sampled_from([(A, B), (A, C)]), st.integers(0, 300), st.integers(1, 40)
    ),
    min_size=1,
    max_size=5,
)


def table(
    ticks: list[tuple[tuple[int, int], int, float, float, float]],
) -> pl.DataFrame:
    """PROXIMITIES of ticks, pair after pair, each in the order given."""
    parts = []
    for pair in dict.fromkeys(tick[0] for tick in ticks):
        _, ticks_of, distance, speed, age = zip(
            *(tick for tick in ticks if tick[0] == pair), strict=True
        )
        minutes = [5 * tick for tick in ticks_of]
        parts.append(near(minutes, distance, pair=pair, speed_a_kn=speed, age_s=age))
    return pl.concat(parts)


def long_table(runs: list[tuple[tuple[int, int], int, int]]) -> pl.DataFrame:
    """PROXIMITIES of runs that are long enough to hold encounters."""
    ticks = {
        (pair, tick): (pair, tick, 30.0 + 10 * n, 0.1, 60.0)
        for pair, start, n in runs
        for tick in range(start, start + n + 1)
    }
    return table(list(ticks.values()))


def encounters(proximities: pl.DataFrame, **changes: object) -> pd.DataFrame:
    return find_encounters(proximities, NOBODY, replace(SHORT, **changes))  # type: ignore[arg-type]


def by_windows(proximities: pl.DataFrame, stops: list[int]) -> pd.DataFrame:
    """Encounters of window after window; the last one closes everything."""
    parts, waiting, start = [], proximities.clear(), at(-1)
    for stop in [*sorted(stops), 10**6]:
        window = proximities.filter(
            pl.col("timestamp") >= start, pl.col("timestamp") < at(stop)
        )
        so_far = pl.concat([waiting, window])
        settled, waiting = split_settled(so_far, at(stop), NOBODY, SHORT)
        parts.append(encounters(settled))
        start = at(stop)
    assert waiting.is_empty()
    together = pd.concat(parts).sort_values(["start_time", "mmsi_a", "mmsi_b"])
    return together.reset_index(drop=True)


def same(one: pd.DataFrame, other: pd.DataFrame) -> bool:
    pd.testing.assert_frame_equal(one, other, check_exact=True, check_dtype=False)
    return True


@given(st.one_of(TICKS.map(table), RUNS.map(long_table)), st.randoms())
@settings(max_examples=10)
def test_find_encounters__the_order_of_rows_does_not_matter(
    proximities: pl.DataFrame, random: "Callable[..., object]"
) -> None:
    order = list(range(proximities.height))
    random.shuffle(order)  # type: ignore[attr-defined]

    assert same(encounters(proximities), encounters(proximities[order]))


@given(
    st.one_of(TICKS.map(table), RUNS.map(long_table)),
    st.lists(st.integers(0, 1900), max_size=3),
)
@settings(max_examples=12)
def test_split_settled__by_window_equals_all_at_once(
    proximities: pl.DataFrame, stops: list[int]
) -> None:
    assert same(by_windows(proximities, stops), encounters(proximities))


@given(RUNS.map(long_table), st.integers(-500, 500))
@settings(max_examples=12)
def test_find_encounters__a_shift_in_time_shifts_them(
    proximities: pl.DataFrame, n_ticks: int
) -> None:
    shift = n_ticks * timedelta(minutes=5)
    later = proximities.with_columns(pl.col("timestamp") + shift)

    moved = encounters(later)
    moved[["start_time", "end_time"]] -= shift

    ids = ["encounter_id"]
    assert same(moved.drop(columns=ids), encounters(proximities).drop(columns=ids))


@given(
    RUNS.map(long_table),
    st.sampled_from(
        [
            {"open_distance_m": 600.0},
            {"keep_distance_m": 900.0},
            {"max_speed_kn": 5.0},
            {"max_median_speed_kn": 5.0},
            {"min_duration": timedelta(minutes=5)},
            {"max_silence": timedelta(hours=2)},
            {"merge_distance_nm": 9.0},
            {"merge_gap": timedelta(hours=9)},
        ]
    ),
)
@settings(max_examples=12)
def test_find_encounters__a_wider_bound_never_finds_less(
    proximities: pl.DataFrame, wider: dict[str, object]
) -> None:
    narrow = encounters(proximities)

    wide = encounters(proximities, **wider)

    for one in narrow.itertuples():
        covering = wide[
            (wide["mmsi_a"] == one.mmsi_a)
            & (wide["mmsi_b"] == one.mmsi_b)
            & (wide["start_time"] <= one.start_time)
            & (wide["end_time"] >= one.end_time)
        ]
        assert len(covering) == 1


def test_find_encounters__swapping_the_vessels_swaps_their_columns() -> None:
    heading = [float(10 + tick % 3) for tick in range(25)]
    columns: dict[str, Any] = {
        "east_m": 20.0, "north_m": 60.0, "speed_a_kn": 0.3, "speed_b_kn": 0.9,
        "heading_a": heading, "heading_b": 191.0,
        "heading_difference_deg": [191.0 - h - 180.0 for h in heading],
    }  # fmt: skip
    mirrored = columns | {
        "east_m": -20.0, "north_m": -60.0, "speed_a_kn": 0.9, "speed_b_kn": 0.3,
        "heading_a": 191.0, "heading_b": heading,
        "heading_difference_deg": [h + 180.0 - 191.0 for h in heading],
    }  # fmt: skip

    one = encounters(near(every(0, 120), 63.2, **columns))
    other = encounters(near(every(0, 120), 63.2, **mirrored))

    assert one["alongside"].tolist() == [True]
    swapped = other.rename(
        columns={"median_speed_a_kn": "median_speed_b_kn",
                 "median_speed_b_kn": "median_speed_a_kn"}
    )[one.columns]  # fmt: skip
    pd.testing.assert_frame_equal(one, swapped)


@given(TICKS.map(table), st.integers(1, 40))
@settings(max_examples=10)
def test_blocks_of_pairs__hold_whole_pairs_and_every_row(
    proximities: pl.DataFrame, n_rows: int
) -> None:
    blocks = list(blocks_of_pairs(proximities, n_rows))

    keys = ["mmsi_a", "mmsi_b", "timestamp"]
    assert pl.concat(blocks).equals(proximities.sort(keys))
    pairs = [set(block.select(keys[:2]).rows()) for block in blocks]
    assert sum(map(len, pairs)) == len(set().union(*pairs))
    assert all(block.height >= n_rows for block in blocks[:-1])


@pytest.mark.parametrize(("stop", "is_open"), [(299, True), (300, False), (301, False)])
def test_split_settled__a_pair_waits_until_nothing_can_join_it(
    stop: int,
    is_open: bool,  # noqa: FBT001
) -> None:
    settled, waiting = split_settled(near(every(0, 60)), at(stop), NOBODY)

    assert settled.is_empty() is is_open
    assert waiting.is_empty() is not is_open


def test_split_settled__what_lies_before_the_last_break_is_released() -> None:
    old, new = near(every(0, 60)), near(every(300, 400))

    settled, waiting = split_settled(pl.concat([old, new]), at(405), NOBODY)

    assert settled.equals(old)
    assert waiting.equals(new)


def test_split_settled__rows_beyond_reach_are_dropped() -> None:
    settled, waiting = split_settled(near([0, 5], [760.0, 90.0]), at(10), NOBODY)

    assert settled.is_empty()
    assert waiting["distance_m"].to_list() == [90.0]


def test_split_settled__a_silence_longer_than_the_merge_gap_is_respected() -> None:
    params = replace(
        STSDETECT, max_silence=timedelta(hours=6), merge_gap=timedelta(hours=1)
    )

    settled, waiting = split_settled(near(every(0, 60)), at(60 + 360), NOBODY, params)

    assert settled.is_empty()
    assert waiting.height == 13


def test_find_encounters__what_lasts_a_week_is_cut_and_goes_on() -> None:
    ten_days = near(every(0, 10 * 24 * 60))

    found = find_encounters(ten_days, NOBODY)

    week = at(7 * 24 * 60)
    assert found["start_time"].tolist() == [at(0), week]
    assert found["end_time"].tolist() == [week - timedelta(minutes=5), at(14_400)]
    assert found["encounter_id"].is_unique


def test_split_settled__a_pair_that_lies_together_for_ever_is_released() -> None:
    ticks = near(every(0, 15 * 24 * 60))

    settled, waiting = split_settled(ticks, at(15 * 24 * 60 + 5), NOBODY)

    assert settled["timestamp"].max() == at(14 * 24 * 60 - 5)
    assert waiting["timestamp"].min() == at(14 * 24 * 60)


def test_split_settled__a_part_that_is_full_waits_for_nothing() -> None:
    week = 7 * 24 * 60

    settled, waiting = split_settled(near(every(0, week - 5)), at(week), NOBODY)

    assert waiting.is_empty()
    assert settled.height == week // 5
