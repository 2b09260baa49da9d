"""Lying alongside: what the hulls, the headings and the drift can tell."""

from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from builders_events import NOBODY, A, B, every, hull, near, vessel

from stsdetect.events.encounters import find_encounters
from stsdetect.schema import ENCOUNTERS

Columns = dict[str, Any]
TICKS = every(0, 180)
N = len(TICKS)
TANKERS = pl.concat([vessel(A, **hull(70, 15, 7, 7)), vessel(B, **hull(80, 20, 8, 8))])


def offset(east: float | np.ndarray, north: float | np.ndarray) -> Columns:
    """Where b lies from a, tick by tick."""
    east = np.broadcast_to(np.asarray(east, dtype=float), N)
    north = np.broadcast_to(np.asarray(north, dtype=float), N)
    return {
        "distance_m": np.hypot(east, north).tolist(),
        "east_m": east.tolist(),
        "north_m": north.tolist(),
    }


def headings(a: float | np.ndarray, b: float | np.ndarray) -> Columns:
    """Headings of both, tick by tick."""
    a = np.broadcast_to(np.asarray(a, dtype=float), N)
    b = np.broadcast_to(np.asarray(b, dtype=float), N)
    difference = (b - a + 180.0) % 360.0 - 180.0
    return {
        "heading_a": (a % 360).tolist(),
        "heading_b": (b % 360).tolist(),
        "heading_difference_deg": difference.tolist(),
    }


def measured(
    *columns: Columns, vessels: pl.DataFrame = NOBODY, minutes: list[int] = TICKS
) -> "pd.Series[Any]":
    together: Columns = {}
    for more in columns:
        together |= more
    encounters = find_encounters(near(minutes, **together), vessels)
    ENCOUNTERS.check(encounters)
    assert len(encounters) == 1
    return encounters.iloc[0]


SWING = np.linspace(0.0, 170.0, N)
TURNED = np.radians(SWING)
LASHED = offset(30 * np.cos(TURNED), -30 * np.sin(TURNED))
"""b lies 30 m to starboard of a, whose heading swings."""


def test_alongside__two_hulls_that_swing_as_one() -> None:
    one = measured(LASHED, headings(SWING, SWING + 180))

    assert one["body_sd_m"] == pytest.approx(0.0, abs=1e-3)
    assert one["heading_sd_deg"] == pytest.approx(0.0, abs=1e-3)
    assert one["alongside"]
    assert pd.isna(one["clearance_m"])


def test_alongside__neighbours_that_swing_each_about_an_anchor() -> None:
    one = measured(offset(60.0, 60.0), headings(SWING, SWING + 20))

    assert one["body_sd_m"] > 40
    assert not one["alongside"]


def test_alongside__approach_and_cast_off_do_not_hide_it() -> None:
    away = np.zeros(N)
    away[:3], away[-3:] = [500.0, 300.0, 120.0], [90.0, 250.0, 480.0]

    one = measured(offset(30.0 + away, 0.0), headings(0.0, 0.0))

    assert one["sd_distance_m"] == pytest.approx(0.0)
    assert one["body_sd_m"] == pytest.approx(0.0)
    assert one["alongside"]


def test_alongside__headings_that_do_not_turn_together_speak_against_it() -> None:
    rolling = 12.0 * np.sin(np.arange(N))

    one = measured(offset(30.0, 0.0), headings(0.0, rolling))

    assert one["heading_sd_deg"] > 6
    assert pd.isna(one["alongside"])


def test_alongside__clear_water_is_measured_between_the_hulls() -> None:
    one = measured(offset(30.0, 0.0), headings(0.0, 0.0), vessels=TANKERS)

    assert one["clearance_m"] == pytest.approx(30.0 - 7 - 8)
    assert one["alongside"]


@pytest.mark.parametrize(("east", "alongside"), [(40.0, True), (40.1, False)])
def test_alongside__25_m_of_clear_water_are_the_most(
    east: float,
    alongside: bool,  # noqa: FBT001
) -> None:
    one = measured(offset(east, 0.0), headings(0.0, 0.0), vessels=TANKERS)

    assert bool(one["alongside"]) is alongside


def test_alongside__bow_to_stern_is_far_from_antenna_to_antenna() -> None:
    moored_astern = offset(0.0, 110.0)

    one = measured(moored_astern, headings(0.0, 0.0), vessels=TANKERS)

    assert one["clearance_m"] == pytest.approx(110.0 - 70 - 20)
    assert one["alongside"]


