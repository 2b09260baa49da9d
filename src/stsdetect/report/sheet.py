"""Sheet: the data behind the figures of one candidate, small enough for hundreds."""

import base64
import gzip
import json
from datetime import timedelta
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import polars as pl
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from stsdetect.report.canvas import Bounds, land_outlines, mercator
from stsdetect.report.framing import AROUND, candidate_bounds, mmsi_of

__all__ = ["pack_sheet", "sheet_of"]

Columns = dict[str, list[Any]]

_N_POINTS: Final = 400
"""Most positions of a vessel that are drawn; ours: a track of some days keeps its
shape, and a report of a hundred candidates its size."""

_HOLE: Final = timedelta(hours=1)
"""Silence that is drawn dashed; shorter ones are as lines."""

_MAX_STEP: Final = timedelta(minutes=30)
"""A line over time breaks where the next tick is further off."""


def sheet_of(
    candidate: "pd.Series[Any]",
    tracks: pl.DataFrame,
    proximities: pl.DataFrame,
    land: gpd.GeoDataFrame | gpd.GeoSeries | None,
    area: BaseGeometry | None = None,
) -> dict[str, Any]:
    """Give the columns of each source of the skeleton for one candidate.

    Parameters
    ----------
    candidate : Series
        A row of :data:`~stsdetect.schema.CANDIDATES`.
    tracks : DataFrame
        A :data:`~stsdetect.schema.TRACKS` table that holds its vessels.
    proximities : DataFrame
        A :data:`~stsdetect.schema.PROXIMITIES` table that holds its pair.
    land : GeoDataFrame or GeoSeries, optional
        Polygons in EPSG:4326.
    area : Geometry, optional
        Where the vessels could have met, in EPSG:4326.

    Returns
    -------
    dict
        Source to columns as JSON holds them, None for what breaks a line; ``time``
        and ``shade`` are two times each [ms since 1970]. Places are whole metres in
        Mercator, EPSG:3857.
    """
    start, end = _ms(candidate["start_time"]), _ms(candidate["end_time"])
    around = int(AROUND.total_seconds() * 1000)
    bounds = candidate_bounds(tracks, candidate)
    sheet: dict[str, Any] = {
        "time": [start - around, end + around],
        "shade": [start, end],
        "frame": _points(*_corners(bounds)),
        "place": _points([candidate["lat"]], [candidate["lon"]]),
        "area": _outline(area),
    }
    for name, is_water in (("land", False), ("water", True)):
        xs, ys = land_outlines(land, bounds, is_water=is_water)
        sheet[name] = {"x": [_whole(x) for x in xs], "y": [_whole(y) for y in ys]}
    for side in "ab":
        own = tracks.filter(pl.col("mmsi") == mmsi_of(candidate, side))
        sheet |= _lines(own.sort("timestamp"), side, candidate)
    return sheet | _series(_of_pair(proximities, candidate), tracks, candidate)


def pack_sheet(sheet: dict[str, Any]) -> str:
    """Pack a sheet for a script element: JSON, gzip, base64; same sheet, same text."""
    text = json.dumps(sheet, separators=(",", ":"), allow_nan=False)
    return base64.b64encode(gzip.compress(text.encode(), mtime=0)).decode()


