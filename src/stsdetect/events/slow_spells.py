"""Spells: stretches of a window in which a vessel stays slow."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from stsdetect.errors import ConfigError
from stsdetect.events.arrays import numbers, whole
from stsdetect.events.edges import Span
from stsdetect.kernels.slow_spells import SpellBounds, Waits, find_spells
from stsdetect.schema import SPELLS, TICKS
from stsdetect.units import M_PER_NM

__all__ = ["STSDETECT", "SUMS", "LoiteringParams", "find_waiting"]

Rows = NDArray[np.int64]

MILLISECOND: Final = timedelta(milliseconds=1)
SUMS: Final = ("n_ticks", "n_unheard", "speed_sum", "x_sum", "y_sum", "z_sum")
"""Whole numbers, so that they add up in any order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoiteringParams:
    """What waiting is; bounds are inclusive."""

    max_speed_kn: float = 3.0
    """Of a tick that goes on waiting; ours, above the mean as the tide runs."""
    max_mean_speed_kn: float = 2.0
    """Over the whole wait: Miller et al. (2018), pipe-loitering, 2 kn."""
    min_duration: timedelta = timedelta(hours=3)
    """Ours: mooring and a small parcel; Global Fishing Watch reports from 4 h."""
    max_silence: timedelta = timedelta(minutes=45)
    """Between two slow ticks; ours, as in encounters."""
    max_reach_nm: float = 3.0
    """Farthest between two such ticks; ours: 3 kn for 45 minutes, and some."""
    max_displacement_nm: float = 5.0
    """From start to end, unless the vessel drifts one way; ours."""
    anchored_spread_m: float = 500.0
    """Ours: seven times a depth of 60 m, and the length of a ship, from the mean."""
    drift_straightness: float = 0.5
    """Ours: way made good to way made, of what the wind and stream carry."""
    drift_speed_kn: float = 1.0
    """Ours: slower than that the tide turns a drift, and no engine runs."""
    min_presence: float = 0.5
    """Ours: share of the ticks from start to end that are there and slow."""
    max_unheard: timedelta = timedelta(hours=8)
    """Longest silence that is part of a wait: as long as the longest of a segment
    (gpsdio-segment, 2020); in a longer one a vessel may have been anywhere."""
    min_p_silence: float = 0.05
    """Ours: one less probable may be a meeting in silence, and is no wait."""
    step: timedelta = timedelta(minutes=5)
    """Between ticks."""
    max_still_hole: timedelta = timedelta(hours=4)
    """Longest silence that the ticks of a vessel that hardly moved bridge; as in
    ticks."""
    max_still_shift_nm: float = 1.0
    """How far it may have moved in it; as in ticks."""

    def __post_init__(self) -> None:
        """Refuse bounds that no wait could keep.

        Raises
        ------
        ConfigError
            A bound is not above zero.
        """
        if min(self.max_speed_kn, self.max_mean_speed_kn, self.max_reach_nm) <= 0:
            raise ConfigError("loitering: speeds and max_reach_nm must be above 0")
        if self.min_duration <= timedelta(0) or self.max_silence < self.step:
            raise ConfigError("loitering: min_duration > 0, max_silence >= a tick")

    @property
    def bounds(self) -> SpellBounds:
        """What goes on, for the kernels."""
        return SpellBounds(
            float(self.max_speed_kn),
            self.max_silence // MILLISECOND,
            self.max_reach_nm * M_PER_NM,
        )


STSDETECT = LoiteringParams()
"""Our own bounds, each with its source beside it."""


def find_waiting(
    ticks: pl.DataFrame, own: Span, params: LoiteringParams = STSDETECT
) -> pl.DataFrame:
    """Find the spells of a window in which vessels stay slow.

    Parameters
    ----------
    ticks : pl.DataFrame
        A :data:`~stsdetect.schema.TICKS` table of the window, by MMSI, segment and
        time.
    own : pair of datetime
        The window.
    params : LoiteringParams
        What is slow.

    Returns
    -------
    pl.DataFrame
        A :data:`~stsdetect.schema.SPELLS` table by MMSI and time; without those that
        are too short and that nothing can join: a spell next to a silence may go on in
        it.
    """
    TICKS.check(ticks)
    waits = Waits(
        whole(ticks["segment_id"]),
        whole(ticks["timestamp"]),
        *(numbers(ticks[name]) for name in ("lat", "lon", "speed_kn")),
    )
    first, last, n_ticks, *sums = find_spells(waits, params.bounds).T
    place = ("timestamp", "lat", "lon")
    start, end = ticks.select("mmsi", *place)[first], ticks.select(place)[last]
    spells = pl.DataFrame(
        {
            "mmsi": start["mmsi"],
            **{_side("start", name): start[name] for name in place},
            **{_side("end", name): end[name] for name in place},
            **dict(zip(SUMS, (n_ticks, 0 * n_ticks, *sums), strict=True)),
            "at_silence": _at_silence(waits, first, last, params),
        }
    )
    spells = spells.sort("mmsi", "start_time", "start_lat", "start_lon")
    return SPELLS.conform(spells.filter(_counts(own, params))).select(SPELLS.names)


def _side(side: str, name: str) -> str:
    return f"{side}_time" if name == "timestamp" else f"{side}_{name}"


def _at_silence(
    ticks: Waits, first: Rows, last: Rows, params: LoiteringParams
) -> NDArray[np.bool_]:
    """Tell which spells begin soon after a silence, or end soon before one."""
    max_ms = params.bounds.max_silence_ms
    breaks = (np.diff(ticks.segment) != 0) | (np.diff(ticks.time) > max_ms)
    opens = np.append(0, np.flatnonzero(breaks) + 1)
    closes = np.append(opens[1:], ticks.time.size) - 1
    run = np.searchsorted(opens, first, side="right") - 1
    since = ticks.time[first] - ticks.time[opens[run]]
    run = np.searchsorted(opens, last, side="right") - 1
    until = ticks.time[closes[run]] - ticks.time[last]
    near: NDArray[np.bool_] = (since <= max_ms) | (until <= max_ms)
    return near


def _counts(own: Span, params: LoiteringParams) -> pl.Expr:
    """Whether a spell is long enough, or may be joined by another or by a silence."""
    start, end = pl.col("start_time"), pl.col("end_time")
    before = end.shift().cum_max().over("mmsi")
    gaps = (
        start - pl.lit(own[0]),
        pl.lit(own[1]) - end,
        start - before,
        start.shift(-1).over("mmsi") - end,
    )
    near = [(gap <= params.max_silence).fill_null(value=False) for gap in gaps]
    long = end - start >= params.min_duration
    return long | pl.col("at_silence") | pl.any_horizontal(near)
