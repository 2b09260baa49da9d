"""Explore: all candidates on one interactive map that needs no network."""

from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
from bokeh.models import ColumnDataSource, HoverTool
from numpy.typing import NDArray

from stsdetect.report.bands import RAMP, Band, band_of
from stsdetect.report.canvas import Bounds, largest_part, map_figure, mercator
from stsdetect.report.map_labels import BORDER, label_map
from stsdetect.report.wording import KIND_WORDS, pairs_words, period_words

__all__ = ["explore", "find_bounds"]

_TOOLTIPS: Final = [
    ("rank", "@rank"),
    ("vessels", "@vessels"),
    ("time (UTC)", "@period"),
    ("kind", "@kind"),
    ("likelihood", "@likelihood{0.00}"),
]
_MAX_LATITUDE: Final = 85.0


def explore(
    candidates: pd.DataFrame,
    land: gpd.GeoDataFrame | gpd.GeoSeries | None = None,
    *,
    height: int = 560,
    regions: gpd.GeoDataFrame | None = None,
) -> Any:
    """Draw candidates on an interactive map that needs no network.

    Parameters
    ----------
    candidates : DataFrame or GeoDataFrame
        A :data:`~stsdetect.schema.CANDIDATES` table.
    land : GeoDataFrame or GeoSeries, optional
        Polygons in EPSG:4326; :func:`find_bounds` tells of which area.
    height : int
        [px]; the width follows the page or cell.
    regions : GeoDataFrame, optional
        Areas with a ``name``, in EPSG:4326, whose borders are drawn, and named where
        there is room; a border that is pointed at tells its name.

    Returns
    -------
    bokeh figure
        Show it with ``bokeh.io.show`` after ``bokeh.io.output_notebook(INLINE)``.
    """
    canvas = map_figure(_frame(candidates), land, height=height)
    if regions is not None:
        _draw_regions(canvas, regions)
    # The first in rank are drawn last, above the others.
    ordered = candidates.sort_values("rank", ascending=False)
    ordered = ordered.assign(lon=_unwrapped(ordered["lon"].to_numpy()))
    label_map(canvas, ordered.iloc[::-1], regions, _frame(candidates))
    number = ordered["likelihood"].map(band_of)
    drawn = [
        _draw_points(canvas, ordered[number == place], band)
        for place, band in enumerate(RAMP)
        if (number == place).any()
    ]
    canvas.add_tools(HoverTool(tooltips=_TOOLTIPS, renderers=drawn))
    if drawn:
        canvas.legend.title = "likelihood"
        canvas.legend.background_fill_alpha = 0.85
    return canvas


def find_bounds(candidates: pd.DataFrame) -> Bounds:
    """Find the area whose land a map of candidates may show.

    Returns
    -------
    tuple
        West, south, east, north [°], wider than what is framed at first, since the
        shape of a page is not known. Candidates on both sides of ±180° give an east
        beyond 180. Without any candidate, the waters around Korea.
    """
    west, south, east, north = _frame(candidates)
    wider, higher = (east - west) / 4, (north - south) / 4
    return (
        west - wider,
        max(-_MAX_LATITUDE, south - higher),
        east + wider,
        min(_MAX_LATITUDE, north + higher),
    )


def _frame(candidates: pd.DataFrame) -> Bounds:
    """Frame all candidates, twice as wide as high and at least 2° high."""
    if candidates.empty:
        return (112.0, 25.0, 148.0, 43.0)
    lon, lat = _unwrapped(candidates["lon"].to_numpy()), candidates["lat"].to_numpy()
    middle_lon, middle_lat = (float(v.min() + v.max()) / 2 for v in (lon, lat))
    shortening = max(0.1, float(np.cos(np.radians(middle_lat))))
    half = max(1.0, 0.58 * float(np.ptp(lat)), 0.29 * float(np.ptp(lon)) * shortening)
    half_lon = 2 * half / shortening
    return (
        middle_lon - half_lon,
        max(-_MAX_LATITUDE, middle_lat - half),
        middle_lon + half_lon,
        min(_MAX_LATITUDE, middle_lat + half),
    )


def _unwrapped(lon: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn longitudes so that the widest empty arc lies outside the map."""
    if lon.size < 2 or lon.max() - lon.min() <= 180:
        return lon
    ordered = np.sort(lon % 360)
    empty = np.diff(np.append(ordered, ordered[0] + 360))
    first = ordered[(np.argmax(empty) + 1) % lon.size]
    turned = (lon - first) % 360 + first
    return np.asarray(turned - 360 if first > 180 else turned)


def _draw_regions(canvas: Any, regions: gpd.GeoDataFrame) -> None:
    """Draw borders as thin lines; one that is pointed at tells its name."""
    parts = [largest_part(area) for area in regions.geometry]
    rings = [mercator(*part.exterior.xy[::-1]) for part in parts]
    xs, ys = ([ring[axis].round() for ring in rings] for axis in (0, 1))
    lines = ColumnDataSource(
        {"x": xs, "y": ys, "name": regions["name"].tolist()}, name="regions"
    )
    drawn = canvas.multi_line(
        "x", "y", source=lines, line_color=BORDER, line_dash="dotted"
    )
    canvas.add_tools(HoverTool(tooltips=[("border of", "@name")], renderers=[drawn]))


def _draw_points(canvas: Any, chosen: pd.DataFrame, band: Band) -> Any:
    x, y = mercator(chosen["lat"], chosen["lon"])
    times = zip(chosen["start_time"], chosen["end_time"], strict=True)
    source = ColumnDataSource(
        {
            "x": x,
            "y": y,
            "rank": chosen["rank"].tolist(),
            "likelihood": chosen["likelihood"].tolist(),
            "kind": [KIND_WORDS[kind] for kind in chosen["kind"]],
            "period": [period_words(start, end) for start, end in times],
            "vessels": pairs_words(chosen),
        },
        name="places",
    )
    style = {"fill_color": band.colour, "line_color": "white", "fill_alpha": 0.9}
    return canvas.scatter(
        "x", "y", source=source, size=12, legend_label=band.label, **style
    )
