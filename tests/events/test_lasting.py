"""Repeated encounters: short contacts of a pair in two days."""

from dataclasses import replace
from datetime import timedelta

import pandas as pd
import polars as pl
import pytest
from builders import at
from builders_events import NOBODY, A, B, C, every, near
from hypothesis import given, settings
from hypothesis import strategies as st

from stsdetect.events.encounters import STSDETECT, find_encounters, split_settled
from stsdetect.events.explain import explain_pair
from stsdetect.events.presets import PRESETS

HOUR = 60


def short(hour: int, minutes: int = 20, **columns: object) -> pl.DataFrame:
    """A contact at 60 m that is too short to be an encounter."""
    distance = columns.pop("distance_m", 60.0)
    ticks = every(hour * HOUR, hour * HOUR + minutes)
    return near(ticks, distance, **columns)  # type: ignore[arg-type]


def found(*parts: pl.DataFrame, **changes: object) -> pd.DataFrame:
    params = replace(STSDETECT, **changes)  # type: ignore[arg-type]
    return find_encounters(pl.concat(parts), NOBODY, params)


def test_repeats__six_engagements_in_two_days_are_one_encounter() -> None:
    only = found(*(short(hour, 10) for hour in (0, 8, 16, 24, 32, 40))).iloc[0]

    assert (only["n_contacts"], only["repeated"]) == (6, True)
    assert (only["start_time"], only["end_time"]) == (at(0), at(40 * HOUR + 10))
    assert only["n_ticks"] == 18
    assert only["support"] < 0.05
    assert only["longest_hole_min"] == 8 * HOUR - 10
    assert only["coupling"] == "insufficient"


@pytest.mark.parametrize(
    ("parts", "n"),
    [
        ([short(0), short(10), short(20)], 1),
        ([short(0), short(10)], 0),
        ([short(0), short(10), short(48)], 0),
        ([short(0), short(10), short(20, lat=38.3)], 0),
        ([short(0), short(10), short(20, pair=(A, C))], 0),
        ([short(0), short(10), short(20, distance_m=260.0)], 0),
        ([short(hour, 5) for hour in range(0, 45, 5)], 0),
        ([short(0), short(10), short(20, speed_a_kn=3.5)], 0),
    ],
)
def test_repeats__keep_their_bounds(parts: list[pl.DataFrame], n: int) -> None:
    assert len(found(*parts)) == n


def test_repeats__contacts_within_four_hours_are_merged_as_ever() -> None:
    only = found(short(0), short(3)).iloc[0]

    assert (only["n_contacts"], only["repeated"]) == (2, False)


def test_repeats__an_encounter_between_them_stands_for_itself() -> None:
    encounters = found(short(0), near(every(600, 780)), short(20), short(30))

    assert encounters["repeated"].tolist() == [True, False]
    assert encounters["n_contacts"].tolist() == [3, 1]
    assert encounters["n_ticks"].tolist() == [15, 37]


def test_repeats__can_be_turned_off_and_published_rules_know_none() -> None:
    parts = [short(hour) for hour in (0, 10, 20)]

    assert found(*parts, repeat_time=timedelta(0)).empty
    for name, rule in PRESETS.items():
        several = find_encounters(pl.concat(parts), NOBODY, rule)
        assert several["repeated"].any() == (name == "stsdetect")


def test_repeats__are_told_by_explain() -> None:
    steps = explain_pair(pl.concat([short(hour) for hour in (0, 10, 20)]))

    assert steps[-1].passed
    assert "they repeat" in steps[-1].found
    assert "60 min in 48 h and 15 nm" in steps[-1].bound


CONTACTS = st.lists(
    st.tuples(
        st.sampled_from([(A, B), (A, C)]),
        st.integers(0, 200),
        st.sampled_from([5, 10, 20, 25, 25, 45]),
        st.sampled_from([60.0, 60.0, 300.0, 600.0]),
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda one: one[:2],
)


@given(CONTACTS, st.lists(st.integers(0, 210 * HOUR), max_size=6))
@settings(max_examples=60)
def test_repeats__by_window_equals_all_at_once(
    contacts: list[tuple[tuple[int, int], int, int, float]], stops: list[int]
) -> None:
    rule = replace(STSDETECT, max_length=timedelta(hours=60))
    proximities = pl.concat(
        [short(h, m, pair=pair, distance_m=d) for pair, h, m, d in contacts]
    ).sort("mmsi_a", "mmsi_b", "timestamp")

    parts, waiting, start = [], proximities.clear(), at(-1)
    for stop in [*sorted(stops), 10**6]:
        inside = (pl.col("timestamp") >= start) & (pl.col("timestamp") < at(stop))
        so_far = pl.concat([waiting, proximities.filter(inside)])
        settled, waiting = split_settled(so_far, at(stop), NOBODY, rule)
        parts.append(find_encounters(settled, NOBODY, rule))
        start = at(stop)

    assert waiting.is_empty()
    together = pd.concat(parts).sort_values(["start_time", "mmsi_a", "mmsi_b"])
    whole = find_encounters(proximities, NOBODY, rule)
    order = ["start_time", "mmsi_a", "mmsi_b", "encounter_id"]
    pd.testing.assert_frame_equal(
        together.sort_values(order, ignore_index=True),
        whole.sort_values(order, ignore_index=True),
        check_dtype=False,
    )


def test_split_settled__a_short_contact_waits_two_days_for_another() -> None:
    lone = short(0)

    early, waiting = split_settled(lone, at(48 * HOUR), NOBODY)
    late, nothing = split_settled(lone, at(48 * HOUR + 1), NOBODY)

    assert (early.height, waiting.height) == (0, 5)
    assert (late.height, nothing.height) == (5, 0)


def test_split_settled__far_neighbours_wait_for_nothing() -> None:
    far = short(0, distance_m=300.0)

    _, waiting = split_settled(far, at(4 * HOUR + 20), NOBODY)

    assert waiting.is_empty()
