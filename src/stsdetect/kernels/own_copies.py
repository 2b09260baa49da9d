"""Own copies: by which lag a stretch of a track is what was sailed before it."""

import math
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from stsdetect.kernels.steps import turned_deg
from stsdetect.units import M_PER_DEG

__all__ = ["Copy", "find_copy"]

Numbers = NDArray[np.float64]
COARSE = 40
"""Ours: of so many points of the stretch the lag is told to a step; then of all."""
FINE = np.linspace(-1.0, 1.0, 21)
"""Ours: parts of a step by which the lag is made finer."""


class Copy(NamedTuple):
    """How the stretch fits best; NaN where nothing before it is known as well."""

    lag_steps: float
    off_m: float
    """Distance within which the chosen share of the points lies."""
    east_m: float
    """From what was sailed to the stretch."""
    north_m: float


@njit(cache=True, nogil=True)
def find_copy(
    lat: Numbers, lon: Numbers, stretch: tuple[int, int], min_lag: int, share: float
) -> Copy:
    """Fit a stretch of a track to all that lies before it, by a shift in place.

    A copy is made by adding metres or degrees: whichever fits better counts. The lag
    is told by the standard deviation of the differences, then to a tenth of a step by
    the distance within which most of them lie, about their median.

    Parameters
    ----------
    lat, lon : (n,) array
        Places at equal steps of time [°]; NaN where they aren't known.
    stretch : pair of int
        First of its steps, and the one after the last.
    min_lag : int
        Steps; at least 2.
    share : float
        Of the points that must lie near, and that must be known on both sides.

    Returns
    -------
    Copy
        The best fit, good or bad.

    Examples
    --------
    >>> t = np.arange(400.0)
    >>> lat, lon = 35.0 + np.sin(t / 9) / 99, 120.0 + t / 300
    >>> lat[300:], lon[300:] = lat[100:200] + 0.2, lon[100:200]
    >>> fit = find_copy(lat, lon, (300, 400), 15, 0.8)
    >>> round(fit.lag_steps, 1), round(fit.off_m, 1), round(fit.north_m / 111_195, 2)
    (200.0, 0.0, 0.2)
    """
    first, stop = stretch
    every = max((stop - first) // COARSE, 1)
    least, best, alike = np.inf, -1, False
    for lag in range(min_lag, first + 1):
        for degrees in (False, True):
            off = _spread(lat, lon, (first, stop, every), (lag, degrees), share)
            if off < least:
                least, best, alike = off, lag, degrees
    fit = Copy(np.nan, np.nan, np.nan, np.nan)
    if best < 0:
        return fit
    for late in FINE:
        finer = _fit(lat, lon, stretch, best + late, (alike, share))
        if not finer.off_m >= fit.off_m:
            fit = finer
    return fit


@njit(cache=True, nogil=True)
def _spread(
    lat: Numbers,
    lon: Numbers,
    stretch: tuple[int, int, int],
    way: tuple[int, bool],
    share: float,
) -> float:
    """Measure how the differences spread [m]; infinite where too few are known."""
    first, stop, every = stretch
    lag = way[0]
    wide, wide_before = _widths(lat, stretch[:2], way)
    n = known = 0
    east = north = square = 0.0
    for i in range(first, stop, every):
        n += 1
        x = wide * turned_deg(lon[i] - lon[first]) - wide_before * turned_deg(
            lon[i - lag] - lon[first]
        )
        y = M_PER_DEG * (lat[i] - lat[i - lag])
        if np.isnan(x):
            continue
        known += 1
        east += x
        north += y
        square += x * x + y * y
    if known < share * n or known == 0:
        return np.inf
    spread = square / known - (east * east + north * north) / known**2
    return math.sqrt(max(spread, 0.0))


@njit(cache=True, nogil=True)
def _widths(
    lat: Numbers, stretch: tuple[int, int], way: tuple[int, bool]
) -> tuple[float, float]:
    """Metres of a degree to the east in the stretch, and in what was before [m]."""
    lag, degrees = way
    middle = (stretch[0] + stretch[1]) // 2
    here, before = lat[middle], lat[middle - lag]
    if np.isnan(here):
        here = lat[stretch[0]]
    if degrees or np.isnan(before):
        before = here
    return M_PER_DEG * np.cos(np.radians(here)), M_PER_DEG * np.cos(np.radians(before))


@njit(cache=True, nogil=True)
def _fit(
    lat: Numbers,
    lon: Numbers,
    stretch: tuple[int, int],
    lag: float,
    how: tuple[bool, float],
) -> Copy:
    """Fit by a lag that may lie between two steps."""
    first, stop = stretch
    degrees, share = how
    whole = int(np.floor(lag))
    part = lag - whole
    wide, wide_before = _widths(lat, stretch, (whole, degrees))
    n = stop - first
    x, y, turned = np.full(n, np.nan), np.full(n, np.nan), np.full(n, np.nan)
    for i in range(first, stop):
        j = i - whole
        if j < 1:
            continue
        back = lon[j] + part * turned_deg(lon[j - 1] - lon[j])
        turned[i - first] = turned_deg(lon[i] - back)
        x[i - first] = wide * turned_deg(lon[i] - lon[first]) - (
            wide_before * turned_deg(back - lon[first])
        )
        y[i - first] = M_PER_DEG * (lat[i] - lat[j] - part * (lat[j - 1] - lat[j]))
    known = ~np.isnan(x)
    if known.sum() < share * x.size:
        return Copy(np.nan, np.nan, np.nan, np.nan)
    east, north = np.median(x[known]), np.median(y[known])
    off = np.quantile(np.hypot(x[known] - east, y[known] - north), share)
    # not the metres by which the fit made them comparable, but those between the two
    return Copy(lag, off, wide * np.median(turned[known]), north)
