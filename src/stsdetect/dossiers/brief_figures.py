"""Figures of a brief: one map of all candidates, one figure for each case."""

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import polars as pl
import shapely
from matplotlib.figure import Figure

from stsdetect.context.land import read_land
from stsdetect.plot.map import plot_tracks
from stsdetect.plot.overview import plot_overview
from stsdetect.plot.picture import picture
from stsdetect.plot.timeline import plot_distance, plot_speed

__all__ = ["draw_brief_case", "draw_overview"]

_MARGIN_DEG = 6.0
"""Land is read so far round what is drawn [°]."""

_N_DOTS = 600
"""Of a figure from top to bottom, about."""


def draw_overview(candidates: pd.DataFrame) -> bytes:
    """Draw the map of all candidates as PNG; there has to be one."""
    figure = Figure(figsize=(7.5, 6.0), layout="constrained")
    plot_overview(candidates, ax=figure.subplots(), land=_land_around(candidates))
    return picture(figure, "png")


def draw_brief_case(
    candidate: "pd.Series[Any]", tracks: pl.DataFrame, proximities: pl.DataFrame
) -> bytes | None:
    """Draw tracks, distance and speed of one case as PNG; None without any track.

    Parameters
    ----------
    candidate : Series
        A row of :data:`~stsdetect.schema.CANDIDATES`, under the names to be shown.
    tracks, proximities : DataFrame
        As :func:`~stsdetect.following.follow_pair` gives them.
    """
    if tracks.is_empty():
        return None
    figure = Figure(figsize=(9.5, 5.0), layout="constrained")
    if proximities.is_empty():
        left = figure.subplots()
    else:
        grid = figure.add_gridspec(2, 2)
        left = figure.add_subplot(grid[:, 0])
        upper = figure.add_subplot(grid[0, 1])
        plot_distance(proximities, candidate, ax=upper)
        lower = figure.add_subplot(grid[1, 1], sharex=upper)
        plot_speed(proximities, candidate, ax=lower)
    plot_tracks(tracks, candidate, ax=left, land=_land_around(tracks))
    return picture(figure, "png")


def _land_around(places: pd.DataFrame | pl.DataFrame) -> gpd.GeoDataFrame:
    """Read the land that shows; thousands of islets smaller than a dot do not."""
    lon, lat = places["lon"].to_numpy(), places["lat"].to_numpy()
    # A map is as wide as it is high, whatever is drawn on it.
    margin = _MARGIN_DEG + max(float(np.ptp(lon)), float(np.ptp(lat)))
    west, south = float(lon.min()) - margin, float(lat.min()) - margin
    east, north = float(lon.max()) + margin, float(lat.max()) + margin
    land = read_land((west, south, east, north))
    least = ((north - south) / 3 / _N_DOTS) ** 2
    return land[shapely.area(land.geometry.to_numpy()) >= least]
