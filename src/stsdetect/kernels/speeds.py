"""Speeds: how fast vessels went from report to report, and how often how fast."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from stsdetect.kernels.sphere import distance_m
from stsdetect.units import MS_PER_KN, MS_PER_S

__all__ = ["count_bins", "fill_speeds_kn"]

Integers = NDArray[np.int64]
Numbers = NDArray[np.float64]


@njit(cache=True, nogil=True)
def fill_speeds_kn(
    segment: Integers,
    time: Integers,
    place: tuple[Numbers, Numbers],
    sog: Numbers,
    bounds: tuple[int, int],
) -> Numbers:
    """Give the speed at each report, made good from the one before where none is told.

    Parameters
    ----------
    segment, time : (n,) array
        Reports by segment and time [ms].
    place : pair of (n,) arrays
        Latitude and longitude [°].
    sog : (n,) array
        As broadcast [kn]; NaN where missing.
    bounds : pair of int
        Shortest and longest time between two reports that tell a speed [ms].

    Returns
    -------
    (n,) array
        Knots; NaN where nothing tells.

    Examples
    --------
    >>> time, lat = np.array([0, 360_000]), np.array([0.0, 1 / 60])
    >>> where = (lat, np.zeros(2))
    >>> one, none = np.zeros(2, dtype=np.int64), np.full(2, np.nan)
    >>> fill_speeds_kn(one, time, where, none, (60_000, 3_600_000)).round(1).tolist()
    [nan, 10.0]
    """
    lat, lon = place
    speed = sog.copy()
    for row in range(1, time.size):
        elapsed = time[row] - time[row - 1]
        if (
            np.isnan(speed[row])
            and segment[row] == segment[row - 1]
            and bounds[0] <= elapsed <= bounds[1]
        ):
            metres = distance_m(lat[row - 1], lon[row - 1], lat[row], lon[row])
            speed[row] = metres / elapsed * (MS_PER_S / MS_PER_KN)
    return speed


@njit(cache=True, nogil=True)
def count_bins(key: Integers, value: Numbers, step: float, top: float) -> Integers:
    """Count values by key and bin.

    Parameters
    ----------
    key : (n,) array
        Equal keys stand together.
    value : (n,) array
        At least 0; NaN is not counted.
    step : float
        Width of a bin.
    top : float
        Values from it on are not counted; a whole number of steps.

    Returns
    -------
    (m, 3) array
        Key, bin and count, where there is one, in the order of keys and bins.

    Examples
    --------
    >>> value = np.array([0.2, 1.2, 0.3, np.nan, 9.0])
    >>> count_bins(np.array([7, 7, 7, 7, 8]), value, 0.5, 5.0).tolist()
    [[7, 0, 2], [7, 2, 1]]
    """
    n_bins = round(top / step)
    counts = np.zeros(n_bins, dtype=np.int64)
    found = np.empty((256, 3), dtype=np.int64)
    n = 0
    for row in range(key.size):
        if value[row] < top:
            counts[int(value[row] / step)] += 1
        if row + 1 < key.size and key[row + 1] == key[row]:
            continue
        if n + n_bins > found.shape[0]:
            larger = np.empty((2 * (n + n_bins), 3), dtype=np.int64)
            larger[:n] = found[:n]
            found = larger
        for k in range(n_bins):
            if counts[k] > 0:
                found[n, 0], found[n, 1], found[n, 2] = key[row], k, counts[k]
                counts[k] = 0
                n += 1
    return found[:n].copy()
