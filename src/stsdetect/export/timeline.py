"""Time line of a case: all that was found of its vessels around it, in order."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

import pandas as pd
import polars as pl

__all__ = ["list_timeline"]

_TIMES: Final = {
    "encounters": ("start_time", "end_time"),
    "loiterings": ("start_time", "end_time"),
    "gaps": ("start_time", "end_time"),
    "rendezvous": ("earliest_start", "latest_end"),
    "port_visits": ("start_time", "end_time"),
    "dark_voyages": ("start_time", "end_time"),
    "identity_events": ("time", "time"),
    "anomalies": ("start_time", "end_time"),
}
"""Tables of events and what bounds one in time."""

_NAMES: Final = {"rendezvous": "rendezvous", "anomalies": "anomaly"}
"""Of one event, where that is not the name of the table less its last letter."""

_WHAT: Final = ("kind", "activity", "mode", "port", "suspicious", "detail")
"""Columns that tell what an event is, in this order, where a table has them."""


def list_timeline(
    events: Mapping[str, pd.DataFrame],
    mmsis: Sequence[int],
    start: datetime,
    stop: datetime,
) -> pl.DataFrame:
    """List the events of some vessels in a period, by start.

    Parameters
    ----------
    events : mapping
        Tables of events by name, as in the run folder.
    mmsis : sequence of int
        The vessels.
    start, stop : datetime
        Events that reach into this time are listed.

    Returns
    -------
    DataFrame
        ``start_time, end_time, event, mmsi, other_mmsi, what, event_id``.
    """
    parts = [
        _of_table(name, pl.from_pandas(events[name]), mmsis)
        for name in _TIMES
        if name in events
    ]
    reaching = (pl.col("start_time") <= stop) & (
        pl.col("end_time").fill_null(stop) >= start
    )
    return (
        pl.concat([_NOTHING, *parts])
        .filter(reaching)
        .sort("start_time", "event", "event_id")
    )


def _of_table(name: str, table: pl.DataFrame, mmsis: Sequence[int]) -> pl.DataFrame:
    first, last = _TIMES[name]
    one = "mmsi_a" if "mmsi_a" in table.columns else "mmsi"
    others = [c for c in ("mmsi_b", "other_mmsi") if c in table.columns]
    other = pl.col(others[0]) if others else pl.lit(None)
    told = [
        pl.when(pl.col(c)).then(pl.lit(c))
        if table.schema[c] == pl.Boolean
        else pl.col(c).cast(pl.String)
        for c in _WHAT
        if c in table.columns
    ]
    return table.filter(pl.col(one).is_in(mmsis) | other.is_in(mmsis)).select(
        pl.col(first).cast(_UTC).alias("start_time"),
        pl.col(last).cast(_UTC).alias("end_time"),
        pl.lit(_NAMES.get(name, name.removesuffix("s").replace("_", " "))).alias(
            "event"
        ),
        pl.col(one).cast(pl.Int64).alias("mmsi"),
        other.cast(pl.Int64).alias("other_mmsi"),
        pl.concat_str(told or [pl.lit("")], separator=", ", ignore_nulls=True).alias(
            "what"
        ),
        pl.col(table.columns[0]).cast(pl.String).alias("event_id"),
    )


_UTC: Final = pl.Datetime("ms", "UTC")

_NOTHING: Final = pl.DataFrame(
    schema={
        "start_time": _UTC,
        "end_time": _UTC,
        "event": pl.String(),
        "mmsi": pl.Int64(),
        "other_mmsi": pl.Int64(),
        "what": pl.String(),
        "event_id": pl.String(),
    }
)
