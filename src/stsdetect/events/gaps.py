"""Gaps: a vessel falls silent, for an hour or for weeks, or is not heard again.

A gap belongs to a vessel, not to an MMSI: two vessels that share one are told apart
by their segments, and after a silence too long for a segment by where they are heard
again. A position that no vessel can have made ends no gap.
"""

import hashlib
import logging
from collections.abc import Sequence
from datetime import datetime

import numpy as np
import pandas as pd
import polars as pl
from numpy.typing import NDArray

from stsdetect.events.arrays import numbers, whole
from stsdetect.events.edges import (
    STSDETECT,
    GapParams,
    find_edges,
    nm_per_h_in_m_per_ms,
)
from stsdetect.kernels.resume import Resumption, resume_segments
from stsdetect.kernels.sphere import haversine_m
from stsdetect.schema import EDGES, GAPS
from stsdetect.units import M_PER_NM, MS_PER_S, S_PER_H

__all__ = ["STSDETECT", "GapParams", "find_edges", "find_gaps"]

log = logging.getLogger(__name__)

MS_PER_H = MS_PER_S * S_PER_H


def find_gaps(
    edges: Sequence[pl.DataFrame],
    speeds: pl.DataFrame,
    stop: datetime,
    params: GapParams = STSDETECT,
) -> pd.DataFrame:
    """Find the gaps between the edges of all windows.

    Parameters
    ----------
    edges : sequence of pl.DataFrame
        :data:`~stsdetect.schema.EDGES` tables of windows that together are the period.
    speeds : pl.DataFrame
        ``mmsi`` and ``own_speed_kn``, as
        :func:`~stsdetect.events.speeds.join_speeds` gives them.
    stop : datetime
        End of the period: a silence that lasts until then is open.
    params : GapParams
        What a gap is.

    Returns
    -------
    pd.DataFrame
        A :data:`~stsdetect.schema.GAPS` table, by start and id. What reception says of
        a silence is missing. An open gap while the MMSI is heard elsewhere needs an
        hour of reports before, else it is a stray position.
    """
    table = pl.concat([EDGES.empty_polars(), *edges])
    EDGES.check(table)
    table = table.sort("mmsi", "timestamp", maintain_order=True).rechunk()
    start, end = _pairs(table, params)
    gaps = _measure(table, start, end, stop).join(
        speeds, on="mmsi", how="left", maintain_order="left"
    )
    long = pl.col("duration_h") >= params.min_duration.total_seconds() / S_PER_H
    stray = pl.col("open") & pl.col("mmsi_heard") & ~pl.col("settled")
    gaps = _count_alike(gaps.filter(long & ~stray))
    found = GAPS.to_pandas(_conform(gaps))
    GAPS.check(found)
    log.info("%d edges, %d gaps", table.height, len(found))
    return found


