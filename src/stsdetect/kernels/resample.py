"""Resampling: segments onto ticks, along great circles, never beyond a report."""

from typing import Final, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from stsdetect.kernels.arcs import fill_along, fill_places
from stsdetect.kernels.spans import Grid, Reports
from stsdetect.kernels.sphere import arc_m
from stsdetect.kernels.vectors import fill_vectors
from stsdetect.units import MS_PER_KN, MS_PER_S

__all__ = ["Ticks", "empty_ticks", "fill_ticks"]

Integers = NDArray[np.int64]
Numbers = NDArray[np.float64]

BLOCK: Final = 1024
"""Ticks whose vectors are held at once."""


class Ticks(NamedTuple):
    """What is known at ticks; each is an (m,) array."""

    segment: Integers
    mmsi: Integers
    time: Integers
    """[ms]."""
    lat: Numbers
    lon: Numbers
    speed_kn: Numbers
    heading: NDArray[np.float32]
    age_s: Numbers
    """To the nearer of the two reports."""
    hole_s: Numbers
    """From one report to the other; 0 at a report."""


class Block(NamedTuple):
    """What is worked out for some ticks that follow each other."""

    starts: Numbers
    """(3, m) array of unit vectors: the report before each tick."""
    ends: Numbers
    """(3, m) array: the report behind it."""
    holes: Integers
    """From one to the other [ms]."""
    shares: Numbers
    """Of the hole that is over at the tick."""
    way: Numbers
    """(3, m + 2) array: where ticks are, behind the last two of the block before."""


def empty_ticks(n_ticks: int) -> Ticks:
    """Give room for ticks: NumPy's, which comes in large pages, unlike a kernel's."""
    return Ticks(
        np.empty(n_ticks, dtype=np.int64),
        np.empty(n_ticks, dtype=np.int64),
        np.empty(n_ticks, dtype=np.int64),
        np.empty(n_ticks),
        np.empty(n_ticks),
        np.empty(n_ticks),
        np.empty(n_ticks, dtype=np.float32),
        np.empty(n_ticks),
        np.empty(n_ticks),
    )


@njit(cache=True, nogil=True)
def fill_ticks(
    reports: Reports, spans: NDArray[np.int32], grid: Grid, ticks: Ticks
) -> None:
    """Put vessels on ticks, on the great circle between two reports of a segment.

    There is no extrapolation. A report exactly at a tick is used as it is. The speed
    is by displacement from the tick before to the tick behind, from one side where
    the other is missing, and from report to report where both are. The heading is that
    of the report nearer in time, of the other one where it has none, else NaN.

    Parameters
    ----------
    reports : Reports
        Of each segment.
    spans : (m, 3) array
        Their ticks, as :func:`~stsdetect.kernels.spans.find_spans` writes them.
    grid : Grid
        Ticks wanted.
    ticks : Ticks
        Written to: by segment as they come, then by time.

    Examples
    --------
    >>> time = np.array([0, 600_000])
    >>> reports = Reports(time * 0, time * 0, time, np.zeros(2),
    ...     np.array([179.99, -179.99]), np.array([90, np.nan], np.float32), time < 0)
    >>> ticks, spans = empty_ticks(3), np.array([[1, 0, 3]], dtype=np.int32)
    >>> fill_ticks(reports, spans, Grid(0, 9, 300_000, 3_600_000, 0, 0.0), ticks)
    >>> ticks.time // 60_000, abs(ticks.lon).round(2), ticks.speed_kn.round(1)
    (array([ 0, 5, 10]), array([179.99, 180.  , 179.99]), array([7.2, 7.2, 7.2]))
    """
    behind = np.empty(ticks.time.size, dtype=np.int32)
    _fill_ages(reports, spans, grid, (ticks, behind))
    _fill_places(reports, behind, grid.step_ms, ticks)


# Each of the following loops over all rows by itself: to pass reports and ticks to a
# function once a row takes longer, by counting references, than what it does.


