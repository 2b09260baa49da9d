"""Turns: where tracks change their course or speed, and their shape around it."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from stsdetect.kernels.steps import places_at_steps, turned_deg
from stsdetect.units import M_PER_DEG

__all__ = ["TurnBounds", "Turns", "find_turns"]

Numbers = NDArray[np.float64]
Whole = NDArray[np.int64]


class TurnBounds(NamedTuple):
    """What a turn is, and how much of the track around it is kept."""

    low: int
    """First instant that a turn may have [ms since 1970]."""
    high: int
    """Instant before which it must lie [ms since 1970]."""
    step_ms: int
    """From one point of a shape to the next."""
    n_half: int
    """Points of a shape on each side of its turn."""
    n_turn: int
    """Points from the turn to those by which it is measured."""
    n_apart: int
    """Points from one turn to the next, at least."""
    max_hole_ms: int
    """Longest stretch without a report."""
    min_turn_m: float
    """How far the second half of a turn leads from where the first did."""
    min_step_m: float
    """Way from point to point of a vessel under way."""
    min_moving: float
    """Share of the points, between which it is under way."""


class Turns(NamedTuple):
    """Turns of all segments, (n,) each, by segment and time."""

    segment: Whole
    """Number of the segment, as they were given."""
    time: Whole
    """[ms since 1970], a whole number of steps."""
    lat: Numbers
    lon: Numbers
    east: NDArray[np.float32]
    """(n, 2 n_half + 1) places around the turn, from it [m]."""
    north: NDArray[np.float32]


@njit(cache=True, nogil=True)
def find_turns(
    start: Whole, time: Whole, lat: Numbers, lon: Numbers, bounds: TurnBounds
) -> Turns:
    """Find the turns of each segment and the shape of its track around them.

    The track is the straight line from report to report, at whole steps of time. Where
    it leads from a point to the next ``n_turn`` steps on is compared with where it
    came from as many steps before; a turn is where these differ most among
    ``n_apart`` points on both sides. So a shape is the same wherever and whenever it
    is sailed, to half a step of time.

    Parameters
    ----------
    start : (m + 1,) array
        Segment ``i`` has the rows ``start[i]`` to ``start[i + 1]``.
    time : (n,) array
        When the reports were received [ms since 1970], in order within a segment.
    lat, lon : (n,) array
        Places [°]; none may be missing.
    bounds : TurnBounds
        What a turn is.

    Returns
    -------
    Turns
        Those of which the whole shape is known.

    Examples
    --------
    >>> minute = np.arange(0, 181, 3)
    >>> north, east = np.minimum(minute, 90) / 300.0, np.maximum(minute - 90, 0) / 300.0
    >>> hour = 3_600_000
    >>> found = find_turns(
    ...     np.array([0, minute.size]), minute * 60_000, north, east,
    ...     TurnBounds(0, 3 * hour, 120_000, 30, 5, 15, 600_000, 600.0, 120.0, 0.8),
    ... )
    >>> found.time / 60_000, found.north[0, 0].round(-2), found.east[0, -1].round(-2)
    (array([90.]), np.float32(-22200.0), np.float32(22200.0))
    """  # fmt: skip
    n_most = start.size
    for i in range(start.size - 1):
        n_most += _ticks(time[start[i] : start[i + 1]], bounds)[1] // bounds.n_apart
    size = 2 * bounds.n_half + 1
    segment, when = np.empty(n_most, np.int64), np.empty(n_most, np.int64)
    place = np.empty((2, n_most))
    shape = np.empty((2, n_most, size), np.float32)
    found = 0
    for i in range(start.size - 1):
        rows = slice(start[i], start[i + 1])
        first, n = _ticks(time[rows], bounds)
        if n < size:
            continue
        x, y = places_at_steps(
            time[rows],
            (lat[rows], lon[rows]),
            (first, n),
            (bounds.step_ms, bounds.max_hole_ms),
        )
        turn = _turning(x, y, bounds.n_turn)
        for k in range(bounds.n_half, n - bounds.n_half):
            instant = (first + k) * bounds.step_ms
            own = bounds.low <= instant < bounds.high
            if own and _is_turn(turn, k, bounds):
                _shape_around(x, y, k, shape[:, found])
                if _moves(shape[0, found], shape[1, found], bounds):
                    segment[found], when[found] = i, instant
                    place[0, found] = y[k]
                    place[1, found] = x[k]
                    found += 1
    return Turns(
        segment[:found],
        when[:found],
        place[0, :found],
        place[1, :found],
        shape[0, :found],
        shape[1, :found],
    )


@njit(cache=True, nogil=True)
def _ticks(time: Whole, bounds: TurnBounds) -> tuple[int, int]:
    """First whole step of a segment and how many follow, near the times asked for."""
    if time.size == 0:
        return 0, 0
    beside = (bounds.n_half + bounds.n_apart + bounds.n_turn) * bounds.step_ms
    earliest = max(time[0], bounds.low - beside)
    latest = min(time[-1], bounds.high + beside)
    first = -(-earliest // bounds.step_ms)
    return first, max(latest // bounds.step_ms - first + 1, 0)


@njit(cache=True, nogil=True)
def _turning(x: Numbers, y: Numbers, n_turn: int) -> Numbers:
    """How far the way on from each point differs from the way to it [m].

    To a centimetre: on the straight lines between reports many points turn alike, and
    the first of them is to be the same whatever the rounding.
    """
    turn = np.full(x.size, np.nan)
    for k in range(n_turn, x.size - n_turn):
        on, back = turned_deg(x[k + n_turn] - x[k]), turned_deg(x[k] - x[k - n_turn])
        east = (on - back) * np.cos(np.radians(y[k]))
        north = y[k + n_turn] - 2.0 * y[k] + y[k - n_turn]
        turn[k] = np.round(M_PER_DEG * np.hypot(east, north), 2)
    return turn


@njit(cache=True, nogil=True)
def _is_turn(turn: Numbers, k: int, bounds: TurnBounds) -> bool:
    """Whether a point turns most; of equal ones the first. NaN near by is no turn.

    The first and the last points are NaN, so that none beyond them is looked at.
    """
    if not turn[k] >= bounds.min_turn_m:
        return False
    for j in range(1, bounds.n_apart + 1):
        if not (turn[k] > turn[k - j] and turn[k] >= turn[k + j]):
            return False
    return True


@njit(cache=True, nogil=True)
def _shape_around(x: Numbers, y: Numbers, k: int, shape: NDArray[np.float32]) -> None:
    """Write the places around a point, from it [m], to the east and to the north."""
    half = shape.shape[1] // 2
    wide = M_PER_DEG * np.cos(np.radians(y[k]))
    for j in range(shape.shape[1]):
        shape[0, j] = wide * turned_deg(x[k - half + j] - x[k])
        shape[1, j] = M_PER_DEG * (y[k - half + j] - y[k])


@njit(cache=True, nogil=True)
def _moves(
    east: NDArray[np.float32], north: NDArray[np.float32], bounds: TurnBounds
) -> bool:
    """Whether the shape is wholly known, and mostly under way."""
    n_moving = 0
    for k in range(1, east.size):
        way = np.hypot(east[k] - east[k - 1], north[k] - north[k - 1])
        if np.isnan(way):
            return False
        if way >= bounds.min_step_m:
            n_moving += 1
    return n_moving >= bounds.min_moving * (east.size - 1)
