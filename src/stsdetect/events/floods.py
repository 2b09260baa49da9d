"""Floods as anomalies: periods that hold more than can be, joined to spells."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import polars as pl

__all__ = ["join_floods"]

_APART: Final = timedelta(hours=2)
"""Ours: what is longer apart is another flood."""

_EMPTY: Final = {
    "mmsi": pl.Int64(),
    "kind": pl.String(),
    "start_time": pl.Datetime("ms", "UTC"),
    "end_time": pl.Datetime("ms", "UTC"),
    "detail": pl.String(),
}


def join_floods(floods: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Join periods of too much that follow each other.

    Parameters
    ----------
    floods : sequence of pl.DataFrame
        ``kind, mmsi, start_time, end_time, n`` of windows that together are the whole
        time: kind ``flood`` with the reports of the vessel, or ``crowd`` with the
        vessels about it.

    Returns
    -------
    pl.DataFrame
        ``mmsi, kind, start_time, end_time, detail``.
    """
    filled = [part for part in floods if part.height]
    if not filled:
        return pl.DataFrame(schema=_EMPTY)
    rows = pl.concat(filled).sort("kind", "mmsi", "start_time")
    same = pl.all_horizontal(
        pl.col(name) == pl.col(name).shift() for name in ("kind", "mmsi")
    )
    near = pl.col("start_time") - pl.col("start_time").shift() <= _APART
    length = pl.col("end_time") - pl.col("start_time")
    spells = (
        rows.with_columns(spell=(~(same & near)).fill_null(value=True).cum_sum())
        .group_by("spell", maintain_order=True)
        .agg(
            pl.col("kind", "mmsi").first(),
            pl.col("start_time").min(),
            pl.col("end_time").max(),
            most=pl.col("n").max(),
            minutes=length.dt.total_minutes().max(),
            n=pl.col("n").sum(),
        )
    )
    flood = pl.format("{} reports, up to {} in {} min; thinned", "n", "most", "minutes")
    crowd = pl.format("up to {} vessels at one place; most left out", "most")
    detail = pl.when(pl.col("kind") == "flood").then(flood).otherwise(crowd)
    return spells.with_columns(detail=detail).select(*_EMPTY)
