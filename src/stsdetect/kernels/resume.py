"""Resuming: which vessel that is heard again fell silent where, per MMSI."""

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from stsdetect.kernels.sphere import distance_m

__all__ = ["Resumption", "resume_segments"]

Flags = NDArray[np.bool_]
Integers = NDArray[np.int64]
Numbers = NDArray[np.float64]


class Resumption(NamedTuple):
    """How far a vessel can be when it is heard again."""

    speed_m_ms: float
    """Metres per millisecond, at most."""
    slack_m: float
    """Allowed on top, for the noise of positions and of clocks."""
    age_m_ms: float
    """What a millisecond of silence costs, beside the metres of the way."""
    n_back: int
    """Ends of an MMSI that are remembered, the latest ones."""


@njit(cache=True, nogil=True)
def resume_segments(
    mmsi: Integers,
    time: Integers,
    place: tuple[Numbers, Numbers],
    opens: Flags,
    closes: Flags,
    bounds: Resumption,
) -> Integers:
    """Link the first report of each segment to the last report of an earlier one.

    Segments are taken up in the order in which they open. Each goes on from the end
    of its MMSI that nobody went on from yet, that a vessel can have come from, and
    that costs least: the way, and something for the age of the end, so that an end
    left over from long ago does not win by a mile.

    Parameters
    ----------
    mmsi, time : (n,) array
        Rows by MMSI, then by time [ms].
    place : pair of (n,) arrays
        Latitude and longitude [°].
    opens, closes : (n,) array
        Whether a segment begins and whether it ends with this report.
    bounds : Resumption
        How far a vessel can be.

    Returns
    -------
    (n,) array
        Row of the end from which the segment goes on; −1 for none, and where no
        segment opens.

    Examples
    --------
    Two vessels of one MMSI, each heard again where it fell silent:

    >>> time, one = np.array([0, 1, 40, 41]) * 3_600_000, np.ones(4, dtype=np.int64)
    >>> lat, lon = np.array([38.0, 30.0, 38.0, 30.0]), np.full(4, 124.0)
    >>> bounds = Resumption(0.0257, 500.0, 0.001, 9)
    >>> yes = np.ones(4, dtype=np.bool_)
    >>> resume_segments(one, time, (lat, lon), yes, yes, bounds)
    array([-1, -1,  0,  1])
    """
    link = np.full(mmsi.size, -1, dtype=np.int64)
    ends = np.empty(bounds.n_back, dtype=np.int64)
    n_ends = 0
    for row in range(mmsi.size):
        if row > 0 and mmsi[row] != mmsi[row - 1]:
            n_ends = 0
        if opens[row]:
            k = _cheapest(row, ends[:n_ends], time, place, bounds)
            if k >= 0:
                link[row] = ends[k]
                ends[k : n_ends - 1] = ends[k + 1 : n_ends]
                n_ends -= 1
        if closes[row]:
            if n_ends == bounds.n_back:
                ends[: n_ends - 1] = ends[1:n_ends]
                n_ends -= 1
            ends[n_ends] = row
            n_ends += 1
    return link


@njit(cache=True, nogil=True)
def _cheapest(
    row: int,
    ends: Integers,
    time: Integers,
    place: tuple[Numbers, Numbers],
    bounds: Resumption,
) -> Any:
    lat, lon = place
    best, least = -1, np.inf
    for k in range(ends.size):
        end = ends[k]
        elapsed = time[row] - time[end]
        way_m = distance_m(lat[end], lon[end], lat[row], lon[row])
        if way_m > bounds.speed_m_ms * elapsed + bounds.slack_m:
            continue
        cost = way_m + bounds.age_m_ms * elapsed
        if cost < least:
            best, least = k, cost
    return best
