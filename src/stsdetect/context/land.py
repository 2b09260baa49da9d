"""Land: what lies inside the coast that ships with stsdetect."""

from functools import cache
from typing import Final

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from stsdetect.context.coast_tiles import has_coast, middle_of, tile_of
from stsdetect.context.rings import read_rings

__all__ = ["on_land", "read_land"]

LAKE: Final = 2
"""Level of lakes in GSHHG; 1 is land, 3 an island in a lake, 5 Antarctica."""

_UNKNOWN: Final = -1
_MANY_VERTICES: Final = 500
"""From here on a polygon is prepared once for all tests of points in it (ours)."""

Bounds = tuple[float, float, float, float]


def on_land(lat: ArrayLike, lon: ArrayLike) -> NDArray[np.bool_]:
    """Tell which places lie on land by the coast that ships with stsdetect.

    Estuaries and port basins may be land in the source, and reclaimed land may be
    sea: within some kilometres of a port this is no evidence of a false position.

    Parameters
    ----------
    lat, lon : (n,) array
        Places [°], longitudes in −180 … 180.

    Returns
    -------
    (n,) array
        Lakes and the sea are False.

    Examples
    --------
    >>> on_land([37.5, 35.0], [127.0, 123.5])  # Seoul and the middle of the Yellow Sea
    array([ True, False])
    """
    lats, lons = (np.atleast_1d(np.asarray(c, dtype=np.float64)) for c in (lat, lon))
    tile = tile_of(lats, lons)
    near = has_coast()[tile]
    land = np.empty(tile.size, dtype=np.bool_)
    land[~near] = _whole_tiles(tile[~near])
    land[near] = _look(lats[near], lons[near])
    return land


def read_land(bounds: Bounds) -> gpd.GeoDataFrame:
    """Read what a map of an area needs.

    Parameters
    ----------
    bounds : tuple
        West, south, east, north [°], west less than east.

    Returns
    -------
    GeoDataFrame
        Column ``level``, as in :class:`~stsdetect.context.rings.Rings`, and the
        polygons cut to the area, in EPSG:4326. Draw in order: a lake covers land, its
        islands cover the lake.
    """
    level, polygons = _polygons(bounds)
    cut = shapely.clip_by_rect(polygons, *bounds)
    filled = ~shapely.is_empty(cut)
    land = gpd.GeoDataFrame(
        {"level": level[filled]}, geometry=cut[filled], crs="EPSG:4326"
    )
    return land.sort_values("level", kind="stable", ignore_index=True)


def _whole_tiles(tile: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell which tiles lie on land; no coast runs through them."""
    told = _told()
    new = np.unique(tile[told[tile] == _UNKNOWN])
    told[new] = _look(*middle_of(new))
    return np.asarray(told[tile] == 1)


@cache
def _told() -> NDArray[np.int8]:
    """Give what was seen of each tile: 1 land, 0 water."""
    return np.full(has_coast().size, _UNKNOWN, dtype=np.int8)


def _look(lats: NDArray[np.float64], lons: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Look at each place by itself."""
    if not lats.size:
        return np.zeros(0, dtype=np.bool_)
    places = np.asarray(shapely.points(lons, lats), dtype=np.object_)
    level, polygons = _polygons((lons.min(), lats.min(), lons.max(), lats.max()))
    # The tree is of places, so that each large polygon is prepared once, not per place.
    # A place on the cut of a ring at ±180° lies on its edge, and is within.
    ring, place = shapely.STRtree(places).query(polygons, predicate="intersects")
    sign = np.where(level[ring] == LAKE, -1, 1)
    depth = np.bincount(place, weights=sign, minlength=places.size)
    return np.asarray(depth > 0, dtype=np.bool_)


def _polygons(bounds: Bounds) -> tuple[NDArray[np.int8], NDArray[np.object_]]:
    """Give level and polygon of each ring that reaches into the bounds.

    A polygon is made when it is first asked for, and kept: that of Eurasia has more
    vertices than most runs have positions.
    """
    inside = np.flatnonzero(_reaching(bounds))
    shapes, is_made = _shapes()
    new = inside[~is_made[inside]]
    if new.size:
        shapes[new], is_made[new] = _make(new), True
    return read_rings().level[inside], shapes[inside]


def _make(ring: NDArray[np.int64]) -> NDArray[np.object_]:
    rings = read_rings()
    n_points = np.diff(rings.start)
    wanted = np.zeros(n_points.size, dtype=np.bool_)
    wanted[ring] = True
    vertex = np.repeat(wanted, n_points)
    lines = shapely.linearrings(
        rings.lon[vertex],
        rings.lat[vertex],
        indices=np.repeat(np.arange(ring.size), n_points[ring]),
    )
    polygons = np.asarray(shapely.polygons(lines), dtype=np.object_)
    shapely.prepare(polygons[n_points[ring] >= _MANY_VERTICES])
    return polygons


@cache
def _shapes() -> tuple[NDArray[np.object_], NDArray[np.bool_]]:
    """Give a place for the polygon of each ring, and whether it is made."""
    n_rings = read_rings().level.size
    return np.full(n_rings, None, dtype=np.object_), np.zeros(n_rings, dtype=np.bool_)


@cache
def _boxes() -> NDArray[np.float64]:
    """Give west, south, east, north of each ring."""
    rings = read_rings()
    first = rings.start[:-1]
    least = [np.minimum.reduceat(part, first) for part in (rings.lon, rings.lat)]
    most = [np.maximum.reduceat(part, first) for part in (rings.lon, rings.lat)]
    return np.column_stack([*least, *most])


def _reaching(bounds: Bounds) -> NDArray[np.bool_]:
    west, south, east, north = bounds
    min_lon, min_lat, max_lon, max_lat = _boxes().T
    across = (min_lon <= east) & (max_lon >= west)
    return np.asarray(across & (min_lat <= north) & (max_lat >= south))
