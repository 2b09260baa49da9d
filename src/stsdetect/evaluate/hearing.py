"""Hearing: how well AIS heard the vessels of an event, as far as the store tells."""

from datetime import timedelta
from typing import Final

import polars as pl

__all__ = ["describe_hearing"]

_MINUTE: Final = timedelta(minutes=1)
_HOUR: Final = timedelta(hours=1)


def describe_hearing(truth: pl.DataFrame, positions: pl.DataFrame) -> pl.DataFrame:
    """Measure how often both vessels were heard during an event, and how long not.

    Parameters
    ----------
    truth : DataFrame
        A :data:`~stsdetect.evaluate.truth.TRUTH` table.
    positions : DataFrame
        A :data:`~stsdetect.schema.POSITIONS` table, in any order.

    Returns
    -------
    DataFrame
        The truth with ``interval_min``, the mean time between reports of the vessel
        that is heard less during the event, infinite when it is not heard at all; and
        ``silence_h``, the longest silence of either that overlaps the event; missing
        where the silence has no end, or no beginning, in the store.
    """
    times = (
        positions.select("mmsi", "timestamp")
        .sort("mmsi", "timestamp")
        .with_columns(next=pl.col("timestamp").shift(-1).over("mmsi"))
    )
    sides = pl.concat(
        truth.select("event_id", "start_time", "end_time", mmsi=side)
        for side in ("mmsi_a", "mmsi_b")
    ).filter(pl.col("mmsi").is_not_null())
    around = sides.join(times, on="mmsi", how="left").filter(
        (pl.col("timestamp") <= pl.col("end_time"))
        & (pl.col("next") >= pl.col("start_time"))
    )
    inside = pl.col("timestamp") >= pl.col("start_time")
    by_side = around.group_by("event_id", "mmsi").agg(
        n_reports=inside.sum(),
        silence_h=((pl.col("next") - pl.col("timestamp")) / _HOUR).max(),
    )
    heard = (
        sides.join(by_side, on=["event_id", "mmsi"], how="left")
        .group_by("event_id")
        .agg(
            n_reports=pl.col("n_reports").fill_null(0).min(),
            silence_h=pl.col("silence_h").max(),
        )
    )
    lasted_min = (pl.col("end_time") - pl.col("start_time")) / _MINUTE
    return (
        truth.join(heard, on="event_id", how="left", maintain_order="left")
        .with_columns(interval_min=lasted_min / pl.col("n_reports"))
        .drop("n_reports")
    )
