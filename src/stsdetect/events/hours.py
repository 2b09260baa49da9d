"""Hours: the shape of each vessel's track hour by hour, where it is a strange one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from stsdetect.events.arrays import numbers, whole
from stsdetect.events.edges import Span, epoch_ms
from stsdetect.kernels.shapes import Stretches, measure_shapes
from stsdetect.units import M_PER_NM

__all__ = ["STSDETECT", "ShapeParams", "find_strange_hours", "join_strange_hours"]

HOUR_MS: Final = 3_600_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ShapeParams:
    """What no vessel does by itself."""

    min_reports: int = 6
    """Ours: in an hour, a report every ten minutes."""
    min_frozen_sog: float = 1.0
    """Ours: gpsdio-segment (2020) drops repeated positions with any speed; a moored
    vessel shows some tenths of a knot [kn]."""
    max_frozen_m: float = 0.5
    """Ours: two steps of a position as sent, 1/10,000 minute."""
    frozen_hours: int = 2
    """Ours: a receiver that lost its satellites repeats its last position for less."""
    max_beside_m: float = 0.5
    """Ours: three steps of a position as sent; real ones have metres of noise."""
    smooth_hours: int = 6
    """Ours: noise of GPS does not rest for so long."""
    max_smooth_share: float = 0.01
    """The same: below the fleet's first percentile. Where more hours are smooth, the
    file was made by interpolation, and smoothness says nothing."""
    radius_m: tuple[float, float] = (0.1 * M_PER_NM, 10 * M_PER_NM)
    max_spread: float = 0.05
    min_turns: float = 1.5
    """Ours: radius, spread as a share of it, and turns of circles as were reported of
    vessels that seemed to sail off Point Reyes."""
    max_along: float = 0.7
    """Ours: the cosine of 45°; a vessel that sails in a circle heads along it."""


STSDETECT: Final = ShapeParams()
"""Our own bounds, each with its reason beside it."""

_KEPT: Final = ("mmsi", "hour", "start_time", "end_time", "kind", "measure", "n_moving")


def find_strange_hours(
    reports: pl.DataFrame, own: Span, period: Span, params: ShapeParams = STSDETECT
) -> pl.DataFrame:
    """Find the hours of a window in which a track has a shape that is a strange one.

    Parameters
    ----------
    reports : pl.DataFrame
        As :func:`~stsdetect.events.reports.order_reports` gives them, to an hour
        beyond the window.
    own : pair of datetime
        The window: hours that begin in it are given, and the first of the period.
    period : pair of datetime
        All that the run looks at.
    params : ShapeParams
        Bounds.

    Returns
    -------
    pl.DataFrame
        ``mmsi, hour`` (since 1970), ``start_time, end_time, kind`` (``frozen``,
        ``smooth`` or ``circle``) and ``measure``, for a circle its turns; and one row
        without a kind that counts the hours under way as ``n_moving``.
    """
    first, stop = (epoch_ms(instant) for instant in period)
    low, high = (epoch_ms(instant) for instant in own)
    time = whole(reports["timestamp"])
    hour = time // HOUR_MS
    begin = np.maximum(hour * HOUR_MS, first)
    inside = (time >= first) & (time < stop) & (begin >= low) & (begin < high)
    heard = reports.filter(pl.Series(inside))
    starts = _starts(heard)
    shapes = measure_shapes(
        Stretches(
            starts,
            *(numbers(heard[name]) for name in ("lat", "lon", "sog", "cog")),
        )
    )
    time = whole(heard["timestamp"])
    hours = pl.DataFrame(
        {
            "mmsi": heard["mmsi"].gather(starts[:-1]),
            "hour": time[starts[:-1]] // HOUR_MS,
            "start_time": heard["timestamp"].gather(starts[:-1]),
            "end_time": heard["timestamp"].gather(starts[1:] - 1),
            "n": np.diff(starts),
            **{name: getattr(shapes, name) for name in shapes._fields},
        }
    ).filter(pl.col("n") >= params.min_reports)
    return _strange(hours.fill_nan(None), params)


def join_strange_hours(
    parts: Sequence[pl.DataFrame], params: ShapeParams = STSDETECT
) -> pl.DataFrame:
    """Join strange hours that follow each other into anomalies.

    Returns
    -------
    pl.DataFrame
        ``mmsi, kind, start_time, end_time`` and ``detail`` in words.
    """
    table = pl.concat(parts)
    n_moving = int(table["n_moving"].sum() or 0)
    strange = table.drop_nulls("kind").sort("kind", "mmsi", "hour", "start_time")
    breaks = (
        (pl.col("kind") != pl.col("kind").shift())
        | (pl.col("mmsi") != pl.col("mmsi").shift())
        | (pl.col("hour") - pl.col("hour").shift() > 1)
    ).fill_null(value=True)
    spells = (
        strange.with_columns(breaks.cum_sum().alias("spell"))
        .group_by("spell", maintain_order=True)
        .agg(
            pl.col("mmsi", "kind").first(),
            pl.col("start_time").min(),
            pl.col("end_time").max(),
            pl.col("hour").n_unique().alias("n_hours"),
            pl.col("measure").abs().sum().alias("total"),
        )
    )
    n_smooth = strange.filter(pl.col("kind") == "smooth").height
    usual = n_smooth > params.max_smooth_share * n_moving and n_smooth > 0
    by_kind = {
        "frozen": pl.col("n_hours") >= params.frozen_hours,
        "smooth": (pl.col("n_hours") >= params.smooth_hours) & pl.lit(not usual),
        "circle": pl.col("total") >= params.min_turns,
    }
    told = {
        "frozen": pl.format("one position for {} h, with a speed", "n_hours"),
        "smooth": pl.format("no noise of positions for {} h under way", "n_hours"),
        "circle": pl.format("{} turns, course not along", pl.col("total").round(1)),
    }
    return pl.concat(
        spells.filter(pl.col("kind") == kind, long).select(
            "mmsi", "kind", "start_time", "end_time", told[kind].alias("detail")
        )
        for kind, long in by_kind.items()
    )


def _starts(heard: pl.DataFrame) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    """First row of each segment and hour, and one past the last."""
    segment = whole(heard["segment_id"])
    hour = whole(heard["timestamp"]) // HOUR_MS
    new = (np.diff(segment) != 0) | (np.diff(hour) != 0)
    edges = np.flatnonzero(np.concatenate(([heard.height > 0], new)))
    return np.append(edges, heard.height).astype(np.int64)


def _strange(hours: pl.DataFrame, params: ShapeParams) -> pl.DataFrame:
    low, high = params.radius_m
    kinds = {
        "frozen": (pl.col("extent_m") <= params.max_frozen_m)
        & (pl.col("min_sog") >= params.min_frozen_sog),
        "smooth": pl.col("beside_m") <= params.max_beside_m,
        "circle": pl.col("radius_m").is_between(low, high)
        & (pl.col("rms_m") < params.max_spread * pl.col("radius_m"))
        & (pl.col("turns").abs() > 0.25)
        & (pl.col("along") < params.max_along),
    }
    nothing = pl.lit(None, pl.Int64).alias("n_moving")
    found = [
        hours.filter(strange).with_columns(
            pl.lit(kind).alias("kind"), pl.col("turns").alias("measure"), nothing
        )
        for kind, strange in kinds.items()
    ]
    count = pl.DataFrame(
        {"n_moving": [hours["beside_m"].count()]}, schema={"n_moving": pl.Int64}
    )
    return pl.concat([*found, count], how="diagonal_relaxed").select(_KEPT)
