"""Labels of the overview: names of regions keep off candidates and each other."""

from itertools import combinations
from typing import Any

import geopandas as gpd
from builders_leads import candidates
from shapely.geometry import box

from stsdetect.report.explore import explore


def source(figure: Any, name: str) -> dict[str, Any]:
    (found,) = (
        one.data_source for one in figure.renderers if one.data_source.name == name
    )
    return dict(found.data)


def seas(*areas: tuple[str, str, Any]) -> gpd.GeoDataFrame:
    names, kinds, shapes = zip(*areas, strict=True)
    return gpd.GeoDataFrame(
        {"name": names, "kind": kinds}, geometry=list(shapes), crs="EPSG:4326"
    )


def test_explore__of_regions_that_overlap_the_sea_is_named_first() -> None:
    area = box(124.0, 31.0, 125.0, 31.5)
    regions = seas(("ROADS", "reported", area), ("SEA", "sea", area))

    names = source(explore(candidates(), regions=regions), "region_names")

    assert names["text"] == ["SEA", "ROADS"]
    assert names["shown"][0] == "SEA"
    pairs = combinations(zip(names["x"], names["y"], strict=True), 2)
    assert all(one != other for one, other in pairs)


def test_explore__waters_of_a_state_are_drawn_and_not_named() -> None:
    regions = seas(("WATERS", "waters", box(124.0, 31.0, 125.0, 31.5)))

    figure = explore(candidates(), regions=regions)

    assert source(figure, "region_names")["text"] == []
    assert source(figure, "regions")["name"] == ["WATERS"]


def test_explore__of_two_candidates_at_one_place_the_first_shows_its_rank() -> None:
    ranks = source(explore(candidates({}, {})), "ranks")

    assert ranks["text"] == ["1", "2"]
    assert ranks["shown"] == ["1", ""]
