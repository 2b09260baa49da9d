"""Maps in bokeh: what is framed, across ±180° as well, and which land is drawn."""

from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from bokeh.models import ColumnDataSource
from builders_leads import UNKNOWN, candidates

from stsdetect.report.canvas import map_figure, mercator
from stsdetect.report.embed import model_json
from stsdetect.report.explore import explore, find_bounds
from stsdetect.schema import CANDIDATES


def columns(figure: Any, name: str) -> list[Any]:
    sources = [renderer.data_source for renderer in figure.renderers]
    return [
        value
        for source in sources
        if isinstance(source, ColumnDataSource) and name in source.data
        for value in source.data[name]
    ]


def areas(figure: Any) -> list[float]:
    """Area of each patch [10⁹ m²], land first, then water."""
    drawn = zip(columns(figure, "x"), columns(figure, "y"), strict=True)
    rings = [np.column_stack(ring) for ring in drawn if np.ndim(ring[0]) == 1]
    return [round(shapely.Polygon(ring).area / 1e9) for ring in rings]


def test_explore__draws_every_candidate_once_the_first_on_top() -> None:
    figure = explore(candidates({}, {}, {"likelihood": None}, UNKNOWN))

    assert columns(figure, "rank") == [1, 2, 3, 4, 3, 4, 2, 1]
    assert columns(figure, "text") == ["1", "2", "3", "4"]
    assert "SIM ALPHA and SIM BRAVO" in columns(figure, "vessels")


def test_explore__of_no_candidate_is_an_empty_sea() -> None:
    figure = explore(CANDIDATES.empty())

    assert columns(figure, "rank") == []


def test_find_bounds__hold_every_candidate_with_room_around() -> None:
    west, south, east, north = find_bounds(candidates({"lat": 38.0}, {"lon": 128.0}))

    assert (west, south) < (124.5, 31.25)
    assert south < 31.25
    assert (east, north) > (128.0, 38.0)
    assert north > 38.0


def test_find_bounds__go_on_across_180() -> None:
    table = candidates({"lon": 179.0}, {"lon": -179.5}, {"lon": 178.0})

    west, _, east, _ = find_bounds(table)

    assert 170 < west < 178
    assert 180.5 < east < 190
    assert max(np.concatenate([columns(explore(table), "x")])) < 2.1e7


def test_find_bounds__of_one_candidate_are_wide_enough_to_see_a_coast() -> None:
    west, south, east, north = find_bounds(candidates())

    assert 2 < north - south < 4
    assert 4 < east - west < 9


def test_map_figure__lakes_and_holes_are_water() -> None:
    island = shapely.box(124.4, 31.4, 124.6, 31.6)
    lake = shapely.box(124.2, 31.2, 124.8, 31.8)
    shore = shapely.box(124, 31, 125, 32)
    by_level = gpd.GeoDataFrame({"level": [1, 2]}, geometry=[shore, lake])
    by_hole = gpd.GeoSeries([shore.difference(lake), island])

    for land, n_land in ((by_level, 1), (by_hole, 2)):
        figure = map_figure((124, 31, 125, 32), land, height=300)

        drawn = areas(figure)
        assert len(drawn) == n_land + 1
        assert drawn[0] > drawn[-1] > 0


def test_map_figure__land_beyond_180_is_drawn_there() -> None:
    land = gpd.GeoSeries([shapely.box(-179.5, 60, -179.0, 61)])

    figure = map_figure((179, 60, 181.5, 61), land, height=300)

    x = np.concatenate([ring for ring in columns(figure, "x") if np.ndim(ring)])
    assert x.min() == pytest.approx(mercator([60], [180.5])[0][0], abs=2)


def test_map_figure__land_far_away_is_left_out() -> None:
    land = gpd.GeoSeries([shapely.box(0, 0, 1, 1)])

    assert areas(map_figure((124, 31, 125, 32), land, height=300)) == []


def test_model_json__numbers_models_by_their_place() -> None:
    table = candidates({}, {"shipname_a": "</script>"})

    one, other = model_json(explore(table)), model_json(explore(table))

    assert one == other
    assert "</" not in one
    assert r"\u003c/script\u003e" in one
