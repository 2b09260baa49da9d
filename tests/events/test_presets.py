"""Presets: each published rule finds and leaves out what it says."""

from datetime import timedelta
from typing import Any

import polars as pl
import pytest
from builders_events import NOBODY, A, B, every, hull, near, vessel

from stsdetect.events.encounters import find_encounters
from stsdetect.events.presets import PRESETS

LONG = pl.concat([vessel(A, **hull(150, 30, 15, 15)), vessel(B, **hull(40, 10, 5, 5))])


def n_found(preset: str, ticks: pl.DataFrame, vessels: pl.DataFrame = NOBODY) -> int:
    return len(find_encounters(ticks, vessels, PRESETS[preset]))


CASES: list[tuple[str, int, float, dict[str, Any], int]] = [
    ("stsdetect", 30, 500.0, {}, 1),
    ("stsdetect", 25, 500.0, {}, 0),
    ("gfw", 120, 500.0, {"speed_a_kn": 2.0}, 1),
    ("gfw", 120, 500.1, {}, 0),
    ("gfw", 115, 500.0, {}, 0),
    ("gfw", 120, 500.0, {"speed_a_kn": 2.1}, 0),
    ("skylight", 30, 250.0, {"speed_a_kn": 9.0}, 1),
    ("skylight", 30, 250.1, {}, 0),
    ("skylight", 25, 250.0, {}, 0),
    ("starboard", 30, 200.0, {"speed_a_kn": 9.0}, 1),
    ("starboard", 25, 200.0, {}, 0),
    ("starboard", 10, 50.0, {}, 1),
    ("starboard", 10, 50.1, {}, 0),
    ("starboard", 5, 50.0, {}, 0),
    ("kerch", 120, 500.0, {"speed_b_kn": 1.0}, 1),
    ("kerch", 120, 500.0, {"speed_b_kn": 1.1}, 0),
    ("kerch", 115, 500.0, {}, 0),
]


@pytest.mark.parametrize(("preset", "minutes", "distance", "columns", "n"), CASES)
def test_presets__keep_to_their_rule(
    preset: str, minutes: int, distance: float, columns: dict[str, Any], n: int
) -> None:
    assert n_found(preset, near(every(0, minutes), distance, **columns)) == n


@pytest.mark.parametrize(
    ("distance", "vessels", "n"),
    [(540.0, LONG, 1), (541.0, LONG, 0), (100.0, NOBODY, 0), (100.0, LONG, 1)],
)
def test_presets__marinetraffic_goes_by_the_longer_length(
    distance: float, vessels: pl.DataFrame, n: int
) -> None:
    ticks = near(every(0, 5), distance, speed_a_kn=12.0)

    assert n_found("marinetraffic", ticks, vessels) == n


def test_presets__marinetraffic_ends_at_a_kilometre() -> None:
    giant = vessel(A, **hull(300, 60, 30, 30))

    assert n_found("marinetraffic", near(every(0, 30), 1000.0), giant) == 1
    assert n_found("marinetraffic", near(every(0, 30), 1000.1), giant) == 0


def test_presets__gfw_loses_a_meeting_to_one_outlier_as_published() -> None:
    ticks = near(every(0, 120), [90.0] * 12 + [660.0] * 3 + [90.0] * 10)

    assert n_found("gfw", ticks) == 0
    assert n_found("stsdetect", ticks) == 1


def test_presets__keep_the_step_of_the_ticks() -> None:
    assert {params.step for params in PRESETS.values()} == {timedelta(minutes=5)}
