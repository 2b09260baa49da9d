"""Files of detections: read whole, or refused in a line that names the row."""

import json
from pathlib import Path
from typing import Any

import pytest

from stsdetect.context.imagery.read import read_detections
from stsdetect.errors import InputError
from stsdetect.schema import DETECTIONS

HEAD = "time,lat,lon,length_m,heading,scene,footprint\n"
GOOD = "2024-03-01T10:00:00Z,38.4,124.2,95,30,S1,\n"
SQUARE = '"POLYGON ((124 38, 125 38, 125 39, 124 39, 124 38))"'


def read(tmp_path: Path, text: str, name: str = "found.csv") -> Any:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    return read_detections([file])


def test_read_detections__reads_hulls_and_footprints(tmp_path: Path) -> None:
    found = read(tmp_path, HEAD + GOOD + f"2024-03-01T19:00:00+09:00,,,,,S1,{SQUARE}\n")

    DETECTIONS.check(found)
    DETECTIONS.check_key(found)
    assert found["timestamp"].n_unique() == 1
    assert found["lat"].to_list() == [38.4, None]
    assert found["source_row"].to_list() == [2, 3]
    assert found["footprint"].is_null().to_list() == [True, False]


def test_read_detections__geojson_gives_the_same(tmp_path: Path) -> None:
    square = [[[124, 38], [125, 38], [125, 39], [124, 39], [124, 38]]]
    features = [
        {
            "type": "Feature",
            "properties": {"time": "2024-03-01T10:00:00Z", "length": 95, "scene": "S1"},
            "geometry": {"type": "Point", "coordinates": [124.2, 38.4]},
        },
        {
            "type": "Feature",
            "properties": {"time": "2024-03-01T10:00:00Z", "scene": "S1"},
            "geometry": {"type": "Polygon", "coordinates": square},
        },
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features})

    found = read(tmp_path, text, "found.geojson")

    assert found["lat"].to_list() == [38.4, None]
    assert found["length_m"].to_list() == [95, None]
    assert found["footprint"][1].startswith("POLYGON")


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("yesterday,38.4,124.2,95,30,S1,", "row 3: time 'yesterday' is not ISO 8601"),
        ("2024-03-01,98.4,124.2,95,30,S1,", "row 3: lat 98.4 outside -90 … 90"),
        ("2024-03-01,38.4,x,95,30,S1,", "row 3: lon 'x' is no number"),
        ("2024-03-01,38.4,nan,95,30,S1,", "row 3: lon nan outside"),
        ("2024-03-01,38.4,,95,30,S1,", "row 3: one of lat and lon is missing"),
        ("2024-03-01,38.4,124.2,9500,30,S1,", "row 3: length_m 9500 outside"),
        ("2024-03-01,,,,,S1,", "row 3: neither a place nor a footprint"),
        ("2024-03-01,38.4,124.2", "row 3: 3 columns instead of 7"),
        ("2024-03-01,,,,,S1,POINT (1 2)", "row 3: footprint is a Point"),
        ("2024-03-01,,,,,S1,POLYGON", "row 3: footprint is no polygon"),
        (
            '2024-03-01,,,,,S1,"POLYGON ((179 0, -179 0, -179 1, 179 1, 179 0))"',
            "row 3: footprint crosses 180°; cut it there",
        ),
        (
            '2024-03-01,,,,,S1,"POLYGON ((179 0, 181 0, 181 1, 179 1, 179 0))"',
            "row 3: footprint has a corner outside longitude",
        ),
        (
            '2024-03-01,,,,,S1,"POLYGON ((0 0, 1 1, 1 0, 0 1, 0 0))"',
            "row 3: footprint crosses itself",
        ),
    ],
)
def test_read_detections__a_bad_row_is_named(
    tmp_path: Path, row: str, told: str
) -> None:
    with pytest.raises(InputError) as refused:
        read(tmp_path, HEAD + GOOD + row + "\n")

    assert told in str(refused.value)
    assert "\n" not in str(refused.value)


def test_read_detections__shifted_columns_and_other_files_are_refused(
    tmp_path: Path,
) -> None:
    with pytest.raises(InputError, match=r"first row: a, b"):
        read(tmp_path, "a,b\n1,2\n")
    with pytest.raises(InputError, match="no detection in it"):
        read(tmp_path, HEAD)
    with pytest.raises(InputError, match="no GeoJSON"):
        read(tmp_path, "[1, 2]", "x.geojson")
    with pytest.raises(InputError, match="feature 1: nothing that GeoJSON knows"):
        read(tmp_path, '{"type": "FeatureCollection", "features": [7]}', "x.geojson")
    with pytest.raises(InputError, match="without a list of features"):
        read(tmp_path, '{"type": "FeatureCollection"}', "x.geojson")
    with pytest.raises(InputError, match="No such file"):
        read_detections([tmp_path / "none.csv"])


def test_read_detections__a_footprint_with_an_open_ring_is_closed_and_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    ring = [[124.0, 31.0], [125.0, 31.0], [125.0, 32.0], [124.0, 32.0]]
    features = [
        {
            "type": "Feature",
            "properties": {"time": "2024-03-01T02:00:00Z", "scene": name},
            "geometry": {"type": "Polygon", "coordinates": [corners]},
        }
        for name, corners in (("S1", [*ring, ring[0]]), ("S2", ring))
    ]
    collection = {"type": "FeatureCollection", "features": features}

    found = read(tmp_path, json.dumps(collection), "found.geojson")

    assert found["footprint"].n_unique() == 1
    (message,) = caplog.messages
    assert message.endswith("feature 2: a footprint with an open ring, taken as closed")
