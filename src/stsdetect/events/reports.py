"""Reports of vessels: those that tell where one is, each segment together."""

import polars as pl

from stsdetect.events.arrays import whole
from stsdetect.events.contacts import NO_VESSEL
from stsdetect.kernels.orders import group_segments
from stsdetect.schema import TRACKS

__all__ = ["order_reports"]

COLUMNS = (
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


def order_reports(tracks: pl.DataFrame) -> pl.DataFrame:
    """Give the reports of vessels by MMSI, segment and time.

    Parameters
    ----------
    tracks : pl.DataFrame
        A :data:`~stsdetect.schema.TRACKS` table by MMSI and time.

    Returns
    -------
    pl.DataFrame
        Without the jumps, which no vessel made, and without what is no vessel.
    """
    TRACKS.check(tracks)
    aids = [pl.col("mmsi").is_between(low, high) for low, high in NO_VESSEL]
    reports = tracks.filter(~pl.col("jump"), ~pl.any_horizontal(aids)).select(COLUMNS)
    reports = reports.rechunk()
    return reports[group_segments(whole(reports["mmsi"]), whole(reports["segment_id"]))]
