"""Sparklines: bars from 0, dots for what is not known, medians of equal bins."""

from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl

from stsdetect.report.sparkline import bin_over_time, sparkline

START = datetime(2024, 3, 1, tzinfo=UTC)


def series(minutes_to_value: dict[int, float | None]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "timestamp": [START + timedelta(minutes=m) for m in minutes_to_value],
            "sog": list(minutes_to_value.values()),
        },
        schema_overrides={"sog": pl.Float64},
    )


def test_sparkline__what_is_above_the_highest_is_a_full_bar() -> None:
    assert sparkline(np.array([0.0, 6.0, 900.0]), 12.0) == "▁▅█"


def test_sparkline__of_nothing_but_zeros_stays_low() -> None:
    assert sparkline(np.zeros(3)) == "▁▁▁"


def test_bin_over_time__takes_medians_and_leaves_holes() -> None:
    told = series({0: 1.0, 10: 3.0, 20: 50.0, 90: 7.0, 120: 9.0})

    values = bin_over_time(told, "sog", (START, START + timedelta(hours=2)), 4)

    np.testing.assert_array_equal(values, [3.0, np.nan, np.nan, 8.0])


def test_bin_over_time__passes_over_missing_values_and_other_times() -> None:
    told = series({-30: 99.0, 10: None, 15: 2.0, 200: 99.0})

    values = bin_over_time(told, "sog", (START, START + timedelta(hours=1)), 1)

    np.testing.assert_array_equal(values, [2.0])


def test_bin_over_time__an_instant_is_one_bin() -> None:
    values = bin_over_time(series({0: 4.0}), "sog", (START, START), 2)

    np.testing.assert_array_equal(values, [4.0, np.nan])
