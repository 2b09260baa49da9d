"""Positions written as each format come back as they were, as far as it resolves."""

from pathlib import Path

import geopandas as gpd
import polars as pl
import pytest
from written import FORMATS_WRITTEN, Written, simulated_positions

from stsdetect.ingest.files import ingest_files
from stsdetect.ingest.formats import FORMATS
from stsdetect.ingest.store import open_store


def written_rows() -> list[dict[str, object]]:
    """Rows with decimals as people write them, not as 32 bits hold them."""
    rows = simulated_positions().with_columns(
        pl.col("sog", "cog").cast(pl.Float64).round(1)
    )
    return rows.to_dicts()


def assert_come_back(file: Path, name: str, how: Written) -> None:
    (source,) = ingest_files([file], file.parent / "store").to_dict("records")
    found, there = (
        open_store(file.parent / "store").read_positions(),
        (simulated_positions()),
    )

    assert source["format"] == name
    assert source["rows_read"] == source["rows_kept"] == there.height
    keys = ["mmsi", "timestamp"]
    assert found.select(keys).equals(there.select(keys))
    for axis in ("lat", "lon"):
        apart = (found[axis] - there[axis]).abs().to_list()
        assert max(apart) <= how.resolution_deg / 2 + 1e-12
    for field in how.carries:
        assert found[field].to_list() == pytest.approx(there[field].to_list())


def test_formats_written__every_format_is_written() -> None:
    assert set(FORMATS_WRITTEN) == {one.name for one in FORMATS}


@pytest.mark.parametrize("name", FORMATS_WRITTEN)
def test_ingest_files__positions_come_back(name: str, tmp_path: Path) -> None:
    how = FORMATS_WRITTEN[name]
    file = tmp_path / "a.file"
    file.write_bytes(how.write(written_rows()))

    assert_come_back(file, name, how)


@pytest.mark.parametrize("name", ["marinecadastre", "dma", "exactearth", "gfw", "csv"])
def test_ingest_files__columns_of_a_family_come_back_from_parquet(
    name: str, tmp_path: Path
) -> None:
    how = FORMATS_WRITTEN[name]
    text = tmp_path / "a.csv"
    text.write_bytes(how.write(written_rows()))
    file = tmp_path / "a.parquet"
    pl.read_csv(text).write_parquet(file)

    assert_come_back(file, name, how)


def test_ingest_files__positions_come_back_from_geoparquet(tmp_path: Path) -> None:
    there = simulated_positions().drop("source_id", "source_row").to_pandas()
    points = gpd.points_from_xy(there["lon"], there["lat"])
    frame = gpd.GeoDataFrame(there, geometry=points, crs="EPSG:4326")
    frame.to_parquet(tmp_path / "a.parquet")

    assert_come_back(tmp_path / "a.parquet", "csv", Written(lambda _: b""))
