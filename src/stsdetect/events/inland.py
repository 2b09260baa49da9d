"""On land: vessels whose positions lie inside the land where no others sail."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from stsdetect.events.edges import Span

__all__ = ["add_inland", "count_inland", "find_inland_stays"]

CELL_DEG: Final = 0.1
"""Ours: the width in which a river or a basin is one water."""
MIN_VESSELS: Final = 3
"""Ours: where three vessels are, there is water, or navigation is disturbed; neither
accuses one of them."""
MIN_REPORTS: Final = 5
"""Ours: one false report is no stay on land."""
MAX_GAP: Final = timedelta(hours=6)

_KEYS: Final = ("cell", "mmsi", "day")


def count_inland(
    reports: pl.DataFrame, inland: NDArray[np.bool_], own: Span
) -> pl.DataFrame:
    """Count the reports of a window inside the land, by place, vessel and day.

    Parameters
    ----------
    reports : pl.DataFrame
        As :func:`~stsdetect.events.reports.order_reports` gives them.
    inland : (n,) array
        Which of them lie inside the land.
    own : pair of datetime
        The window whose reports count.

    Returns
    -------
    pl.DataFrame
        ``cell, mmsi, day, start_time, end_time, n``.
    """
    time = pl.col("timestamp")
    inside = reports.filter(pl.Series(inland) & (time >= own[0]) & (time < own[1]))
    row, column = ((pl.col(n) / CELL_DEG).floor() for n in ("lat", "lon"))
    return (
        inside.group_by(
            (row * 10_000 + column).cast(pl.Int64).alias("cell"),
            "mmsi",
            time.dt.truncate("1d").alias("day"),
        )
        .agg(
            time.min().alias("start_time"),
            time.max().alias("end_time"),
            pl.len().cast(pl.Int64).alias("n"),
        )
        .sort(_KEYS)
    )


def add_inland(parts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Add the counts of windows; of a place with many vessels three are remembered."""
    table = (
        pl.concat(parts)
        .group_by(_KEYS)
        .agg(pl.col("start_time").min(), pl.col("end_time").max(), pl.col("n").sum())
        .sort(_KEYS)
    )
    vessel = pl.col("mmsi").rank("dense").over("cell")
    known = table.filter(vessel <= MIN_VESSELS)
    crowded = pl.col("mmsi").n_unique().over("cell") >= MIN_VESSELS
    first = pl.int_range(pl.len()).over("cell", "mmsi") == 0
    return known.filter(~crowded | first)


def find_inland_stays(counts: pl.DataFrame) -> pl.DataFrame:
    """Find the stays of vessels on land, but for places where others are as well.

    Returns
    -------
    pl.DataFrame
        ``mmsi, start_time, end_time, detail``.
    """
    lonely = pl.col("mmsi").n_unique().over("cell") < MIN_VESSELS
    rows = counts.filter(lonely).sort("mmsi", "start_time", "cell")
    breaks = (
        (pl.col("mmsi") != pl.col("mmsi").shift())
        | (pl.col("start_time") - pl.col("end_time").shift() > MAX_GAP)
    ).fill_null(value=True)
    return (
        rows.with_columns(breaks.cum_sum().alias("stay"))
        .group_by("stay", maintain_order=True)
        .agg(
            pl.col("mmsi").first(),
            pl.col("start_time").min(),
            pl.col("end_time").max(),
            pl.col("n").sum(),
        )
        .filter(pl.col("n") >= MIN_REPORTS)
        .select(
            "mmsi",
            "start_time",
            "end_time",
            pl.format("{} reports a kilometre and more on land", "n").alias("detail"),
        )
    )
