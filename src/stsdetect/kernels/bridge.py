"""Bridge: where two silent vessels most probably met, by how vessels move.

The velocity of a vessel wanders and forgets itself (Ornstein-Uhlenbeck), so that from
a report its place spreads about where the velocity then would have brought it, and the
same towards the report after the silence. The density at a place is the product of
both, for both vessels; a meeting is where, among the feasible places and times, it is
greatest.

References
----------
Millefiori, L. M., Braca, P., Bryan, K., Willett, P. (2016). Modeling vessel kinematics
using a stochastic mean-reverting process for long-term prediction. IEEE Transactions
on Aerospace and Electronic Systems 52(5), https://doi.org/10.1109/TAES.2016.150596.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from stsdetect.kernels.feasible import N_RAYS
from stsdetect.kernels.small_angles import arc_of
from stsdetect.units import EARTH_RADIUS_M, S_PER_H

__all__ = ["likeliest_places"]

Numbers = NDArray[np.float64]
Rows = NDArray[np.int64]

FORGET_PER_S = 1.0 / (4.0 * S_PER_H)
"""Ours: a vessel that goes to a meeting keeps its course for some hours."""
_SHARES = (0.35, 0.7, 0.95)
_N_INSTANTS = 5
_NEAR_M = 18_520.0
"""Ours: 10 nm, since a vessel that has just fallen silent is still on its way."""


@njit(cache=True, nogil=True)
def likeliest_places(
    silences: Numbers,
    ways: Numbers,
    first: Rows,
    second: Rows,
    regions: Numbers,
    least_s: float,
) -> Numbers:
    """Give the most probable place of each pair, out of some in its region.

    Parameters
    ----------
    silences : (n, 10) array
        As :func:`~stsdetect.kernels.slack.as_silences` gives them.
    ways : (n, 6) array
        Velocity at the start and at the end of each silence [m/s], as vectors along
        the sphere; 0 where it isn't known.
    first, second : (m,) array
        Rows of each pair.
    regions : (m, k + 1, 3) array
        As :func:`~stsdetect.kernels.feasible.bound_regions` gives them.
    least_s : float
        How long they stay together [s].

    Returns
    -------
    (m, 3) array
        Unit vectors: the middle, or a place at 35, 70 or 95 % of the way from there to
        the border.
    """
    places = np.empty((first.size, 3))
    spot = np.empty(3)
    for k in range(first.size):
        pair = (first[k], second[k])
        best = -np.inf
        for ray in range(N_RAYS + 1):
            for share in _SHARES:
                _between(regions[k, 0], regions[k, ray], share, spot)
                here = _density(silences, ways, pair, spot, least_s)
                if here > best:
                    best = here
                    places[k] = spot
                if ray == 0:
                    break
    return places


@njit(cache=True, nogil=True)
def _between(middle: Numbers, border: Numbers, share: float, spot: Numbers) -> None:
    size = 0.0
    for j in range(3):
        spot[j] = (1.0 - share) * middle[j] + share * border[j]
        size += spot[j] ** 2
    for j in range(3):
        spot[j] /= np.sqrt(size)


@njit(cache=True, nogil=True)
def _density(
    silences: Numbers,
    ways: Numbers,
    pair: tuple[int, int],
    spot: Numbers,
    least_s: float,
) -> float:
    """Greatest log density at a place over the instants at which they can be there."""
    arrive, leave = -np.inf, np.inf
    for row in pair:
        pace = EARTH_RADIUS_M / silences[row, 8]
        arrive = max(arrive, silences[row, 6] + pace * _arc(silences[row, :3], spot))
        leave = min(leave, silences[row, 7] - pace * _arc(silences[row, 3:6], spot))
    best = -np.inf
    for instant in range(_N_INSTANTS):
        share = instant / (_N_INSTANTS - 1.0)
        begin = arrive + share * max(leave - least_s - arrive, 0.0)
        total = 0.0
        for row in pair:
            speed = silences[row, 8]
            since = max(begin - silences[row, 6], 0.0)
            until = max(silences[row, 7] - begin - least_s, 0.0)
            total += _leg(silences[row, :3], ways[row, :3], 1.0, spot, since, speed)
            total += _leg(silences[row, 3:6], ways[row, 3:], -1.0, spot, until, speed)
        best = max(best, total)
    return best


@njit(cache=True, nogil=True)
def _leg(
    tip: Numbers, way: Numbers, sign: float, spot: Numbers, time_s: float, speed: float
) -> float:
    """Log density of a place some time from a report, in two dimensions.

    The variance of the integral of an Ornstein-Uhlenbeck velocity that starts as it
    was reported (Millefiori et al., 2016), with half of the greatest speed as its
    long-run spread.
    """
    g = FORGET_PER_S * time_s
    faded = 1.0 - np.exp(-g)
    spread = (speed / 2.0 / FORGET_PER_S) ** 2
    variance = spread * (2.0 * g - 2.0 * faded - faded**2) + _NEAR_M**2
    square = 0.0
    for j in range(3):
        drift = sign * way[j] * faded / FORGET_PER_S
        square += (EARTH_RADIUS_M * (spot[j] - tip[j]) - drift) ** 2
    return -np.log(variance) - square / (2.0 * variance)  # type: ignore[no-any-return]


@njit(cache=True, nogil=True)
def _arc(tip: Numbers, spot: Numbers) -> float:
    chord_squared = 0.0
    for j in range(3):
        chord_squared += (tip[j] - spot[j]) ** 2
    return arc_of(chord_squared)
