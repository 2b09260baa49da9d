"""Canvas: an empty bokeh map in Mercator with the coast, and no call to any server."""

from typing import Any, Final

import geopandas as gpd
import numpy as np
import shapely
from bokeh.models import BoxZoomTool, ColumnDataSource, WheelZoomTool
from bokeh.plotting import figure
from numpy.typing import ArrayLike, NDArray
from shapely.geometry.base import BaseGeometry

__all__ = ["Bounds", "land_outlines", "largest_part", "map_figure", "mercator"]

Bounds = tuple[float, float, float, float]
"""West, south, east, north [°]; east may exceed 180."""

LAKE: Final = 2
"""Level of lakes in a land table that has one."""

_SEA, _LAND, _COAST = "#eaf0f4", "#ddd8cb", "#a8a08c"
_MAX_LATITUDE: Final = 85.0
_STEPS: Final = 1500
"""Finest detail of a coast: so many steps over the width of the map."""
_RADIUS_M: Final = 6_378_137.0
"""Radius that EPSG:3857, and so bokeh's axis, is defined with [m]."""


def map_figure(
    bounds: Bounds, land: gpd.GeoDataFrame | gpd.GeoSeries | None, *, height: int
) -> Any:
    """Make a bokeh figure of an area with land drawn; both axes in Mercator metres.

    Parameters
    ----------
    bounds : tuple
        Area shown at first.
    land : GeoDataFrame or GeoSeries, optional
        Polygons in EPSG:4326. Where a column ``level`` says so, lakes are water.
    height : int
        [px]; the width follows the page.
    """
    west, south, east, north = bounds
    x, y = mercator([south, north], [west, east])
    canvas: Any = figure(
        x_axis_type="mercator",
        y_axis_type="mercator",
        match_aspect=True,
        height=height,
        sizing_mode="stretch_width",
        background_fill_color=_SEA,
        tools="pan,reset,save",
        toolbar_location="above",
        title=None,
    )
    # The page decides the width: what is to be seen is framed, the rest follows.
    frame = canvas.scatter(x, y, alpha=0)
    canvas.x_range.renderers = canvas.y_range.renderers = [frame]
    wheel = WheelZoomTool(zoom_on_axis=False)
    canvas.add_tools(wheel, BoxZoomTool(match_aspect=True))
    canvas.toolbar.active_scroll = wheel
    canvas.toolbar.logo = None
    canvas.grid.grid_line_color = "#cfd8de"
    canvas.xaxis.axis_label, canvas.yaxis.axis_label = "Longitude [°]", "Latitude [°]"
    for axis in canvas.axis:
        axis.ticker.desired_num_ticks = 6
        axis.axis_label_text_font_style = "normal"
        axis.minor_tick_line_color = None
    if land is not None:
        _draw_land(canvas, land, bounds)
    return canvas


