"""Port spells: stretches of reports in which a vessel stays near a port."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from stsdetect.kernels.sphere import distance_m

__all__ = ["COLUMNS", "CallBounds", "Calls", "find_port_spells"]

Integers = NDArray[np.int64]
Numbers = NDArray[np.float64]

COLUMNS = (
    "first",
    "last",
    "came_in",
    "nearest",
    "entered",
    "left",
    "before",
    "after",
    "n_gaps",
    "stopped_ms",
    "unsettled_ms",
    "state",
)
"""Of the rows of spells: rows of reports (−1 none), yes or no, counts, times [ms].

``before`` and ``after`` are rows beyond the window with which the spell goes on.
``state`` is 1 where it ends stopped, 0 under way, −1 where no report tells; for the
time ``unsettled_ms``, before the first report that tells, the spell before does.
"""
FIRST, LAST, CAME_IN, NEAREST, ENTERED, LEFT, BEFORE, AFTER = range(8)
N_GAPS, STOPPED, UNSETTLED, STATE = range(8, 12)


class CallBounds(NamedTuple):
    """Bounds of a call at a port."""

    enter_m: float
    """At most so far from the port a vessel has come in."""
    reach_m: float
    """Two reports in a row farther apart than that lie in two ports."""
    stop_kn: float
    """At most so fast it stops."""
    start_kn: float
    """At least so fast it is under way again."""
    gap_ms: int
    """A silence so long is a gap."""


class Calls(NamedTuple):
    """Reports by segment and time; each is an (n,) array."""

    segment: Integers
    time: Integers
    """[ms]."""
    lat: Numbers
    lon: Numbers
    speed_kn: Numbers
    """NaN where unknown."""
    distance_m: Numbers
    """To the nearest port; NaN where none is near."""


@njit(cache=True, nogil=True)
def find_port_spells(
    calls: Calls, own: tuple[int, int], period: tuple[int, int], bounds: CallBounds
) -> Integers:
    """Find the stretches of a window in which each vessel stays near a port.

    Parameters
    ----------
    calls : Calls
        Reports of the window and of a margin on both sides.
    own : pair of int
        The window, from the first instant to before the second [ms].
    period : pair of int
        All time that is looked at, likewise.
    bounds : CallBounds
        What a call is.

    Returns
    -------
    (m, 12) array
        One row for each spell, see :data:`COLUMNS`.

    Examples
    --------
    A vessel comes in, stops for an hour, and leaves:

    >>> hour, zero = np.arange(4) * 3_600_000, np.zeros(4)
    >>> away = np.array([np.nan, 2_000, 1_000, np.nan])
    >>> calls = Calls(np.zeros(4, np.int64), hour, zero, zero, zero, away)
    >>> bounds = CallBounds(3_000.0, 8_000.0, 0.2, 0.5, 14_400_000)
    >>> ever = (0, 99 * 3_600_000)
    >>> find_port_spells(calls, ever, ever, bounds)[0].tolist()
    [1, 2, 1, 2, 1, 1, -1, -1, 0, 3600000, 0, 1]
    """
    time, n, going_on = calls.time, 0, False
    spells = np.empty((64, 12), dtype=np.int64)
    for row in range(time.size):
        if not own[0] <= time[row] < own[1] or np.isnan(calls.distance_m[row]):
            going_on = False
            continue
        if not going_on:
            if n == spells.shape[0]:
                larger = np.empty((2 * n, 12), dtype=np.int64)
                larger[:n] = spells
                spells = larger
            _begin(calls, row, period, bounds, spells[n])
            n += 1
        spell = spells[n - 1]
        _take(calls, row, bounds, spell)
        stays, heard = _follows(calls, row, row + 1, period, bounds)
        spell[LEFT] = heard and not stays
        going_on = stays and time[row + 1] < own[1]
        spell[AFTER] = row + 1 if stays and not going_on else -1
        if stays:
            _pass(time[row + 1] - time[row], bounds, spell)
    return spells[:n].copy()


@njit(cache=True, nogil=True)
def _follows(
    calls: Calls, row: int, other: int, period: tuple[int, int], bounds: CallBounds
) -> tuple[bool, bool]:
    """Whether a vessel near a port stays there at the report beside, and has one."""
    heard = (
        0 <= other < calls.time.size
        and calls.segment[other] == calls.segment[row]
        and period[0] <= calls.time[other] < period[1]
    )
    if not heard or np.isnan(calls.distance_m[other]):
        return False, heard
    lat, lon = calls.lat, calls.lon
    apart = distance_m(lat[row], lon[row], lat[other], lon[other])
    return apart <= bounds.reach_m, heard


@njit(cache=True, nogil=True)
def _begin(
    calls: Calls,
    row: int,
    period: tuple[int, int],
    bounds: CallBounds,
    spell: Integers,
) -> None:
    stays, heard = _follows(calls, row, row - 1, period, bounds)
    spell[:] = 0
    spell[FIRST], spell[NEAREST] = row, row
    spell[CAME_IN], spell[STATE] = -1, -1
    spell[ENTERED] = heard and not stays
    spell[BEFORE] = row - 1 if stays else -1


@njit(cache=True, nogil=True)
def _take(calls: Calls, row: int, bounds: CallBounds, spell: Integers) -> None:
    """Take a report into a spell."""
    spell[LAST] = row
    if spell[CAME_IN] < 0 and calls.distance_m[row] <= bounds.enter_m:
        spell[CAME_IN] = row
    if calls.distance_m[row] < calls.distance_m[spell[NEAREST]]:
        spell[NEAREST] = row
    if calls.speed_kn[row] <= bounds.stop_kn:
        spell[STATE] = 1
    elif calls.speed_kn[row] >= bounds.start_kn:
        spell[STATE] = 0


@njit(cache=True, nogil=True)
def _pass(passed_ms: int, bounds: CallBounds, spell: Integers) -> None:
    """Let time pass until the next report of a vessel that stays."""
    if passed_ms >= bounds.gap_ms:
        spell[N_GAPS] += 1
    elif spell[STATE] == 1:
        spell[STOPPED] += passed_ms
    elif spell[STATE] == -1:
        spell[UNSETTLED] += passed_ms
