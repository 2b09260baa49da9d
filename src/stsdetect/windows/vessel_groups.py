"""Groups of vessels: a window read in parts that memory holds, to the same result."""

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from typing import Final

import polars as pl

from stsdetect.ingest.store import Store

__all__ = ["read_groups"]

_MMSI_END: Final = 2**62
"""Beyond every number that a message can hold."""


def read_groups(
    store: Store, start: datetime, stop: datetime, max_rows: int | None
) -> Iterator[pl.DataFrame]:
    """Read positions of a stretch of time, all of a vessel together, group by group.

    Tracks of a vessel hang on its own reports alone, so that a group is as good as all.
    Bands of longitude would not be: vessels sail from one to the other.

    Parameters
    ----------
    store : Store
        Where the positions lie.
    start, stop : datetime
        From the first, before the second.
    max_rows : int, optional
        Positions that a group has at most, unless one vessel has more; all vessels are
        one group when left out.

    Yields
    ------
    polars.DataFrame
        POSITIONS by MMSI and time; MMSIs grow from group to group.
    """
    if max_rows is None:
        yield store.read_positions(start, stop)
        return
    for vessels in _ranges(_count(store, start, stop), max_rows):
        yield store.read_positions(start, stop, vessels)


def _count(store: Store, start: datetime, stop: datetime) -> pl.DataFrame:
    """Count the positions of each vessel, file by file."""
    time = pl.col("timestamp")
    counts = [
        part.filter((time >= start) & (time < stop)).group_by("mmsi").len()
        for part in store.read_parts(["mmsi", "timestamp"], start.date(), stop.date())
    ]
    none = pl.DataFrame(schema={"mmsi": pl.Int64(), "len": pl.UInt32()})
    rows = pl.concat([none, *(one.cast({"mmsi": pl.Int64()}) for one in counts)])
    return rows.group_by("mmsi").agg(pl.col("len").cast(pl.Int64).sum()).sort("mmsi")


def _ranges(counts: pl.DataFrame, max_rows: int) -> list[range]:
    """Cut the MMSIs so that each range has so many positions at most."""
    cuts, n_rows = [0], 0
    for mmsi, n in counts.iter_rows():
        if n_rows and n_rows + n > max_rows:
            cuts.append(mmsi)
            n_rows = 0
        n_rows += n
    return [range(low, high) for low, high in pairwise([*cuts, _MMSI_END])]
