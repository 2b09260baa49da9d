"""Ticks: every vessel at the same instants."""

import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from stsdetect.errors import ConfigError
from stsdetect.kernels.resample import Grid, Reports, Ticks, group_segments, resample
from stsdetect.kernels.runs import in_order
from stsdetect.schema import TICKS, TRACKS
from stsdetect.tracks.threads import cut_evenly, map_parts
from stsdetect.units import M_PER_NM, MS_PER_S

__all__ = ["STSDETECT", "TickParams", "find_ticks"]

log = logging.getLogger(__name__)

COARSE_TYPE: Final = 27
"""Long-range report, to 1/10 minute of arc or 185 m (ITU-R M.1371-5, table 87)."""
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND: Final = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class TickParams:
    """The grid, and between which reports a vessel is known."""

    step: timedelta = timedelta(minutes=5)
    """Between ticks (design 7): 10 minutes lose short contacts."""
    max_hole: timedelta = timedelta(minutes=60)
    """Longest time between two reports, as Global Fishing Watch's pipe-encounters."""
    max_still_hole: timedelta = timedelta(hours=4)
    """The same where the vessel hardly moved (design 7): satellites pass every 35 to
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
    usable = _usable(tracks)
    reports = _reports(usable, params)
    grid = _grid(start, stop, params)
    mmsi = usable["mmsi"].to_numpy()

    def ticks_of(rows: slice) -> pl.DataFrame:
        columns: list[NDArray[Any]] = [column[rows] for column in reports]
        part = Reports(*columns)
        return _table(resample(part, grid), part.segment, mmsi[rows], grid)

    ticks = pl.concat(map_parts(ticks_of, cut_evenly(reports.segment)))
    log.info("%d reports, %d ticks", usable.height, ticks.height)
    return TICKS.conform(ticks.rechunk())


def _table(
    found: Ticks, segment: NDArray[np.int64], mmsi: NDArray[np.int64], grid: Grid
) -> pl.DataFrame:
    inside = (found.number > grid.first) & (found.number < grid.last)
    ticks = pl.DataFrame(
        {
            "segment_id": segment[found.row],
            "mmsi": mmsi[found.row],
            "timestamp": pl.Series(found.number * grid.step_ms).cast(
                pl.Datetime("ms", "UTC")
            ),
            "lat": found.lat,
            "lon": found.lon,
            "speed_kn": found.speed_kn,
            "heading": pl.Series(found.heading).fill_nan(None).cast(pl.Float32),
            "age_s": found.age_ms / MS_PER_S,
            "hole_s": found.hole_ms / MS_PER_S,
        }
    )
    return ticks if inside.all() else ticks.filter(pl.Series(inside))


def _usable(tracks: pl.DataFrame) -> pl.DataFrame:
    """Give the reports that ticks can rest on, by segment and time."""
    coarse = (pl.col("msg_type") == COARSE_TYPE).fill_null(value=False)
    columns = ("mmsi", "timestamp", "segment_id", "lat", "lon", "heading", "sog")
    usable = tracks.filter(~pl.col("jump") & ~coarse).select(columns).rechunk()
    keys = usable.select("mmsi", pl.col("timestamp").dt.epoch("ms"), "segment_id")
    mmsi, time, segment = (key.to_numpy() for key in keys)
    if not in_order(mmsi, time, time):
        return usable.sort("mmsi", "segment_id", "timestamp")
    order = group_segments(mmsi, segment)
    return usable if _is_identity(order) else usable[order]


def _is_identity(order: NDArray[np.int64]) -> bool:
    return bool((order == np.arange(order.size)).all())


def _reports(usable: pl.DataFrame, params: TickParams) -> Reports:
    fast = (pl.col("sog") > params.max_still_sog).fill_null(value=False)
    columns: list[NDArray[Any]] = [
        column.to_numpy()
        for column in usable.select(
            pl.col("segment_id").cast(pl.Int64),
            pl.col("timestamp").dt.epoch("ms"),
            pl.col("lat", "lon", "heading").cast(pl.Float64),
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
