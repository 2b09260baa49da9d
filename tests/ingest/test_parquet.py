"""Parquet files go the way of text: same values, a fault is one line."""

from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest
from builders import EPOCH, positions

from stsdetect.errors import FormatError
from stsdetect.ingest.files import ingest_files
from stsdetect.ingest.store import open_store


def rows() -> pl.DataFrame:
    parts = [positions(one, range(5), 35.125, 123.25, heading=91) for one in (1, 2)]
    said = pl.Series("shipname", ['A, "B"\nC'] * 10)
    return pl.concat(parts).drop("source_id", "source_row").with_columns(said)


def stored(file: Path, store: Path) -> pl.DataFrame:
    ingest_files([file], store)
    found = open_store(store).read_positions(EPOCH, EPOCH + timedelta(days=1))
    return found.drop("source_id")


def test_ingest_files__parquet_gives_the_values_of_its_text(tmp_path: Path) -> None:
    table = rows().with_columns(pl.lit([1, 2]).alias("list"))
    table.write_parquet(tmp_path / "a.parquet")
    text = rows().with_columns(pl.lit("A, B").alias("shipname"))
    text.write_csv(tmp_path / "a.csv", datetime_format="%Y-%m-%dT%H:%M:%SZ")

    found = stored(tmp_path / "a.parquet", tmp_path / "1")

    assert found.equals(stored(tmp_path / "a.csv", tmp_path / "2"))
    assert found.height == 10
    names = open_store(tmp_path / "1").read_vessels()["shipname"]
    assert names.unique().to_list() == ['A, "B" C']


def test_ingest_files__a_damaged_parquet_file_is_named(tmp_path: Path) -> None:
    file = tmp_path / "a.parquet"
    rows().write_parquet(file)
    file.write_bytes(file.read_bytes()[:-9])

    with pytest.raises(FormatError, match=r"a\.parquet: .*damaged"):
        ingest_files([file], tmp_path / "store")
