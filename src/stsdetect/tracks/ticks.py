"""Ticks: every vessel at the same instants."""

import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeVar

import numpy as np
import polars as pl
from numpy.typing import NDArray

from stsdetect.errors import ConfigError
from stsdetect.kernels.orders import group_segments
from stsdetect.kernels.resample import Ticks, empty_ticks, fill_ticks
from stsdetect.kernels.runs import in_order
from stsdetect.kernels.spans import Grid, Reports, find_spans
from stsdetect.schema import TICKS, TRACKS
from stsdetect.threads import cut_evenly, map_parts
from stsdetect.units import M_PER_NM

__all__ = ["STSDETECT", "TickParams", "find_ticks"]

log = logging.getLogger(__name__)

Columns = TypeVar("Columns", Reports, Ticks)

COARSE_TYPE: Final = 27
"""Long-range report, to 1/10 minute of arc or 185 m (ITU-R M.1371-5, table 87)."""
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND: Final = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class TickParams:
    """The grid, and between which reports a vessel is known."""

    step: timedelta = timedelta(minutes=5)
    """Ours, between ticks: 10 minutes lose short contacts."""
    max_hole: timedelta = timedelta(minutes=60)
    """Longest time between two reports, as Global Fishing Watch's pipe-encounters."""
    max_still_hole: timedelta = timedelta(hours=4)
    """Ours: the same where the vessel hardly moved; satellites pass every 35 to
    110 minutes, and some passes are missed."""
    max_shift_m: float = M_PER_NM
    """Ours: a vessel that swings at anchor, or drifts at one knot for the longest
    time between two passes, hardly moved."""
    max_still_sog: float = 3.0
    """Ours: a vessel that reports more at one of the two is under way [kn]."""

    def __post_init__(self) -> None:
        """Refuse a grid without ticks.

        Raises
        ------
        ConfigError
            The step is below a second, or a bound below zero.
        """
        if self.step < timedelta(seconds=1):
            raise ConfigError("ticks: step must be at least one second")
        if min(self.max_hole, self.max_still_hole) < timedelta(0):
            raise ConfigError("ticks: max_hole and max_still_hole must be >= 0")
        if min(self.max_shift_m, self.max_still_sog) < 0:
            raise ConfigError("ticks: max_shift_m and max_still_sog must be >= 0")


STSDETECT = TickParams()
"""Our own grid, each bound with its reason beside it."""


def find_ticks(
    tracks: pl.DataFrame,
    start: datetime,
    stop: datetime,
    params: TickParams = STSDETECT,
) -> pl.DataFrame:
    """Put each segment on the ticks of a stretch of time.

    Parameters
    ----------
    tracks : pl.DataFrame
        A :data:`~stsdetect.schema.TRACKS` table, in any order. It reaches at least a
        step and `max_still_hole` beyond both ends, or the ticks there lack neighbours.
    start, stop : datetime
        Ticks from `start`, included, to `stop`, excluded.
    params : TickParams
        Grid and bounds.

    Returns
    -------
    pl.DataFrame
        A :data:`~stsdetect.schema.TICKS` table, by MMSI, segment and time. Jumps and
        coarse reports (type 27) are passed over; a report with no neighbour gives no
        tick, since its speed is not known.
    """
    TRACKS.check(tracks)
    reports = _reports(_usable(tracks), params)
    grid = _grid(start, stop, params)
    ticks = _table(_resample(reports, grid), start, stop)
    log.info("%d reports, %d ticks", reports.time.size, ticks.height)
    return TICKS.conform(ticks)


def _resample(reports: Reports, grid: Grid) -> Ticks:
    """Resample in threads, which write side by side into the same memory."""
    spans = np.empty((reports.time.size, 3), dtype=np.int32)
    parts = cut_evenly(reports.segment)
    counts = map_parts(
        lambda rows: find_spans(_part(reports, rows), grid, spans[rows]), parts
    )
    ends = np.cumsum([0, *(n_ticks for _, n_ticks in counts)]).tolist()
    ticks = empty_ticks(ends[-1])

    def fill(part: int) -> None:
        own = spans[parts[part]][: counts[part][0]]
        place = slice(ends[part], ends[part + 1])
        fill_ticks(_part(reports, parts[part]), own, grid, _part(ticks, place))

    map_parts(fill, range(len(parts)))
    return ticks


def _part(columns: Columns, rows: slice) -> Columns:
    parts: list[NDArray[Any]] = [column[rows] for column in columns]
    return type(columns)(*parts)


def _table(found: Ticks, start: datetime, stop: datetime) -> pl.DataFrame:
    """Give the ticks wanted, without those beyond the ends."""
    ticks = pl.DataFrame(
        {
            "segment_id": found.segment,
            "mmsi": found.mmsi,
            "timestamp": pl.Series(found.time).cast(pl.Datetime("ms", "UTC")),
            "lat": found.lat,
            "lon": found.lon,
            "speed_kn": found.speed_kn,
            "heading": pl.Series(found.heading).fill_nan(None),
            "age_s": found.age_s,
            "hole_s": found.hole_s,
        }
    )
    first, last = ticks["timestamp"].min(), ticks["timestamp"].max()
    if ticks.is_empty() or start <= first <= last < stop:  # type: ignore[operator]
        return ticks
    return ticks.filter(pl.col("timestamp").is_between(start, stop, closed="left"))


def _usable(tracks: pl.DataFrame) -> pl.DataFrame:
    """Give the reports that ticks can rest on, by segment and time."""
    coarse = (pl.col("msg_type") == COARSE_TYPE).fill_null(value=False)
    columns = ("mmsi", "timestamp", "segment_id", "lat", "lon", "heading", "sog")
    usable = tracks.select(columns)
    if (left_out := tracks.select(pl.col("jump") | coarse).to_series()).any():
        usable = usable.filter(~left_out)
    usable = usable.rechunk()
    keys = usable.select("mmsi", pl.col("timestamp").dt.epoch("ms"), "segment_id")
    mmsi, time, segment = (key.to_numpy() for key in keys)
    if not in_order(mmsi, time, time):
        return usable.sort("mmsi", "segment_id", "timestamp")
    if in_order(mmsi, segment, time):
        return usable
    return usable[group_segments(mmsi, segment)]


def _reports(usable: pl.DataFrame, params: TickParams) -> Reports:
    fast = (pl.col("sog") > params.max_still_sog).fill_null(value=False)
    columns: list[NDArray[Any]] = [
        column.to_numpy()
        for column in usable.select(
            pl.col("segment_id", "mmsi").cast(pl.Int64),
            pl.col("timestamp").dt.epoch("ms"),
            pl.col("lat", "lon").cast(pl.Float64),
            pl.col("heading").cast(pl.Float32).fill_null(float("nan")),
            fast.alias("fast"),
        )
    ]
    return Reports(*columns)


def _grid(start: datetime, stop: datetime, params: TickParams) -> Grid:
    """Ticks wanted and one more on both sides, for the speeds at the ends."""
    return Grid(
        first=-((EPOCH - start) // params.step) - 1,
        last=-((EPOCH - stop) // params.step),
        step_ms=params.step // MILLISECOND,
        max_hole_ms=params.max_hole // MILLISECOND,
        max_still_ms=params.max_still_hole // MILLISECOND,
        max_shift_m=float(params.max_shift_m),
    )
