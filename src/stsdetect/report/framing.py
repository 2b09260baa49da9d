"""Framing: which part of time and sea the figures of a candidate show."""

from datetime import timedelta
from typing import Any, Final

import numpy as np
import pandas as pd
import polars as pl
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from stsdetect.report.canvas import Bounds

__all__ = ["AROUND", "COLOURS", "candidate_bounds", "mmsi_of", "rows_of", "wider"]

COLOURS: Final = ("#0072B2", "#D55E00")
"""Vessel a and vessel b (Okabe and Ito, 2008, Color Universal Design)."""

AROUND: Final = timedelta(hours=6)
"""Time shown before the start and after the end of a candidate."""

_MIN_HALF_DEG: Final = 0.03

_HALF: Final = 1.0
_AREA_HALF: Final = 0.6
"""Half of the map, of what happened, and of an area, which is all there is to see."""


def candidate_bounds(
    tracks: pl.DataFrame,
    candidate: "pd.Series[Any]",
    area: BaseGeometry | None = None,
) -> Bounds:
    """Frame what happened during the candidate, and as much again around it.

    Where there is an area, it is framed whole instead: all of it is the place.

    Parameters
    ----------
    tracks : DataFrame
        A :data:`~stsdetect.schema.TRACKS` or :data:`~stsdetect.schema.POSITIONS`
        table, in any order.
    candidate : Series
        A row of :data:`~stsdetect.schema.CANDIDATES`.
    area : Geometry, optional
        Where its vessels could have met, in EPSG:4326.

    Returns
    -------
    tuple
        West, south, east, north [°]; about as wide as high on the map.
    """
    together = _during(tracks, candidate)
    east = (tracks["lon"].to_numpy()[together] - candidate["lon"] + 180) % 360 - 180
    share = _HALF if area is None else _AREA_HALF
    edges = [] if area is None or area.is_empty else list(area.bounds)
    (lon, half_lon), (lat, half_lat) = (
        _span(np.append(values, [candidate[name], *edges[first::2]]), share)
        for first, (name, values) in enumerate(
            (
                ("lon", candidate["lon"] + east),
                ("lat", tracks["lat"].to_numpy()[together]),
            )
        )
    )
    shortening = max(0.1, float(np.cos(np.radians(lat))))
    half = max(half_lon * shortening, half_lat)
    return (
        lon - half / shortening,
        max(-85.0, lat - half),
        lon + half / shortening,
        min(85.0, lat + half),
    )


def _during(tracks: pl.DataFrame, candidate: "pd.Series[Any]") -> NDArray[np.bool_]:
    time = tracks["timestamp"].dt.epoch("ms").to_numpy()
    start, end = (
        round(1_000 * candidate[name].timestamp())
        for name in ("start_time", "end_time")
    )
    vessels = [mmsi_of(candidate, side) for side in "ab"]
    own = np.isin(tracks["mmsi"].to_numpy(), vessels)
    return np.asarray(own & (time >= start) & (time <= end))


def _span(values: NDArray[np.float64], share: float) -> tuple[float, float]:
    """Give the middle, and half of what is shown: a share of what the values span."""
    middle = float(values.min() + values.max()) / 2
    return middle, max(_MIN_HALF_DEG, share * float(np.ptp(values)))


def wider(bounds: Bounds) -> Bounds:
    """Give the area whose land a map of these bounds may show: as much on each side."""
    west, south, east, north = bounds
    more = max(east - west, north - south)
    return (west - more, south - more, east + more, north + more)


def mmsi_of(candidate: "pd.Series[Any]", side: str) -> int:
    """Give the MMSI of a side, −1 where the candidate names no such vessel."""
    mmsi = candidate[f"mmsi_{side}"]
    return int(mmsi) if pd.notna(mmsi) else -1


def rows_of(table: pl.DataFrame, time: str, mmsi: int) -> NDArray[np.int64]:
    """Give the rows of one vessel in order of time.

    Of small tables, a thousand times: a query of polars takes longer to set up.
    """
    own = np.flatnonzero(table["mmsi"].to_numpy() == mmsi)
    return own[np.argsort(table[time].to_numpy()[own], kind="stable")]
