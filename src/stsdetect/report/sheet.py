"""Sheet: the data behind the figures of one candidate, small enough for a thousand.

Places and times are whole numbers and stand as their steps, which pack well; the page
adds them up again, and makes of one track what map and panels show of it.
"""

import base64
import gzip
import json
from collections.abc import Sequence
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import polars as pl
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from stsdetect.report.canvas import Bounds, land_outlines, mercator
from stsdetect.report.framing import AROUND, candidate_bounds, mmsi_of, rows_of
from stsdetect.report.trails import Followed, sides_of
from stsdetect.schema.last_heard import LastHeard

__all__ = ["pack_sheet", "sheet_of"]

Columns = dict[str, list[Any]]

_STEPS: Final = 700
"""Finest detail of a coast, of the width of the map; ours: dots of the screen."""


def sheet_of(
    candidate: "pd.Series[Any]",
    followed: Followed,
    particulars: pl.DataFrame | None = None,
    land: gpd.GeoDataFrame | gpd.GeoSeries | None = None,
    area: BaseGeometry | None = None,
    last_heard: LastHeard | None = None,
) -> dict[str, Any]:
    """Give what the page needs to draw one candidate.

    Parameters
    ----------
    candidate : Series
        A row of :data:`~stsdetect.schema.CANDIDATES`.
    followed : Followed
        What its vessels did.
    particulars : DataFrame, optional
        A :data:`~stsdetect.schema.VESSELS` table that holds its vessels.
    land : GeoDataFrame or GeoSeries, optional
        Polygons in EPSG:4326; without, the page draws the coast of its overview.
    area : Geometry, optional
        Where the vessels could have met, in EPSG:4326.
    last_heard : LastHeard, optional
        Of a vessel b that is not heard again; it is framed as an area is.

    Returns
    -------
    dict
        ``time`` and ``shade``, two times each [s since 1970]; ``frame``, ``place``,
        ``gone`` (where last heard), ``area``, ``land``, ``water``, in whole metres of
        EPSG:3857; ``track_a`` and ``track_b`` with speed [kn/10], heading [°] and where
        a line breaks; ``distance`` [m], ``hearing_*`` [%], ``draught_*`` [m/10] over
        time. Times and places stand as steps: each less the one before.
    """
    gone = _beside(last_heard, candidate["lon"])
    shown = area if area is not None else next(iter(gone), None)
    bounds = candidate_bounds(followed.tracks, candidate, shown)
    sheet: dict[str, Any] = {
        "time": _shown(candidate, followed),
        "shade": [_s(candidate["start_time"]), _s(candidate["end_time"])],
        "frame": _places(*_corners(bounds)),
        "place": _places([candidate["lat"]], [candidate["lon"]]),
        "gone": _places([one.y for one in gone], [one.x for one in gone]),
        "area": _outline(area),
        "distance": _over_time(followed.distances, "distance_m", 1),
    }
    if land is not None:
        sheet["land"] = _coast(land, bounds, is_water=False)
        sheet["water"] = _coast(land, bounds, is_water=True)
    tracks, hearing = sides_of(followed.tracks), sides_of(followed.hearing)
    for number, side in enumerate("ab"):
        sheet[f"track_{side}"] = _track(tracks[number], candidate["lon"])
        sheet[f"hearing_{side}"] = _over_time(hearing[number], "p_heard", 100)
        sheet[f"draught_{side}"] = _draught(particulars, candidate, side)
    return sheet


def pack_sheet(sheet: dict[str, Any]) -> str:
    """Pack a sheet for a script element: JSON, gzip, base64; same sheet, same text."""
    text = json.dumps(sheet, separators=(",", ":"), allow_nan=False)
    return base64.b64encode(gzip.compress(text.encode(), mtime=0)).decode()


def _shown(candidate: "pd.Series[Any]", followed: Followed) -> list[int]:
    """Give the time from six hours before to six hours after, silences whole."""
    start, end = candidate["start_time"] - AROUND, candidate["end_time"] + AROUND
    heard = followed.tracks["timestamp"].dt.epoch("s").to_numpy()
    shown = np.append(heard, [_s(start), _s(end)])
    return [int(shown.min()), int(shown.max())]


def _beside(last: LastHeard | None, middle: float) -> list[shapely.Point]:
    """Give where a vessel was last heard, on the side of 180° that is drawn."""
    if last is None:
        return []
    return [shapely.Point(middle + (last.lon - middle + 180) % 360 - 180, last.lat)]


