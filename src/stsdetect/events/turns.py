"""Turns: where vessels change course or speed, with the shape of their track around."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from stsdetect.events.arrays import numbers, whole
from stsdetect.events.edges import MILLISECOND, Span, epoch_ms
from stsdetect.events.replay_params import STSDETECT, ReplayParams
from stsdetect.kernels.turns import TurnBounds, find_turns
from stsdetect.units import MS_PER_KN

__all__ = ["keep_turns", "measure_bends"]


def keep_turns(
    reports: pl.DataFrame, own: Span, period: Span, params: ReplayParams = STSDETECT
) -> pl.LazyFrame:
    """Keep the turns of a window, each with the shape of its track around it.

    Straight ways are all alike, and tell of no copy: they are left out.

    Parameters
    ----------
    reports : pl.DataFrame
        As :func:`~stsdetect.events.reports.order_reports` gives them, to two hours
        beyond the window.
    own : pair of datetime
        The window: turns in it are given.
    period : pair of datetime
        All that the run looks at.
    params : ReplayParams
        Bounds.

    Returns
    -------
    pl.LazyFrame
        ``mmsi, timestamp, lat, lon`` of the turn, and ``east, north``: places from an
        hour before to an hour after it [m], as arrays; and ``bend_m``, how far that
        shape is from a straight way.
    """
    inside = pl.col("timestamp").is_between(*period, closed="left")
    heard = reports.filter(inside)
    segment = whole(heard["segment_id"])
    new = np.flatnonzero(np.diff(segment, prepend=-1 - segment[:1].sum()) != 0)
    step_ms = params.step // MILLISECOND
    bounds = TurnBounds(
        epoch_ms(own[0]),
        epoch_ms(own[1]),
        step_ms,
        params.half // params.step,
        params.turn // params.step,
        params.apart // params.step,
        params.max_hole // MILLISECOND,
        params.min_turn_m,
        params.min_speed_kn * MS_PER_KN * step_ms / 1000.0,
        params.min_moving,
    )
    turns = find_turns(
        np.append(new, heard.height).astype(np.int64),
        whole(heard["timestamp"]),
        numbers(heard["lat"]),
        numbers(heard["lon"]),
        bounds,
    )
    bends = measure_bends(turns.east, turns.north, params.share)
    shape = pl.Array(pl.Float32, 2 * bounds.n_half + 1)
    kept = pl.DataFrame(
        {
            "mmsi": heard["mmsi"].gather(new[turns.segment]),
            "timestamp": pl.Series(turns.time).cast(pl.Datetime("ms", "UTC")),
            "lat": turns.lat,
            "lon": turns.lon,
            "east": pl.Series(turns.east, dtype=shape),
            "north": pl.Series(turns.north, dtype=shape),
            "bend_m": bends,
        }
    )
    return kept.filter(pl.col("bend_m") >= params.min_bend_m).lazy()


def measure_bends(
    east: NDArray[np.floating], north: NDArray[np.floating], share: float
) -> NDArray[np.float64]:
    """How far the shapes are from the straight way at one speed that fits best [m]."""
    if east.size == 0:
        return np.zeros(0)
    time = np.linspace(-1.0, 1.0, east.shape[1])
    off = []
    for part in (east, north):
        centred = part - part.mean(axis=1, keepdims=True, dtype=np.float64)
        # row by row, so that it hangs on no other: a product of matrices would
        slope = (centred * time).sum(axis=1) / (time @ time)
        off.append(centred - np.outer(slope, time))
    return np.asarray(np.quantile(np.hypot(*off), share, axis=1))
