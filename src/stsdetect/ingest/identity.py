"""Identity: particulars gathered per hour, and told as one row per change."""

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from stsdetect.ingest.particulars import HEARD, PARTICULARS
from stsdetect.schema import VESSELS
from stsdetect.schema.mmsi import mmsi_class

__all__ = ["HEARD_SCHEMA", "find_changes", "first_heard", "first_of_each", "gather"]

HEARD_SCHEMA: Final = {**HEARD, "source_id": pl.String()}
"""Columns of what is heard, of all sources."""

_HOUR: Final = "__hour"
_ORDER: Final = ("mmsi", "timestamp", *PARTICULARS, "source_id", "source_row")


def gather(rows: pl.DataFrame) -> pl.DataFrame:
    """Reduce rows of one source to what is heard of each vessel each hour.

    Parameters
    ----------
    rows : polars.DataFrame
        ``mmsi, timestamp, source_row`` and any of :data:`PARTICULARS`, clean or not.

    Returns
    -------
    polars.DataFrame
        The first row of each hour, vessel and set of values.
    """
    names = [name for name in PARTICULARS if name in rows.columns]
    said = pl.struct(names).hash() if names else pl.lit(0, pl.UInt64)
    return rows[first_of_each(rows.select("mmsi", "timestamp", said=said))]


def first_of_each(rows: pl.DataFrame) -> NDArray[np.int64]:
    """Find the rows that say something first in their hour.

    Parameters
    ----------
    rows : polars.DataFrame
        ``mmsi, timestamp`` and ``said``, a number that stands for what is said.
    """
    time = rows["timestamp"].to_physical().alias("time")
    place = pl.int_range(rows.height, dtype=pl.UInt32, eager=True).alias("place")
    keys = rows.select(
        "mmsi", pl.col("timestamp").dt.truncate("1h").alias(_HOUR), "said"
    )
    first = (
        keys.with_columns(time, place)
        .group_by("mmsi", _HOUR, "said")
        .agg(pl.col("place").get(pl.col("time").arg_min()))
    )
    return np.sort(first["place"].to_numpy()).astype(np.int64)


def first_heard(heard: pl.DataFrame) -> pl.DataFrame:
    """Keep of each vessel, hour and set of values the row that was heard first.

    The first of firsts is the first of all, so that files can come in any order, and
    later; the changes alone could not be joined so. An hour is ours: particulars are
    sent every 6 minutes, and two vessels that share an MMSI take turns all day.

    Parameters
    ----------
    heard : polars.DataFrame
        Columns of :data:`HEARD_SCHEMA`.
    """
    hour = pl.col("timestamp").dt.truncate("1h").alias(_HOUR)
    return (
        heard.sort(*_ORDER)
        .with_columns(hour)
        .unique(["mmsi", _HOUR, *PARTICULARS], keep="first", maintain_order=True)
        .drop(_HOUR)
    )


def find_changes(heard: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Tell the particulars of each vessel, one row per change.

    A value that is missing says nothing: what was known stays.

    Parameters
    ----------
    heard : polars.DataFrame
        As :func:`first_heard` gives it, from all sources.
    known : polars.DataFrame
        What was known before all of it: a :data:`~stsdetect.schema.VESSELS` table of
        which the last row of each vessel counts.

    Returns
    -------
    polars.DataFrame
        A :data:`~stsdetect.schema.VESSELS` table, sorted by its key.
    """
    columns = ["mmsi", "timestamp", *PARTICULARS, "source_id", "source_row"]
    before = known.rename({"valid_from": "timestamp"}).select(
        *(pl.col(name).cast(HEARD_SCHEMA[name]) for name in columns), is_new=False
    )
    at_once = (
        heard.sort(*_ORDER)
        .group_by("mmsi", "timestamp", maintain_order=True)
        .agg(
            pl.col(PARTICULARS).drop_nulls().first(),
            pl.col("source_id", "source_row").first(),
        )
        .select(*columns, is_new=True)
    )
    all_told = pl.concat([before, at_once]).sort("mmsi", "timestamp")
    filled = all_told.with_columns(pl.col(PARTICULARS).forward_fill().over("mmsi"))
    changed = pl.any_horizontal(
        pl.col(name).ne_missing(pl.col(name).shift()) for name in ("mmsi", *PARTICULARS)
    )
    changes = filled.filter(changed & pl.col("is_new"))
    classed = changes.with_columns(mmsi_class(pl.col("mmsi"))).drop("is_new")
    return VESSELS.conform(classed.rename({"timestamp": "valid_from"}))
