"""Draught: what each vessel of a lead said before and after it."""

from datetime import timedelta
from typing import Final

import polars as pl

__all__ = ["measure_draught"]

AROUND: Final = timedelta(hours=72)
"""Looked at before and after; ours: crews enter it late, or in port."""
APART: Final = timedelta(hours=1)
"""Left out beside the event: what is entered while cargo moves is neither."""


def measure_draught(leads: pl.DataFrame, vessels: pl.DataFrame) -> pl.DataFrame:
    """Measure by how much the draught of each vessel of a lead changed.

    The draught that held longest in the 72 hours after the event, less the one that
    held longest in the 72 hours before, an hour on both sides left out. Draught is
    entered by hand and often stale: 0 says that nothing was entered, not that nothing
    was loaded.

    Parameters
    ----------
    leads : pl.DataFrame
        ``candidate_id, mmsi_a, mmsi_b, start_time, end_time``.
    vessels : pl.DataFrame
        A :data:`~stsdetect.schema.VESSELS` table, in any order.

    Returns
    -------
    pl.DataFrame
        ``draught_change_a_m, draught_change_b_m``, row by row; missing where a draught
        is not known before or after.
    """
    told = _spells(vessels)
    changes = [_change(leads, told, side) for side in ("a", "b")]
    return pl.DataFrame(changes)


def _spells(vessels: pl.DataFrame) -> pl.DataFrame:
    """Give from when to when each draught held; the last one has no end."""
    later = pl.col("valid_from").shift(-1).over("mmsi")
    return (
        vessels.select("mmsi", "valid_from", "draught")
        .sort("mmsi", "valid_from")
        .with_columns(later.alias("valid_to"))
        .drop_nulls("draught")
    )


def _change(leads: pl.DataFrame, told: pl.DataFrame, side: str) -> pl.Series:
    start, end = pl.col("start_time"), pl.col("end_time")
    before = _longest_held(leads, told, side, (start - AROUND, start - APART))
    after = _longest_held(leads, told, side, (end + APART, end + AROUND))
    # Decimetres as sent: their difference has no more digits.
    return (after - before).round(1).alias(f"draught_change_{side}_m")


def _longest_held(
    leads: pl.DataFrame,
    told: pl.DataFrame,
    side: str,
    between: tuple[pl.Expr, pl.Expr],
) -> pl.Series:
    """Give the draught that held longest in a stretch, of equals the smaller one."""
    first, last = between
    wanted = leads.select(
        pl.int_range(pl.len()).alias("row"),
        pl.col(f"mmsi_{side}").alias("mmsi"),
        first.alias("first"),
        last.alias("last"),
    )
    held = pl.min_horizontal("valid_to", "last") - pl.max_horizontal(
        "valid_from", "first"
    )
    longest = (
        wanted.join(told, on="mmsi")
        .with_columns(held.alias("held"))
        .filter(pl.col("held") > timedelta(0))
        .group_by("row", "draught")
        .agg(pl.col("held").sum())
        .sort("row", "held", "draught", descending=[False, True, False])
        .group_by("row", maintain_order=True)
        .first()
    )
    return wanted.join(longest, on="row", how="left", maintain_order="left")[
        "draught"
    ].cast(pl.Float64)
