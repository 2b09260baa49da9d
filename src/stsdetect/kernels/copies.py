"""Copies: how well one shape of a track fits another, moved in place and time."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

__all__ = ["Fits", "fit_copies"]

Numbers = NDArray[np.float64]
Singles = NDArray[np.float32]
ROUNDS = 4
"""Ours: steps of Gauss and Newton; after three the time stands within a second."""


class Fits(NamedTuple):
    """How each pair of shapes fits, (n,) each."""

    off_m: Numbers
    """Distance within which the chosen share of the points lies, at best."""
    late_steps: Numbers
    """By how much the second shape is later than its turn says [steps]."""
    east: Numbers
    """From the first shape to the second, beside the way between their turns [m]."""
    north: Numbers


@njit(cache=True, nogil=True)
def fit_copies(
    east: Singles,
    north: Singles,
    pairs: NDArray[np.int64],
    widths: Numbers,
    share: float,
) -> Fits:
    """Fit the second shape of each pair to the first, by a shift in place and time.

    The time is found by Gauss and Newton, since the places of a shape change with it
    as its velocity does; the place is the median of the differences, so that points
    about a sharp turn, which reports cut off, move it little.

    Parameters
    ----------
    east, north : (m, k) array
        Shapes, from their turns [m], at equal steps of time.
    pairs : (n, 2) array
        Rows of the shapes to compare.
    widths : (n,) array
        By what the second shape is wider to the east than the first where both are the
        same in degrees: the ratio of the cosines of their latitudes, or 1.
    share : float
        Of the points that must lie near.

    Returns
    -------
    Fits
        One value per pair.

    Examples
    --------
    >>> t = np.arange(-30, 31)
    >>> east = np.float32([np.sin(t / 9), np.sin((t + 1) / 9)]) * 3000
    >>> north = np.float32([t, t]) * 300
    >>> fits = fit_copies(east, north, np.array([[0, 1]]), np.ones(1), 0.8)
    >>> fits.off_m.round(), fits.late_steps.round(1), fits.north.round(-1)
    (array([0.]), array([-1.]), array([-300.]))
    """
    n, size = pairs.shape[0], east.shape[1]
    fits = np.empty((4, n))
    x, y = np.empty(size), np.empty(size)
    for i in range(n):
        first, second = pairs[i]
        late = 0.0
        for turn in range(ROUNDS):
            if turn > 0:
                late += _step((east[second], north[second]), late, (x, y))
            used = _differences(
                (east[first], north[first]), (east[second], north[second]),
                widths[i], late, (x, y),
            )  # fmt: skip
            if used < size // 2:
                break
        fits[1, i] = late
        if used < size // 2:
            fits[0, i] = fits[2, i] = fits[3, i] = np.nan
            continue
        known = ~np.isnan(x)
        fits[2, i], fits[3, i] = np.median(x[known]), np.median(y[known])
        away = np.hypot(x[known] - fits[2, i], y[known] - fits[3, i])
        fits[0, i] = np.quantile(away, share)
    return Fits(fits[0], fits[1], fits[2], fits[3])


@njit(cache=True, nogil=True)
def _differences(
    a: tuple[Singles, Singles],
    b: tuple[Singles, Singles],
    width: float,
    late: float,
    out: tuple[Numbers, Numbers],
) -> int:
    """Second shape, so much later, less the first; NaN beyond its end."""
    used, size = 0, a[0].size
    for k in range(size):
        at = k + late
        j = int(np.floor(at))
        if j < 0 or j >= size - 1:
            out[0][k] = out[1][k] = np.nan
            continue
        part = at - j
        out[0][k] = width * (b[0][j] + part * (b[0][j + 1] - b[0][j])) - a[0][k]
        out[1][k] = b[1][j] + part * (b[1][j + 1] - b[1][j]) - a[1][k]
        used += 1
    return used


@njit(cache=True, nogil=True)
def _step(
    b: tuple[Singles, Singles], late: float, off: tuple[Numbers, Numbers]
) -> float:
    """By how much later the second shape fits better [steps]."""
    n, size = 0, b[0].size
    sums = np.zeros(4)
    for k in range(size):
        if not np.isnan(off[0][k]):
            j = int(np.floor(k + late))
            sums[0] += b[0][j + 1] - b[0][j]
            sums[1] += b[1][j + 1] - b[1][j]
            sums[2] += off[0][k]
            sums[3] += off[1][k]
            n += 1
    mean = sums / n
    top = bottom = 0.0
    for k in range(size):
        if not np.isnan(off[0][k]):
            j = int(np.floor(k + late))
            u = b[0][j + 1] - b[0][j] - mean[0]
            v = b[1][j + 1] - b[1][j] - mean[1]
            top += u * (off[0][k] - mean[2]) + v * (off[1][k] - mean[3])
            bottom += u * u + v * v
    return -top / bottom if bottom > 0.0 else 0.0
