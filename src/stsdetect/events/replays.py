"""Replays: tracks that were sailed before, elsewhere, and are broadcast again.

A copy is known by its turns: the shape of a track for an hour before and after one is
fitted to those of all earlier turns, whoever sailed them.
"""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from stsdetect.events.arrays import numbers, whole
from stsdetect.events.edges import MILLISECOND
from stsdetect.events.replay_params import STSDETECT, ReplayParams
from stsdetect.events.stretches import BATCH, stretches_of
from stsdetect.kernels.alike import find_alike, order_by_square
from stsdetect.kernels.copies import fit_copies
from stsdetect.units import M_PER_DEG, M_PER_NM

__all__ = ["find_replays"]

Numbers = NDArray[np.float64]
LATE: Final = (-4, -2, 0, 2, 4)
"""Ours: steps by which the same gentle turn is placed earlier or later."""
ENDS: Final = (0, 9)
"""Of five places to the east and five to the north: the first and the last number,
which tell most of where a track comes from and where it leads."""


def find_replays(
    parts: Sequence[pl.LazyFrame], params: ReplayParams = STSDETECT
) -> pl.DataFrame:
    """Find tracks that copy an earlier one, their own or another vessel's.

    Parameters
    ----------
    parts : sequence of pl.LazyFrame
        Turns of windows that together are the period, read when they are compared.
    params : ReplayParams
        Bounds.

    Returns
    -------
    pl.DataFrame
        ``mmsi, kind`` (``replay``), ``start_time, end_time`` and ``detail`` of the
        later track, of which one must be false; by vessel and time.
    """
    matches = [_NONE]
    for turns, n_own in stretches_of(parts, params.max_lag):
        east, north = (_shapes(turns[name]) for name in ("east", "north"))
        matches += [
            _fit(turns, (east, north), pairs, params)
            for pairs in _alike(whole(turns["timestamp"]), n_own, (east, north), params)
        ]
    return _tell(_runs(pl.concat(matches), params), params)


_NONE: Final = pl.DataFrame(
    schema={
        "mmsi": pl.Int64,
        "other": pl.Int64,
        "time": pl.Datetime("ms", "UTC"),
        "lag_ms": pl.Float64,
        "off_m": pl.Float64,
        "offset_east_m": pl.Float64,
        "offset_north_m": pl.Float64,
    }
)


def _shapes(column: pl.Series) -> NDArray[np.float32]:
    size = column.dtype.shape[0] if isinstance(column.dtype, pl.Array) else 0
    return np.asarray(column.to_numpy(), dtype=np.float32).reshape(-1, size)


def _alike(
    time: NDArray[np.int64],
    n_own: int,
    shapes: tuple[NDArray[np.float32], NDArray[np.float32]],
    params: ReplayParams,
) -> Iterator[NDArray[np.int64]]:
    """Give pairs of rows, the earlier first, whose shapes are alike at five places.

    The earlier is one of the first ``n_own``. A gentle turn has no sharp moment: the
    second shape is looked at some steps earlier and later as well.
    """
    reach, (east, north) = params.similar_m, shapes
    least, most = (lag // MILLISECOND for lag in (params.min_lag, params.max_lag))
    for first in range(0, n_own, BATCH):
        last = min(first + BATCH, n_own) - 1
        some = slice(first, last + 1)
        then = slice(first, int(np.searchsorted(time, time[last] + most, "right")))
        sought = _few(east[some], north[some], 0)
        keys = order_by_square(sought, ENDS, reach)
        near = []
        for late in LATE:
            order, places, own = _ordered(_few(east[then], north[then], late), reach)
            a, b = find_alike(sought, keys, places, own, reach)
            near.append(np.column_stack([a, order[b]]) + first)
        pairs = np.concatenate(near)
        lag = time[pairs[:, 1]] - time[pairs[:, 0]]
        yield np.unique(pairs[(lag >= least) & (lag <= most)], axis=0)


def _ordered(
    few: NDArray[np.float64], reach: float
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.int64]]:
    """Put places in the order of their squares: the order, the places, the keys."""
    keys = order_by_square(few, ENDS, reach)
    order = np.argsort(keys, kind="stable")
    return order, few[order], keys[order]


def _few(
    east: NDArray[np.float32], north: NDArray[np.float32], late: int
) -> NDArray[np.float64]:
    """Five places of each shape, so many steps later, about their centre [m]."""
    margin = max(LATE)
    places = np.linspace(margin, east.shape[1] - 1 - margin, 5).astype(np.int64) + late
    sides = [part[:, places].astype(np.float64) for part in (east, north)]
    return np.hstack([side - side.mean(axis=1, keepdims=True) for side in sides])


