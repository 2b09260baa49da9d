"""Resampling: segments onto ticks, along great circles, never beyond a report."""

from typing import Any, Final, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from stsdetect.kernels.sphere import arc_m, distance_m, place_beside, unit_vector
from stsdetect.units import MS_PER_KN, MS_PER_S

__all__ = ["Grid", "Reports", "Ticks", "group_segments", "resample"]

Integer = Any  # numba gives a NumPy integer where Python gives an int
Integers = NDArray[np.int64]
Numbers = NDArray[np.float64]

SHORT: Final = 4e-4
"""Square of a chord, in earth radii, up to which a series is exact."""
TINY: Final = 1e-15
"""Sine below which two places are antipodes, and no great circle is theirs alone."""


class Reports(NamedTuple):
    """Reports of vessels, those of a segment together and in ascending order of time.

    Each is an (n,) array.
    """

    segment: Integers
    time: Integers
    """[ms]."""
    lat: Numbers
    lon: Numbers
    heading: Numbers
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


class Ticks(NamedTuple):
    """What is known at ticks; each is an (m,) array."""

    row: Integers
    """Of the report behind the tick."""
    number: Integers
    lat: Numbers
    lon: Numbers
    speed_kn: Numbers
    heading: Numbers
    age_ms: Integers
    """To the nearer of the two reports."""
    hole_ms: Integers
    """From one report to the other; 0 at a report."""
    place: Numbers
    """(m, 3) array of unit vectors."""


def group_segments(mmsi: Integers, segment: Integers) -> Integers:
    """Give an order in which the rows of each segment stand together.

    Parameters
    ----------
    mmsi : (n,) array
        Equal ones stand together.
    segment : (n,) array
        In any order within an MMSI.

    Returns
    -------
    (n,) array
        Rows by MMSI, then segment, as they came within a segment.

    Examples
    --------
    >>> group_segments(np.array([1, 1, 1, 2]), np.array([8, 5, 8, 9]))
    array([1, 0, 2, 3])
    """
    start = _stretches(mmsi, segment)
    by_segment = np.lexsort((segment[start[:-1]], mmsi[start[:-1]]))
    if (np.diff(by_segment) == 1).all():
        return np.arange(mmsi.size)
    length = np.diff(start)[by_segment]
    shift = start[:-1][by_segment] - np.cumsum(length) + length
    order: Integers = np.repeat(shift, length) + np.arange(mmsi.size)
    return order


@njit(cache=True, nogil=True)
def _stretches(mmsi: Integers, segment: Integers) -> Integers:
    """Give the first rows of the stretches of one segment each, and the end."""
    start = np.empty(mmsi.size + 1, dtype=np.int64)
    n = 0
    for row in range(mmsi.size):
        if row == 0 or mmsi[row] != mmsi[row - 1] or segment[row] != segment[row - 1]:
            start[n] = row
            n += 1
    start[n] = mmsi.size
    return start[: n + 1]


@njit(cache=True, nogil=True)
def resample(reports: Reports, grid: Grid) -> Ticks:
    """Put vessels on ticks, on the great circle between two reports of a segment.

    A tick needs a report at it or on both sides, not too far apart in time; there is
    no extrapolation. A report exactly at a tick is used as it is. The speed is by
    displacement from the tick before to the tick behind, from one side where the
    other is missing, and from report to report where both are.

    Parameters
    ----------
    reports : Reports
        Of each segment.
    grid : Grid
        Ticks wanted.

    Returns
    -------
    Ticks
        By segment as they came, then by time. The heading is that of the report
        nearer in time, of the other one where it has none, else NaN.

    Examples
    --------
    >>> time = np.array([0, 600_000])
    >>> reports = Reports(np.zeros(2, dtype=np.int64), time, np.zeros(2),
    ...     np.array([179.99, -179.99]), np.array([90.0, np.nan]), time < 0)
    >>> ticks = resample(reports, Grid(0, 9, 300_000, 3_600_000, 3_600_000, 0.0))
    >>> ticks.number, abs(ticks.lon).round(2), ticks.speed_kn.round(1)
    (array([0, 1, 2]), array([179.99, 180.  , 179.99]), array([7.2, 7.2, 7.2]))
    >>> resample(reports, Grid(3, 9, 300_000, 3_600_000, 0, 0.0)).number
    array([], dtype=int64)
    """
    spans = _spans(reports, grid)
    n_ticks = 0
    for late in range(spans.shape[0]):
        n_ticks += spans[late, 1] - spans[late, 0] + 1
    ticks = _empty_ticks(n_ticks)
    _fill_places(reports, spans, grid.step_ms, ticks)
    _fill_ages(reports, spans, grid.step_ms, ticks)
    _fill_speeds(reports, grid.step_ms, ticks)
    return ticks


# Each of the following loops over all rows by itself: to pass reports and ticks to a
# function once a row takes longer, by counting references, than what it does.


@njit(cache=True, nogil=True)
def _spans(reports: Reports, grid: Grid) -> Integers:
    """Give first and last tick between each report and the one before; none: 1, 0."""
    time, bridged = reports.time, _bridged(reports, grid)
    spans = np.empty((time.size, 2), dtype=np.int64)
    before = np.int64(0)
    for late in range(time.size):
        number = time[late] // grid.step_ms
        spans[late, 0], spans[late, 1] = 1, 0
        if bridged[late]:
            first: Integer = before + 1
            last = min(grid.last, number)
            if not bridged[late - 1] and before * grid.step_ms == time[late - 1]:
                first = before
            first = max(grid.first, first)
            if first <= last:
                spans[late, 0], spans[late, 1] = first, last
        before = number
    return spans


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


