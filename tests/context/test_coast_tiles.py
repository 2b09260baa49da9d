"""Coast tiles: a whole tile is land or water where no coast runs through it."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from stsdetect.context.coast_tiles import TILE_DEG, has_coast, middle_of, tile_of
from stsdetect.context.land import on_land
from stsdetect.context.rings import read_rings

latitudes = st.floats(-90, 90) | st.integers(-900, 900).map(lambda n: n / 10)
longitudes = st.floats(-180, 180) | st.integers(-1_800, 1_800).map(lambda n: n / 10)


def by_polygons(lat: float, lon: float) -> bool:
    """Count the land around a place, and the lakes around it, ring by ring."""
    rings, depth = read_rings(), 0
    for ring in np.flatnonzero(boxes_around(lat, lon)):
        part = slice(rings.start[ring], rings.start[ring + 1])
        polygon = shapely.Polygon(np.column_stack([rings.lon[part], rings.lat[part]]))
        if polygon.intersects(shapely.Point(lon, lat)):
            depth += -1 if rings.level[ring] == 2 else 1
    return depth > 0


def boxes_around(lat: float, lon: float) -> np.ndarray:
    rings = read_rings()
    inside = np.ones(rings.level.size, dtype=np.bool_)
    for values, at in ((rings.lat, lat), (rings.lon, lon)):
        inside &= np.minimum.reduceat(values, rings.start[:-1]) <= at
        inside &= np.maximum.reduceat(values, rings.start[:-1]) >= at
    return inside


@given(lat=latitudes, lon=longitudes)
def test_on_land__is_what_the_polygons_say(lat: float, lon: float) -> None:
    assert on_land([lat], [lon]).tolist() == [by_polygons(lat, lon)]


def test_has_coast__wherever_a_ring_has_a_vertex_or_an_edge_its_middle() -> None:
    rings = read_rings()
    following = np.arange(1, rings.lat.size + 1)
    following[rings.start[1:] - 1] = rings.start[:-1]
    lat = (rings.lat + rings.lat[following]) / 2
    lon = (rings.lon + rings.lon[following]) / 2

    assert has_coast()[tile_of(rings.lat, rings.lon)].all()
    assert has_coast()[tile_of(lat, lon)].all()


def test_has_coast__hardly_anywhere() -> None:
    """What makes it worth while: one tile of thirty has a coast."""
    assert 0.02 < has_coast().mean() < 0.04


@pytest.mark.parametrize("place", [(-90.0, -180.0), (90.0, 180.0), (37.55, 126.99)])
def test_middle_of__lies_in_the_tile(place: tuple[float, float]) -> None:
    tile = np.atleast_1d(tile_of(*place))
    middle = np.concatenate(middle_of(tile))

    assert tile_of(*middle) == tile
    assert np.abs(middle - place).max() <= TILE_DEG / 2 * 1.000001
