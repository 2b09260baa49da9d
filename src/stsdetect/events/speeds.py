"""Speeds: how fast a vessel goes when it goes fast, from the whole period."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import polars as pl

from stsdetect.events.arrays import numbers, whole
from stsdetect.events.edges import Span, epoch_ms
from stsdetect.kernels.speeds import count_bins

__all__ = ["add_speeds", "count_speeds", "join_speeds"]

STEP_KN: Final = 0.5
TOP_KN: Final = 50.0
"""Ours, as in segments: what is faster is no vessel."""
SHARE: Final = 0.99
MIN_REPORTS: Final = 30
"""Ours: of fewer reports the percentile is their maximum."""


def count_speeds(reports: pl.DataFrame, own: Span) -> pl.DataFrame:
    """Count the reports of each vessel by speed.

    Parameters
    ----------
    reports : pl.DataFrame
        As :func:`~stsdetect.events.reports.order_reports` gives them.
    own : pair of datetime
        The window whose reports are counted.

    Returns
    -------
    pl.DataFrame
        ``mmsi``, ``bin`` (of half a knot, from 0) and ``n``.
    """
    time = whole(reports["timestamp"])
    low, high = (epoch_ms(instant) for instant in own)
    inside = (time >= low) & (time < high)
    speed = np.where(inside, numbers(reports["speed_kn"]), np.nan)
    counts = count_bins(whole(reports["mmsi"]), speed, STEP_KN, TOP_KN)
    return pl.DataFrame(dict(zip(("mmsi", "bin", "n"), counts.T, strict=True)))


def add_speeds(parts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Add up what :func:`count_speeds` gives of several windows."""
    total = pl.concat(parts).group_by("mmsi", "bin").agg(pl.col("n").sum())
    return total.sort("mmsi", "bin")


def join_speeds(parts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Give the 99th percentile of the speed of each vessel over all windows.

    Returns
    -------
    pl.DataFrame
        ``mmsi`` and ``own_speed_kn``, the upper edge of the bin of half a knot; a
        vessel with fewer than 30 reports has none.
    """
    n = pl.col("n")
    return (
        add_speeds(parts)
        .with_columns(below=n.cum_sum().over("mmsi"), n_all=n.sum().over("mmsi"))
        .filter(
            pl.col("n_all") >= MIN_REPORTS, pl.col("below") >= SHARE * pl.col("n_all")
        )
        .group_by("mmsi")
        .agg(own_speed_kn=(pl.col("bin").min() + 1) * STEP_KN)
        .sort("mmsi")
    )
