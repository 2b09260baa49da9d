"""Pair: the tracks of one candidate's vessels, their distance and speed, in bokeh."""

from datetime import timedelta
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import polars as pl
from bokeh.models import ColumnDataSource, HoverTool, Range1d
from bokeh.models.annotations import BoxAnnotation
from bokeh.plotting import figure

from stsdetect.report.canvas import Bounds, map_figure, mercator

__all__ = ["AROUND", "draw_distance", "draw_speed", "draw_tracks"]

COLOURS: Final = ("#0072B2", "#D55E00")
"""Vessel a and vessel b (Okabe and Ito, 2008, Color Universal Design)."""

AROUND: Final = timedelta(hours=6)
"""Time shown before the start and after the end of a candidate."""

SHOWN_M: Final = 2_000.0
"""How far the figure of a pair reaches [m]; ours: a contact closes at 750 m,
and approach and departure show as far again."""

_MAX_STEP: Final = timedelta(minutes=30)
_MIN_HALF_DEG: Final = 0.03
_HEIGHT: Final = 230


def draw_tracks(
    tracks: pl.DataFrame,
    candidate: "pd.Series[Any]",
    land: gpd.GeoDataFrame | gpd.GeoSeries | None = None,
) -> Any:
    """Draw the tracks of one candidate's vessels, bold while they are together.

    Parameters
    ----------
    tracks : DataFrame
        A :data:`~stsdetect.schema.TRACKS` or :data:`~stsdetect.schema.POSITIONS`
        table, in any order.
    candidate : Series
        A row of :data:`~stsdetect.schema.CANDIDATES`.
    land : GeoDataFrame or GeoSeries, optional
        Polygons in EPSG:4326.
    """
    near = _near(tracks, candidate)
    near = near.with_columns(lon=_beside(pl.col("lon"), candidate["lon"]))
    canvas = map_figure(_bounds(near, candidate), land, height=2 * _HEIGHT)
    together = pl.col("timestamp").is_between(
        candidate["start_time"], candidate["end_time"]
    )
    drawn = []
    for side, colour, width in zip("ab", COLOURS, (6, 2.5), strict=True):
        own = near.filter(pl.col("mmsi") == _mmsi(candidate, side))
        key = "segment_id" if "segment_id" in own.columns else "mmsi"
        for segment in own.partition_by(key, maintain_order=True):
            drawn.append(_draw_line(canvas, segment, colour, 1))
            _draw_line(canvas, segment.filter(together), colour, width)
    x, y = mercator([candidate["lat"]], [candidate["lon"]])
    canvas.scatter(x, y, marker="x", size=13, color="black", line_width=2)
    when = HoverTool(
        tooltips=[("time (UTC)", "@time{%F %H:%M}")],
        formatters={"@time": "datetime"},
        renderers=drawn,
    )
    canvas.add_tools(when)
    return canvas


def draw_distance(proximities: pl.DataFrame, candidate: "pd.Series[Any]") -> Any:
    """Draw the distance of the two antennas over time; the candidate is shaded.

    What is farther than ``SHOWN_M`` lies above the figure, since metres matter here.
    """
    canvas = _time_figure(candidate, "Distance of antennas [m]")
    near = _of_pair(proximities, candidate)
    _draw_values(canvas, near, "distance_m", "#333333")
    distance = near["distance_m"].to_numpy()
    top = min(SHOWN_M, 1.05 * float(np.max(distance, initial=1.0)))
    canvas.y_range = Range1d(start=0.0, end=top)
    return canvas


def draw_speed(proximities: pl.DataFrame, candidate: "pd.Series[Any]") -> Any:
    """Draw the speed of both vessels over time; the candidate is shaded."""
    canvas = _time_figure(candidate, "Speed [kn]")
    near = _of_pair(proximities, candidate)
    for side, colour in zip("ab", COLOURS, strict=True):
        _draw_values(canvas, near, f"speed_{side}_kn", colour)
    return canvas


