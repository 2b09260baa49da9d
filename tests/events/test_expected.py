"""Expected: reception where a vessel was, by the hour."""

from typing import Any

import numpy as np
import polars as pl
import pytest
from builders import at, positions
from hypothesis import given
from hypothesis import strategies as st

from stsdetect.events.cells import block_at, cells_at
from stsdetect.events.expected import expect_hearing
from stsdetect.events.reception_by_hour import ReceptionByHour
from stsdetect.events.slots import ReceptionParams
from stsdetect.kernels.slots import cell_of
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
    table = ReceptionByHour.of(RECEPTION.conform(pl.DataFrame(list(rows))))
    hearing = expect_hearing(tracks, table)
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
    table = ReceptionByHour.of(RECEPTION.conform(pl.DataFrame(rows)))

    assert expect_hearing(own, table)["p_heard"].to_list() == [0.4]


def test_expect_hearing__is_of_the_kinds_that_the_config_tells_apart() -> None:
    rows = [cell(0, 33.125, 0.9), cell(0, 33.125, 0.4, still=True)]
    own = positions(200000001, [0], 33.1, 124.1).with_columns(
        sog=pl.lit(2.0, dtype=pl.Float32), leg=pl.lit(0, dtype=pl.Int64)
    )
    table = ReceptionByHour.of(RECEPTION.conform(pl.DataFrame(rows)))
    strict = ReceptionParams(max_still_kn=1.0)

    assert expect_hearing(own, table)["p_heard"].to_list() == [0.4]
    assert expect_hearing(own, table, strict)["p_heard"].to_list() == [0.9]


@pytest.mark.parametrize("lon", [180.0, -180.0, -179.9])
def test_expect_hearing__knows_one_place_at_180_degrees(lon: float) -> None:
    rows = [cell(0, 33.125, 0.8, lon=-179.875), cell(1, 33.125, 0.8, lon=179.875)]
    own = positions(200000001, [0], 33.1, lon).with_columns(
        leg=pl.lit(0, dtype=pl.Int64)
    )
    table = ReceptionByHour.of(RECEPTION.conform(pl.DataFrame(rows)))

    assert expect_hearing(own, table)["p_heard"].to_list() == [0.8]


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_cells_at__are_those_of_the_kernels(lat: float, lon: float) -> None:
    place = np.array([lat]), np.array([lon])

    assert cells_at(*place).tolist() == [cell_of(lat, lon)]
    north, east = min(np.floor(lat + 90), 179), np.floor(lon + 180) % 360
    assert block_at(*place).tolist() == [north * 360 + east]
