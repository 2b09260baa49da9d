"""Maps: where the two vessels of a candidate went, drawn with matplotlib."""

from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import polars as pl
from matplotlib.axes import Axes

from stsdetect.plot.pair import COLOURS, concerning, one_candidate, vessel_names

__all__ = ["draw_land", "plot_tracks"]

_WIDTHS: Final = (4.5, 1.8)
"""Of the lines of a and b together, so that a shows below b where they coincide."""


def plot_tracks(
    tracks: pl.DataFrame | pd.DataFrame,
    candidate: "pd.Series[Any] | pd.DataFrame",
    *,
    ax: Axes,
    land: gpd.GeoDataFrame | gpd.GeoSeries | None = None,
) -> Axes:
    """Draw the tracks of the two vessels, bold while they are together.

    A degree of longitude is drawn as long as it is at the candidate's latitude.
    Tracks across ±180° go on beyond it.

    Parameters
    ----------
    tracks : DataFrame
        A :data:`~stsdetect.schema.TRACKS` or :data:`~stsdetect.schema.POSITIONS` table
        that holds the two vessels, in any order; a line breaks between segments. What
        lies more than six hours before or after is left out.
    candidate : Series or DataFrame
        A row of :data:`~stsdetect.schema.CANDIDATES`, or a table of one.
    ax : Axes
        Drawn on.
    land : GeoDataFrame or GeoSeries, optional
        Polygons below the tracks.

    Returns
    -------
    Axes
        The one given.
    """
    chosen = one_candidate(candidate)
    near = concerning(tracks, chosen)
    for number, (mmsi, name) in enumerate(vessel_names(chosen)):
        own = near.filter(pl.col("mmsi") == mmsi)
        _draw_vessel(own, chosen, ax, number)
        # A line without points carries the label, so that it stands once.
        ax.plot([], [], color=COLOURS[number], lw=2, label=name.replace("$", r"\$"))
    ax.plot(
        chosen["lon"], chosen["lat"], "x", color="black", ms=9, mew=2, label="place"
    )
    draw_land(land, ax)
    ax.set_aspect(
        1 / max(0.05, np.cos(np.radians(chosen["lat"]))), adjustable="datalim"
    )
    ax.set_xlabel("Longitude [°]")
    ax.set_ylabel("Latitude [°]")
    ax.ticklabel_format(useOffset=False)
    ax.legend(loc="best", fontsize="small")
    return ax


def _draw_vessel(
    own: pl.DataFrame, chosen: "pd.Series[Any]", ax: Axes, number: int
) -> None:
    together = pl.col("timestamp").is_between(chosen["start_time"], chosen["end_time"])
    segments = (
        own.partition_by("segment_id", maintain_order=True)
        if "segment_id" in own.columns
        else [own]
    )
    colour, width = COLOURS[number], _WIDTHS[number]
    for segment in segments:
        ax.plot(*_places(segment, chosen), color=colour, lw=0.8, alpha=0.6)
        during = _places(segment.filter(together), chosen)
        ax.plot(*during, color=colour, lw=width, solid_capstyle="round")


def _places(
    positions: pl.DataFrame, chosen: "pd.Series[Any]"
) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    east = (positions["lon"].to_numpy() - chosen["lon"] + 180) % 360 - 180
    return chosen["lon"] + east, positions["lat"].to_numpy()


def draw_land(land: gpd.GeoDataFrame | gpd.GeoSeries | None, ax: Axes) -> None:
    """Draw polygons below what is there, and keep the window."""
    if land is None or land.empty:
        return
    look = {"color": "#e4dfd3", "edgecolor": "#b3ab97", "lw": 0.5, "zorder": 0}
    land.geometry.plot(ax=ax, aspect=None, autolim=False, **look)
