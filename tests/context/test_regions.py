"""Regions: named areas, the smallest around a place, and files of the user."""

from pathlib import Path

import numpy as np
import pytest
import shapely

from stsdetect.context.land import on_land
from stsdetect.context.regions import (
    find_region,
    read_regions,
    region_names,
    region_of,
)
from stsdetect.context.shore import distance_to_shore_km
from stsdetect.errors import InputError

SQUARE = '{"type": "Polygon", "coordinates": [[[1,1],[2,1],[2,2],[1,2],[1,1]]]}'


@pytest.mark.parametrize(
    ("lat", "lon", "region"),
    [
        (35.0, 123.5, "Yellow Sea"),
        (39.0, 123.0, "Korea Bay"),
        (38.9, 119.5, "Bohai"),
        (30.0, 127.0, "East China Sea"),
        (31.25, 124.5, "East China Sea, east of Shanghai"),
        (28.5, 123.0, "East China Sea, south of Shanghai"),
        (34.3, 129.0, "Korea Strait"),
        (39.0, 135.0, "Sea of Japan"),
        (41.5, 130.2, "Military zone of North Korea, east (as reported)"),
        (40.0, 132.5, "North Korean waters, east (approximate)"),
        (39.17, 127.6, "Territorial sea of North Korea, east (computed)"),
        (37.95, 124.95, "Territorial sea of North Korea, west (computed)"),
        (39.3, 124.4, "North Korean waters, west (approximate)"),
        (38.53, 124.7, "Off Cho-do"),
        (38.65, 125.15, "Nampo roads"),
        (15.0, 114.0, "South China Sea"),
        (24.0, 118.8, "Taiwan Strait"),
        (27.0, -94.0, "Southtex lightering zone"),
        (27.0, -92.0, None),
        (27.87, -90.0, "Gulfmex No. 2 lightering zone"),
        (28.5, -87.5, "Offshore Pascagoula No. 2 lightering zone"),
        (0.0, 0.0, None),
        (40.6, -74.0, None),
        (35.0, 180.0, None),
        (np.nan, 123.5, None),
    ],
)
def test_region_of__is_the_smallest_around_the_place(
    lat: float, lon: float, region: str | None
) -> None:
    assert region_of([lat], [lon]).tolist() == [region]


def test_find_region__takes_any_capitals_hyphens_and_blanks() -> None:
    assert find_region("yellow-sea").equals(find_region("Yellow Sea"))
    assert find_region(" KOREA_BAY ").equals(find_region("Korea Bay"))


def test_find_region__an_unknown_name_is_told_the_known_ones() -> None:
    with pytest.raises(InputError, match=r"no region 'Atlantis'.*Bohai.*Yellow Sea"):
        find_region("Atlantis")


def test_find_region__reads_a_file(tmp_path: Path) -> None:
    file = tmp_path / "mine.geojson"
    file.write_text(SQUARE)

    assert find_region(str(file)).equals(shapely.box(1, 1, 2, 2))
    assert find_region(file).equals(shapely.box(1, 1, 2, 2))


def test_region_names__are_in_order_and_each_can_be_found() -> None:
    names = region_names()

    assert names == sorted(set(names))
    assert all(find_region(name).is_valid for name in names)


def test_read_regions__each_tells_its_basis_and_precision() -> None:
    regions = read_regions()

    assert set(regions["kind"]) == {"sea", "waters", "reported", "licensed"}
    assert (regions[["name", "basis", "precision"]] != "").all(axis=None)


def test_read_regions__licensed_areas_are_told_by_law_and_lie_off_the_baseline() -> (
    None
):
    regions = read_regions()
    licensed = regions[regions["kind"] == "licensed"]
    lon, lat = shapely.get_coordinates(licensed.geometry.to_numpy()).T

    assert licensed["basis"].str.contains("33 CFR 156.300").all()
    assert not on_land(lat, lon).any()
    # The law says that each is more than 60 miles from the baseline; a zone that is
    # drawn wrong by a degree is not. Islands off the delta lie nearer than its shore.
    assert distance_to_shore_km(lat, lon).min() > 60 * 1.609 - 5.0


@pytest.mark.parametrize("side", ["west", "east"])
def test_read_regions__the_territorial_sea_ends_12_nm_from_the_coast(side: str) -> None:
    regions = read_regions().set_index("name").geometry
    waters = regions[f"North Korean waters, {side} (approximate)"]
    sea = regions[f"Territorial sea of North Korea, {side} (computed)"]
    lon, lat = shapely.get_coordinates(shapely.segmentize(sea.exterior, 0.02)).T
    at_sea = ~on_land(lat, lon)
    free = shapely.contains(waters.buffer(-0.02), shapely.points(lon, lat))

    away_nm = distance_to_shore_km(lat, lon)[at_sea & free] / 1.852

    assert away_nm.size > 50
    assert abs(away_nm - 12).max() < 1.1
