"""Chance: how often silences that fall anywhere in time could have met as well.

For a pair other silences that are like its two are put in their place, the second of
them moved by whole days, so that both share time and keep their hour of the day. If
silences fall without regard to each other, the pair is one of these like any other, and
the share of them with at least its slack is a p-value (a permutation test within
strata; ours). The silences of the pair itself are among those that are drawn, as every
arrangement is in a permutation test: else of n silences alike the one that is nearest
would be told one in as many as are drawn, and not one in n (Phipson, B., Smyth, G. K.
(2010). Permutation p-values should never be zero. Stat. Appl. Genet. Mol. Biol. 9, 39,
https://doi.org/10.2202/1544-6115.1585). A draw counts as often as there are days by
which it shares time, since long silences coincide more often than short ones; the pair
counts once more than it is drawn, with its own weight (Harrison, M. T. (2012).
Conservative hypothesis tests and confidence intervals using importance sampling.
Biometrika 99, 57-69, https://doi.org/10.1093/biomet/asr079).
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from stsdetect.kernels.slack import take_cones, top_slack_s

__all__ = ["Draws", "Pools", "share_as_good"]

Numbers = NDArray[np.float64]
Rows = NDArray[np.int64]
Pools = tuple[Rows, Rows, Rows]
"""Pool of each silence; first member of each pool, and their number; the members."""

DAY_S = 86_400.0
_TRIES = 8
"""Ours: draws are tried again where they share no time, so many times in all."""


class Draws(NamedTuple):
    """How to draw.

    Attributes
    ----------
    least_s : float
        Time that the two must share [s].
    n : int
        How many draws that do.
    still : bool
        The first of each pair waited and was heard: only the second is replaced.
    """

    least_s: float
    n: int
    still: bool


@njit(cache=True, nogil=True)
def share_as_good(
    silences: Numbers,
    pairs: tuple[Rows, Rows, Numbers, NDArray[np.uint64]],
    pools: Pools,
    vessel: Rows,
    draws: Draws,
) -> Numbers:
    """Give the share of drawn pairs that could have met for as long as each pair.

    Parameters
    ----------
    silences : (n, 10) array
        As :func:`~stsdetect.kernels.slack.as_silences` gives them.
    pairs : four (m,) arrays
        Rows of both, their slack [s], and a number that starts the draws of the pair.
    pools : three arrays
        Pool of each silence, (n,); where each pool starts among the members, (k + 1,);
        the members, rows of silences.
    vessel : (n,) array
        Whose silence; for the second one never that of the vessel that was drawn for
        the first.
    draws : Draws
        How to draw.

    Returns
    -------
    (m,) array
        Above 0, since the pair itself is among its draws; 1 without any other.
    """
    first, second, slack, seed = pairs
    share = np.empty(first.size)
    cones, scratch = np.empty((4, 5)), np.empty((8, 4))
    for k in range(first.size):
        a, b = first[k], second[k]
        as_good = all_drawn = max(_n_days(silences, a, b, draws.least_s), 1.0)
        n_left, state = draws.n, seed[k]
        for _ in range(_TRIES * draws.n):
            drawn_a, state = (a, state) if draws.still else _draw(state, pools, a)
            drawn_b, state = _draw(state, pools, b)
            later, state = _shift(state, silences, drawn_a, drawn_b, draws.least_s)
            one = vessel[drawn_b] == vessel[drawn_a]
            if n_left == 0 or one or np.isnan(later):
                continue
            n_left -= 1
            take_cones(silences, drawn_a, drawn_b, later, cones)
            enough = -np.inf if draws.still else slack[k]
            weight = _n_days(silences, drawn_a, drawn_b, draws.least_s)
            top = top_slack_s(cones, scratch, slack[k], enough)
            as_good += weight * (top >= slack[k])
            all_drawn += weight
        share[k] = as_good / all_drawn
    return share


@njit(cache=True, nogil=True)
def _draw(state: np.uint64, pools: Pools, like: int) -> tuple[int, np.uint64]:
    pool, start, members = pools
    low, high = start[pool[like]], start[pool[like] + 1]
    share, state = _next(state)
    return members[low + int(share * (high - low))], state


@njit(cache=True, nogil=True)
def _days(silences: Numbers, a: int, b: int, least_s: float) -> tuple[float, float]:
    """Give the least and the greatest number of days by which b shares time with a."""
    earliest = silences[a, 6] + least_s - silences[b, 7]
    latest = silences[a, 7] - least_s - silences[b, 6]
    return np.ceil(earliest / DAY_S), np.floor(latest / DAY_S)


@njit(cache=True, nogil=True)
def _n_days(silences: Numbers, a: int, b: int, least_s: float) -> float:
    low, high = _days(silences, a, b, least_s)
    return max(high - low + 1.0, 0.0)


@njit(cache=True, nogil=True)
def _shift(
    state: np.uint64, silences: Numbers, a: int, b: int, least_s: float
) -> tuple[float, np.uint64]:
    """Draw by how much to move b in whole days [s]; NaN if by none it shares time."""
    low, high = _days(silences, a, b, least_s)
    share, state = _next(state)
    if high < low:
        return np.nan, state
    return DAY_S * (low + np.floor(share * (high - low + 1.0))), state


@njit(cache=True, nogil=True)
def _next(state: np.uint64) -> tuple[float, np.uint64]:
    """Give a number in [0, 1) and the next state: SplitMix64.

    Steele, G. L., Lea, D., Flood, C. H. (2014). Fast splittable pseudorandom number
    generators. OOPSLA '14, https://doi.org/10.1145/2660193.2660195.
    """
    state += np.uint64(0x9E3779B97F4A7C15)
    mixed = state
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    return float(mixed >> np.uint64(11)) * 2.0**-53, state