def mercator(
    lat: ArrayLike, lon: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Project to spherical Mercator, EPSG:3857, as bokeh's axes read it.

    Examples
    --------
    >>> x, y = mercator([45.0, 90.0], [0.0, 180.0])
    >>> (x / 1e6).round(2), (y / 1e6).round(2)
    (array([ 0.  , 20.04]), array([ 5.62, 19.97]))
    """
    capped = np.clip(np.asarray(lat, dtype=np.float64), -_MAX_LATITUDE, _MAX_LATITUDE)
    x = _RADIUS_M * np.radians(np.asarray(lon, dtype=np.float64))
    return x, _RADIUS_M * np.log(np.tan(np.pi / 4 + np.radians(capped) / 2))


def largest_part(area: BaseGeometry) -> Any:
    """Give the largest polygon of an area."""
    return max(shapely.get_parts(area), key=shapely.area)


def land_outlines(
    land: gpd.GeoDataFrame | gpd.GeoSeries | None,
    bounds: Bounds,
    *,
    is_water: bool,
    steps: int = _STEPS,
) -> tuple[list[NDArray[np.float32]], list[NDArray[np.float32]]]:
    """Give the rings of land, or of water inside land, round an area.

    Parameters
    ----------
    land : GeoDataFrame or GeoSeries, optional
        Polygons in EPSG:4326. Where a column ``level`` says so, lakes are water.
    bounds : tuple
        Area shown at first; as much again on each side is given too.
    is_water : bool
        Give the water inside land instead of the land.
    steps : int
        Finest detail: so many steps over the width of the area.

    Returns
    -------
    tuple of two lists of arrays
        x and y of each ring in Mercator metres, as fine as a map of the area shows.
    """
    west, south, east, north = bounds
    width = max(east - west, north - south)
    xs: list[NDArray[np.float32]] = []
    ys: list[NDArray[np.float32]] = []
    if land is None:
        return xs, ys
    for shift in (-360.0, 0.0, 360.0):
        window = (
            west - width - shift,
            south - width,
            east + width - shift,
            north + width,
        )
        if window[0] > 180.0 or window[2] < -180.0:
            continue
        rings = _rings(land, window, width / steps, is_water=is_water)
        x, y = _outlines(rings, shift, width / steps)
        xs += x
        ys += y
    return xs, ys


def _draw_land(
    canvas: Any, land: gpd.GeoDataFrame | gpd.GeoSeries, bounds: Bounds
) -> None:
    for name, is_water, colour in (("land", False, _LAND), ("water", True, _SEA)):
        x, y = land_outlines(land, bounds, is_water=is_water)
        if x:
            style = {"fill_color": colour, "line_color": _COAST, "line_width": 0.5}
            source = ColumnDataSource({"x": x, "y": y}, name=name)
            canvas.patches("x", "y", source=source, **style)


def _rings(
    land: gpd.GeoDataFrame | gpd.GeoSeries,
    window: Bounds,
    tolerance: float,
    *,
    is_water: bool,
) -> NDArray[np.object_]:
    """Take the rings of land, or of the water inside land, that a window shows.

    What is smaller than the tolerance is left out at once: most islands are.
    """
    geometries = np.asarray(land.geometry.array)
    if "level" in getattr(land, "columns", ()):
        lakes = land["level"].to_numpy() == LAKE
    else:
        lakes = np.zeros(len(geometries), dtype=bool)
    west, south, east, north = shapely.bounds(geometries).T
    min_x, min_y, max_x, max_y = window
    near = (west <= max_x) & (east >= min_x) & (south <= max_y) & (north >= min_y)
    near &= (east - west > tolerance) | (north - south > tolerance)
    chosen = shapely.get_parts(geometries[near & (lakes == is_water)])
    outer = shapely.get_exterior_ring(chosen).tolist()
    if is_water:
        solid = shapely.get_parts(geometries[near & ~lakes])
        holed = solid[shapely.get_num_interior_rings(solid) > 0]
        outer += [hole for polygon in holed for hole in polygon.interiors]
    rings = shapely.polygons(np.array(outer, dtype=np.object_))
    return shapely.get_parts(shapely.clip_by_rect(rings, *window))


def _outlines(
    polygons: NDArray[np.object_], shift: float, tolerance: float
) -> tuple[list[NDArray[np.float32]], list[NDArray[np.float32]]]:
    """Project rings, simplified, without what is smaller than the tolerance.

    A metre is fine enough for a map, and 32 bits for a metre.
    """
    west, south, east, north = shapely.bounds(polygons).T
    large = polygons[(east - west > tolerance) | (north - south > tolerance)]
    simple = shapely.simplify(large, tolerance, preserve_topology=False)
    rings = shapely.get_exterior_ring(shapely.get_parts(simple))
    places, ring = shapely.get_coordinates(rings, return_index=True)
    if not ring.size:
        return [], []
    x, y = mercator(places[:, 1], places[:, 0] + shift)
    cuts = np.flatnonzero(np.diff(ring)) + 1
    return (
        np.split(x.astype(np.float32), cuts),
        np.split(y.astype(np.float32), cuts),
    )
