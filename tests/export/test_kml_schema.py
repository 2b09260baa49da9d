"""KML holds to the schema of OGC KML 2.2, and opens in GDAL."""

import re
from pathlib import Path
from typing import Any

import geopandas as gpd
import polars as pl
import pyogrio
import pytest
import shapely
from builders_leads import UNKNOWN, candidates
from builders_pairs import pair_tracks

from stsdetect.export.case_map import case_geojson, case_kml
from stsdetect.export.kml import write_kml

HOSTILE = ("</name><script>", "SIM\x00\x1b[31m", "SIM\u202eDER", ']]>&amp;"', "a\nb")
AREA = shapely.MultiPolygon(
    [shapely.box(124, 31, 124.5, 31.5), shapely.box(179.8, 31, 180.2, 31.5)]
)
DARK = candidates({"kind": "both_dark"})


@pytest.fixture(scope="module")
def schema() -> Any:
    """The XML schema of OGC, as fastkml carries it."""
    validator = pytest.importorskip(
        "fastkml.validator", reason="fastkml, which carries the schema, is not here"
    )
    return validator.get_schema_parser()


def check(schema: Any, text: bytes) -> None:
    etree = pytest.importorskip("lxml.etree", reason="lxml is not here")
    schema.assertValid(etree.fromstring(text))


def test_write_kml__keeps_to_the_schema_whatever_a_name_is(
    schema: Any, tmp_path: Path
) -> None:
    table = candidates(*({"shipname_a": name} for name in HOSTILE), UNKNOWN)

    write_kml(table, tmp_path / "c.kml")

    check(schema, (tmp_path / "c.kml").read_bytes())


def test_case_kml__with_tracks_and_area_keeps_to_the_schema(schema: Any) -> None:
    check(schema, case_kml(DARK, pair_tracks(), AREA).encode())


def test_schema__refuses_what_is_out_of_order(schema: Any) -> None:
    text = case_kml(DARK, pair_tracks(), None).replace("<TimeSpan>", "<x/><TimeSpan>")

    with pytest.raises(Exception, match="not expected"):
        check(schema, text.encode())


def test_case_kml__opens_in_gdal_with_place_tracks_and_area(tmp_path: Path) -> None:
    (tmp_path / "map.kml").write_text(case_kml(DARK, pair_tracks(), AREA))

    places = pyogrio.read_dataframe(tmp_path / "map.kml")

    assert places.geometry.geom_type.tolist()[0] == "Point"
    assert "Track of MMSI 200000001" in places["Name"].tolist()
    lon = places.geometry.bounds[["minx", "maxx"]]
    assert lon.min().min() >= -180
    assert lon.max().max() <= 180


def test_case_kml__a_silence_breaks_a_track() -> None:
    hours = pl.col("timestamp").dt.hour()
    heard = pair_tracks().filter(hours != 4)

    whole, broken = (case_kml(DARK, one, None) for one in (pair_tracks(), heard))

    assert whole.count("<LineString>") == 2
    assert broken.count("<LineString>") == 4


@pytest.mark.parametrize("turn", [0.0, -360.0])
def test_case_kml__an_area_across_180_is_cut_there(turn: float) -> None:
    across = shapely.box(179.8 + turn, 31, 180.2 + turn, 31.5)

    text = case_kml(DARK, pair_tracks()[:0], across)

    rings = [
        [float(pair.split(",")[0]) for pair in ring.split()]
        for ring in re.findall(r"<coordinates>(.*?)</coordinates>", text)[1:]
    ]
    assert sorted((min(ring), max(ring)) for ring in rings) == [
        (-180.0, -179.8),
        (179.8, 180.0),
    ]


def test_case_kml__a_track_across_180_is_no_line_round_the_world() -> None:
    near = pl.col("lon") - 124.5 + 180.0
    across = pair_tracks().with_columns(
        lon=pl.when(pl.col("timestamp").dt.hour() < 4)
        .then(near - 0.001)
        .otherwise(near - 360.0)
    )

    text = case_kml(DARK, across, None)

    for line in re.findall(r"<coordinates>(.*?)</coordinates>", text):
        lon = [float(pair.split(",")[0]) for pair in line.split()]
        assert max(lon) - min(lon) < 180.0
    assert text.count("<LineString>") == 4


def test_case_geojson__has_the_area_of_a_dark_meeting(tmp_path: Path) -> None:
    (tmp_path / "map.geojson").write_text(case_geojson(DARK, pair_tracks(), AREA))

    places = gpd.read_file(tmp_path / "map.geojson")

    assert places.geometry.geom_type.tolist() == [
        "Point",
        "MultiPoint",
        "MultiPoint",
        "MultiPolygon",
    ]
    assert "by speed alone" in places["area"].iloc[-1]
    shown = places.geometry.iloc[-1]
    assert shown.bounds[::2] == (-180.0, 180.0)
    assert shown.area == pytest.approx(AREA.area)  # cut at 180°, none of it lost
