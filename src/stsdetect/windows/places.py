"""Places: where vessels were at given times, read file by file."""

from datetime import timedelta
from typing import Final

import polars as pl

from stsdetect.ingest.store import Store

__all__ = ["find_places"]

MAX_AGE: Final = timedelta(hours=1)
"""Ours: of the report behind a place; a vessel under way is ten miles on by then."""


def find_places(store: Store, asked: pl.DataFrame) -> pl.DataFrame:
    """Find the last report of vessels up to given times, if it is not too old.

    Parameters
    ----------
    store : Store
        Where to look.
    asked : DataFrame
        ``mmsi, at``, each once.

    Returns
    -------
    DataFrame
        ``mmsi, at, lat, lon``, by MMSI and time; what is not known is left out.
    """
    found = [_NONE]
    for part in store.read_parts(("mmsi", "timestamp", "lat", "lon")):
        low, high = part["timestamp"].min(), part["timestamp"].max()
        near = asked.filter(
            pl.col("at") >= pl.lit(low), pl.col("at") <= pl.lit(high) + MAX_AGE
        )
        found.append(_last_before(near, part))
    ordered = pl.concat(found).sort("mmsi", "at", "timestamp")
    return ordered.unique(["mmsi", "at"], keep="last", maintain_order=True).drop(
        "timestamp"
    )


def _last_before(asked: pl.DataFrame, reports: pl.DataFrame) -> pl.DataFrame:
    return (
        asked.sort("at", "mmsi")
        .join_asof(
            reports.sort("timestamp", "lat", "lon"),
            left_on="at",
            right_on="timestamp",
            by="mmsi",
            strategy="backward",
            tolerance=MAX_AGE,
            check_sortedness=False,
            coalesce=False,
        )
        .drop_nulls("lat")
        .select(_NONE.columns)
    )


_NONE: Final = pl.DataFrame(
    schema={
        "mmsi": pl.Int64,
        "at": pl.Datetime("ms", "UTC"),
        "lat": pl.Float64,
        "lon": pl.Float64,
        "timestamp": pl.Datetime("ms", "UTC"),
    }
)
