"""Speeds: how fast a vessel goes when it goes fast, from the whole period."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from stsdetect.events.arrays import numbers, whole
from stsdetect.events.edges import Span, epoch_ms
from stsdetect.kernels.sphere import haversine_m
from stsdetect.units import MS_PER_KN, MS_PER_S

__all__ = ["count_speeds", "join_speeds"]

STEP_KN: Final = 0.5
TOP_KN: Final = 50.0
"""Ours, as in segments: what is faster is no vessel."""
SHARE: Final = 0.99
MIN_REPORTS: Final = 30
"""Ours: of fewer reports the percentile is their maximum."""
STEP_MS: Final = (60_000, 3_600_000)
"""Ours: where a file has no speeds, two reports so far apart tell one: nearer ones
tell the noise of positions, farther ones a way that was not straight [ms]."""


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
        ``mmsi``, ``bin`` (of half a knot, from 0) and ``n``; as broadcast, or from the
        report before where no speed is.
    """
    time = whole(reports["timestamp"])
    low, high = (epoch_ms(instant) for instant in own)
    speed = _speeds(reports, time)
    counted = (time >= low) & (time < high) & (speed < TOP_KN)
    frame = pl.DataFrame(
        {
            "mmsi": reports["mmsi"],
            "bin": np.where(counted, speed / STEP_KN, -1.0).astype(np.int16),
        }
    )
    return (
        frame.filter(pl.Series(counted))
        .group_by("mmsi", "bin")
        .agg(n=pl.len().cast(pl.Int64))
    )


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
        pl.concat(parts)
        .group_by("mmsi", "bin")
        .agg(n.sum())
        .sort("mmsi", "bin")
        .with_columns(below=n.cum_sum().over("mmsi"), n_all=n.sum().over("mmsi"))
        .filter(
            pl.col("n_all") >= MIN_REPORTS, pl.col("below") >= SHARE * pl.col("n_all")
        )
        .group_by("mmsi")
        .agg(own_speed_kn=(pl.col("bin").min() + 1) * STEP_KN)
        .sort("mmsi")
    )


def _speeds(reports: pl.DataFrame, time: NDArray[np.int64]) -> NDArray[np.float64]:
    """Give the speed at each report [kn]; NaN where nothing tells it."""
    speed = np.array(numbers(reports["sog"]))
    segment = whole(reports["segment_id"])
    unknown = np.flatnonzero(np.isnan(speed))
    unknown = unknown[unknown > 0]
    elapsed = time[unknown] - time[unknown - 1]
    told = (
        (segment[unknown] == segment[unknown - 1])
        & (elapsed >= STEP_MS[0])
        & (elapsed <= STEP_MS[1])
    )
    late, elapsed = unknown[told], elapsed[told]
    lat, lon = numbers(reports["lat"]), numbers(reports["lon"])
    metres = haversine_m(lat[late - 1], lon[late - 1], lat[late], lon[late])
    speed[late] = metres / elapsed * (MS_PER_S / MS_PER_KN)
    return speed
