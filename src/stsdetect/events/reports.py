"""Reports of vessels: those that tell where one is, each segment together."""

from typing import Final

import polars as pl

from stsdetect.events.arrays import numbers, whole
from stsdetect.kernels.orders import group_segments
from stsdetect.kernels.runs import in_order
from stsdetect.kernels.speeds import fill_speeds_kn
from stsdetect.schema import TRACKS

__all__ = ["order_reports"]

COLUMNS: Final = (
    "mmsi",
    "timestamp",
    "segment_id",
    "lat",
    "lon",
    "sog",
    "cog",
    "nav_status",
    "ais_class",
    "receiver",
)
STEP_MS: Final = (60_000, 3_600_000)
"""Ours: where a file has no speeds, two reports so far apart tell one: nearer ones
tell the noise of positions, farther ones a way that was not straight [ms]."""


def order_reports(tracks: pl.DataFrame) -> pl.DataFrame:
    """Give the reports of vessels by MMSI, segment and time.

    Parameters
    ----------
    tracks : pl.DataFrame
        A :data:`~stsdetect.schema.TRACKS` table by MMSI and time.

    Returns
    -------
    pl.DataFrame
        Without the jumps, which no vessel made; with the column ``speed_kn``: as
        broadcast, or made good from the report before, or missing.
    """
    TRACKS.check(tracks)
    reports = tracks.filter(~pl.col("jump")).select(COLUMNS)
    reports = reports.rechunk()
    mmsi, segment, time = (
        whole(reports[key]) for key in ("mmsi", "segment_id", "timestamp")
    )
    if not in_order(mmsi, segment, time):
        reports = reports[group_segments(mmsi, segment)]
    speed = fill_speeds_kn(
        whole(reports["segment_id"]),
        whole(reports["timestamp"]),
        (numbers(reports["lat"]), numbers(reports["lon"])),
        numbers(reports["sog"]),
        STEP_MS,
    )
    return reports.with_columns(pl.Series("speed_kn", speed).fill_nan(None))
