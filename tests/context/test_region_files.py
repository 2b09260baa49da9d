"""Region files of a user: named areas, and the form of Marine Regions."""

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import box

from stsdetect.context.places import measure_places
from stsdetect.context.region_files import read_region_file
from stsdetect.context.regions import find_region, read_regions, region_kind, region_of
from stsdetect.errors import InputError

RING = [[127.8, 34.3], [128.0, 34.3], [128.0, 34.5], [127.8, 34.5], [127.8, 34.3]]


def feature(ring: list[list[float]] = RING, **told: Any) -> dict[str, Any]:
    polygon = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": told, "geometry": polygon}


def write(tmp_path: Path, *features: Any) -> str:
    file = tmp_path / "areas.geojson"
    file.write_text(
        json.dumps({"type": "FeatureCollection", "features": list(features)}),
        encoding="utf-8",
    )
    return str(file)


def test_read_region_file__names_kinds_and_an_open_ring_that_is_closed(
    tmp_path: Path,
) -> None:
    path = write(
        tmp_path,
        feature(RING[:-1], name="Sim roads", kind="licensed", basis="notice 1"),
        feature(Name="Sim bay"),
    )

    found = read_region_file(path)

    assert found["name"].tolist() == ["Sim roads", "Sim bay"]
    assert found["kind"].tolist() == ["licensed", "own"]
    assert found["basis"].tolist() == ["notice 1", "areas.geojson"]
    assert found.geometry.is_valid.all()
    assert found.geometry.iloc[0].equals(box(127.8, 34.3, 128.0, 34.5))


def test_read_region_file__reads_the_file_that_the_how_to_shows(tmp_path: Path) -> None:
    how_to = Path(__file__).parents[2] / "docs" / "how-to" / "regions.md"
    shown = how_to.read_text(encoding="utf-8").split("```json\n")[1].split("```")[0]
    file = tmp_path / "licensed.geojson"
    file.write_text(shown, encoding="utf-8")
    here = pd.DataFrame({"lat": [29.95], "lon": [122.55]})

    places = measure_places(here, region_files=(str(file),))

    assert places["region"].tolist() == ["Sim bunkering area"]
    assert places["region_kind"].tolist() == ["licensed"]


EEZ: list[dict[str, Any]] = [
    {
        "GEONAME": "Sim Exclusive Economic Zone (DPRK)",
        "MRGID": 8328.0,
        "POL_TYPE": "200NM",
        "ISO_SOV1": "PRK",
        "SOVEREIGN1": "North Korea",
    },
    {
        "GEONAME": "Sim Exclusive Economic Zone",
        "MRGID": 8327.0,
        "POL_TYPE": "200NM",
        "ISO_SOV1": "KOR",
        "SOVEREIGN1": "South Korea",
    },
]


def test_read_region_file__boundaries_of_marine_regions_in_either_form(
    tmp_path: Path,
) -> None:
    package = tmp_path / "eez.gpkg"
    shapes = [box(124, 38, 125, 39), box(126, 34, 127, 35)]
    gpd.GeoDataFrame(EEZ, geometry=shapes, crs="EPSG:4326").to_file(package)
    path = write(tmp_path, *(feature(**told) for told in EEZ))

    for found in (read_region_file(str(package)), read_region_file(path)):
        assert found["name"].tolist() == [told["GEONAME"] for told in EEZ]
        assert found["kind"].tolist() == ["waters", "eez"]
        assert found["basis"].tolist() == [
            "Marine Regions, MRGID 8328",
            "Marine Regions, MRGID 8327",
        ]


@pytest.mark.parametrize(
    ("features", "fault"),
    [
        ([], "no feature in it"),
        ([feature()], "feature 1: no name"),
        ([feature(name="a"), feature(name="b", kind="port")], "feature 2: kind 'port'"),
        ([feature([[1, 1], [2, 2]], name="a")], "feature 1"),
        ([feature([[1, 1], [2, 999], [3, 1]], name="a")], "outside longitude"),
        ([feature(name="a") | {"geometry": None}], "feature 1: nothing is no area"),
        ([7], "feature 1"),
    ],
)
def test_read_region_file__a_broken_feature_is_named(
    tmp_path: Path, features: list[Any], fault: str
) -> None:
    with pytest.raises(InputError, match=r"areas\.geojson") as error:
        read_region_file(write(tmp_path, *features))

    assert fault in str(error.value)
    assert "\n" not in str(error.value)


def test_read_region_file__what_is_no_file_or_no_package_is_told(
    tmp_path: Path,
) -> None:
    broken = tmp_path / "broken.gpkg"
    broken.write_bytes(b"no database")

    for path in (broken, tmp_path / "none.gpkg", tmp_path / "none.geojson"):
        with pytest.raises(InputError, match=path.name):
            read_region_file(str(path))


def test_read_regions__the_smallest_around_a_place_may_be_the_users(
    tmp_path: Path,
) -> None:
    files = (write(tmp_path, feature(name="Sim roads", kind="licensed")),)

    assert region_of([34.4, 34.6], [127.9, 127.9], files)[0] == "Sim roads"
    assert region_kind(["Sim roads", "Yellow Sea"], files).tolist() == [
        "licensed",
        "sea",
    ]
    assert find_region("sim-roads", files).equals(box(127.8, 34.3, 128.0, 34.5))
    assert len(read_regions(files)) == len(read_regions()) + 1
    place = pd.DataFrame({"lat": [34.4], "lon": [127.9]})
    assert measure_places(place, (), files)["region_kind"].tolist() == ["licensed"]
