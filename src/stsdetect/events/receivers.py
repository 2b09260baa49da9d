"""Receivers: reports from land at places where land hears nobody else.

A vessel that claims to be far from where it is goes on being heard by the stations near
which it is. Only sources that tell the kind of receiver can show it.
"""

from collections.abc import Sequence
from datetime import timedelta
from itertools import product
from typing import Final

import polars as pl

from stsdetect.events.edges import Span

__all__ = ["add_receivers", "count_receivers", "find_unhearable"]

MIN_REPORTS: Final = 5
MIN_SPAN: Final = timedelta(minutes=30)
"""Ours: a layer of warm air carries a report far, and another one."""
MIN_OTHERS: Final = 5
"""Ours: vessels that satellites hear there; without them nothing is known of it."""
BESIDE: Final = tuple(product((-1, 0, 1), (-1, 0, 1)))
"""Squares of a degree and those around: stations hear 20 to 60 nm, at times twice
that."""

_KEY: Final = ("row", "column", "receiver", "mmsi")


def count_receivers(reports: pl.DataFrame, own: Span) -> pl.DataFrame:
    """Count by square of a degree which vessels each kind of receiver hears.

    Parameters
    ----------
    reports : pl.DataFrame
        As :func:`~stsdetect.events.reports.order_reports` gives them.
    own : pair of datetime
        The window: reports in it count.

    Returns
    -------
    pl.DataFrame
        ``row, column, receiver, mmsi``, ``n`` reports, ``first`` and ``last``; nothing
        of reports whose receiver isn't told.
    """
    told = reports.filter(
        pl.col("timestamp").is_between(*own, closed="left"),
        pl.col("receiver").is_not_null(),
    )
    return (
        told.with_columns(
            pl.col("lat").floor().cast(pl.Int64).alias("row"),
            (pl.col("lon").floor().cast(pl.Int64) % 360).alias("column"),
            pl.col("receiver").cast(pl.String),
        )
        .group_by(_KEY)
        .agg(
            pl.len().cast(pl.Int64).alias("n"),
            pl.col("timestamp").min().alias("first"),
            pl.col("timestamp").max().alias("last"),
        )
        .sort(_KEY)
    )


def add_receivers(parts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Add up what :func:`count_receivers` gives of several windows."""
    return (
        pl.concat(parts)
        .group_by(_KEY)
        .agg(pl.col("n").sum(), pl.col("first").min(), pl.col("last").max())
        .sort(_KEY)
    )


def find_unhearable(heard: pl.DataFrame) -> pl.DataFrame:
    """Find vessels that stations on land hear where they hear no other.

    Parameters
    ----------
    heard : pl.DataFrame
        As :func:`add_receivers` gives it, of the whole period.

    Returns
    -------
    pl.DataFrame
        ``mmsi, kind`` (``receiver``), ``start_time, end_time, detail``: five reports or
        more over half an hour in a square in which, and around which, no other vessel
        is heard from land, and in which satellites hear five others or more.
    """
    by_land = heard.filter(pl.col("receiver") == "terrestrial")
    around = pl.concat(
        by_land.select(
            pl.col("row") + north, (pl.col("column") + east) % pl.lit(360), "mmsi"
        )
        for north, east in BESIDE
    )
    n_by_land = around.group_by("row", "column").agg(
        pl.col("mmsi").n_unique().alias("n_by_land")
    )
    by_satellite = heard.filter(pl.col("receiver") == "satellite").select(
        "row", "column", pl.col("mmsi").alias("other")
    )
    alone = by_land.join(n_by_land, on=["row", "column"]).filter(
        pl.col("n_by_land") == 1,
        pl.col("n") >= MIN_REPORTS,
        pl.col("last") - pl.col("first") >= MIN_SPAN,
    )
    others = (
        alone.join(by_satellite, on=["row", "column"])
        .filter(pl.col("other") != pl.col("mmsi"))
        .group_by("mmsi", "row", "column")
        .agg(
            pl.col("other").n_unique().alias("n_others"),
            pl.col("n", "first", "last").first(),
        )
        .filter(pl.col("n_others") >= MIN_OTHERS)
    )
    return others.select(
        "mmsi",
        pl.lit("receiver").alias("kind"),
        pl.col("first").alias("start_time"),
        pl.col("last").alias("end_time"),
        pl.format(
            "{} reports by stations on land, where satellites alone hear {} others",
            "n",
            "n_others",
        ).alias("detail"),
    ).sort("mmsi", "start_time")
