"""Every form of export opens again in the tool that it is for, and holds the same."""

import json
import zipfile
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import geopandas as gpd
import pandas as pd
import polars as pl
import pyogrio
import pytest
from builders_leads import UNKNOWN, candidates
from checkout import ROOT
from openpyxl import load_workbook

from stsdetect.export.csv import write_csv
from stsdetect.export.kml import write_kml
from stsdetect.export.write import EXPORT_FORMATS
from stsdetect.schema import CANDIDATES

HOSTILE = (
    '=HYPERLINK("x")',
    "<script>alert(1)</script>",
    "SIM\x1b[31m\x00RED",
    "SIM\u202eDER",
    "]]>&amp;",
    "two\nlines",
)
KML = "{http://www.opengis.net/kml/2.2}"


def hostile() -> pd.DataFrame:
    return candidates(*({"shipname_a": name} for name in HOSTILE), UNKNOWN)


@pytest.mark.parametrize("name", sorted(EXPORT_FORMATS))
def test_export__same_candidates_in_any_order_give_the_same_bytes(
    name: str, tmp_path: Path
) -> None:
    table = hostile()

    EXPORT_FORMATS[name](table, tmp_path / "one")
    EXPORT_FORMATS[name](table.sample(frac=1, random_state=1), tmp_path / "two")

    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


@pytest.mark.parametrize("name", sorted(EXPORT_FORMATS))
def test_export__no_candidate_is_a_file_all_the_same(name: str, tmp_path: Path) -> None:
    EXPORT_FORMATS[name](CANDIDATES.empty(), tmp_path / "none")

    assert (tmp_path / "none").is_file()


def columns_of(name: str, path: Path) -> set[str]:
    """Give the names of the columns that a file of a format has."""
    if name in ("geopackage", "geojson"):
        return set(pyogrio.read_info(path)["fields"])
    if name == "geoparquet":
        return set(gpd.read_parquet(path).columns)
    if name == "xlsx":
        return {str(cell.value) for cell in load_workbook(path)["all"][1]}
    if name == "jsonl":
        return set(json.loads(path.read_text(encoding="utf-8").splitlines()[0]))
    if name in ("kml", "kmz"):
        text = path.read_bytes()
        if name == "kmz":
            with zipfile.ZipFile(path) as archive:
                text = archive.read(archive.namelist()[0])
        root = ET.fromstring(text)  # noqa: S314  our own
        return {str(one.get("name")) for one in root.iter(f"{KML}Data")}
    separator = ";" if name == "csv-semicolon" else ","
    return set(pd.read_csv(path, sep=separator).columns)


@pytest.mark.parametrize("name", sorted(EXPORT_FORMATS))
def test_export__every_form_has_the_same_columns(name: str, tmp_path: Path) -> None:
    # one with every column known: KML leaves out what is missing of a place
    table = filled(hostile())
    suffix = {"geopackage": ".gpkg", "xlsx": ".xlsx"}.get(name, "")
    path = tmp_path / f"c{suffix}"

    EXPORT_FORMATS[name](table, path)

    assert set(CANDIDATES.names) <= columns_of(name, path)


def filled(table: pd.DataFrame) -> pd.DataFrame:
    """Give the candidates with some value in each column that has none at all."""
    rows = CANDIDATES.from_pandas(table)
    some = {
        name: (
            pl.lit("x" if dtype == pl.String else dtype.categories[0])
            if dtype in (pl.String, pl.Enum)
            else pl.lit(1)
        ).cast(dtype)
        for name, dtype in CANDIDATES.polars_schema.items()
    }
    known = [pl.col(name).fill_null(value) for name, value in some.items()]
    return CANDIDATES.to_pandas(rows.with_columns(known))


def test_export__the_page_names_every_form() -> None:
    page = (ROOT / "docs" / "how-to" / "export.md").read_text(encoding="utf-8")

    told = [line.split("`")[1] for line in page.splitlines() if line.startswith("| `")]
    assert sorted(told) == sorted(EXPORT_FORMATS)


@pytest.mark.parametrize("name", ["geopackage", "geoparquet"])
def test_layers__open_in_geopandas_with_every_column(name: str, tmp_path: Path) -> None:
    table = hostile()
    suffix = {"geopackage": "gpkg", "geoparquet": "parquet"}[name]
    path = tmp_path / f"candidates.{suffix}"

    EXPORT_FORMATS[name](table, path)

    read = gpd.read_parquet if name == "geoparquet" else pyogrio.read_dataframe
    back = read(path)
    assert back.crs.to_epsg() == 4326
    assert set(CANDIDATES.names) <= set(back.columns)
    assert back["rank"].tolist() == sorted(table["rank"])
    assert back.geometry.x.tolist() == back["lon"].tolist()


def test_write_workbook__does_not_tell_when_it_was_written(tmp_path: Path) -> None:
    EXPORT_FORMATS["xlsx"](hostile(), tmp_path / "c.xlsx")

    told = load_workbook(tmp_path / "c.xlsx").properties
    assert told.created == told.modified == datetime(2000, 1, 1)  # noqa: DTZ001