def _pairs(
    table: pl.DataFrame, params: GapParams
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give the rows before each silence and after it, −1 for none."""
    mmsi, time = whole(table["mmsi"]), whole(table["timestamp"])
    in_segment = table["before_time"].is_not_null().to_numpy()
    before = _row_before(table)
    begins, ends = (table[name].to_numpy() for name in ("begins", "ends"))
    resumed = resume_segments(
        mmsi,
        time,
        (numbers(table["lat"]), numbers(table["lon"])),
        begins & ~in_segment,
        ends & ~table["goes_on"].to_numpy(),
        Resumption(
            nm_per_h_in_m_per_ms(params.max_speed_kn),
            float(params.slack_m),
            nm_per_h_in_m_per_ms(params.age_kn),
            params.n_back,
        ),
    )
    before = np.where(in_segment, before, resumed)
    after = np.full(mmsi.size, -1, dtype=np.int64)
    known = np.flatnonzero(before >= 0)
    after[before[known]] = known
    # A segment that goes on after its silence, beyond what is looked at, is open.
    start = np.flatnonzero(ends)
    return start, after[start]


def _row_before(table: pl.DataFrame) -> NDArray[np.int64]:
    """Give the row of the report before the silence of a segment, −1 for none."""
    rows = table.select("mmsi", "timestamp").with_row_index("row")
    found = table.select("mmsi", "before_time").join(
        rows,
        left_on=["mmsi", "before_time"],
        right_on=["mmsi", "timestamp"],
        how="left",
        maintain_order="left",
    )
    return whole(found["row"].cast(pl.Int64).fill_null(-1))


def _measure(
    table: pl.DataFrame,
    start: NDArray[np.int64],
    end: NDArray[np.int64],
    stop: datetime,
) -> pl.DataFrame:
    """Describe each silence by the reports on both sides."""
    is_open = pl.Series("open", end < 0)
    ends = ("timestamp", "lat", "lon", "sog", "cog")
    before = table[start]
    after = table[np.maximum(end, 0)] if table.height else table
    gaps = before.select(
        "mmsi",
        "ais_class",
        "settled",
        pl.col("nav_status").alias("nav_status_before"),
        pl.col("speed_kn", "course_deg").name.prefix("start_"),
        *(pl.col(name).alias(_side("start", name)) for name in ends),
    ).with_columns(
        is_open,
        pl.Series("mmsi_heard", _heard_elsewhere(table, start, end)),
        *(
            pl.when(~is_open).then(after[name]).alias(_side("end", name))
            for name in ends
        ),
    )
    until = gaps["end_time"].fill_null(stop)
    hours = (whole(until) - whole(gaps["start_time"])) / MS_PER_H
    places = [f"{side}_{name}" for side in ("start", "end") for name in ("lat", "lon")]
    metres = haversine_m(*(numbers(gaps[name]) for name in places))
    distance_nm = pl.Series(metres / M_PER_NM).fill_nan(None)
    gaps = gaps.with_columns(
        pl.Series("duration_h", hours), distance_nm.alias("distance_nm")
    )
    speed = pl.col("distance_nm") / pl.col("duration_h")
    return gaps.with_columns(speed.alias("implied_speed_kn"))


def _side(side: str, name: str) -> str:
    return f"{side}_time" if name == "timestamp" else f"{side}_{name}"


def _heard_elsewhere(
    table: pl.DataFrame, start: NDArray[np.int64], end: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Tell whether another segment of the MMSI goes on or opens in a silence."""
    opens = (table["begins"] & table["before_time"].is_null()).to_numpy()
    goes_on = table["goes_on"].to_numpy()
    closes = table["ends"].to_numpy() & ~goes_on
    n_opened = np.cumsum(opens)
    # Each segment opens and closes once, so that sums begin at zero in every MMSI.
    n_going = n_opened - np.cumsum(closes)
    mmsi = whole(table["mmsi"])
    last = np.searchsorted(mmsi, mmsi[start], side="right") - 1
    until = np.where(end >= 0, end, last)
    n_new = n_opened[until] - n_opened[start]
    n_new -= (end >= 0) & opens[until]
    others = n_going[start] - goes_on[start]
    heard: NDArray[np.bool_] = (others > 0) | (n_new > 0)
    return heard


def _count_alike(gaps: pl.DataFrame) -> pl.DataFrame:
    """Count the other gaps of each vessel that last at least half as long."""
    gaps = gaps.sort("mmsi", "duration_h", "start_time")
    mmsi, hours = whole(gaps["mmsi"]), numbers(gaps["duration_h"])
    # One ascending key: durations of a vessel stay below the next vessel's.
    number = np.cumsum(np.append(False, mmsi[1:] != mmsi[:-1]))[: mmsi.size]
    step = 2.0 * hours.max(initial=1.0)
    key = number * step + hours
    first = np.searchsorted(key, number * step + hours / 2)
    last = np.searchsorted(number, number, side="right")
    return gaps.with_columns(pl.Series("n_alike", last - first - 1))


def _conform(gaps: pl.DataFrame) -> pl.DataFrame:
    keys = gaps.select("mmsi", pl.col("start_time").dt.epoch("ms")).iter_rows()
    gaps = gaps.with_columns(
        pl.Series("gap_id", [_gap_id(*key) for key in keys], pl.String)
    )
    return GAPS.conform(gaps).select(GAPS.names).sort("start_time", "mmsi", "gap_id")


def _gap_id(mmsi: int, start_ms: int) -> str:
    return hashlib.sha256(f"gap {mmsi} {start_ms}".encode()).hexdigest()[:16]