def _near(table: pl.DataFrame, candidate: "pd.Series[Any]") -> pl.DataFrame:
    first = candidate["start_time"] - AROUND
    last = candidate["end_time"] + AROUND
    return table.filter(pl.col("timestamp").is_between(first, last)).sort("timestamp")


def _beside(lon: pl.Expr, middle: float) -> pl.Expr:
    return (lon - middle + 180) % 360 - 180 + middle


def _bounds(near: pl.DataFrame, candidate: "pd.Series[Any]") -> Bounds:
    """Frame what happened during the candidate, and as much again around it."""
    together = near.filter(
        pl.col("timestamp").is_between(candidate["start_time"], candidate["end_time"]),
        pl.col("mmsi").is_in([_mmsi(candidate, side) for side in "ab"]),
    )
    spans = []
    for name in ("lon", "lat"):
        values = np.append(together[name].to_numpy(), candidate[name])
        middle, half = (values.min() + values.max()) / 2, np.ptp(values)
        spans.append((middle, max(_MIN_HALF_DEG, half)))
    (lon, half_lon), (lat, half_lat) = spans
    half = max(half_lon * np.cos(np.radians(lat)), half_lat)
    half_lon = half / max(0.1, np.cos(np.radians(lat)))
    return (
        lon - half_lon,
        max(-85.0, lat - half),
        lon + half_lon,
        min(85.0, lat + half),
    )


def _mmsi(candidate: "pd.Series[Any]", side: str) -> int:
    mmsi = candidate[f"mmsi_{side}"]
    return int(mmsi) if pd.notna(mmsi) else -1


def _draw_line(canvas: Any, segment: pl.DataFrame, colour: str, width: float) -> Any:
    x, y = mercator(segment["lat"].to_numpy(), segment["lon"].to_numpy())
    source = ColumnDataSource({"x": x, "y": y, "time": _times(segment)})
    return canvas.line("x", "y", source=source, line_color=colour, line_width=width)


def _times(table: pl.DataFrame) -> Any:
    return table["timestamp"].dt.replace_time_zone(None).to_numpy()


def _of_pair(proximities: pl.DataFrame, candidate: "pd.Series[Any]") -> pl.DataFrame:
    pair = [_mmsi(candidate, side) for side in "ab"]
    return _near(proximities, candidate).filter(
        pl.col("mmsi_a").is_in(pair) & pl.col("mmsi_b").is_in(pair)
    )


def _time_figure(candidate: "pd.Series[Any]", label: str) -> Any:
    start, end = (
        candidate[name].tz_localize(None) for name in ("start_time", "end_time")
    )
    margin = max(timedelta(hours=1), (end - start) / 4)
    canvas: Any = figure(
        x_axis_type="datetime",
        x_range=Range1d(start - margin, end + margin),
        height=_HEIGHT,
        sizing_mode="stretch_width",
        tools="xpan,xwheel_zoom,reset",
        toolbar_location=None,
        title=None,
    )
    canvas.y_range.start = 0
    canvas.add_layout(
        BoxAnnotation(left=start, right=end, fill_color="#009E73", fill_alpha=0.1)
    )
    canvas.yaxis.axis_label, canvas.xaxis.axis_label = label, "Time [UTC]"
    canvas.axis.axis_label_text_font_style = "normal"
    canvas.axis.minor_tick_line_color = None
    return canvas


def _draw_values(canvas: Any, near: pl.DataFrame, name: str, colour: str) -> None:
    times = _times(near)
    after = np.flatnonzero(np.diff(times) > np.timedelta64(_MAX_STEP)) + 1
    values = near[name].cast(pl.Float64).to_numpy()
    source = ColumnDataSource(
        {
            "x": np.insert(times, after, times[after - 1]),
            "y": np.insert(values, after, np.nan),
        }
    )
    canvas.line("x", "y", source=source, line_color=colour, line_width=2)