def _lines(
    own: pl.DataFrame, side: str, candidate: "pd.Series[Any]"
) -> dict[str, Columns]:
    """Give the whole track in unbroken pieces, the silences, and the time together."""
    time = own["timestamp"].dt.epoch("ms").to_numpy()
    east = (own["lon"].to_numpy() - candidate["lon"] + 180) % 360 - 180
    x, y = mercator(own["lat"].to_numpy(), candidate["lon"] + east)
    silent = np.diff(time) > _HOLE.total_seconds() * 1000
    inside = (time >= _ms(candidate["start_time"])) & (
        time <= _ms(candidate["end_time"])
    )
    kept = np.zeros(time.size, dtype=np.bool_)
    kept[:: max(1, -(-time.size // _N_POINTS))] = True
    kept |= np.append(silent, [False]) | np.insert(silent, 0, False)
    kept[-1:] = True
    piece = np.insert(np.cumsum(silent), 0, 0)[: time.size]
    holes = np.flatnonzero(silent)
    return {
        f"track_{side}": _pieces(x[kept], y[kept], piece[kept]),
        f"together_{side}": _pieces(x[inside], y[inside], piece[inside]),
        f"hole_{side}": {
            "x": [_whole(x[i : i + 2]) for i in holes],
            "y": [_whole(y[i : i + 2]) for i in holes],
        },
    }


def _pieces(
    x: NDArray[np.float64], y: NDArray[np.float64], piece: NDArray[Any]
) -> Columns:
    cuts = np.flatnonzero(np.diff(piece)) + 1
    return {
        "x": [_whole(part) for part in np.split(x, cuts)],
        "y": [_whole(part) for part in np.split(y, cuts)],
    }


def _series(
    near: pl.DataFrame, tracks: pl.DataFrame, candidate: "pd.Series[Any]"
) -> dict[str, Columns]:
    """Give distance, speeds and headings over time; of one vessel what it reports."""
    if near.height:
        return {
            "distance": _over_time(near, "distance_m", 1),
            "speed_a": _over_time(near, "speed_a_kn", 2),
            "speed_b": _over_time(near, "speed_b_kn", 2),
            "heading_a": _over_time(near, "heading_a", 0),
            "heading_b": _over_time(near, "heading_b", 0),
        }
    series = {"distance": _over_time(near, "distance_m", 1)}
    for side in "ab":
        own = tracks.filter(pl.col("mmsi") == mmsi_of(candidate, side))
        own = own.sort("timestamp").gather_every(max(1, own.height // _N_POINTS))
        series[f"speed_{side}"] = _over_time(own, "sog", 1)
        series[f"heading_{side}"] = _over_time(own, "heading", 0)
    return series


def _over_time(rows: pl.DataFrame, name: str, decimals: int) -> Columns:
    time = rows["timestamp"].dt.epoch("ms").to_numpy()
    values = rows[name].cast(pl.Float64).to_numpy()
    after = np.flatnonzero(np.diff(time) > _MAX_STEP.total_seconds() * 1000) + 1
    time = np.insert(time, after, time[after - 1])
    values = np.round(np.insert(values, after, np.nan), decimals)
    told = [None if np.isnan(value) else float(value) for value in values]
    return {"x": time.tolist(), "y": told}


def _of_pair(proximities: pl.DataFrame, candidate: "pd.Series[Any]") -> pl.DataFrame:
    pair = [mmsi_of(candidate, side) for side in "ab"]
    both = pl.col("mmsi_a").is_in(pair) & pl.col("mmsi_b").is_in(pair)
    period = candidate["start_time"] - AROUND, candidate["end_time"] + AROUND
    during = pl.col("timestamp").is_between(*period)
    near = proximities.filter(both & during).sort("timestamp")
    if pair[0] <= pair[1]:
        return near
    # In one_dark a is the vessel that broadcasts, whatever its number.
    swapped = {"speed_a_kn": "speed_b_kn", "heading_a": "heading_b"}
    return near.rename({**swapped, **{new: old for old, new in swapped.items()}})


def _outline(area: BaseGeometry | None) -> Columns:
    if area is None or area.is_empty:
        return {"x": [], "y": []}
    rings = [part.exterior.coords for part in getattr(area, "geoms", [area])]
    projected = [mercator(*np.array(ring).T[[1, 0]]) for ring in rings]
    return {
        "x": [_whole(x) for x, _ in projected],
        "y": [_whole(y) for _, y in projected],
    }


def _corners(bounds: Bounds) -> tuple[list[float], list[float]]:
    west, south, east, north = bounds
    return [south, north], [west, east]


def _points(lat: list[float], lon: list[float]) -> Columns:
    x, y = mercator(lat, lon)
    return {"x": _whole(x), "y": _whole(y)}


def _whole(values: NDArray[Any]) -> list[int]:
    return [int(value) for value in np.round(values)]


def _ms(time: pd.Timestamp) -> int:
    return int(time.timestamp() * 1000)
