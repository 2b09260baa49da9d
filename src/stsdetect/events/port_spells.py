"""Port spells: what a window tells of the calls of vessels at ports."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from stsdetect.errors import ConfigError
from stsdetect.events.arrays import numbers, whole
from stsdetect.events.edges import Span, epoch_ms
from stsdetect.kernels.port_spells import COLUMNS, CallBounds, Calls, find_port_spells
from stsdetect.schema import PORT_SPELLS

__all__ = ["STSDETECT", "PortParams", "find_calls"]

MILLISECOND: Final = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PortParams:
    """What a call at a port is.

    Bounds are those of Global Fishing Watch's anchorages_pipeline, but where ours is
    said.
    """

    enter_km: float = 3.0
    """At most so far from a port a vessel has come in."""
    leave_km: float = 4.0
    """Farther from every port than that it has left."""
    stop_kn: float = 0.2
    """At most so fast it stops."""
    start_kn: float = 0.5
    """At least so fast it is under way again."""
    min_gap: timedelta = timedelta(hours=4)
    """A silence in port that counts like a stop."""
    max_silence: timedelta = timedelta(hours=24)
    """Ours: a longer silence may hide a voyage and ends the visit."""

    def __post_init__(self) -> None:
        """Refuse bounds that contradict each other.

        Raises
        ------
        ConfigError
            A vessel would leave before it comes in, or start before it stops.
        """
        if not 0 < self.enter_km <= self.leave_km <= 50:
            raise ConfigError("ports: 0 < enter_km <= leave_km <= 50 must hold")
        if not 0 <= self.stop_kn <= self.start_kn:
            raise ConfigError("ports: 0 <= stop_kn <= start_kn must hold")
        if self.min_gap <= timedelta(0) or self.max_silence <= timedelta(0):
            raise ConfigError("ports: min_gap and max_silence must be above 0")


STSDETECT = PortParams()
"""The published bounds, and our own where none is."""


def find_calls(
    reports: pl.DataFrame,
    near: tuple[NDArray[np.int64], NDArray[np.float64]],
    own: Span,
    period: Span,
    params: PortParams = STSDETECT,
) -> pl.DataFrame:
    """Find the spells of a window in which vessels stay near a port.

    Parameters
    ----------
    reports : pl.DataFrame
        As :func:`~stsdetect.events.reports.order_reports` gives them, to the longest
        gap of a segment beyond both ends of the window.
    near : pair of (n,) arrays
        Of each report the number of the nearest port, and its distance [m]; NaN where
        none is within ``leave_km``.
    own : pair of datetime
        The window.
    period : pair of datetime
        All that the run looks at.
    params : PortParams
        What a call is.

    Returns
    -------
    pl.DataFrame
        A :data:`~stsdetect.schema.PORT_SPELLS` table, by MMSI and time.
    """
    port, distance_m = near
    calls = Calls(
        whole(reports["segment_id"]),
        whole(reports["timestamp"]),
        numbers(reports["lat"]),
        numbers(reports["lon"]),
        numbers(reports["speed_kn"]),
        distance_m,
    )
    found = find_port_spells(calls, _ms(own), _ms(period), _bounds(params))
    spells = dict(zip(COLUMNS, found.T, strict=True))
    nearest = spells["nearest"]
    table = pl.DataFrame(
        {
            "mmsi": reports["mmsi"][spells["first"]],
            "start_time": reports["timestamp"][spells["first"]],
            "end_time": reports["timestamp"][spells["last"]],
            "came_in_time": _time_at(reports, spells["came_in"]),
            "port": port[nearest],
            "lat": reports["lat"][nearest],
            "lon": reports["lon"][nearest],
            "distance_m": distance_m[nearest],
            "entered": spells["entered"] == 1,
            "left": spells["left"] == 1,
            "before_time": _time_at(reports, spells["before"]),
            "after_time": _time_at(reports, spells["after"]),
            **{name: spells[name] for name in ("n_gaps", "stopped_ms", "unsettled_ms")},
            "stopped": pl.Series(spells["state"]).replace_strict(
                {1: True, 0: False, -1: None}, return_dtype=pl.Boolean
            ),
        }
    )
    return PORT_SPELLS.conform(table).select(PORT_SPELLS.names).sort(PORT_SPELLS.key)


def _time_at(reports: pl.DataFrame, rows: NDArray[np.int64]) -> pl.Series:
    """Time of reports, missing where the row is −1."""
    times = reports["timestamp"][np.maximum(rows, 0)]
    return times.zip_with(pl.Series(rows >= 0), times.clear(times.len()))


def _ms(span: Span) -> tuple[int, int]:
    return epoch_ms(span[0]), epoch_ms(span[1])


def _bounds(params: PortParams) -> CallBounds:
    return CallBounds(
        enter_m=1_000.0 * params.enter_km,
        reach_m=2_000.0 * params.leave_km,
        stop_kn=float(params.stop_kn),
        start_kn=float(params.start_kn),
        gap_ms=params.min_gap // MILLISECOND,
    )
