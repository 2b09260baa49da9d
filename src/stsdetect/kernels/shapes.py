"""Shapes: how the positions of a stretch lie, as no vessel's do by themselves."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from stsdetect.units import M_PER_DEG

__all__ = ["Shapes", "Stretches", "measure_shapes"]

Numbers = NDArray[np.float64]


class Stretches(NamedTuple):
    """Positions, those of a stretch together and by time."""

    start: NDArray[np.int64]
    """(n + 1,) Stretch ``i`` has the rows ``start[i]`` to ``start[i + 1]``."""
    lat: Numbers
    lon: Numbers
    sog: Numbers
    """[kn], NaN where missing."""
    cog: Numbers
    """[°], NaN where missing."""


class Shapes(NamedTuple):
    """What each stretch looks like, (n,) each."""

    extent_m: Numbers
    """Diagonal of the smallest box around the positions."""
    min_sog: Numbers
    """[kn], NaN where one is missing."""
    beside_m: Numbers
    """Farthest that a position lies beside the line from the one before it to the one
    after; NaN where none of them moves by 50 m."""
    radius_m: Numbers
    """Of the circle that fits best, NaN for fewer than five positions."""
    rms_m: Numbers
    """Root mean square of the distances from that circle."""
    turns: Numbers
    """Turns round its centre, clockwise positive."""
    along: Numbers
    """Mean cosine between the course and the direction of the circle, −1 … 1, NaN where
    no course is told."""


@njit(cache=True, nogil=True)
def measure_shapes(stretches: Stretches) -> Shapes:
    """Measure the shape of each stretch, on a plane about its first position.

    The circle is that of Kåsa: it makes the sum of the squares of the differences of
    squared distances least, which has a closed form.

    Parameters
    ----------
    stretches : Stretches
        Positions; a stretch spans some tens of kilometres at most.

    Returns
    -------
    Shapes
        One value per stretch.

    References
    ----------
    Kåsa, I. (1976). A circle fitting procedure and its error analysis. IEEE
    Transactions on Instrumentation and Measurement IM-25, 8–14,
    https://doi.org/10.1109/TIM.1976.6312298.

    Examples
    --------
    >>> angle = np.linspace(0, 4 * np.pi, 25)
    >>> lat, lon, none = np.cos(angle) / 60, np.sin(angle) / 60, np.full(25, np.nan)
    >>> shapes = measure_shapes(Stretches(np.array([0, 25]), lat, lon, none, none))
    >>> round(shapes.radius_m[0]), shapes.turns.round(2), shapes.rms_m.round()
    (1853, array([2.]), array([0.]))
    """
    n = stretches.start.size - 1
    found = np.full((7, n), np.nan)
    for i in range(n):
        first, stop = stretches.start[i], stretches.start[i + 1]
        if stop > first:
            x, y = _plane(stretches.lat[first:stop], stretches.lon[first:stop])
            found[0, i] = np.hypot(x.max() - x.min(), y.max() - y.min())
            found[1, i] = np.min(stretches.sog[first:stop])
            found[2, i] = _farthest_beside(x, y)
            if stop - first >= 5:
                found[3:7, i] = _circle(x, y, stretches.cog[first:stop])
    return Shapes(found[0], found[1], found[2], found[3], found[4], found[5], found[6])


@njit(cache=True, nogil=True)
def _plane(lat: Numbers, lon: Numbers) -> tuple[Numbers, Numbers]:
    """Metres east and north of the first position, also across 180°."""
    turn = (lon - lon[0] + 540.0) % 360.0 - 180.0
    return (
        M_PER_DEG * turn * np.cos(np.radians(lat[0])),
        M_PER_DEG * (lat - lat[0]),
    )


@njit(cache=True, nogil=True)
def _farthest_beside(x: Numbers, y: Numbers) -> float:
    farthest, n = 0.0, 0
    for i in range(1, x.size - 1):
        east, north = x[i + 1] - x[i - 1], y[i + 1] - y[i - 1]
        way = np.hypot(east, north)
        if way >= 50.0:
            off = east * (y[i] - y[i - 1]) - north * (x[i] - x[i - 1])
            farthest = max(farthest, abs(off) / way)
            n += 1
    return farthest if n > 0 else np.nan


@njit(cache=True, nogil=True)
def _circle(x: Numbers, y: Numbers, cog: Numbers) -> Numbers:
    """Radius, spread, turns, and how far the course runs along."""
    fit = np.full(4, np.nan)
    u, v = x - x.mean(), y - y.mean()
    square = u * u + v * v
    uu, vv, uv = (u * u).sum(), (v * v).sum(), (u * v).sum()
    determinant = uu * vv - uv * uv
    if determinant <= 1e-9 * uu * vv or uu * vv == 0.0:
        return fit
    right_u, right_v = (square * u).sum() / 2.0, (square * v).sum() / 2.0
    centre_u = (right_u * vv - right_v * uv) / determinant
    centre_v = (right_v * uu - right_u * uv) / determinant
    east, north = u - centre_u, v - centre_v
    away = np.sqrt(east * east + north * north)
    radius = np.sqrt(centre_u**2 + centre_v**2 + square.mean())
    angle = np.arctan2(east, north)
    turned = 0.0
    for i in range(1, angle.size):
        turned += (angle[i] - angle[i - 1] + 3 * np.pi) % (2 * np.pi) - np.pi
    ahead = angle + (np.pi / 2 if turned >= 0 else -np.pi / 2)
    agreement = np.cos(np.radians(cog) - ahead)
    fit[0], fit[1] = radius, np.sqrt(((away - radius) ** 2).mean())
    fit[2], fit[3] = turned / (2 * np.pi), np.nanmean(agreement)
    return fit
