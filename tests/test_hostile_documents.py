"""Hostile documents beside the AIS: whatever they hold, one line says what is wrong."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stsdetect.context.geojson import read_area
from stsdetect.context.imagery.read import read_detections
from stsdetect.context.port_files import read_port_file
from stsdetect.context.region_files import read_region_file
from stsdetect.context.sea_state import read_sea_states
from stsdetect.errors import InputError

SQUARE = {
    "type": "Polygon",
    "coordinates": [[[122, 35], [124, 35], [124, 37], [122, 37], [122, 35]]],
}
Read = Callable[[Path], Any]

NO_KINDS: list[Any] = [
    {"type": []},
    {"type": {"type": "Feature"}},
    {"type": "Feature\nCollection"},
    {"type": "FeatureCollection", "features": [None]},
    {"type": "FeatureCollection", "features": [0]},
    {"type": "FeatureCollection", "features": [[]]},
]


def read_regions(path: Path) -> Any:
    return read_region_file(str(path))


def read_ports(path: Path) -> Any:
    return read_port_file(str(path))


def read_images(path: Path) -> Any:
    return read_detections([path])


def read_waves(path: Path) -> Any:
    return read_sea_states([path])


@pytest.mark.parametrize("read", [read_area, read_regions, read_images])
@pytest.mark.parametrize("document", NO_KINDS)
def test_geojson__what_says_of_itself_no_word_that_is_known_is_one_line(
    read: Read, document: Any, tmp_path: Path
) -> None:
    (tmp_path / "a.geojson").write_text(json.dumps(document))

    with pytest.raises(
        InputError, match=r"no GeoJSON but|nothing that GeoJSON"
    ) as told:
        read(tmp_path / "a.geojson")

    assert "\n" not in str(told.value)


@pytest.mark.parametrize("kind", [[], {}, "Poly\ngon", None, 7])
def test_geojson__a_geometry_of_no_kind_is_one_line(kind: Any, tmp_path: Path) -> None:
    feature = {"type": "Feature", "geometry": SQUARE | {"type": kind}}
    (tmp_path / "a.geojson").write_text(json.dumps(feature))

    with pytest.raises(InputError, match="is no area; draw a polygon") as told:
        read_area(tmp_path / "a.geojson")

    assert "\n" not in str(told.value)


def test_geojson__half_a_letter_in_a_name_is_a_question_mark(tmp_path: Path) -> None:
    feature = {"type": "Feature", "properties": {"name": "A\ud800"}, "geometry": SQUARE}
    (tmp_path / "a.geojson").write_text(json.dumps(feature))

    assert read_regions(tmp_path / "a.geojson")["name"].tolist() == ["A?"]


@pytest.mark.parametrize("read", [read_ports, read_images, read_waves])
def test_csv__a_header_that_is_none_is_shown_in_one_short_line(
    read: Read, tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_text(f'"first\ncell",{"A" * 5_000}\n1,2\n')

    with pytest.raises(InputError, match=r"first row: first cell, A{40}\)") as told:
        read(tmp_path / "a.csv")

    assert "\n" not in str(told.value)
