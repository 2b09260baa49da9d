"""Steps: where a vessel was at whole steps of time, straight from report to report."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

__all__ = ["places_at_steps", "turned_deg"]

Numbers = NDArray[np.float64]
Whole = NDArray[np.int64]


@njit(cache=True, nogil=True)
def places_at_steps(
    time: Whole,
    places: tuple[Numbers, Numbers],
    steps: tuple[int, int],
    bounds: tuple[int, int],
) -> tuple[Numbers, Numbers]:
    """Give longitude and latitude of one track at steps that follow each other.

    Parameters
    ----------
    time : (n,) array
        When the reports were received [ms since 1970], in order; at least one.
    places : pair of (n,) arrays
        Latitude and longitude of the reports [°].
    steps : pair of int
        First step, counted from 1970, and how many follow it.
    bounds : pair of int
        Length of a step, and the longest stretch without a report [ms].

    Returns
    -------
    tuple of (m,) arrays
        Longitude between −180 and 180°, and latitude; NaN in longer stretches and
        beyond the ends of the track.

    Examples
    --------
    >>> lon, lat = places_at_steps(
    ...     np.array([0, 4, 90]), (np.zeros(3), np.array([179.9, -179.9, 0.0])),
    ...     (-1, 5), (2, 10),
    ... )
    >>> np.abs(lon.round(1)).tolist()
    [nan, 179.9, 180.0, 179.9, nan]
    """  # fmt: skip
    lat, lon = places
    first, n = steps
    step_ms, max_hole_ms = bounds
    x, y = np.full(n, np.nan), np.full(n, np.nan)
    row = max(int(np.searchsorted(time, first * step_ms, side="right")) - 1, 0)
    for k in range(n):
        instant = (first + k) * step_ms
        while row + 1 < time.size and time[row + 1] <= instant:
            row += 1
        if time[row] == instant:
            x[k], y[k] = lon[row], lat[row]
        elif (
            time[row] < instant
            and row + 1 < time.size
            and time[row + 1] - time[row] <= max_hole_ms
        ):
            share = (instant - time[row]) / (time[row + 1] - time[row])
            x[k] = turned_deg(lon[row] + share * turned_deg(lon[row + 1] - lon[row]))
            y[k] = lat[row] + share * (lat[row + 1] - lat[row])
    return x, y


@njit(cache=True, nogil=True)
def turned_deg(degrees: float) -> float:
    """Longitude, or a difference of two, between −180 and 180°."""
    return (degrees + 540.0) % 360.0 - 180.0