@njit(cache=True, nogil=True)
def _empty_ticks(n_ticks: int) -> Ticks:
    return Ticks(
        np.empty(n_ticks, dtype=np.int64),
        np.empty(n_ticks, dtype=np.int64),
        np.empty(n_ticks),
        np.empty(n_ticks),
        np.empty(n_ticks),
        np.empty(n_ticks),
        np.empty(n_ticks, dtype=np.int64),
        np.empty(n_ticks, dtype=np.int64),
        np.empty((n_ticks, 3)),
    )


@njit(cache=True, nogil=True)
def _fill_places(reports: Reports, spans: Integers, step_ms: int, ticks: Ticks) -> None:
    time, lat, lon = reports.time, reports.lat, reports.lon
    k = 0
    for late in range(time.size):
        if spans[late, 0] > spans[late, 1]:
            continue
        early = late - 1
        start = unit_vector(lat[early], lon[early])
        end = unit_vector(lat[late], lon[late])
        squared = _chord_squared(start, end)
        hole = time[late] - time[early]
        for number in range(spans[late, 0], spans[late, 1] + 1):
            elapsed = number * step_ms - time[early]
            x, y, z = _on_arc(start, end, squared, elapsed / hole)
            ticks.place[k, 0], ticks.place[k, 1], ticks.place[k, 2] = x, y, z
            if elapsed == 0:
                ticks.lat[k], ticks.lon[k] = lat[early], lon[early]
            elif elapsed == hole:
                ticks.lat[k], ticks.lon[k] = lat[late], lon[late]
            else:
                ticks.lat[k], ticks.lon[k] = place_beside(
                    (x, y, z), start, lat[early], lon[early]
                )
            k += 1


@njit(cache=True, nogil=True)
def _fill_ages(reports: Reports, spans: Integers, step_ms: int, ticks: Ticks) -> None:
    time, headings = reports.time, reports.heading
    k = 0
    for late in range(time.size):
        for number in range(spans[late, 0], spans[late, 1] + 1):
            early = late - 1
            hole = time[late] - time[early]
            elapsed = number * step_ms - time[early]
            near, far = (early, late) if 2 * elapsed <= hole else (late, early)
            heading = headings[near]
            ticks.heading[k] = headings[far] if np.isnan(heading) else heading
            ticks.row[k] = late
            ticks.number[k] = number
            ticks.age_ms[k] = min(elapsed, hole - elapsed)
            ticks.hole_ms[k] = 0 if elapsed in (0, hole) else hole
            k += 1


@njit(cache=True, nogil=True)
def _fill_speeds(reports: Reports, step_ms: int, ticks: Ticks) -> None:
    number, row, segment, place = ticks.number, ticks.row, reports.segment, ticks.place
    joined = False
    for k in range(number.size):
        before = k - 1 if joined else k
        joined = (
            k + 1 < number.size
            and number[k + 1] - number[k] == 1
            and segment[row[k + 1]] == segment[row[k]]
        )
        behind = k + 1 if joined else k
        if before == behind:
            late = row[k]
            metres = distance_m(
                reports.lat[late - 1],
                reports.lon[late - 1],
                reports.lat[late],
                reports.lon[late],
            )
            elapsed = reports.time[late] - reports.time[late - 1]
        else:
            x = place[before, 0] - place[behind, 0]
            y = place[before, 1] - place[behind, 1]
            z = place[before, 2] - place[behind, 2]
            metres = arc_m(x * x + y * y + z * z)
            elapsed = step_ms * (behind - before)
        ticks.speed_kn[k] = metres / elapsed * (MS_PER_S / MS_PER_KN)


@njit(cache=True, nogil=True)
def _chord_squared(a: Any, b: Any) -> float:
    return (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2  # type: ignore[no-any-return]


@njit(cache=True, nogil=True)
def _on_arc(
    start: tuple[float, float, float],
    end: tuple[float, float, float],
    squared: float,
    share: float,
) -> tuple[float, float, float]:
    """Go a share of the great circle: Shoemake's slerp, SIGGRAPH 1985, section 3.3."""
    back, forth = _weight(1.0 - share, squared), _weight(share, squared)
    return (
        back * start[0] + forth * end[0],
        back * start[1] + forth * end[1],
        back * start[2] + forth * end[2],
    )


@njit(cache=True, nogil=True)
def _weight(share: float, squared: float) -> float:
    """Give sin(share ω) / sin ω, with ω the arc that spans a chord.

    Up to a chord of 127 km it is the series in ω², exact to 10⁻¹³ and five times as
    fast as the sines.
    """
    if squared < SHORT:
        omega2 = squared * (1.0 + squared * (1.0 / 12.0))
        share2 = share * share
        more = 1.0 + (7.0 - 3.0 * share2) * omega2 * (1.0 / 60.0)
        return share * (1.0 + (1.0 - share2) * omega2 * (1.0 / 6.0) * more)
    omega = 2.0 * np.arcsin(min(1.0, np.sqrt(squared) / 2.0))
    size = np.sin(omega)
    return share if size < TINY else np.sin(share * omega) / size
