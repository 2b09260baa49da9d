"""Time lines: distance and speed of a pair, drawn with matplotlib."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from numpy.typing import NDArray

from stsdetect.plot.pair import COLOURS, of_pair, one_candidate, vessel_names

__all__ = ["plot_distance", "plot_speed", "set_time_axis"]

_MAX_STEP = timedelta(minutes=30)
"""A line breaks where the next tick is further off."""


def plot_distance(
    proximities: pl.DataFrame | pd.DataFrame,
    candidate: "pd.Series[Any] | pd.DataFrame",
    *,
    ax: Axes,
) -> Axes:
    """Draw the distance of the two antennas over time.

    Parameters
    ----------
    proximities : DataFrame
        A :data:`~stsdetect.schema.PROXIMITIES` table, in any order. Other pairs, and
        what lies more than six hours before or after, are left out.
    candidate : Series or DataFrame
        A row of :data:`~stsdetect.schema.CANDIDATES`, or a table of one; its time is
        shaded.
    ax : Axes
        Drawn on.

    Returns
    -------
    Axes
        The one given.
    """
    chosen = one_candidate(candidate)
    near = of_pair(proximities, chosen)
    times, distance = _broken(near, ["distance_m"])
    ax.plot(times, distance[0], color="#333333", lw=1.5)
    _shade(chosen, ax)
    # Metres while together, kilometres before and after; 0 m is possible.
    ax.set_yscale("symlog", linthresh=10)
    ax.set_ylabel("Distance of antennas [m]")
    ax.set_ylim(bottom=0)
    return ax


def plot_speed(
    proximities: pl.DataFrame | pd.DataFrame,
    candidate: "pd.Series[Any] | pd.DataFrame",
    *,
    ax: Axes,
) -> Axes:
    """Draw the speed of both vessels over time, by displacement between ticks.

    Parameters
    ----------
    proximities : DataFrame
        As for :func:`plot_distance`.
    candidate : Series or DataFrame
        As for :func:`plot_distance`.
    ax : Axes
        Drawn on.

    Returns
    -------
    Axes
        The one given.
    """
    chosen = one_candidate(candidate)
    near = of_pair(proximities, chosen)
    times, speeds = _broken(near, ["speed_a_kn", "speed_b_kn"])
    names = [name for _, name in vessel_names(chosen)]
    for speed, name, colour in zip(speeds, names, COLOURS, strict=False):
        ax.plot(times, speed, color=colour, lw=1.5, label=name)
    _shade(chosen, ax)
    ax.set_ylabel("Speed [kn]")
    ax.set_ylim(bottom=0)
    ax.legend(loc="best", fontsize="small")
    return ax


def _broken(
    near: pl.DataFrame, columns: Sequence[str]
) -> tuple[NDArray[np.datetime64], list[NDArray[np.float64]]]:
    """Give times and values with a NaN wherever the line is to break."""
    times = near["timestamp"].dt.replace_time_zone(None).to_numpy()
    after = np.flatnonzero(np.diff(times) > np.timedelta64(_MAX_STEP)) + 1
    values = [near[name].cast(pl.Float64).to_numpy() for name in columns]
    return (
        np.insert(times, after, times[after - 1]),
        [np.insert(value, after, np.nan) for value in values],
    )


def _shade(chosen: "pd.Series[Any]", ax: Axes) -> None:
    start, end = (chosen[name].tz_localize(None) for name in ("start_time", "end_time"))
    ax.axvspan(start, end, color="#009E73", alpha=0.12, lw=0)
    set_time_axis(ax)


def set_time_axis(ax: Axes) -> None:
    """Label an axis of UTC times with as few words as tell them apart."""
    # matplotlib leaves these two untyped.
    locator = AutoDateLocator(minticks=3, maxticks=7)  # type: ignore[no-untyped-call]
    ax.xaxis.set_major_locator(locator)
    formatter = ConciseDateFormatter(locator)  # type: ignore[no-untyped-call]
    ax.xaxis.set_major_formatter(formatter)
    ax.set_xlabel("Time [UTC]")
