"""Sizing: how long a window is, and how many positions it holds at once, for a memory.

The figures are measured by ``benchmarks/windows.py``, rounded up: peak memory of
windows of 1, 6 and 24 h with groups of 0.1 to 2.4 million positions.
"""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

import polars as pl

from stsdetect.config import Config
from stsdetect.errors import InputError
from stsdetect.ingest.store import Store
from stsdetect.ingest.store_files import DAYS, read_table
from stsdetect.windows.window import (
    MARGIN,
    Window,
    leave_out_unheard,
    period_of,
    split_period,
)

__all__ = ["WORKER_MIB", "RowCounts", "Size", "choose_size", "need_mib"]

WORKER_MIB: Final = 700.0
"""Of a worker before its first position: code, compiled kernels, coast."""
HELD_BYTES: Final = 350.0
"""Of a position that is held, with all that is made of it at once."""
OWN_BYTES: Final = 120.0
"""Of a position that a window owns: ticks, and pairs near each other."""

_LEAST_ROWS: Final = 200_000
"""Smaller groups save nothing, ours: a row group of the store has 262,144."""
_LENGTHS: Final = tuple(timedelta(hours=hours) for hours in (12, 6, 3, 1))
_DAY: Final = timedelta(days=1)
_BYTES: Final = 2**20


@dataclass(frozen=True, slots=True)
class Size:
    """How a run is cut: length of windows, and positions held at once, if bounded."""

    length: timedelta
    max_rows: int | None = None


class RowCounts:
    """Positions of a store by time, taken as even over each day."""

    def __init__(self, store: Store) -> None:
        counts = read_table(store.folder / DAYS, columns=["date", "rows_kept"])
        days = counts.group_by("date").agg(pl.col("rows_kept").sum()).sort("date")
        self._days: list[date] = days["date"].to_list()
        self._rows: list[int] = days["rows_kept"].to_list()

    def between(self, start: datetime, stop: datetime) -> float:
        """Estimate the positions from one instant to before another."""
        first = max(0, bisect_right(self._days, start.date()) - 1)
        rows = 0.0
        for day, n in zip(self._days[first:], self._rows[first:], strict=True):
            midnight = datetime.combine(day, time(), UTC)
            if midnight >= stop:
                break
            shared = min(stop, midnight + _DAY) - max(start, midnight)
            rows += n * max(0.0, shared / _DAY)
        return rows

    def of(self, window: Window) -> tuple[float, float]:
        """Estimate the positions that a window owns, and those that it reads."""
        return (
            self.between(window.start, window.stop),
            self.between(window.start - MARGIN, window.stop + MARGIN),
        )


def need_mib(n_own: float, n_held: float) -> float:
    """Estimate the memory of a worker that owns, and holds at once, so many positions.

    Examples
    --------
    >>> need_mib(0, 0)
    700.0
    """
    return WORKER_MIB + (OWN_BYTES * n_own + HELD_BYTES * n_held) / _BYTES


def choose_size(store: Store, config: Config, memory_mib: float | None) -> Size:
    """Choose the longest windows, and the largest groups, that the memory holds.

    Long windows read less margin, and large groups read files less often; neither
    changes what is found.

    Parameters
    ----------
    store : Store
        Whose positions are counted by day.
    config : Config
        Its window is the longest that is thought of.
    memory_mib : float, optional
        Of each worker; without a bound the window is that of the config.

    Raises
    ------
    InputError
        The shortest window does not fit.
    """
    if memory_mib is None:
        return Size(config.window)
    counts = RowCounts(store)
    lengths = [config.window, *(one for one in _LENGTHS if one < config.window)]
    for length in lengths:
        windows = split_period(*period_of(store, config), length)
        rows = [counts.of(window) for window in leave_out_unheard(windows, store)]
        n_own = max((own for own, _ in rows), default=0.0)
        n_read = max((read for _, read in rows), default=0.0)
        room = (memory_mib - need_mib(n_own, 0)) * _BYTES / HELD_BYTES
        if room >= n_read:
            return Size(length)
        if room >= _LEAST_ROWS:
            return Size(length, int(room))
    least_mib = need_mib(n_own, _LEAST_ROWS)
    raise InputError(
        f"--memory: {memory_mib:,.0f} MiB for each worker is too little; windows of "
        f"{lengths[-1]} need {least_mib:,.0f} MiB"
    )
