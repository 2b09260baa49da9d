"""Resampling: segments onto ticks, along great circles, never beyond a report."""

from typing import Final, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from stsdetect.kernels.places import place_beside
from stsdetect.kernels.spans import Grid, Reports
from stsdetect.kernels.sphere import arc_m
from stsdetect.kernels.vectors import fill_vectors
from stsdetect.units import MS_PER_KN, MS_PER_S

__all__ = ["Ticks", "empty_ticks", "fill_ticks"]

Integers = NDArray[np.int64]
Numbers = NDArray[np.float64]
Vector = tuple[float, float, float]

SHORT: Final = 4e-4
"""Square of a chord, in earth radii, up to which a series is exact."""
BLOCK: Final = 1024
"""Spans whose vectors are held at once."""
TINY: Final = 1e-15
"""Sine below which two places are antipodes, and no great circle is theirs alone."""


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
    _fill_ages(reports, spans, grid, ticks)
    _fill_places(reports, spans, grid, ticks)


# Each of the following loops over all rows by itself: to pass reports and ticks to a
# function once a row takes longer, by counting references, than what it does.


@njit(cache=True, nogil=True)
def _fill_ages(
    reports: Reports, spans: NDArray[np.int32], grid: Grid, ticks: Ticks
) -> None:
    time, headings, step_ms = reports.time, reports.heading, grid.step_ms
    k = 0
    for span in range(spans.shape[0]):
        late, early = spans[span, 0], spans[span, 0] - 1
        at = (grid.first + spans[span, 1]) * step_ms
        hole = time[late] - time[early]
        for _ in range(spans[span, 2]):
            elapsed = at - time[early]
            near, far = (early, late) if 2 * elapsed <= hole else (late, early)
            heading = headings[near]
            ticks.heading[k] = headings[far] if np.isnan(heading) else heading
            ticks.segment[k], ticks.mmsi[k] = reports.segment[late], reports.mmsi[late]
            ticks.time[k] = at
            ticks.age_s[k] = min(elapsed, hole - elapsed) / MS_PER_S
            ticks.hole_s[k] = 0.0 if elapsed in (0, hole) else hole / MS_PER_S
            at += step_ms
            k += 1


@njit(cache=True, nogil=True)
def _fill_places(
    reports: Reports, spans: NDArray[np.int32], grid: Grid, ticks: Ticks
) -> None:
    """Fill places, and each speed once the tick behind is known."""
    time, lat, lon = reports.time, reports.lat, reports.lon
    before, here, step_ms, n_steps = (0.0, 0.0, 0.0), (0.0, 0.0, 0.0), grid.step_ms, 0
    starts, ends, k = np.empty((3, BLOCK)), np.empty((3, BLOCK)), 0
    for span in range(spans.shape[0]):
        late, early, at = spans[span, 0], spans[span, 0] - 1, span % BLOCK
        if at == 0:
            behind = spans[span : span + BLOCK, 0]
            _take_vectors(lat, lon, behind - 1, starts)
            _take_vectors(lat, lon, behind, ends)
        start, end = _column(starts, at), _column(ends, at)
        squared, hole = _chord_squared(start, end), time[late] - time[early]
        for k in range(k, k + spans[span, 2]):  # noqa: B020
            share = (ticks.time[k] - time[early]) / hole
            last, here = here, _on_arc(start, end, squared, share)
            if k > 0 and _follows(ticks.segment, ticks.time, k, step_ms):
                n_steps += 1
                ticks.speed_kn[k - 1] = _speed_kn(before, here, n_steps * step_ms)
                before, n_steps = last, 1
            else:
                if n_steps:
                    ticks.speed_kn[k - 1] = _speed_kn(before, last, step_ms)
                before, n_steps = here, 0
                ticks.speed_kn[k] = _speed_kn(start, end, hole)
            ticks.lat[k], ticks.lon[k] = _place(
                here, start, share, (lat[early], lon[early]), (lat[late], lon[late])
            )
        k += 1
    if n_steps:
        ticks.speed_kn[-1] = _speed_kn(before, here, step_ms)


@njit(cache=True, nogil=True)
def _place(
    here: Vector,
    start: Vector,
    share: float,
    early: tuple[float, float],
    late: tuple[float, float],
) -> tuple[float, float]:
    """Give the latitude and longitude of a tick, those of a report that is at it."""
    if share == 0.0:
        return early
    if share == 1.0:
        return late
    return place_beside(here, start, early[0], early[1])


@njit(cache=True, nogil=True)
def _take_vectors(
    lat: Numbers, lon: Numbers, rows: NDArray[np.int32], vectors: Numbers
) -> None:
    fill_vectors(lat[rows], lon[rows], vectors)


@njit(cache=True, nogil=True)
def _column(vectors: Numbers, k: int) -> Vector:
    return vectors[0, k], vectors[1, k], vectors[2, k]


@njit(cache=True, nogil=True)
def _follows(segment: Integers, time: Integers, k: int, step_ms: int) -> bool:
    """Tell whether a tick is the next one of the segment of the tick before."""
    return time[k] - time[k - 1] == step_ms and segment[k] == segment[k - 1]  # type: ignore[no-any-return]


@njit(cache=True, nogil=True)
def _speed_kn(a: Vector, b: Vector, elapsed_ms: int) -> float:
    return arc_m(_chord_squared(a, b)) / elapsed_ms * (MS_PER_S / MS_PER_KN)


@njit(cache=True, nogil=True)
def _chord_squared(a: Vector, b: Vector) -> float:
    return (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2


@njit(cache=True, nogil=True)
def _on_arc(start: Vector, end: Vector, squared: float, share: float) -> Vector:
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
