"""Maps: where the two vessels of a candidate went, drawn with matplotlib."""

from datetime import timedelta
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import polars as pl
import shapely
from matplotlib.axes import Axes
from shapely.geometry.base import BaseGeometry

from stsdetect.plot.pair import COLOURS, one_candidate, vessel_names, with_next
from stsdetect.schema.last_heard import LastHeard

__all__ = ["draw_land", "plot_tracks"]

_HOLE: Final = timedelta(hours=1)
_AREA: Final = "#009E73"

_WIDTHS: Final = (4.5, 1.8)
"""Of the lines of a and b together, so that a shows below b where they coincide."""


def plot_tracks(
    tracks: pl.DataFrame | pd.DataFrame,
    candidate: "pd.Series[Any] | pd.DataFrame",
    *,
    ax: Axes,
    land: gpd.GeoDataFrame | gpd.GeoSeries | None = None,
    area: BaseGeometry | None = None,
    last_heard: LastHeard | None = None,
) -> Axes:
    """Draw the tracks of the two vessels, bold while they are together.

    A silence of more than an hour is dashed from its last report to the next.

    A degree of longitude is drawn as long as it is at the candidate's latitude.
    Tracks across ±180° go on beyond it.

    Parameters
    ----------
    tracks : DataFrame
        A :data:`~stsdetect.schema.TRACKS` or :data:`~stsdetect.schema.POSITIONS` table
        that holds the two vessels, in any order; a line breaks between segments. What
        lies more than six hours before or after is left out, but for the next report
        of each.
    candidate : Series or DataFrame
        A row of :data:`~stsdetect.schema.CANDIDATES`, or a table of one.
    ax : Axes
        Drawn on.
    land : GeoDataFrame or GeoSeries, optional
        Polygons below the tracks.
    area : Geometry, optional
        Where the vessels of a dark candidate could have met, in EPSG:4326.
    last_heard : LastHeard, optional
        The last report of a vessel b that is not heard again; what it did in the six
        hours before is drawn too.

    Returns
    -------
    Axes
        The one given.
    """
    chosen = one_candidate(candidate)
    rows = tracks if isinstance(tracks, pl.DataFrame) else pl.from_pandas(tracks)
    for number, (mmsi, name) in enumerate(vessel_names(chosen)):
        since = last_heard.timestamp if number and last_heard else None
        own = with_next(rows.filter(pl.col("mmsi") == mmsi), chosen, since)
        _draw_vessel(own, chosen, ax, number)
        # A line without points carries the label, so that it stands once.
        ax.plot([], [], color=COLOURS[number], lw=2, label=name)
    ax.plot(
        chosen["lon"], chosen["lat"], "x", color="black", ms=9, mew=2, label="place"
    )
    _draw_area(area, ax)
    _draw_last_heard(last_heard, chosen, ax)
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

    _draw_holes(own, chosen, ax, colour)


def _draw_holes(
    own: pl.DataFrame, chosen: "pd.Series[Any]", ax: Axes, colour: str
) -> None:
    """Draw each long silence from its last report to the next."""
    lon, lat = _places(own, chosen)
    after = np.flatnonzero((own["timestamp"].diff() > _HOLE).fill_null(value=False))
    for row in after:
        both = slice(row - 1, row + 1)
        ax.plot(lon[both], lat[both], "--", color=colour, lw=1.2)


def _draw_area(area: BaseGeometry | None, ax: Axes) -> None:
    for part in () if area is None else shapely.get_parts(area):
        lon, lat = part.exterior.xy
        ax.fill(lon, lat, color=_AREA, alpha=0.12, lw=0)
        ax.plot(lon, lat, "--", color=_AREA, lw=1.0)
    if area is not None:
        ax.plot([], [], "--", color=_AREA, label="possible by speed")


def _draw_last_heard(
    last: LastHeard | None, chosen: "pd.Series[Any]", ax: Axes
) -> None:
    if last is None:
        return
    lon = chosen["lon"] + (last.lon - chosen["lon"] + 180) % 360 - 180
    told = f"last heard {last.timestamp:%m-%d %H:%M}, not again"
    look: dict[str, Any] = {"ms": 10, "mec": COLOURS[1], "mfc": "none", "mew": 2}
    ax.plot(lon, last.lat, "o", label=told, **look)


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
