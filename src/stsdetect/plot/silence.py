"""Silence: a gap over time, beside how well a vessel there was to be heard."""

from datetime import timedelta
from typing import Any, Final

import numpy as np
import pandas as pd
import polars as pl
from matplotlib.axes import Axes
from matplotlib.dates import date2num

from stsdetect.plot.timeline import set_time_axis
from stsdetect.schema import RECEPTION

__all__ = ["plot_gap"]

AROUND: Final = timedelta(hours=12)
"""Shown before the silence and after it; ours: half a day of reception beside it."""

_HALF_DEG: Final = 0.5
"""Cells so far from the straight way count as being there; ours."""

_BELOW: Final = -0.06


def plot_gap(
    gap: "pd.Series[Any]",
    reception: pd.DataFrame,
    *,
    ax: Axes,
    positions: pl.DataFrame | None = None,
) -> Axes:
    """Draw a silence, and hour by hour how likely such a vessel was to be heard there.

    Unlike other plots it works out what it draws: the mean over the cells within half
    a degree of the straight way from the last report to the next, of the vessel's class
    and under way, by how the hour was. Where nobody was there in an hour the line
    breaks.

    Parameters
    ----------
    gap : Series
        A row of :data:`~stsdetect.schema.GAPS`.
    reception : DataFrame
        A :data:`~stsdetect.schema.RECEPTION` table, as ``events.reception.read()``
        gives it, of half a day more than the silence.
    ax : Axes
        Drawn on.
    positions : DataFrame, optional
        A :data:`~stsdetect.schema.POSITIONS` table that holds the vessel: each report
        is a tick below the line.

    Returns
    -------
    Axes
        The one given.
    """
    RECEPTION.check(reception)
    end = gap["start_time"] + pd.Timedelta(hours=gap["duration_h"])
    hours = pd.date_range(
        (gap["start_time"] - AROUND).floor("h"), end + AROUND, freq="h"
    )
    p = _by_hour(gap, end, reception, hours)
    ax.plot(hours.tz_localize(None), p, "o-", color="#333333", ms=3, lw=1.2,
            label="heard within 10 min")  # fmt: skip
    told = f"silent {gap['duration_h']:.1f} h"
    if pd.notna(gap["p_silence"]):
        told += f", by reception alone {gap['p_silence']:.2g}"
    start_end = [time.tz_localize(None) for time in (gap["start_time"], end)]
    ax.axvspan(*start_end, color="#D55E00", alpha=0.15, lw=0, label=told)
    if positions is not None:
        own = positions.filter(pl.col("mmsi") == int(gap["mmsi"]))["timestamp"]
        shown = own.filter(own.is_between(hours[0], end + AROUND))
        times = shown.dt.replace_time_zone(None).to_numpy()
        ax.plot(times, np.full(times.size, _BELOW), "|", color="#0072B2", ms=8,
                label="reports")  # fmt: skip
    ax.set_xlim(date2num(hours[0]), date2num(hours[-1]))  # type: ignore[no-untyped-call]
    ax.set_ylim(-0.12, 1.05)
    ax.set_ylabel("Reception [probability]")
    set_time_axis(ax)
    ax.legend(loc="best", fontsize="small")
    return ax


def _by_hour(
    gap: "pd.Series[Any]",
    end: pd.Timestamp,
    reception: pd.DataFrame,
    hours: pd.DatetimeIndex,
) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    """Give the mean over cells near the place of each hour, NaN where there is none."""
    kind = gap["ais_class"] if pd.notna(gap["ais_class"]) else "A"
    cells = reception[(reception["ais_class"] == kind) & ~reception["still"]]
    share = ((hours - gap["start_time"]) / (end - gap["start_time"])).to_numpy()
    share = np.clip(share, 0.0, 1.0) if pd.notna(gap["end_lat"]) else 0.0 * share
    ends = [
        (gap[f"start_{name}"], gap[f"end_{name}" if pd.notna(gap["end_lat"]) else
                                    f"start_{name}"])
        for name in ("lat", "lon")
    ]  # fmt: skip
    east = (ends[1][1] - ends[1][0] + 180.0) % 360.0 - 180.0
    lat = ends[0][0] + share * (ends[0][1] - ends[0][0])
    places = pd.DataFrame(
        {"start_time": hours, "at_lat": lat, "at_lon": ends[1][0] + share * east}
    )
    near = places.merge(cells, on="start_time")
    off = (near["lon"] - near["at_lon"] + 180.0) % 360.0 - 180.0
    near = near[((near["lat"] - near["at_lat"]).abs() <= _HALF_DEG)
                & (off.abs() <= _HALF_DEG)]  # fmt: skip
    p = (near["p_heard"] * near["condition"]).clip(upper=1.0)
    return p.groupby(near["start_time"]).mean().reindex(hours).to_numpy(dtype=float)
