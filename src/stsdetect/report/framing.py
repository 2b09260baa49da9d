"""Framing: which part of time and sea the figures of a candidate show."""

from datetime import timedelta
from typing import Any, Final

import numpy as np
import pandas as pd
import polars as pl

from stsdetect.report.canvas import Bounds

__all__ = ["AROUND", "COLOURS", "candidate_bounds", "mmsi_of", "wider"]

COLOURS: Final = ("#0072B2", "#D55E00")
"""Vessel a and vessel b (Okabe and Ito, 2008, Color Universal Design)."""

AROUND: Final = timedelta(hours=6)
"""Time shown before the start and after the end of a candidate."""

_MIN_HALF_DEG: Final = 0.03


def candidate_bounds(tracks: pl.DataFrame, candidate: "pd.Series[Any]") -> Bounds:
    """Frame what happened during the candidate, and as much again around it.

    Parameters
    ----------
    tracks : DataFrame
        A :data:`~stsdetect.schema.TRACKS` or :data:`~stsdetect.schema.POSITIONS`
        table, in any order.
    candidate : Series
        A row of :data:`~stsdetect.schema.CANDIDATES`.

    Returns
    -------
    tuple
        West, south, east, north [°]; about as wide as high on the map.
    """
    together = tracks.filter(
        pl.col("timestamp").is_between(candidate["start_time"], candidate["end_time"]),
        pl.col("mmsi").is_in([mmsi_of(candidate, side) for side in "ab"]),
    )
    east = (together["lon"].to_numpy() - candidate["lon"] + 180) % 360 - 180
    spans = []
    for values, middle in (
        (candidate["lon"] + east, candidate["lon"]),
        (together["lat"].to_numpy(), candidate["lat"]),
    ):
        all_of_it = np.append(values, middle)
        spans.append(
            (
                float(all_of_it.min() + all_of_it.max()) / 2,
                max(_MIN_HALF_DEG, float(np.ptp(all_of_it))),
            )
        )
    (lon, half_lon), (lat, half_lat) = spans
    shortening = max(0.1, float(np.cos(np.radians(lat))))
    half = max(half_lon * shortening, half_lat)
    return (
        lon - half / shortening,
        max(-85.0, lat - half),
        lon + half / shortening,
        min(85.0, lat + half),
    )


def wider(bounds: Bounds) -> Bounds:
    """Give the area whose land a map of these bounds may show: as much on each side."""
    west, south, east, north = bounds
    more = max(east - west, north - south)
    return (west - more, south - more, east + more, north + more)


def mmsi_of(candidate: "pd.Series[Any]", side: str) -> int:
    """Give the MMSI of a side, −1 where the candidate names no such vessel."""
    mmsi = candidate[f"mmsi_{side}"]
    return int(mmsi) if pd.notna(mmsi) else -1
