"""Marks: what is wrong with the identity and the positions of the vessels of a lead."""

from datetime import timedelta
from typing import Final

import polars as pl

__all__ = ["EXCUSED", "ONE_HULL", "tell_marks"]

BESIDE: Final = timedelta(hours=6)
"""Before and after the event, in which an anomaly counts; ours: approach and
departure belong to the meeting."""
IDENTITY_TIME: Final = timedelta(days=60)
"""From the event; the longest time between two identities of one hull that Park and
others (2023) allow."""
EXCUSED: Final = ("jump", "on_land", "circle")
"""Anomalies that a disturbed satellite navigation makes in many vessels at once."""
_EXCUSE: Final = "regional_gnss"
ONE_HULL: Final = "one_hull"
"""Kind of identity event: two MMSIs that one vessel sends."""


def tell_marks(
    leads: pl.DataFrame, identity_events: pl.DataFrame, anomalies: pl.DataFrame
) -> pl.DataFrame:
    """Tell the kinds of anomaly and of identity event of each vessel of each lead.

    Parameters
    ----------
    leads : pl.DataFrame
        ``mmsi_a, mmsi_b, start_time, end_time``.
    identity_events : pl.DataFrame
        An :data:`~stsdetect.schema.IDENTITY_EVENTS` table, in any order.
    anomalies : pl.DataFrame
        An :data:`~stsdetect.schema.ANOMALIES` table, in any order.

    Returns
    -------
    pl.DataFrame
        ``integrity_a, integrity_b, identity_a, identity_b``, row by row: kinds in
        alphabetical order, joined by ``", "``; missing without one. Where a regional
        disturbance is among them, what it explains is left out. ``one_hull`` tells
        whether the two MMSIs are one vessel's; missing without a second vessel.
    """
    rows = leads.with_columns(pl.int_range(pl.len()).alias("row"))
    told = [
        _integrity(_side(rows, side), anomalies).alias(f"integrity_{side}")
        for side in ("a", "b")
    ]
    told += [
        _identity(_side(rows, side), identity_events).alias(f"identity_{side}")
        for side in ("a", "b")
    ]
    return pl.DataFrame([*told, _one_hull(leads, identity_events)])


def _one_hull(leads: pl.DataFrame, identity_events: pl.DataFrame) -> pl.Series:
    hulls = identity_events.filter(pl.col("kind") == ONE_HULL)
    pairs = {frozenset(pair) for pair in hulls.select("mmsi", "other_mmsi").iter_rows()}
    return pl.Series(
        "one_hull",
        [
            None if b is None else frozenset((a, b)) in pairs
            for a, b in leads.select("mmsi_a", "mmsi_b").iter_rows()
        ],
        dtype=pl.Boolean,
    )


def _side(rows: pl.DataFrame, side: str) -> pl.DataFrame:
    return rows.select(
        "row",
        pl.col(f"mmsi_{side}").alias("mmsi"),
        pl.col("start_time").alias("first"),
        pl.col("end_time").alias("last"),
    )


def _integrity(side: pl.DataFrame, anomalies: pl.DataFrame) -> pl.Series:
    marks = anomalies.select("mmsi", "kind", "start_time", "end_time")
    near = side.join(marks, on="mmsi").filter(
        pl.col("start_time") <= pl.col("last") + BESIDE,
        pl.col("end_time") >= pl.col("first") - BESIDE,
    )
    excused = near.filter(pl.col("kind") == _EXCUSE)["row"].unique()
    explained = pl.col("row").is_in(excused.implode()) & pl.col("kind").is_in(EXCUSED)
    return _kinds(side, near.filter(~explained))


def _identity(side: pl.DataFrame, identity_events: pl.DataFrame) -> pl.Series:
    both = [
        identity_events.select(pl.col(name).alias("mmsi"), "kind", "time")
        for name in ("mmsi", "other_mmsi")
    ]
    near = side.join(pl.concat(both).drop_nulls("mmsi"), on="mmsi").filter(
        pl.col("time").is_between(
            pl.col("first") - IDENTITY_TIME, pl.col("last") + IDENTITY_TIME
        )
    )
    return _kinds(side, near)


def _kinds(side: pl.DataFrame, near: pl.DataFrame) -> pl.Series:
    kinds = near.group_by("row").agg(pl.col("kind").unique().sort().str.join(", "))
    return side.join(kinds, on="row", how="left", maintain_order="left")["kind"]
