"""Segments: runs of positions that one vessel can have made."""

import logging
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from stsdetect.errors import ConfigError
from stsdetect.kernels.links import chain_ids, link_positions, lone_between
from stsdetect.kernels.projection import Reach, Way
from stsdetect.kernels.runs import in_order
from stsdetect.schema import POSITIONS, TRACKS
from stsdetect.units import MS_PER_KN, MS_PER_S

__all__ = ["STSDETECT", "SegmentParams", "find_segments"]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentParams:
    """What one vessel can have made."""

    max_gap: timedelta = timedelta(hours=8)
    """Longest silence inside a segment: `max_hours` of gpsdio-segment (2020)."""
    max_speed_kn: float = 50.0
    """Ours: the fastest ferries make about 45 kn, and outliers are far beyond."""
    slack_m: float = 500.0
    """Ours: allowed on top of the speed; 30 s of clock error, the bound at which
    Global Fishing Watch drops a receiver, are 309 m at 20 kn, and type 27 is coarse
    to 185 m."""
    usual_speed_kn: float = 25.0
    """`max_knots` of gpsdio-segment (2020): a position that needs more from the
    latest one may be another vessel's that uses the MMSI as well."""
    off_share: float = 0.3
    """Ours: over half an hour a vessel that turns by 17° is off its course by that
    share of its way; a stranger is off by its distance."""
    n_back: int = 2_000
    """Ours: earlier positions looked at, a report every 14 s for 8 h; it bounds the
    time that an MMSI used by hundreds of transponders takes."""

    def __post_init__(self) -> None:
        """Refuse bounds that no position could keep.

        Raises
        ------
        ConfigError
            A bound is not above zero.
        """
        if self.max_gap <= timedelta(0) or self.max_speed_kn <= 0 or self.n_back < 1:
            raise ConfigError("segments: max_gap, max_speed_kn and n_back must be > 0")
        if min(self.slack_m, self.usual_speed_kn, self.off_share) < 0:
            raise ConfigError(
                "segments: slack_m, usual_speed_kn and off_share must not be below 0"
            )


STSDETECT = SegmentParams()
"""Our own bounds, each with its reason beside it."""


def find_segments(
    positions: pl.DataFrame, params: SegmentParams = STSDETECT
) -> pl.DataFrame:
    """Cut the positions of each MMSI into segments, and flag the jumps.

    A position joins the latest earlier one of its MMSI from which a vessel can have
    got there within `max_gap`, but for one that is plainly another vessel's: one that
    speed and course, or a usual speed, do not lead away from, while they do from an
    older one. Where several would join the same one, the slowest way counts. Two
    vessels that share an MMSI so give two segments, and a position that fits nowhere
    stands alone. It is flagged as a jump where its MMSI goes on over it. No position
    is moved or dropped.

    Parameters
    ----------
    positions : pl.DataFrame
        A :data:`~stsdetect.schema.POSITIONS` table, in any order.
    params : SegmentParams
        What one vessel can have made.

    Returns
    -------
    pl.DataFrame
        A :data:`~stsdetect.schema.TRACKS` table, by MMSI and time.

    Notes
    -----
    How a position joins depends on nothing further away than `max_gap`: a window with
    that margin gives the segments that all time gives. Only their ids differ where
    a segment starts before the margin, since the id is made from its first position.
    """
    POSITIONS.check(positions)
    way = _way(positions)
    if not in_order(way.mmsi, way.time, way.time):
        positions = positions.sort("mmsi", "timestamp", maintain_order=True)
        way = _way(positions)
    ids, jump = _segments(way, _reach(params))
    tracks = positions.with_columns(
        pl.Series("segment_id", ids), pl.Series("jump", jump)
    )
    log.info("%d positions, %d jumps", tracks.height, jump.sum())
    return TRACKS.conform(tracks)


def _segments(way: Way, reach: Reach) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Give the segment of each position, and whether it is a jump.

    Each position's link and the claim on it lie where its id will: memory that is
    asked for once is a third of what the kernels take.
    """
    links = np.empty((way.time.size, 2), dtype=np.int32)
    ids = links.view(np.int64)[:, 0]
    link_positions(way, reach, links[:, 0], links[:, 1])
    jump = lone_between(links[:, 0])
    chain_ids(links[:, 0], way.mmsi, way.time, ids)
    return ids, jump


def _way(positions: pl.DataFrame) -> Way:
    plain = positions.select(
        pl.col("mmsi").cast(pl.Int64),
        pl.col("timestamp").dt.epoch("ms"),
        pl.col("lat", "lon").cast(pl.Float64),
        # NumPy takes ten times as long to make a NaN of a null as polars does.
        pl.col("sog", "cog").cast(pl.Float32).fill_null(float("nan")),
    ).rechunk()
    return Way(*(np.asarray(column.to_numpy()) for column in plain))


def _reach(params: SegmentParams) -> Reach:
    return Reach(
        speed_m_ms=params.max_speed_kn * MS_PER_KN / MS_PER_S,
        slack_m=float(params.slack_m),
        gap_ms=params.max_gap // timedelta(milliseconds=1),
        n_back=params.n_back,
        usual_m_ms=params.usual_speed_kn * MS_PER_KN / MS_PER_S,
        off_share=float(params.off_share),
    )