def _fit(
    turns: pl.DataFrame,
    shapes: tuple[NDArray[np.float32], NDArray[np.float32]],
    pairs: NDArray[np.int64],
    params: ReplayParams,
) -> pl.DataFrame:
    """Keep the pairs of which the second is a copy of the first.

    A copy is made by adding metres or degrees: whichever fits better counts.
    """
    a, b = (turns[pairs[:, k]] for k in (0, 1))
    wide_a, wide_b = (np.cos(np.radians(numbers(side["lat"]))) for side in (a, b))
    ways = [
        fit_copies(*shapes, pairs, widths, params.share)
        for widths in (np.ones(len(pairs)), wide_a / wide_b)
    ]
    degrees = ways[1].off_m < ways[0].off_m
    off, late, east, north = (
        np.where(degrees, of_degrees, of_metres)
        for of_metres, of_degrees in zip(*ways, strict=True)
    )
    turned = (numbers(b["lon"]) - numbers(a["lon"]) + 540.0) % 360.0 - 180.0
    step_ms = params.step // MILLISECOND
    found = pl.DataFrame(
        {
            "mmsi": b["mmsi"],
            "other": a["mmsi"],
            "time": b["timestamp"],
            "lag_ms": whole(b["timestamp"]) - whole(a["timestamp"]) + step_ms * late,
            "off_m": off,
            "offset_east_m": east + M_PER_DEG * wide_a * turned,
            "offset_north_m": north
            + M_PER_DEG * (numbers(b["lat"]) - numbers(a["lat"])),
            "bend_m": b["bend_m"],
        }
    )
    far = pl.col("offset_east_m").pow(2) + pl.col("offset_north_m").pow(2)
    least = (
        pl.when(pl.col("mmsi") == pl.col("other"))
        .then(params.min_offset_m**2)
        .otherwise(params.min_offset_of_others_m**2)
    )
    return found.filter(
        pl.col("off_m") <= params.max_off_m,
        pl.col("bend_m") >= params.min_bends * pl.col("off_m"),
        far >= least,
    ).select(_NONE.columns)


def _runs(matches: pl.DataFrame, params: ReplayParams) -> pl.DataFrame:
    """Join turns that are copied with one lag and one offset; leave out single ones."""
    ordered = matches.sort("mmsi", "other", "lag_ms", "time")
    same_pair = (pl.col("mmsi") == pl.col("mmsi").shift()) & (
        pl.col("other") == pl.col("other").shift()
    )
    east, north = (pl.col(f"offset_{way}_m").diff() for way in ("east", "north"))
    joined = (
        same_pair
        & (pl.col("lag_ms").diff() <= params.same_lag // MILLISECOND)
        & (east.pow(2) + north.pow(2) <= params.same_offset_m**2)
    )
    return (
        ordered.with_columns(run=(~joined.fill_null(value=False)).cum_sum())
        .group_by("run", maintain_order=True)
        .agg(
            pl.col("mmsi", "other").first(),
            pl.col("time").min().alias("first"),
            pl.col("time").max().alias("last"),
            pl.col("time").n_unique().alias("n_turns"),
            pl.col("lag_ms", "off_m", "offset_east_m", "offset_north_m").median(),
        )
        .filter(pl.col("n_turns") >= params.min_turns)
    )


def _tell(runs: pl.DataFrame, params: ReplayParams) -> pl.DataFrame:
    """Say of each copy whose track it is; of several originals the best counts."""
    best = runs.sort(
        ["mmsi", "n_turns", "off_m", "other", "lag_ms"],
        descending=[False, True, False, False, False],
    ).unique(["mmsi", "first"], keep="first", maintain_order=True)
    away = (pl.col("offset_east_m").pow(2) + pl.col("offset_north_m").pow(2)).sqrt()
    whose = (
        pl.when(pl.col("mmsi") == pl.col("other"))
        .then(pl.lit("its own track"))
        .otherwise(pl.format("the track of {}", "other"))
    )
    return best.select(
        "mmsi",
        pl.lit("replay").alias("kind"),
        (pl.col("first") - params.half).alias("start_time"),
        (pl.col("last") + params.half).alias("end_time"),
        pl.format(
            "{} of {} h before again, {} nm away, to {} m over {} turns",
            whose,
            (pl.col("lag_ms") / 3_600_000).round(1),
            (away / M_PER_NM).round(1),
            pl.col("off_m").round(0).cast(pl.Int64),
            "n_turns",
        ).alias("detail"),
    ).sort("mmsi", "start_time")
