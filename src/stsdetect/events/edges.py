"""Edges: the reports at which a vessel falls silent or is heard again.

They are all that is kept of a window to find its gaps, however long these are.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from stsdetect.errors import ConfigError
from stsdetect.events.arrays import numbers, whole
from stsdetect.kernels.sphere import bearing_deg
from stsdetect.schema import EDGES
from stsdetect.units import M_PER_NM

__all__ = ["STSDETECT", "GapParams", "Span", "find_edges"]

Span = tuple[datetime, datetime]
"""From an instant, included, to another, excluded."""

MILLISECOND = timedelta(milliseconds=1)
SETTLED_MS = timedelta(hours=1) // MILLISECOND


@dataclass(frozen=True, slots=True, kw_only=True)
class GapParams:
    """What a gap is, and how a vessel is known again after it."""

    min_duration: timedelta = timedelta(hours=1)
    """Shortest silence; Ford et al. (2018), PLoS ONE 13(8), e0201640."""
    max_speed_kn: float = 50.0
    """Ours, that of segments: faster from one place to the other is another vessel."""
    slack_m: float = 500.0
    """Ours, that of segments."""
    age_kn: float = 2.0
    """Ours: of the ends that a vessel can have come from, one that is older by an
    hour counts as if it were two miles farther, about a tide."""
    n_back: int = 200
    """Ours: ends of one MMSI that are remembered."""

    def __post_init__(self) -> None:
        """Refuse bounds that no gap could keep.

        Raises
        ------
        ConfigError
            A bound is not above zero.
        """
        if self.min_duration < timedelta(minutes=1) or self.n_back < 1:
            raise ConfigError("gaps: min_duration >= 1 min and n_back >= 1 must hold")
        if self.max_speed_kn <= 0 or min(self.slack_m, self.age_kn) < 0:
            raise ConfigError("gaps: max_speed_kn > 0, slack_m and age_kn >= 0")


STSDETECT = GapParams()
"""Our own bounds, each with its reason beside it."""


def find_edges(
    reports: pl.DataFrame, own: Span, period: Span, params: GapParams = STSDETECT
) -> pl.DataFrame:
    """Find the reports with a silence, or no report of their segment, on one side.

    Parameters
    ----------
    reports : pl.DataFrame
        As :func:`~stsdetect.events.reports.order_reports` gives them, to the longest
        gap of a segment beyond both ends of the window.
    own : pair of datetime
        The window: edges in it are given.
    period : pair of datetime
        All that the run looks at: its ends end segments.
    params : GapParams
        How long a silence is.

    Returns
    -------
    pl.DataFrame
        An :data:`~stsdetect.schema.EDGES` table, by MMSI, segment and time.
    """
    segment, time = whole(reports["segment_id"]), whole(reports["timestamp"])
    first, stop = (epoch_ms(instant) for instant in period)
    joined = (segment[1:] == segment[:-1]) & (time[:-1] >= first) & (time[1:] < stop)
    silent = np.diff(time) >= params.min_duration // MILLISECOND
    before, after = np.append(False, joined), np.append(joined, False)
    begins = ~before | np.append(False, silent)
    ends = ~after | np.append(silent, False)
    low, high = (epoch_ms(instant) for instant in own)
    rows = np.flatnonzero((begins | ends) & (time >= low) & (time < high))
    previous = pl.Series(time[rows - 1]).cast(pl.Datetime("ms", "UTC"))
    silence_before = pl.Series(before[rows] & begins[rows])
    edges = reports[rows].with_columns(
        pl.Series("begins", begins[rows]),
        pl.Series("ends", ends[rows]),
        pl.when(silence_before).then(previous).alias("before_time"),
        pl.Series("goes_on", after[rows]),
        pl.Series("course_deg", _courses(reports, rows)).fill_nan(None),
        pl.Series("settled", _ages(segment, time, rows) >= SETTLED_MS),
    )
    return EDGES.conform(edges).select(EDGES.names)


def epoch_ms(instant: datetime) -> int:
    """Give an instant as milliseconds since 1970."""
    return round(instant.timestamp() * 1000)


def nm_per_h_in_m_per_ms(speed_kn: float) -> float:
    """Turn a speed in knots into metres per millisecond."""
    return speed_kn * M_PER_NM / 3_600_000


def _ages(
    segment: NDArray[np.int64], time: NDArray[np.int64], rows: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Time from the first report seen of the segment of each row to the row [ms]."""
    start = np.flatnonzero(np.append(True, segment[1:] != segment[:-1]))
    return time[rows] - time[start[np.searchsorted(start, rows, side="right") - 1]]


def _courses(reports: pl.DataFrame, rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """Course over ground at reports, made good from the one before where not told."""
    before = np.maximum(rows - 1, 0)
    segment = whole(reports["segment_id"])
    lat, lon = numbers(reports["lat"]), numbers(reports["lon"])
    made_good = bearing_deg(lat[before], lon[before], lat[rows], lon[rows])
    known = (before < rows) & (segment[before] == segment[rows])
    course = numbers(reports["cog"])[rows]
    return np.where(np.isnan(course) & known, made_good, course)
