"""Encounters: what opens, prolongs, closes, merges and passes the screen."""

from dataclasses import replace
from datetime import timedelta

import pandas as pd
import polars as pl
import pytest
from builders import at
from builders_events import NOBODY, A, B, C, every, near

from stsdetect.errors import SchemaError
from stsdetect.events.encounters import STSDETECT, find_encounters
from stsdetect.schema import ENCOUNTERS, PROXIMITIES


def found(*parts: pl.DataFrame, **changes: object) -> pd.DataFrame:
    params = replace(STSDETECT, **changes)  # type: ignore[arg-type]
    return find_encounters(pl.concat(parts), NOBODY, params)


def test_find_encounters__two_vessels_side_by_side_for_two_hours() -> None:
    encounters = found(near(every(0, 120), 90.0))

    ENCOUNTERS.check(encounters)
    ENCOUNTERS.check_key(encounters)
    only = encounters.iloc[0]
    assert len(encounters) == 1
    assert (only["mmsi_a"], only["mmsi_b"]) == (A, B)
    assert (only["start_time"], only["end_time"]) == (at(0), at(120))
    assert (only["n_ticks"], only["n_contacts"], only["support"]) == (25, 1, 1.0)
    assert only["median_distance_m"] == only["min_distance_m"] == 90.0
    assert (only["sd_distance_m"], only["longest_hole_min"]) == (0.0, 0.0)
    assert only["median_speed_kn"] == only["median_speed_b_kn"] == 0.2
    assert only["activity"] == "unknown"


def test_find_encounters__nothing_in_nothing_out() -> None:
    encounters = found(PROXIMITIES.empty_polars())

    assert encounters.empty
    ENCOUNTERS.check(encounters)
    assert list(encounters.columns) == ENCOUNTERS.names


def test_find_encounters__a_table_that_is_none_is_refused() -> None:
    with pytest.raises(SchemaError, match="no column 'distance_m'"):
        found(near(every(0, 60)).drop("distance_m"))


@pytest.mark.parametrize(("distance", "n"), [(500.0, 1), (500.1, 0)])
def test_find_encounters__a_contact_opens_within_500_m(distance: float, n: int) -> None:
    assert len(found(near(every(0, 60), distance))) == n


@pytest.mark.parametrize(("distance", "end"), [(750.0, 110), (750.1, 60)])
def test_find_encounters__a_contact_goes_on_within_750_m(
    distance: float, end: int
) -> None:
    encounters = found(near(every(0, 60), 90.0), near(every(65, 110), distance))

    assert encounters["end_time"].tolist() == [at(end)]


def test_find_encounters__ticks_before_the_opening_are_no_part_of_it() -> None:
    encounters = found(near(every(0, 60), [700.0] * 3 + [400.0] * 10))

    assert encounters["start_time"].tolist() == [at(15)]
    assert encounters["n_ticks"].tolist() == [10]


@pytest.mark.parametrize(("minutes", "n"), [(30, 1), (25, 0)])
def test_find_encounters__half_an_hour_is_enough(minutes: int, n: int) -> None:
    assert len(found(near(every(0, minutes)))) == n


def test_find_encounters__missing_ticks_are_no_time_together() -> None:
    passes = near([0, 40, 80, 120])

    assert found(passes).empty
    assert len(found(passes, min_duration=timedelta(minutes=15))) == 1


@pytest.mark.parametrize(("silence", "n_contacts"), [(45, 1), (50, 2)])
def test_find_encounters__a_contact_closes_after_45_minutes_without_a_tick(
    silence: int, n_contacts: int
) -> None:
    encounters = found(near(every(0, 60)), near(every(60 + silence, 150)))

    assert encounters["n_contacts"].tolist() == [n_contacts]
    assert encounters["longest_hole_min"].tolist() == [silence]


def test_find_encounters__ticks_on_satellite_holes_go_on_without_support() -> None:
    ticks = every(0, 300)
    age = [60.0 * min(tick % 100, 100 - tick % 100) for tick in ticks]

    encounters = found(near(ticks, 40.0, age_s=age, hole_s=6000.0))

    assert encounters["n_contacts"].tolist() == [1]
    assert encounters["end_time"].tolist() == [at(300)]
    assert encounters["support"].tolist() == [pytest.approx(22 / 61)]
    assert encounters["longest_hole_min"].tolist() == [70]


@pytest.mark.parametrize(("gap", "n"), [(235, 1), (240, 2)])
def test_find_encounters__contacts_less_than_four_hours_apart_are_one(
    gap: int, n: int
) -> None:
    encounters = found(near(every(0, 60)), near(every(60 + gap, 120 + gap)))

    assert len(encounters) == n
    assert encounters["n_contacts"].sum() == 2


@pytest.mark.parametrize(("north", "n"), [(4.99, 1), (5.01, 2)])
def test_find_encounters__contacts_less_than_five_miles_apart_are_one(
    north: float, n: int
) -> None:
    there = near(every(160, 220), lat=38.0 + north / 60 * 1852 / 1853.25)

    assert len(found(near(every(0, 60)), there)) == n


