"""Places of vessels at given times, from a store of several days."""

from pathlib import Path

import polars as pl
import pytest

import stsdetect as sts
from stsdetect.ingest.store import Store
from stsdetect.windows.places import find_places

HEAD = "MMSI,BaseDateTime,LAT,LON,SOG,COG\n"
A, B = 412000001, 412000002


@pytest.fixture
def store(tmp_path: Path) -> Store:
    rows = [
        f"{A},2024-03-01T23:50:00,33.1,125.0,9.0,90.0",
        f"{A},2024-03-02T00:10:00,33.2,125.1,9.0,90.0",
        f"{B},2024-03-02T00:12:00,36.0,126.0,9.0,90.0",
    ]
    file = tmp_path / "ais.csv"
    file.write_text(HEAD + "\n".join(rows) + "\n")
    sts.ingest([file], tmp_path / "store")
    return sts.open_store(tmp_path / "store")


def asked(*at: tuple[int, int]) -> pl.DataFrame:
    """MMSI and minutes of the second of March."""
    midnight = pl.datetime(2024, 3, 2, time_unit="ms", time_zone="UTC")
    return (
        pl.DataFrame(at, schema={"mmsi": pl.Int64, "minute": pl.Int64}, orient="row")
        .with_columns(at=midnight + pl.duration(minutes="minute", time_unit="ms"))
        .select("mmsi", "at")
    )


def test_find_places__is_the_last_report_before_of_whatever_day(
    store: Store,
) -> None:
    found = find_places(store, asked((A, 5), (A, 10), (A, 30), (B, 30)))

    assert found.select("mmsi", "lat").rows() == [
        (A, 33.1),
        (A, 33.2),
        (A, 33.2),
        (B, 36.0),
    ]


def test_find_places__too_old_or_later_ones_are_none(store: Store) -> None:
    late = asked((A, 71), (B, 11), (A, -11), (412_000_003, 30))

    assert find_places(store, late).is_empty()
    assert find_places(store, late.clear()).columns == ["mmsi", "at", "lat", "lon"]
