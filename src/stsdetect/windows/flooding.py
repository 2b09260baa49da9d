"""Flooding: who is left out of a window because more are there than can be."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final, NamedTuple

import polars as pl

from stsdetect.ingest.store import Store
from stsdetect.schema.mmsi import is_vessel
from stsdetect.tracks.crowds import VISITS, choose_out, count_vessels, find_visits
from stsdetect.tracks.floods import FLOODS, FloodParams
from stsdetect.windows.window import MARGIN, Window

__all__ = ["BEFORE", "Crowds", "find_crowds", "whole_periods"]

BEFORE: Final = timedelta(days=1)
"""Read before the days of a crowd, to tell who has been there for long."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_COLUMNS: Final = ("mmsi", "timestamp", "lat", "lon")
_HOURS: Final = {
    "mmsi": pl.Int64(),
    "n_hours": pl.Int64(),
    "day": pl.Date(),
    "n_possible": pl.Int64(),
}


class Crowds(NamedTuple):
    """What is left out of a window, and what is told of it.

    ``out`` are :data:`~stsdetect.tracks.crowds.VISITS`, ``told``
    :data:`~stsdetect.tracks.floods.FLOODS`.
    """

    out: pl.DataFrame
    told: pl.DataFrame


def whole_periods(window: Window, params: FloodParams) -> tuple[datetime, datetime]:
    """Give the margins of a window, rounded outwards to whole periods.

    What is left out of a period then hangs on no window.
    """
    start, stop = window.start - MARGIN, window.stop + MARGIN
    first = _EPOCH + (start - _EPOCH) // params.period * params.period
    last = _EPOCH - (_EPOCH - stop) // params.period * params.period
    return first, last


def find_crowds(store: Store, window: Window, params: FloodParams) -> Crowds:
    """Find the crowds of a window and its margin, file by file of the store."""
    first, last = whole_periods(window, params)
    counts = sum(count_vessels(part, params) for part in _parts(store, first, last))
    if isinstance(counts, int) or (
        counts[0].max() <= params.max_near and counts[1].max() <= params.max_far
    ):
        return Crowds(pl.DataFrame(schema=VISITS), pl.DataFrame(schema=FLOODS))
    parts = _parts(store, first, last)
    visits = pl.concat([find_visits(part, counts, params) for part in parts])
    return Crowds(*choose_out(visits, _hours_heard(store, visits, params), params))


def _parts(store: Store, first: datetime, last: datetime) -> Iterator[pl.DataFrame]:
    """Read the vessels of a stretch of time, file by file."""
    time = pl.col("timestamp")
    wanted = is_vessel(pl.col("mmsi")) & (time >= first) & (time < last)
    for part in store.read_parts(_COLUMNS, first.date(), last.date()):
        yield part.filter(wanted)


def _hours_heard(
    store: Store, visits: pl.DataFrame, params: FloodParams
) -> pl.DataFrame:
    """Count the hours in which vessels were heard, and anyone was."""
    length = params.period // timedelta(milliseconds=1)
    day = (pl.col("period") * length).cast(pl.Datetime("ms")).dt.date()
    wanted = visits.select("mmsi", "period").unique().with_columns(day=day)
    days = wanted["day"].unique().sort().to_list()
    nothing = pl.DataFrame(schema=_HOURS)
    counted = pl.concat([nothing, *(_hours_of_day(store, one) for one in days)])
    return wanted.join(counted, on=["mmsi", "day"], how="left").drop("day")


def _hours_of_day(store: Store, day: date) -> pl.DataFrame:
    """Count hours of each vessel on a day and the one before."""
    hour = pl.col("timestamp").dt.epoch("s") // 3600
    parts = [
        part.select(pl.col("mmsi").cast(pl.Int64), hour=hour).unique()
        for part in store.read_parts(["mmsi", "timestamp"], day - BEFORE, day)
    ]
    hours = pl.concat(parts).unique()
    return hours.group_by("mmsi").agg(
        n_hours=pl.len().cast(pl.Int64),
        day=pl.lit(day),
        n_possible=pl.lit(hours["hour"].n_unique(), pl.Int64),
    )
