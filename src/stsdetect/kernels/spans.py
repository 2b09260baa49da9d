"""Spans: ticks between each report and the one before, where a vessel is known."""

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from stsdetect.kernels.sphere import distance_m

__all__ = ["Grid", "Reports", "find_spans"]

Integer = Any  # numba gives a NumPy integer where Python gives an int
Integers = NDArray[np.int64]
Numbers = NDArray[np.float64]


class Reports(NamedTuple):
    """Reports of vessels, those of a segment together and in ascending order of time.

    Each is an (n,) array.
    """

    segment: Integers
    mmsi: Integers
    time: Integers
    """[ms]."""
    lat: Numbers
    lon: Numbers
    heading: NDArray[np.float32]
    """NaN where missing."""
    fast: NDArray[np.bool_]
    """The vessel says that it is under way."""


class Grid(NamedTuple):
    """Ticks wanted, and between which reports they may lie; bounds are inclusive."""

    first: int
    """Number of the first tick: its time is this many steps."""
    last: int
    step_ms: int
    max_hole_ms: int
    """Longest time between two reports."""
    max_still_ms: int
    """The same where the vessel hardly moved."""
    max_shift_m: float
    """How far it is from one to the other where the vessel hardly moved."""


@njit(cache=True, nogil=True)
def find_spans(
    reports: Reports, grid: Grid, spans: NDArray[np.int32]
) -> tuple[Integer, Integer]:
    """Find the ticks between each report and the one before of its segment.

    A tick needs a report at it or on both sides, not too far apart in time.

    Parameters
    ----------
    reports : Reports
        Of each segment.
    grid : Grid
        Ticks wanted.
    spans : (n, 3) array
        Written to from the front, for each report with ticks before it: its row, the
        number of the first tick, counted from that of the grid, and how many there
        are. The caller makes it, since memory that a kernel asks for comes in small
        pages.

    Returns
    -------
    n_spans, n_ticks : int
        How many rows were written, and how many ticks there are in all.

    Examples
    --------
    >>> time, spans = np.array([0, 660_000]), np.zeros((2, 3), dtype=np.int32)
    >>> place, none = np.zeros(2), np.full(2, np.nan, dtype=np.float32)
    >>> reports = Reports(time * 0, time * 0, time, place, place, none, time < 0)
    >>> find_spans(reports, Grid(-1, 9, 300_000, 3_600_000, 0, 0.0), spans)
    (1, 3)
    >>> spans[0]
    array([1, 1, 3], dtype=int32)
    """
    time, bridged = reports.time, _bridged(reports, grid)
    before, n_spans, n_ticks = np.int64(0), np.int64(0), np.int64(0)
    for late in range(time.size):
        number = time[late] // grid.step_ms
        if bridged[late]:
            first: Integer = before + 1
            if not bridged[late - 1] and before * grid.step_ms == time[late - 1]:
                first = before
            first = max(grid.first, first)
            n = max(0, min(grid.last, number) - first + 1)
            # Written in any case and kept if any: what is guessed wrong costs more.
            spans[n_spans, 0], spans[n_spans, 1] = late, first - grid.first
            spans[n_spans, 2] = n
            n_spans += n > 0
            n_ticks += n
        before = number
    return n_spans, n_ticks


@njit(cache=True, nogil=True)
def _bridged(reports: Reports, grid: Grid) -> NDArray[np.bool_]:
    """Tell whether a vessel is known between each report and the one before."""
    segment, time, fast = reports.segment, reports.time, reports.fast
    lat, lon = reports.lat, reports.lon
    bridged = np.zeros(time.size, dtype=np.bool_)
    for late in range(1, time.size):
        early = late - 1
        hole = time[late] - time[early]
        if segment[early] != segment[late] or hole > grid.max_still_ms:
            bridged[late] = segment[early] == segment[late] and hole <= grid.max_hole_ms
        elif hole <= grid.max_hole_ms:
            bridged[late] = True
        elif not (fast[early] or fast[late]):
            shift_m = distance_m(lat[early], lon[early], lat[late], lon[late])
            bridged[late] = shift_m <= grid.max_shift_m
    return bridged
