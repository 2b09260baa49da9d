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
    """Give level and polygon of each ring that reaches into the bounds."""
    rings = read_rings()
    inside = _reaching(bounds)
    n_points = np.diff(rings.start)
    vertex = np.repeat(inside, n_points)
    lines = shapely.linearrings(
        rings.lon[vertex],
        rings.lat[vertex],
        indices=np.repeat(np.arange(inside.sum()), n_points[inside]),
    )
    return rings.level[inside], np.asarray(shapely.polygons(lines), dtype=np.object_)


def _reaching(bounds: Bounds) -> NDArray[np.bool_]:
    west, south, east, north = bounds
    rings = read_rings()
    first = rings.start[:-1]
    inside = np.minimum.reduceat(rings.lon, first) <= east
    inside &= np.maximum.reduceat(rings.lon, first) >= west
    inside &= np.minimum.reduceat(rings.lat, first) <= north
    inside &= np.maximum.reduceat(rings.lat, first) >= south
    return np.asarray(inside)
