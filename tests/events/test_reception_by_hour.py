"""Tests for reception that stays in its file until it is asked for."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from builders import at
from builders_damage import have_less_than_no_values

from stsdetect.errors import StoreError
from stsdetect.events.reception_by_hour import ReceptionByHour
from stsdetect.export.parquet import write_parts
from stsdetect.pipeline import Events
from stsdetect.run_folder import read_events, write_events
from stsdetect.schema import RECEPTION


def cell(hour: int, lat: float, lon: float) -> dict[str, Any]:
    counts = {"n_slots": 6, "n_heard": 3, "n_satellite": 0, "n_vessels": hour}
    row = {"start_time": at(60 * hour), "lat": lat, "lon": lon, "p_heard": 0.5}
    kind = {"ais_class": "A", "still": False, "p_heard_sd": 0.1, "condition": 1.0}
    return row | kind | counts


def table(*rows: dict[str, Any]) -> pl.DataFrame:
    return RECEPTION.conform(pl.DataFrame(list(rows)))


DAY = table(
    *(cell(k, lat, lon) for k in range(24) for lat, lon in ((33.125, 124.125),
                                                          (35.125, 179.875),
                                                          (35.125, -179.875)))
)  # fmt: skip


@pytest.fixture
def told(tmp_path: Path) -> ReceptionByHour:
    """Give a day of three cells, ten rows a group."""
    write_parts([DAY], RECEPTION, tmp_path / "r.parquet", n_rows=10)
    return ReceptionByHour.at(tmp_path / "r.parquet")


def test_read__gives_all_that_was_written(told: ReceptionByHour) -> None:
    assert len(told) == 72
    assert told.read().equals(RECEPTION.to_pandas(DAY))
    assert pl.concat(told.parts()).equals(DAY)


def test_read__gives_the_hours_and_the_cells_that_are_asked_for(
    told: ReceptionByHour,
) -> None:
    hours = told.read(at(120), at(240))["n_vessels"]
    inside = told.read(bounds=(124.0, 33.0, 125.0, 34.0))
    over_180 = told.read(bounds=(179.0, 30.0, -179.0, 40.0))

    assert sorted(set(hours)) == [2, 3]
    assert set(inside["lat"]) == {33.125}
    assert set(over_180["lon"]) == {179.875, -179.875}


def test_read__is_the_same_of_a_file_and_of_memory(told: ReceptionByHour) -> None:
    own = ReceptionByHour.of(RECEPTION.to_pandas(DAY))
    halves = ReceptionByHour(DAY[:33].lazy(), DAY[33:].lazy())

    for one in (own, halves):
        assert len(one) == 72
        assert one.read(at(120), at(240)).equals(told.read(at(120), at(240)))


def test_write_events__leaves_reception_where_it_was_read_from(
    tmp_path: Path,
) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    write_events(Events(reception=ReceptionByHour.of(DAY)), here)
    file = here / "events" / "reception.parquet"
    before = file.stat()

    again = write_events(read_events(here), here)
    copied = write_events(read_events(here), there)

    assert file.stat().st_ino == before.st_ino
    assert (again.reception.path, len(again.reception)) == (file, 72)
    assert copied.reception.read().equals(RECEPTION.to_pandas(DAY))
    assert (there / "events" / file.name).read_bytes() == file.read_bytes()


def test_read__of_nothing_is_an_empty_table() -> None:
    assert len(ReceptionByHour()) == 0
    RECEPTION.check(ReceptionByHour().read())


@pytest.mark.parametrize("at_byte", [4, -20])
def test_read__of_a_damaged_file_is_one_line(tmp_path: Path, at_byte: int) -> None:
    path = tmp_path / "r.parquet"
    write_parts([DAY], RECEPTION, path)
    content = bytearray(path.read_bytes())
    content[at_byte : at_byte + 12] = b"\xff" * 12
    path.write_bytes(content)

    with pytest.raises(StoreError, match=r"r\.parquet: damaged; run stsdetect detect"):
        ReceptionByHour.at(path).read()


def test_read__of_a_page_of_less_than_no_values_is_one_line(tmp_path: Path) -> None:
    DAY.write_parquet(tmp_path / "r.parquet")
    told = ReceptionByHour.at(tmp_path / "r.parquet")
    assert have_less_than_no_values(tmp_path / "r.parquet")

    with pytest.raises(StoreError, match=r"r\.parquet: damaged; run stsdetect detect"):
        told.read(since=at(60))


@pytest.mark.parametrize(
    "other", [DAY.drop("condition"), DAY.with_columns(pl.col("lat").cast(pl.String))]
)
def test_at__needs_a_file_of_these_columns(tmp_path: Path, other: pl.DataFrame) -> None:
    path = tmp_path / "r.parquet"

    with pytest.raises(StoreError, match="damaged"):
        ReceptionByHour.at(path)
    other.write_parquet(path)
    with pytest.raises(StoreError, match="damaged"):
        ReceptionByHour.at(path)


@pytest.mark.parametrize("p_heard", [7.0, float("nan"), None])
def test_read__of_values_that_are_none_is_one_line(
    tmp_path: Path, p_heard: float | None
) -> None:
    wrong = DAY.with_columns(p_heard=pl.lit(p_heard, dtype=pl.Float64))
    write_parts([wrong], RECEPTION, tmp_path / "r.parquet")
    told = ReceptionByHour.at(tmp_path / "r.parquet")

    with pytest.raises(StoreError, match="damaged"):
        told.read()
    with pytest.raises(StoreError, match="damaged"):
        told.ask(lambda rows: rows.select(pl.col("p_heard").max()))