def test_find_encounters__contacts_merge_in_a_chain() -> None:
    parts = [near(every(start, start + 10)) for start in (0, 200, 400, 600)]

    encounters = found(*parts, min_duration=timedelta(minutes=40))

    assert encounters["n_contacts"].tolist() == [4]
    assert encounters["end_time"].tolist() == [at(610)]


@pytest.mark.parametrize(("speed", "n"), [(3.0, 1), (3.1, 0)])
def test_find_encounters__the_faster_vessel_must_be_slow(speed: float, n: int) -> None:
    assert len(found(near(every(0, 60), speed_b_kn=speed))) == n
    assert len(found(near(every(0, 60), speed_a_kn=speed))) == n


def test_find_encounters__a_fast_median_filters_a_slow_start_and_end() -> None:
    speed = [2.0] * 4 + [9.0] * 8 + [2.0] * 4

    ticks = near(every(0, 75), speed_a_kn=speed, speed_b_kn=speed)

    assert found(ticks, max_silence=timedelta(minutes=45)).empty
    assert len(found(ticks, max_median_speed_kn=9.0)) == 1


def test_find_encounters__steaming_off_in_company_does_not_undo_the_meeting() -> None:
    speed = [0.5] * 13 + [10.0] * 60

    encounters = found(near(every(0, 360), speed_a_kn=speed, speed_b_kn=speed))

    assert encounters["end_time"].tolist() == [at(60)]


def test_find_encounters__a_fast_contact_does_not_undo_a_slow_one() -> None:
    tow = near(every(200, 400), speed_a_kn=[2.9] + [6.0] * 8 + [2.9] + [6.0] * 31)

    encounters = found(near(every(0, 60)), tow)

    assert encounters["end_time"].tolist() == [at(60)]


def test_find_encounters__place_is_the_closest_tick() -> None:
    distance = [90.0, 80.0, 20.0, 20.0, 80.0, 90.0, 100.0]
    lat = [38.0, 38.1, 38.2, 38.3, 38.4, 38.5, 38.6]

    encounters = found(near(every(0, 30), distance, lat=lat))

    assert encounters["lat"].tolist() == [38.2]
    assert encounters["drift_nm"].tolist() == [pytest.approx(36.0, rel=0.01)]


def test_find_encounters__each_pair_of_three_is_found() -> None:
    parts = [near(every(0, 60), pair=pair) for pair in ((A, B), (A, C), (B, C))]

    encounters = found(*parts)

    pairs = encounters[["mmsi_a", "mmsi_b"]].to_numpy().tolist()
    assert pairs == [[A, B], [A, C], [B, C]]
    assert encounters["encounter_id"].is_unique


def test_find_encounters__a_tight_pass_is_enough_where_the_rule_says_so() -> None:
    ticks = near(every(0, 20), [400.0, 45.0, 45.0, 45.0, 400.0])
    tight = {"tight_distance_m": 50.0, "tight_duration": timedelta(minutes=10)}

    assert found(ticks).empty
    assert len(found(ticks, **tight)) == 1
    assert found(near(every(0, 20), 60.0), **tight).empty


def test_find_encounters__a_short_contact_is_left_out_where_the_rule_says_so() -> None:
    ticks = (near(every(0, 60)), near(every(100, 150)))

    assert found(*ticks)["n_contacts"].tolist() == [1]
    assert found(*ticks, max_silence=timedelta(minutes=10))["n_contacts"].tolist() == [
        2
    ]
    strict = found(
        *ticks, max_silence=timedelta(minutes=10), min_contact=timedelta(hours=1)
    )
    assert strict["end_time"].tolist() == [at(60)]


def test_find_encounters__the_input_is_left_alone_and_ids_repeat() -> None:
    ticks = near(every(0, 60))
    before = ticks.clone()

    first, second = found(ticks), found(ticks)

    assert ticks.equals(before)
    assert first["encounter_id"].tolist() == second["encounter_id"].tolist()
    assert first["encounter_id"].str.fullmatch("[0-9a-f]{16}").all()


def test_find_encounters__instants_in_other_units_are_the_same_instants() -> None:
    ticks = near(every(0, 60))
    finer = ticks.with_columns(pl.col("timestamp").dt.cast_time_unit("ns"))

    pd.testing.assert_frame_equal(found(finer), found(ticks))


def test_find_encounters__only_ticks_within_500_m_are_time_together() -> None:
    beside = near(every(0, 60), [500.0] * 6 + [600.0] * 7)

    assert found(beside).empty
    assert len(found(beside, open_distance_m=600.0)) == 1


@pytest.mark.parametrize(
    ("mmsi", "n"),
    [
        (994_160_209, 0),
        (970_123_456, 0),
        (972_000_001, 0),
        (974_000_001, 0),
        (111_232_506, 0),
        (982_470_001, 1),
        (7, 1),
        (5_000_000_000, 1),
    ],
)
def test_find_encounters__buoys_and_beacons_are_no_vessels(mmsi: int, n: int) -> None:
    pair = (A, mmsi) if mmsi > A else (mmsi, A)

    assert len(found(near(every(0, 60), pair=pair))) == n
