"""GeoJSON by RFC 7946, and candidates read back as a GeoDataFrame."""

import json
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from builders_leads import UNKNOWN, candidates

from stsdetect.errors import InputError, SchemaError, StoreError
from stsdetect.export.csv import write_csv
from stsdetect.export.geo import read_candidates, write_geojson
from stsdetect.export.write import export_candidates
from stsdetect.schema import CANDIDATES


def folder_with(table: pd.DataFrame, folder: Path) -> Path:
    CANDIDATES.from_pandas(table).write_parquet(folder / "candidates.parquet")
    return folder


def test_write_geojson__puts_longitude_first_and_null_for_missing(
    tmp_path: Path,
) -> None:
    write_geojson(candidates({}, UNKNOWN), tmp_path / "c.geojson")

    text = (tmp_path / "c.geojson").read_text(encoding="utf-8")
    collection = json.loads(text)
    known, unknown = collection["features"]
    assert collection["type"] == "FeatureCollection"
    assert "lead" in collection["note"]
    assert known["id"] == known["properties"]["candidate_id"]
    assert known["geometry"] == {"type": "Point", "coordinates": [124.5, 31.25]}
    assert known["properties"]["start_time"] == "2024-03-01T02:00:00Z"
    assert known["properties"]["duration_h"] == 5.667
    assert known["properties"]["alongside"] is True
    assert known["properties"]["relevance"] is None
    assert unknown["properties"]["shipname_a"] is None
    assert "NaN" not in text
    assert "crs" not in collection


def test_write_geojson__of_no_candidate_is_an_empty_collection(tmp_path: Path) -> None:
    write_geojson(CANDIDATES.empty(), tmp_path / "c.geojson")

    text = (tmp_path / "c.geojson").read_text(encoding="utf-8")
    assert json.loads(text)["features"] == []


def test_write_geojson__opens_in_geopandas(tmp_path: Path) -> None:
    names = [{"shipname_a": name} for name in ('"</script>', "SIM\nTWO", "Ölfaß")]
    write_geojson(candidates(*names), tmp_path / "c.geojson")

    places = gpd.read_file(tmp_path / "c.geojson")

    assert places.crs.to_epsg() == 4326
    assert places["shipname_a"].tolist() == ['"</script>', "SIM\nTWO", "Ölfaß"]
    assert places.geometry.x.tolist() == [124.5] * 3


def test_write_geojson__the_order_of_rows_changes_no_byte(tmp_path: Path) -> None:
    table = candidates({}, {}, {})

    write_geojson(table, tmp_path / "one")
    write_geojson(table.iloc[[1, 2, 0]], tmp_path / "other")

    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()


def test_read_candidates__gives_points_by_rank(tmp_path: Path) -> None:
    table = candidates({}, {"lon": -179.5})
    folder = folder_with(table.iloc[[1, 0]], tmp_path)

    read = read_candidates(folder)

    assert read.crs.to_epsg() == 4326
    assert read["rank"].tolist() == [1, 2]
    assert read.geometry.x.tolist() == [124.5, -179.5]
    CANDIDATES.check(pd.DataFrame(read.drop(columns="geometry")))


@pytest.mark.parametrize("write", [write_csv, write_geojson])
def test_read_candidates__can_be_written_again(
    tmp_path: Path, write: Callable[[pd.DataFrame, Path], None]
) -> None:
    table = candidates({}, {"lon": -179.5})
    folder = folder_with(table, tmp_path)

    write(read_candidates(folder), tmp_path / "again")
    write(table, tmp_path / "first")

    assert (tmp_path / "again").read_bytes() == (tmp_path / "first").read_bytes()


def test_read_candidates__of_an_empty_run_is_empty(tmp_path: Path) -> None:
    read = read_candidates(folder_with(CANDIDATES.empty(), tmp_path))

    assert read.empty
    assert read.crs.to_epsg() == 4326


def test_read_candidates__says_what_is_no_run_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no candidates\.parquet here; give a folder"):
        read_candidates(tmp_path)


def test_read_candidates__says_what_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "candidates.parquet").write_bytes(b"PAR1 and no more")

    with pytest.raises(StoreError, match="damaged"):
        read_candidates(tmp_path)


def test_read_candidates__refuses_another_table(tmp_path: Path) -> None:
    other = CANDIDATES.from_pandas(candidates()).drop("rank")
    other.write_parquet(tmp_path / "candidates.parquet")

    with pytest.raises(SchemaError, match="no column 'rank'"):
        read_candidates(tmp_path)


@pytest.mark.parametrize("format_name", ["csv", "csv-semicolon", "geojson", "jsonl"])
def test_export_candidates__writes_the_first_of_a_kind(
    tmp_path: Path, format_name: str
) -> None:
    dark = {"kind": "both_dark"}
    folder = folder_with(candidates(dark, {}, dark, dark), tmp_path)

    n_written = export_candidates(
        folder, format_name, tmp_path / "out", top=2, kind="both_dark"
    )

    text = (tmp_path / "out").read_text(encoding="utf-8")
    assert n_written == 2
    assert text.count("both_dark") == 2
    assert "encounter" not in text


@pytest.mark.parametrize(
    ("format_name", "wishes", "fault"),
    [
        ("xml", {}, "no format 'xml'; choose csv, csv-semicolon, geojson"),
        ("csv", {"kind": "dark"}, "no kind 'dark'; choose encounter"),
        ("csv", {"top": 0}, "top: 0 is below 1"),
    ],
)
def test_export_candidates__says_what_it_does_not_know(
    tmp_path: Path, format_name: str, wishes: dict[str, object], fault: str
) -> None:
    folder = folder_with(candidates(), tmp_path)

    with pytest.raises(InputError, match=fault):
        export_candidates(folder, format_name, tmp_path / "out", **wishes)  # type: ignore[arg-type]
