"""Land: the rings of the coast that ship with stsdetect, and what lies on them."""

from functools import cache
from typing import Final, NamedTuple

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from numpy.typing import ArrayLike, NDArray

from stsdetect import data

__all__ = ["Rings", "on_land", "read_land", "read_rings"]

LAKE: Final = 2
"""Level of lakes in GSHHG; 1 is land, 3 an island in a lake, 5 Antarctica."""

_MANY_VERTICES: Final = 500
"""From here on a polygon is prepared once for all tests of points in it (ours)."""

Bounds = tuple[float, float, float, float]


class Rings(NamedTuple):
    """Rings of coast, end to end.

    Attributes
    ----------
    level : (n,) array
        1 land, 2 lake, 3 island in a lake, 5 Antarctica.
    start : (n + 1,) array
        Ring ``i`` has the vertices ``start[i]`` to ``start[i + 1]``, the last of
        which is joined to the first.
    lat, lon : (m,) array
        Vertices [°], longitudes in −180 … 180. Rings are cut at ±180°.
    """

    level: NDArray[np.int8]
    start: NDArray[np.int64]
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]


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
    lons, lats = (np.atleast_1d(np.asarray(c, dtype=np.float64)) for c in (lon, lat))
    places = np.asarray(shapely.points(lons, lats), dtype=np.object_)
    if not places.size:
        return np.zeros(0, dtype=np.bool_)
    level, polygons = _polygons((lons.min(), lats.min(), lons.max(), lats.max()))
    # The tree is of places, so that each large polygon is prepared once, not per place.
    # A place on the cut of a ring at ±180° lies on its edge, and is within.
    ring, place = shapely.STRtree(places).query(polygons, predicate="intersects")
    sign = np.where(level[ring] == LAKE, -1, 1)
    depth = np.bincount(place, weights=sign, minlength=places.size)
    return np.asarray(depth > 0, dtype=np.bool_)


def read_land(bounds: Bounds) -> gpd.GeoDataFrame:
    """Read what a map of an area needs.

    Parameters
    ----------
    bounds : tuple
        West, south, east, north [°], west less than east.

    Returns
    -------
    GeoDataFrame
        Column ``level``, as in :class:`Rings`, and the polygons cut to the area, in
        EPSG:4326. Draw in order: a lake covers land, its islands cover the lake.
    """
    level, polygons = _polygons(bounds)
    cut = shapely.clip_by_rect(polygons, *bounds)
    filled = ~shapely.is_empty(cut)
    land = gpd.GeoDataFrame(
        {"level": level[filled]}, geometry=cut[filled], crs="EPSG:4326"
    )
    return land.sort_values("level", kind="stable", ignore_index=True)


@cache
def read_rings() -> Rings:
    """Read the rings that ship with stsdetect, once for each process."""
    table = pq.read_table(data.FOLDER / "land.parquet")
    steps_per_deg = int(table.schema.metadata[b"steps_per_deg"])
    lat, lon = (_whole_list(table, name) for name in ("lat", "lon"))
    return Rings(
        level=table["level"].to_numpy(),
        start=lat.offsets.to_numpy().astype(np.int64),
        lat=lat.values.to_numpy() / steps_per_deg,
        lon=lon.values.to_numpy() / steps_per_deg,
    )


def _whole_list(table: pa.Table, name: str) -> pa.ListArray:
    return table[name].combine_chunks()


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