def test_alongside__farther_than_both_hulls_reach_cannot_be() -> None:
    reach = np.hypot(70, 7) + np.hypot(80, 8) + 25.0

    assert measured(offset(reach + 1, 0.0), vessels=TANKERS)["alongside"] == False  # noqa: E712
    assert pd.isna(measured(offset(reach - 40, 0.0), vessels=TANKERS)["alongside"])


def test_alongside__without_headings_nobody_knows() -> None:
    assert pd.isna(measured(offset(90.0, 0.0))["alongside"])
    assert pd.isna(measured(offset(90.0, 0.0))["body_sd_m"])


def test_alongside__antennas_within_25_m_need_no_headings() -> None:
    assert measured(offset(25.0, 0.0))["alongside"]


def test_alongside__a_steady_distance_on_a_long_drift_needs_no_headings() -> None:
    drift = {"lat": np.linspace(38.0, 38.05, N).tolist()}
    unsteady = offset(90.0 + 20 * np.sin(np.arange(N)), 0.0)

    assert measured(offset(90.0, 0.0), drift)["alongside"]
    assert pd.isna(measured(unsteady, drift)["alongside"])


def test_alongside__coming_from_afar_is_no_drifting_together() -> None:
    lat = np.full(N, 38.0)
    lat[:3], lat[-3:] = [37.99, 37.995, 37.998], [38.002, 38.005, 38.01]
    away = np.zeros(N)
    away[:3], away[-3:] = 300.0, 300.0

    one = measured(offset(90.0 + away, 0.0), {"lat": lat.tolist()})

    assert one["drift_nm"] > 1.0
    assert pd.isna(one["alongside"])


def test_alongside__beyond_250_m_it_never_is() -> None:
    assert measured(offset(251.0, 0.0), headings(0.0, 0.0))["alongside"] == False  # noqa: E712


def test_alongside__short_vessels_beyond_150_m_are_not() -> None:
    lengths = pl.concat([vessel(A, length_m=80.0), vessel(B, length_m=100.0)])
    apart, parallel = offset(160.0, 0.0), headings(0.0, 0.0)

    assert measured(apart, parallel)["alongside"]
    assert measured(apart, parallel, vessels=lengths)["alongside"] == False  # noqa: E712


def test_alongside__length_and_beam_without_the_antenna_are_enough() -> None:
    sizes = pl.concat(
        [vessel(A, length_m=85, beam_m=14.0), vessel(B, length_m=100, beam_m=16.0)]
    )

    one = measured(offset(30.0, 0.0), headings(0.0, 0.0), vessels=sizes)

    assert one["clearance_m"] == pytest.approx(15.0)


def test_alongside__dimensions_are_those_of_the_time() -> None:
    refit = vessel(A, 10_000, **hull(70, 15, 2, 2))
    vessels = pl.concat([TANKERS, refit, vessel(A, 5)])

    one = measured(offset(30.0, 0.0), headings(0.0, 0.0), vessels=vessels)

    assert one["clearance_m"] == pytest.approx(15.0)


def test_alongside__few_supported_ticks_tell_nothing() -> None:
    thin = {"age_s": [60.0 if tick % 60 == 0 else 1200.0 for tick in TICKS]}

    one = measured(LASHED, headings(SWING, SWING), thin, vessels=TANKERS)

    assert one["support"] < 0.2
    assert pd.isna(one["body_sd_m"])
    assert pd.isna(one["clearance_m"])


def test_alongside__headings_of_one_vessel_are_enough() -> None:
    only_b = headings(SWING, SWING) | {
        "heading_a": None,
        "heading_difference_deg": None,
    }

    one = measured(LASHED, only_b)

    assert one["body_sd_m"] == pytest.approx(0.0, abs=1e-3)
    assert pd.isna(one["heading_sd_deg"])
    assert one["alongside"]


def test_alongside__a_wrong_beam_of_nothing_is_not_taken_for_a_hull() -> None:
    wrong = pl.concat([vessel(A, **hull(0, 0, 0, 0)), vessel(B, **hull(0, 0, 0, 0))])

    assert pd.isna(
        measured(offset(90.0, 0.0), headings(0.0, 0.0), vessels=wrong)["clearance_m"]
    )
