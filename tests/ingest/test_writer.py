from pathlib import Path

import polars as pl
import pytest
from builders import EPOCH, at, positions

from stsdetect.ingest import writer
from stsdetect.ingest.store_files import read_table

IDS = pl.Enum(["a", "b"])


def rows(source_id: str, *mmsi: int) -> pl.LazyFrame:
    parts = [
        positions(one, range(10), 35.0, 123.0, source_id=source_id) for one in mmsi
    ]
    return pl.concat(parts).with_columns(pl.col("source_id").cast(IDS)).lazy()


def written(folder: Path, *parts: pl.LazyFrame) -> tuple[list[Path], pl.DataFrame]:
    counts = writer.write_day(folder, folder / "new", EPOCH.date(), list(parts), IDS)
    files = sorted((folder / "new").rglob("part-*.parquet"))
    assert counts["rows_kept"].sum() == sum(read_table(file).height for file in files)
    return files, counts


def test_write_day__many_rows_are_parts_with_vessels_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (whole,), at_once = written(tmp_path / "1", rows("a", 5, 3, 1), rows("b", 4, 3, 2))
    monkeypatch.setattr(writer, "MAX_ROWS", 20)

    files, counts = written(tmp_path / "2", rows("a", 5, 3, 1), rows("b", 4, 3, 2))

    assert len(files) == 3
    assert pl.concat(read_table(file) for file in files).equals(read_table(whole))
    assert counts.sort("source_id").equals(at_once.sort("source_id"))


def test_write_day__one_vessel_is_one_part_however_many_its_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "MAX_ROWS", 3)

    files, counts = written(tmp_path, rows("a", 7), rows("b", 7))

    assert sum(read_table(file).height for file in files) == 10
    assert counts.rows() == [(EPOCH.date(), "a", 10, at(0), at(9))]