def _track(own: pl.DataFrame, middle: float) -> Columns:
    """Give a track by segment and time; ``cut`` is where a line begins anew.

    A silence is dashed from its last report to the next: ``hole`` has the two rows.
    """
    time = own["timestamp"].dt.epoch("s").to_numpy()
    segment = own["segment_id"].to_numpy()
    hole = own["after_hole"].to_numpy().copy()
    hole[:1] = False
    # Segments in the order in which they begin, each in one piece.
    _, first, inverse = np.unique(segment, return_index=True, return_inverse=True)
    order = np.lexsort((time, first[inverse]))
    place = np.argsort(order)
    after = np.flatnonzero(hole)
    cut = (np.diff(segment[order]) != 0) | hole[order][1:]
    east = (own["lon"].to_numpy() - middle + 180) % 360 - 180
    x, y = mercator(own["lat"].to_numpy(), middle + east)
    return {
        "time": _steps(time[order]),
        "x": _steps(x[order]),
        "y": _steps(y[order]),
        "speed": _values(own["sog"].to_numpy()[order], 10),
        "heading": _values(own["heading"].to_numpy()[order], 1),
        "cut": (np.flatnonzero(cut) + 1).tolist(),
        "hole": np.column_stack([place[after - 1], place[after]]).ravel().tolist(),
    }


def _draught(
    particulars: pl.DataFrame | None, candidate: "pd.Series[Any]", side: str
) -> Columns:
    """Give what a vessel said of its draught, each change and the value before."""
    if particulars is None:
        return {"time": [], "y": []}
    own = rows_of(particulars, "valid_from", mmsi_of(candidate, side))
    draught = particulars["draught"].cast(pl.Float64).to_numpy()[own]
    told = own[~np.isnan(draught)]
    changed = np.diff(draught[~np.isnan(draught)], prepend=np.nan) != 0
    rows = particulars["valid_from", "draught"][told[changed]]
    return _over_time(rows.rename({"valid_from": "timestamp"}), "draught", 10)


def _over_time(rows: pl.DataFrame, name: str, per_unit: int) -> Columns:
    time = rows["timestamp"].dt.epoch("s").to_numpy()
    return {
        "time": _steps(time),
        "y": _values(rows[name].cast(pl.Float64).to_numpy(), per_unit),
    }


def _outline(area: BaseGeometry | None) -> Columns:
    if area is None:
        return _rings([], [])
    parts = shapely.get_exterior_ring(shapely.get_parts(area))
    places = [shapely.get_coordinates(ring) for ring in parts]
    projected = [mercator(ring[:, 1], ring[:, 0]) for ring in places]
    return _rings([x for x, _ in projected], [y for _, y in projected])


def _coast(
    land: gpd.GeoDataFrame | gpd.GeoSeries, bounds: Bounds, *, is_water: bool
) -> Columns:
    return _rings(*land_outlines(land, bounds, is_water=is_water, steps=_STEPS))


def _rings(xs: Sequence[NDArray[Any]], ys: Sequence[NDArray[Any]]) -> Columns:
    """Give rings one after the other; ``cut`` is where each but the first begins."""
    if not xs:
        return {"x": [], "y": [], "cut": []}
    cut = np.cumsum([x.size for x in xs])[:-1]
    return {
        "x": _steps(np.concatenate(xs)),
        "y": _steps(np.concatenate(ys)),
        "cut": cut.tolist(),
    }


def _corners(bounds: Bounds) -> tuple[list[float], list[float]]:
    west, south, east, north = bounds
    return [south, north], [west, east]


def _places(lat: list[float], lon: list[float]) -> Columns:
    x, y = mercator(lat, lon)
    return {"x": _steps(x), "y": _steps(y)}


def _steps(values: NDArray[Any]) -> list[int]:
    """Give whole numbers, each less the one before."""
    whole = np.round(np.asarray(values, dtype=np.float64)).astype(np.int64)
    steps: list[int] = np.diff(whole, prepend=0).tolist()
    return steps


def _values(values: NDArray[Any], per_unit: int) -> list[int | None]:
    """Give whole parts of a unit, None where a value is missing."""
    numbers = np.asarray(values, dtype=np.float64) * per_unit
    return [None if np.isnan(one) else round(one) for one in numbers.tolist()]


def _s(time: pd.Timestamp) -> int:
    return int(time.timestamp())
