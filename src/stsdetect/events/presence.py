"""Spells: from when to when an MMSI is heard, and by how many vessels it is used."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import pandas as pd
import polars as pl

from stsdetect.schema import EDGES, LOITERINGS

__all__ = [
    "count_levels",
    "count_sharing",
    "find_spells",
    "leave_out_crowded",
    "mark_sharing",
    "stretches",
]

MIN_SHARED: Final = timedelta(hours=1)
"""Ours: a stray report, or one late, makes two of a vessel for less."""
MIN_CROWD: Final = 3
"""Ours: two are a copied identity, whose silent vessel is worth a look; more are a
number that nobody set, such as 0 or 123456789, or nets and buoys."""

SPELLS: Final = {
    "mmsi": pl.Int64(),
    "start_time": pl.Datetime("ms", "UTC"),
    "start_lat": pl.Float64(),
    "start_lon": pl.Float64(),
    "start_speed_kn": pl.Float64(),
    "start_course_deg": pl.Float64(),
    "end_time": pl.Datetime("ms", "UTC"),
    "end_lat": pl.Float64(),
    "end_lon": pl.Float64(),
    "end_speed_kn": pl.Float64(),
    "end_course_deg": pl.Float64(),
}


def find_spells(edges: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Join the edges of all windows into the spells in which an MMSI is heard.

    Parameters
    ----------
    edges : sequence of pl.DataFrame
        :data:`~stsdetect.schema.EDGES` tables of windows that together are the period.

    Returns
    -------
    pl.DataFrame
        ``mmsi``, ``start_time, start_lat, start_lon``, speed and course there, the same
        of the end, by MMSI and start; a silence of an hour or more parts two spells.
    """
    return stretches(count_levels(edges), 1)


def count_sharing(edges: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Count the vessels that use an MMSI at once, as far as that lasts for an hour.

    Returns
    -------
    pl.DataFrame
        ``mmsi`` and ``n_sharing``, of those that two or more use, by MMSI.
    """
    until = pl.col("timestamp").shift(-1).over("mmsi")
    return (
        count_levels(edges)
        .with_columns(lasts=until - pl.col("timestamp"))
        .filter(pl.col("level") > 1)
        .group_by("mmsi", "level")
        .agg(pl.col("lasts").sum())
        .sort("mmsi", "level", descending=[False, True])
        .filter(pl.col("lasts").cum_sum().over("mmsi") >= MIN_SHARED)
        .group_by("mmsi", maintain_order=True)
        .agg(n_sharing=pl.col("level").max().cast(pl.Int64))
    )


def mark_sharing(loiterings: pd.DataFrame, sharing: pl.DataFrame) -> pd.DataFrame:
    """Tell of each wait how many vessels use its MMSI at once, if more than one."""
    known = LOITERINGS.from_pandas(loiterings).drop("n_sharing")
    marked = known.join(sharing, on="mmsi", how="left", maintain_order="left")
    return LOITERINGS.to_pandas(LOITERINGS.conform(marked).select(LOITERINGS.names))


def leave_out_crowded(events: pd.DataFrame, sharing: pl.DataFrame) -> pd.DataFrame:
    """Leave out what MMSIs do that three vessels or more use at once.

    Which of them fell silent, or waits, nobody can tell; each silence of one pairs
    with the waits of all.
    """
    crowded = sharing.filter(pl.col("n_sharing") >= MIN_CROWD)["mmsi"].to_list()
    return events[~events["mmsi"].isin(crowded)].reset_index(drop=True)


def count_levels(edges: Sequence[pl.DataFrame], *, whole: bool = False) -> pl.DataFrame:
    """Give how many segments of an MMSI are heard from each edge on.

    A segment that falls silent isn't heard until it goes on; ``whole`` ones are from
    their first report to their last.
    """
    table = pl.concat([EDGES.empty_polars(), *edges])
    begins, ends = pl.col("begins"), pl.col("ends")
    if whole:
        begins &= pl.col("before_time").is_null()
        ends &= ~pl.col("goes_on")
    steps = [
        table.filter(which).select(
            "mmsi",
            "timestamp",
            "lat",
            "lon",
            pl.col("speed_kn", "course_deg").cast(pl.Float64),
            pl.lit(step).alias("step"),
            "before_time",
        )
        for which, step in ((begins, 1), (ends, -1))
    ]
    return (
        pl.concat(steps)
        .sort("mmsi", "timestamp", "step", descending=[False, False, True])
        .with_columns(pl.col("step").cum_sum().over("mmsi").alias("level"))
    )


def stretches(
    levels: pl.DataFrame, level: int, extra: Sequence[str] = ()
) -> pl.DataFrame:
    """Give the stretches in which a level is kept, each with both of its ends."""
    starts = levels.filter(pl.col("step") == 1, pl.col("level") == level)
    ends = levels.filter(pl.col("step") == -1, pl.col("level") == level - 1)
    names = ("timestamp", "lat", "lon", "speed_kn", "course_deg")
    own = starts.select(
        "mmsi",
        *(pl.col(name).alias(f"start_{name}") for name in names),
        *(name for name in extra if name.startswith("before")),
        pl.int_range(pl.len()).over("mmsi").alias("number"),
    )
    other = ends.select(
        "mmsi",
        *(pl.col(name).alias(f"end_{name}") for name in names),
        *(name for name in extra if name.startswith("after")),
        pl.int_range(pl.len()).over("mmsi").alias("number"),
    )
    return (
        own.join(other, on=["mmsi", "number"], maintain_order="left")
        .drop("number")
        .rename({"start_timestamp": "start_time", "end_timestamp": "end_time"})
        .select(*SPELLS, *extra)
    )
