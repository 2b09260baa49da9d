"""Slack: where two silent vessels could have met, and for how long, as a map."""

import math
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from numpy.typing import NDArray

from stsdetect.errors import InputError
from stsdetect.kernels.slack import as_silences, slack_at_s
from stsdetect.kernels.sphere import haversine_m, unit_vectors
from stsdetect.plot.map import draw_land
from stsdetect.plot.pair import COLOURS
from stsdetect.schema import GAPS
from stsdetect.units import EARTH_RADIUS_M, MS_PER_KN, S_PER_H

__all__ = ["plot_slack"]

Numbers = NDArray[np.float64]

_N_CELLS: Final = 161
"""Along each side of the map."""

_MARGIN: Final = 1.3
"""The map reaches so much farther than what is on it."""

_M_PER_KM: Final = 1_000.0

_MIN_SHRUNK: Final = 0.05
"""A degree of longitude is drawn at least so long, against one of latitude."""


def plot_slack(
    gaps: pd.DataFrame,
    meeting: "pd.Series[Any]",
    *,
    ax: Axes,
    land: gpd.GeoDataFrame | gpd.GeoSeries | None = None,
) -> Axes:
    """Draw how long two silent vessels could have been together at each place.

    Unlike other plots it works out what it draws: the slack at each cell, by straight
    ways at the speeds that bounded the two. Where they could not have met the map is
    empty. Land between is not looked at here.

    Parameters
    ----------
    gaps : DataFrame
        A :data:`~stsdetect.schema.GAPS` table that holds the two silences.
    meeting : Series
        A row of :data:`~stsdetect.schema.RENDEZVOUS` of kind ``both_dark``.
    ax : Axes
        Drawn on.
    land : GeoDataFrame or GeoSeries, optional
        Polygons below.

    Returns
    -------
    Axes
        The one given.

    Raises
    ------
    InputError
        Only one of the two was silent, or a silence is not in the table.
    """
    GAPS.check(gaps)
    silences = [_find(gaps, meeting[f"event_{side}"]) for side in "ab"]
    speeds = [meeting[f"max_speed_{side}_kn"] for side in "ab"]
    lon, lat = _cells(silences, meeting)
    hours = _slack_h(silences, speeds, lon, lat)
    drawn = ax.contourf(
        lon, lat, np.ma.masked_less(hours, 0.0), levels=12, cmap="viridis", zorder=1
    )
    ax.figure.colorbar(drawn, ax=ax, label="Longest meeting that speed allows [h]")
    for one, colour in zip(silences, COLOURS, strict=True):
        _draw_ends(one, meeting["lon"], colour, ax)
    ax.plot(meeting["lon"], meeting["lat"], "x", color="black", ms=9, mew=2)
    draw_land(land, ax)
    ax.set_aspect(1 / max(_MIN_SHRUNK, math.cos(math.radians(meeting["lat"]))))
    ax.set_xlabel("Longitude [°]")
    ax.set_ylabel("Latitude [°]")
    ax.ticklabel_format(useOffset=False)
    ax.legend(loc="best", fontsize="small")
    return ax


def _find(gaps: pd.DataFrame, gap_id: Any) -> "pd.Series[Any]":
    found = gaps[gaps["gap_id"] == gap_id]
    if found.empty:
        raise InputError(
            f"no gap {gap_id}: slack is drawn of meetings of two silent vessels"
        )
    silence: pd.Series[Any] = found.iloc[0]
    return silence


def _cells(
    silences: "list[pd.Series[Any]]", meeting: "pd.Series[Any]"
) -> tuple[Numbers, Numbers]:
    """Lay cells around the meeting: all four ends, and all of where they could meet."""
    place = meeting["lat"], meeting["lon"]
    ends_m = [
        float(haversine_m(*place, one[f"{end}_lat"], one[f"{end}_lon"]))
        for one in silences
        for end in ("start", "end")
    ]
    region_m = _M_PER_KM * math.sqrt(meeting["feasible_area_km2"] / math.pi)
    half_deg = math.degrees(_MARGIN * max(*ends_m, region_m) / EARTH_RADIUS_M)
    steps = half_deg * np.linspace(-1.0, 1.0, _N_CELLS)
    shrunk = max(_MIN_SHRUNK, math.cos(math.radians(meeting["lat"])))
    lat = np.clip(meeting["lat"] + steps, -90.0, 90.0)
    return meeting["lon"] + steps / shrunk, lat


def _slack_h(
    silences: "list[pd.Series[Any]]", speeds_kn: list[float], lon: Numbers, lat: Numbers
) -> Numbers:
    start, end = (
        np.array(
            [
                (
                    one[f"{side}_time"].timestamp(),
                    one[f"{side}_lat"],
                    one[f"{side}_lon"],
                )
                for one in silences
            ]
        )
        for side in ("start", "end")
    )
    rows = as_silences(start, end, np.array(speeds_kn) * MS_PER_KN)
    east, north = np.meshgrid(lon, lat)
    places = unit_vectors(north.ravel(), east.ravel()).T[np.newaxis]
    slack = slack_at_s(rows, np.array([0]), np.array([1]), np.ascontiguousarray(places))
    return slack.reshape(east.shape) / S_PER_H


def _draw_ends(silence: "pd.Series[Any]", middle: float, colour: str, ax: Axes) -> None:
    """Draw where a vessel was last heard, and where it was heard again."""
    lon = [middle + _east(silence[f"{end}_lon"], middle) for end in ("start", "end")]
    lat = [silence["start_lat"], silence["end_lat"]]
    label = f"MMSI {silence['mmsi']}, silent {silence['duration_h']:.1f} h"
    ax.plot(lon, lat, "--", color=colour, lw=1.2, label=label)
    ax.plot(lon[0], lat[0], "o", color=colour, ms=7)
    ax.plot(lon[1], lat[1], "s", color=colour, ms=7)


def _east(lon: float, middle: float) -> float:
    return (lon - middle + 180.0) % 360.0 - 180.0
