"""Expected: reception where a vessel was, by the hour."""

from typing import Any

import pandas as pd
import polars as pl
import pytest
from builders import at, positions

from stsdetect.events.expected import expect_hearing
from stsdetect.schema import RECEPTION


def cell(hour: int, lat: float, p: float, **columns: Any) -> dict[str, Any]:
    counts = {"n_slots": 6, "n_heard": 3, "n_satellite": 0, "n_vessels": 1}
    row = {"start_time": at(60 * hour), "lat": lat, "lon": 124.125, "p_heard": p}
    kind = {"ais_class": "A", "still": False, "p_heard_sd": 0.1, "condition": 1.0}
    return row | kind | counts | columns


def told(reports: list[tuple[float, float]], *rows: dict[str, Any]) -> list[Any]:
    minutes, lat = zip(*reports, strict=True)
    own = positions(200000001, minutes, lat, 124.1)
    tracks = own.with_columns(leg=pl.lit(0, dtype=pl.Int64))
    table = RECEPTION.to_pandas(RECEPTION.conform(pl.DataFrame(list(rows))))
    hearing = expect_hearing(tracks, pd.DataFrame(table))
    assert hearing["timestamp"].to_list() == [
        at(60 * hour) for hour in range(hearing.height)
    ]
    return hearing["p_heard"].to_list()


def test_expect_hearing__is_of_the_place_and_the_hour() -> None:
    rows = [
        cell(0, 33.125, 0.8),
        cell(1, 33.125, 0.8, condition=0.5),
        cell(2, 35.125, 0.3, condition=2.0),
    ]

    p = told([(0, 33.1), (70, 33.1), (130, 35.1)], *rows)

    assert p == pytest.approx([0.8, 0.4, 0.6])


def test_expect_hearing__a_silence_has_the_place_of_its_nearer_end() -> None:
    rows = [cell(0, 33.125, 0.8), cell(0, 35.125, 0.2)]

    p = told([(0, 33.1), (300, 35.1)], *rows)

    assert p == pytest.approx([0.8, 0.8, 0.8, 0.2, 0.2, 0.2])


def test_expect_hearing__is_never_above_one_and_missing_where_nobody_was() -> None:
    rows = [cell(0, 33.125, 0.8, condition=1.5)]

    assert told([(0, 33.1), (60, 39.1)], *rows) == [1.0, None]


def test_expect_hearing__of_a_still_vessel_is_of_still_ones() -> None:
    rows = [cell(0, 33.125, 0.9), cell(0, 33.125, 0.4, still=True)]
    own = positions(200000001, [0], 33.1, 124.1).with_columns(
        sog=pl.lit(0.5, dtype=pl.Float32), leg=pl.lit(0, dtype=pl.Int64)
    )
    table = RECEPTION.to_pandas(RECEPTION.conform(pl.DataFrame(rows)))

    assert expect_hearing(own, table)["p_heard"].to_list() == [0.4]
