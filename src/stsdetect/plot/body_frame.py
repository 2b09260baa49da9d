"""Body frame: how the partner lay and moved round the hull of vessel a."""

from typing import Any, Final

import numpy as np
import pandas as pd
import polars as pl
from matplotlib.axes import Axes
from numpy.typing import NDArray

from stsdetect.plot.pair import COLOURS, of_pair, one_candidate, vessel_names
from stsdetect.schema import VESSELS

__all__ = ["plot_body_frame"]

Numbers = NDArray[np.float64]

_BOW: Final = 0.8
"""Share of the hull behind the shoulders, from where it narrows to the stem."""

_HULL: Final = ("to_bow_m", "to_stern_m", "to_port_m", "to_starboard_m")


def plot_body_frame(
    proximities: pl.DataFrame | pd.DataFrame,
    candidate: "pd.Series[Any] | pd.DataFrame",
    *,
    ax: Axes,
    vessels: pl.DataFrame | None = None,
) -> Axes:
    """Draw the antenna of b as seen from the bridge of a, tick by tick.

    The bow of a points up. Two vessels moored to each other leave a spot of some
    metres beside the hull, however both drift and swing; neighbours at anchor leave an
    arc. Ticks at which a told no heading are left out.

    Parameters
    ----------
    proximities : DataFrame
        A :data:`~stsdetect.schema.PROXIMITIES` table, in any order. Other pairs, and
        what is not within the candidate, are left out.
    candidate : Series or DataFrame
        A row of :data:`~stsdetect.schema.CANDIDATES`, or a table of one.
    ax : Axes
        Drawn on; one metre is as long across as ahead.
    vessels : DataFrame, optional
        A :data:`~stsdetect.schema.VESSELS` table: the hull of a as it last told it by
        the end of the candidate. Without, its antenna alone is marked.

    Returns
    -------
    Axes
        The one given.
    """
    chosen = one_candidate(candidate)
    during = pl.col("timestamp").is_between(chosen["start_time"], chosen["end_time"])
    near = of_pair(proximities, chosen).filter(during)
    right, ahead = _in_frame(near, chosen)
    names = [name for _, name in vessel_names(chosen)]
    ax.plot(right, ahead, "-", color=COLOURS[1], lw=0.8, alpha=0.6)
    ax.plot(right, ahead, ".", color=COLOURS[1], label=names[-1])
    hull = None if vessels is None else _hull(vessels, chosen)
    if hull is not None:
        ax.fill(*hull, color=COLOURS[0], alpha=0.25, lw=1.5, label=names[0])
    ax.plot(0, 0, "+", color=COLOURS[0], ms=10, mew=2)
    ax.set_aspect("equal", adjustable="datalim")
    ax.set_xlabel("To starboard of a [m]")
    ax.set_ylabel("Ahead of a [m]")
    ax.legend(loc="best", fontsize="small")
    return ax


def _in_frame(near: pl.DataFrame, chosen: "pd.Series[Any]") -> tuple[Numbers, Numbers]:
    """Turn the way from a to b into the frame of a, whichever number is smaller."""
    first = near["mmsi_a"].to_numpy() == int(chosen["mmsi_a"])
    heading = np.where(
        first,
        near["heading_a"].cast(pl.Float64).to_numpy(),
        near["heading_b"].cast(pl.Float64).to_numpy(),
    )
    way = np.where(first, 1.0, -1.0)
    east, north = way * near["east_m"].to_numpy(), way * near["north_m"].to_numpy()
    known = ~np.isnan(heading)
    turn = np.radians(heading[known])
    east, north = east[known], north[known]
    return (
        east * np.cos(turn) - north * np.sin(turn),
        east * np.sin(turn) + north * np.cos(turn),
    )


def _hull(
    vessels: pl.DataFrame, chosen: "pd.Series[Any]"
) -> tuple[list[float], list[float]] | None:
    """Give the outline of a round its antenna; None where it never told its size."""
    VESSELS.check(vessels)
    told = (
        vessels.filter(
            pl.col("mmsi") == int(chosen["mmsi_a"]),
            pl.col("valid_from") <= chosen["end_time"],
            pl.all_horizontal(pl.col(name).is_not_null() for name in _HULL),
        )
        .sort("valid_from")
        .tail(1)
    )
    if told.is_empty():
        return None
    bow, stern, port, starboard = (float(told[name][0]) for name in _HULL)
    shoulder = _BOW * (bow + stern) - stern
    middle = (starboard - port) / 2
    return (
        [-port, -port, middle, starboard, starboard],
        [-stern, shoulder, bow, shoulder, -stern],
    )
