"""Reading back: by time, box and MMSI, from the files that are needed alone."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd
import polars as pl
import pytest
from builders_damage import have_less_than_no_values

import stsdetect as sts
from stsdetect.errors import StoreError
from stsdetect.ingest.files import ingest_files
from stsdetect.ingest.store import Store
from stsdetect.ingest.version import STORE_VERSION, VERSION_KEY

DAY = datetime(2024, 3, 1, tzinfo=UTC)
PLACES = {412000001: (35.0, 123.0), 412000002: (36.0, 179.5), 412000003: (37.0, -179.5)}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    rows = [
        f"{mmsi},2024-03-0{day}T00:{minute:02d}:00,{lat},{lon}\n"
        for mmsi, (lat, lon) in PLACES.items()
        for day in (1, 2)
        for minute in range(3)
    ]
    file = tmp_path / "a.csv"
    file.write_text("mmsi,timestamp,lat,lon\n" + "".join(rows))
    ingest_files([file], tmp_path / "store")
    return sts.open_store(tmp_path / "store")


def test_read_positions__without_bounds_all_are_read_in_order(store: Store) -> None:
    found = store.read_positions()

    assert found.height == 18
    assert found.equals(found.sort("mmsi", "timestamp"))


@pytest.mark.parametrize(
    ("box", "mmsis"),
    [
        (sts.Box(34, 120, 36, 180), [412000001, 412000002]),
        (sts.Box(35, 123, 35, 123), [412000001]),
        (sts.Box(-90, 179, 90, -179), [412000002, 412000003]),
        (sts.Box(-90, -179, 90, 179), [412000001]),
        (sts.Box(0, 0, 1, 1), []),
    ],
)
def test_read_positions__a_box_may_cross_the_date_line(
    store: Store, box: "sts.Box", mmsis: list[int]
) -> None:
    assert store.read_positions(box=box)["mmsi"].unique().to_list() == mmsis


def test_read_positions__bounds_are_joined(store: Store) -> None:
    found = store.read_positions(
        DAY + timedelta(minutes=1),
        DAY + timedelta(days=1, minutes=1),
        vessels=[412000001, 412000003],
        box=sts.Box(30, 100, 40, 180),
    )

    assert found["mmsi"].unique().to_list() == [412000001]
    assert found["timestamp"].dt.minute().to_list() == [1, 2, 0]


def test_read_positions__files_of_other_days_are_not_touched(store: Store) -> None:
    for file in store.folder.glob("positions/date=2024-03-02/*.parquet"):
        file.write_bytes(b"damaged")

    found = store.read_positions(stop=datetime(2024, 3, 2))  # noqa: DTZ001

    assert found.height == 9


def test_to_pandas__the_same_rows_as_pandas(store: Store) -> None:
    found = store.to_pandas(vessels=[412000002])

    assert isinstance(found, pd.DataFrame)
    assert found["mmsi"].tolist() == [412000002] * 6
    assert str(found["timestamp"].dt.tz) == "UTC"


def test_read_positions__of_a_page_of_less_than_no_values_is_one_line(
    store: Store,
) -> None:
    """Polars asked for two quintillion bytes, and ended the process."""
    file = min(store.folder.glob("positions/*/*.parquet"))
    assert have_less_than_no_values(file)

    with pytest.raises(StoreError, match=f"{file.name}: missing or damaged; stsdetect"):
        store.read_positions()


@pytest.mark.parametrize("column", ["first_timestamp", "rows_read"])
def test_open_store__sources_of_values_that_are_none_are_one_line(
    store: Store, column: str
) -> None:
    file = store.folder / "sources.parquet"
    rows = pl.read_parquet(file)
    wrong = pl.lit(-(2**60)).cast(rows.schema[column]).alias(column)
    key = {VERSION_KEY: str(STORE_VERSION)}
    rows.with_columns(wrong).write_parquet(file, metadata=key)

    with pytest.raises(StoreError, match=r"sources\.parquet: damaged.*sources: "):
        sts.open_store(store.folder)