def test_write_workbook__has_room_for_times_and_a_filter(tmp_path: Path) -> None:
    EXPORT_FORMATS["xlsx"](hostile(), tmp_path / "c.xlsx")

    sheet = load_workbook(tmp_path / "c.xlsx")["all"]
    headings = {cell.value: cell.column_letter for cell in sheet[1]}
    widths = sheet.column_dimensions
    assert widths[headings["start_time"]].width >= len("2024-03-01 00:00:00")
    assert widths[headings["reasons_for"]].width > 30
    assert sheet.auto_filter.ref == sheet.dimensions


def test_write_kml__is_a_place_with_a_span_of_time_in_the_order_of_its_schema(
    tmp_path: Path,
) -> None:
    write_kml(candidates({}), tmp_path / "c.kml")

    place = ET.parse(tmp_path / "c.kml").getroot().find(f".//{KML}Placemark")  # noqa: S314

    assert place is not None
    assert [part.tag.removeprefix(KML) for part in place] == [
        "name",
        "description",
        "TimeSpan",
        "styleUrl",
        "ExtendedData",
        "Point",
    ]
    assert place.findtext(f"{KML}TimeSpan/{KML}begin") == "2024-03-01T02:00:00Z"
    assert place.findtext(f"{KML}Point/{KML}coordinates") == "124.5,31.25"
    assert "never a finding" in (place.findtext(f"{KML}description") or "")


def test_write_kml__markup_and_control_characters_in_names_stay_text(
    tmp_path: Path,
) -> None:
    write_kml(hostile(), tmp_path / "c.kml")

    root = ET.parse(tmp_path / "c.kml").getroot()  # noqa: S314
    places = root.iter(f"{KML}Placemark")
    names = [place.findtext(f"{KML}name") or "" for place in places]

    assert root.find(".//script") is None
    assert any("<script>" in name for name in names)
    balloons = [one.text for one in root.iter(f"{KML}text")]
    assert balloons == ["$[description]"] * 4  # a value of the table is no markup of it
    assert any("SIM[31mRED" in name for name in names)


def test_write_kmz__holds_the_kml(tmp_path: Path) -> None:
    EXPORT_FORMATS["kml"](hostile(), tmp_path / "c.kml")
    EXPORT_FORMATS["kmz"](hostile(), tmp_path / "c.kmz")

    with zipfile.ZipFile(tmp_path / "c.kmz") as archive:
        assert archive.read("doc.kml") == (tmp_path / "c.kml").read_bytes()


def test_write_jsonl__is_an_object_on_each_line(tmp_path: Path) -> None:
    EXPORT_FORMATS["jsonl"](hostile(), tmp_path / "c.jsonl")

    lines = (tmp_path / "c.jsonl").read_text(encoding="utf-8").split("\n")
    rows = [json.loads(line) for line in lines[:-1]]
    assert [row["rank"] for row in rows] == list(range(1, len(HOSTILE) + 2))
    assert [row["shipname_a"] for row in rows[:-1]] == list(HOSTILE)
    assert rows[-1]["shipname_a"] is None


def test_write_workbook__has_a_sheet_per_kind_and_no_formula(tmp_path: Path) -> None:
    table = candidates({"shipname_a": "=1+1"}, {"kind": "loitering", "mmsi_b": None})
    EXPORT_FORMATS["xlsx"](table, tmp_path / "c.xlsx")

    book = load_workbook(tmp_path / "c.xlsx")

    assert book.sheetnames == ["all", "encounter", "loitering"]
    assert book["all"].max_row == 3
    heading = [cell.value for cell in book["all"][1]]
    assert heading == CANDIDATES.names
    cells = [cell for row in book["all"].iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert "'=1+1" in [cell.value for cell in cells]


@pytest.mark.parametrize(
    "hidden", ["\x01", "\x1b", "\ufffe", "\x7f", "\u200b", "\ufeff"]
)
def test_export__what_is_left_out_of_a_name_hides_no_formula(
    hidden: str, tmp_path: Path
) -> None:
    table = candidates({"shipname_a": f"{hidden}=1+1", "shipname_b": f"A;{hidden}@B"})
    for name in ("xlsx", "csv"):
        EXPORT_FORMATS[name](table, tmp_path / f"c.{name}")

    cells = [one for row in load_workbook(tmp_path / "c.xlsx")["all"] for one in row]
    assert not [one for one in cells if one.data_type == "f"]
    assert not [one for one in cells if str(one.value).lstrip(hidden)[:1] == "="]
    text = (tmp_path / "c.csv").read_text(encoding="utf-8")
    assert f"'{hidden}=1+1" in text
    assert f"A;'{hidden}@B" in text


def test_write_csv__with_a_decimal_comma_keeps_what_it_says(tmp_path: Path) -> None:
    table = candidates({})
    EXPORT_FORMATS["csv-semicolon"](table, tmp_path / "c.csv")
    write_csv(table, tmp_path / "plain.csv")

    mine = pd.read_csv(tmp_path / "c.csv", sep=";", decimal=",")
    plain = pd.read_csv(tmp_path / "plain.csv")

    pd.testing.assert_frame_equal(mine, plain)