@njit(cache=True, nogil=True, error_model="numpy")
def _fill_ages(
    reports: Reports,
    spans: NDArray[np.int32],
    grid: Grid,
    written: tuple[Ticks, NDArray[np.int32]],
) -> None:
    """Fill all but places and speeds, and the row of the report behind each tick."""
    ticks, behind = written
    time, headings, step_ms = reports.time, reports.heading, grid.step_ms
    k = 0
    for span in range(spans.shape[0]):
        late, early = spans[span, 0], spans[span, 0] - 1
        at = (grid.first + np.int64(spans[span, 1])) * step_ms
        hole = time[late] - time[early]
        for _ in range(spans[span, 2]):
            elapsed = at - time[early]
            near, far = (early, late) if 2 * elapsed <= hole else (late, early)
            heading = headings[near]
            ticks.heading[k] = headings[far] if np.isnan(heading) else heading
            ticks.segment[k], ticks.mmsi[k] = reports.segment[late], reports.mmsi[late]
            ticks.time[k], behind[k] = at, late
            ticks.age_s[k] = min(elapsed, hole - elapsed) / MS_PER_S
            ticks.hole_s[k] = 0.0 if elapsed in (0, hole) else hole / MS_PER_S
            at += step_ms
            k += 1


@njit(cache=True, nogil=True)
def _fill_places(
    reports: Reports, behind: NDArray[np.int32], step_ms: int, ticks: Ticks
) -> None:
    """Fill places and speeds, block by block."""
    block = Block(
        np.empty((3, BLOCK)),
        np.empty((3, BLOCK)),
        np.empty(BLOCK, dtype=np.int64),
        np.empty(BLOCK),
        np.zeros((3, BLOCK + 2)),
    )
    n_before = 0
    for first in range(0, behind.size, BLOCK):
        late = behind[first : first + BLOCK]
        _fill_block(reports, late, (first, ticks), block)
        n_before = _fill_speeds(block, (first, ticks), late.size, step_ms, n_before)
        block.way[:, :2] = block.way[:, late.size : late.size + 2]
    if n_before:
        ticks.speed_kn[-1] = _speed_kn(block.way, 0, block.way, 1, step_ms)


@njit(cache=True, nogil=True, error_model="numpy")
def _fill_block(
    reports: Reports,
    late: NDArray[np.int32],
    place: tuple[int, Ticks],
    block: Block,
) -> None:
    """Fill the places of ticks from a first one on, which lie before these reports."""
    first, ticks = place
    early, rows = late - 1, slice(first, first + late.size)
    lat, lon, time = reports.lat, reports.lon, reports.time
    early_lat, early_lon = lat[early], lon[early]
    fill_vectors(early_lat, early_lon, block.starts)
    fill_vectors(lat[late], lon[late], block.ends)
    for j in range(late.size):
        block.holes[j] = time[late[j]] - time[early[j]]
        block.shares[j] = (ticks.time[first + j] - time[early[j]]) / block.holes[j]
    shares, upto = block.shares[: late.size], late.size + 2
    along = (block.way[0][2:upto], block.way[1][2:upto], block.way[2][2:upto])
    fill_along(block.starts, block.ends, shares, along)
    own = (ticks.lat[rows], ticks.lon[rows])
    fill_places(along, block.starts, (early_lat, early_lon), own)
    for j in range(late.size):
        if shares[j] == 0.0 or shares[j] == 1.0:
            at = early[j] if shares[j] == 0.0 else late[j]
            own[0][j], own[1][j] = lat[at], lon[at]


@njit(cache=True, nogil=True)
def _fill_speeds(
    block: Block, place: tuple[int, Ticks], n: int, step_ms: int, n_before: int
) -> int:
    """Fill each speed once the tick behind is known.

    `n_before` is 1 where the last tick so far is a step behind another one of its
    segment, else 0; the same is given back.
    """
    first, ticks = place
    way, time, segment = block.way, ticks.time, ticks.segment
    for j in range(n):
        k, here = first + j, j + 2
        if k > 0 and time[k] - time[k - 1] == step_ms and segment[k] == segment[k - 1]:
            n_steps = n_before + 1
            ticks.speed_kn[k - 1] = _speed_kn(
                way, here - n_steps, way, here, n_steps * step_ms
            )
            n_before = 1
        else:
            if n_before:
                ticks.speed_kn[k - 1] = _speed_kn(way, j, way, j + 1, step_ms)
            hole = block.holes[j]
            ticks.speed_kn[k] = _speed_kn(block.starts, j, block.ends, j, hole)
            n_before = 0
    return n_before


@njit(cache=True, nogil=True, error_model="numpy")
def _speed_kn(a: Numbers, i: int, b: Numbers, j: int, elapsed_ms: int) -> float:
    x, y, z = a[0, i] - b[0, j], a[1, i] - b[1, j], a[2, i] - b[2, j]
    return arc_m(x * x + y * y + z * z) / elapsed_ms * (MS_PER_S / MS_PER_KN)
