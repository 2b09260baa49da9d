"""Figures of a case: tracks, distance and speed, as PNG and SVG."""

from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import shapely
from matplotlib.figure import Figure
from shapely import MultiPoint
from shapely.geometry.base import BaseGeometry

from stsdetect.context.land import read_land
from stsdetect.plot.map import plot_tracks
from stsdetect.plot.picture import picture
from stsdetect.plot.timeline import plot_distance, plot_speed
from stsdetect.report.brief.naming import drawn_names
from stsdetect.schema.last_heard import LastHeard

__all__ = ["draw_case"]

_FORMS = ("png", "svg")
_MARGIN_DEG = 1.5
"""Land is read so far round what is drawn, and as far again as that is wide [°]."""


def draw_case(
    candidate: "pd.Series[Any]",
    tracks: pl.DataFrame,
    proximities: pl.DataFrame,
    *,
    area: BaseGeometry | None = None,
    last_heard: LastHeard | None = None,
) -> dict[str, bytes]:
    """Draw what the vessels of a candidate did; name of a file to its bytes.

    Parameters
    ----------
    candidate : Series
        A row of :data:`~stsdetect.schema.CANDIDATES`; letters of its names that the
        font lacks are drawn as a sign for that.
    tracks, proximities : DataFrame
        As :func:`~stsdetect.following.follow_pair` gives them; no figure is drawn of
        an empty one.
    area : Geometry, optional
        Where its vessels could have met, in EPSG:4326.
    last_heard : LastHeard, optional
        Of a vessel b that is not heard again.
    """
    figures, candidate = {}, drawn_names(candidate, named=True)
    if tracks.height:
        figures["map"] = _figure(8.0)
        axes = figures["map"].subplots()
        land = read_land(_bounds(tracks, area))
        ground = {"land": land, "area": area, "last_heard": last_heard}
        plot_tracks(tracks, candidate, ax=axes, **ground)
    if proximities.height:
        figures["distance_and_speed"] = _figure(6.0)
        upper, lower = figures["distance_and_speed"].subplots(2, sharex=True)
        plot_distance(proximities, candidate, ax=upper)
        plot_speed(proximities, candidate, ax=lower)
    return {
        f"figures/{name}.{form}": picture(figure, form)
        for name, figure in figures.items()
        for form in _FORMS
    }


def _figure(height: float) -> Figure:
    return Figure(figsize=(8.0, height), layout="constrained")


def _bounds(
    tracks: pl.DataFrame, area: BaseGeometry | None
) -> tuple[float, float, float, float]:
    """Give what the map can show: as wide as high, whatever is drawn on it."""
    lon, lat = tracks["lon"].to_numpy(), tracks["lat"].to_numpy()
    drawn = [MultiPoint(np.column_stack([lon, lat])), *([area] if area else [])]
    west, south, east, north = shapely.total_bounds(drawn)
    margin = _MARGIN_DEG + max(east - west, north - south)
    return west - margin, south - margin, east + margin, north + margin
