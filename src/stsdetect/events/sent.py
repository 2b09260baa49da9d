"""Sent: how often each kind of vessel is heard beside one under way, by the store.

By the standard a vessel at anchor sends 18 times less often than one under way. Close
to a station that changes little: what is lost is lost to the sea between, for both
alike. Far from it, or from space, it changes all. So the store tells: in squares where
both kinds were, how often each was heard.
"""

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

__all__ = ["STANDARD", "learn_sent"]

Numbers = NDArray[np.float64]

STANDARD: Final = np.array([1.0, 10 / 180, 0.3 * 10 / 30, 0.3 * 10 / 180])
"""Reports of each kind to one of Class A under way: intervals of 10, 180, 30 and 180 s
(ITU-R M.1371-5, tables 1 and 2), and Class B heard 0.3 times as well, with
2 W for 12.5 W; ours."""
SPREAD: Final = 1.0
"""Ours: standard deviation of the logarithm beforehand, a factor of e either way."""
MIN_SLOTS: Final = 12.0
"""Ours: of Class A under way in a square that tells anything, two hours of one."""
GRID: Final = np.linspace(-7.0, 2.0, 181)
"""Logarithms looked at; steps of 5 %."""


def learn_sent(blocks: pl.DataFrame, concentration: float) -> Numbers:
    """Learn the exponents that tie the kinds: missed by one, missed to that power.

    A kind that sends s reports to one of Class A under way is missed in a slot with
    (1 − p)^s where that is heard with p. Each degree square in which both were gives
    a binomial likelihood of s; slots of one place hang together, so that no square
    counts for more than the concentration allows. Of the posterior the mean less one
    standard deviation is taken: where little is known a vessel is expected less.

    Parameters
    ----------
    blocks : pl.DataFrame
        ``n_0 … n_3, r_0 … r_3``: slots of each kind, and those heard, in thousandths.
    concentration : float
        Of the beta distribution by which vessels and places differ.

    Returns
    -------
    (4,) array
        Exponents, the first 1.

    Examples
    --------
    With nothing to learn from, it is the standard less its uncertainty:

    >>> columns = [f"{name}_{kind}" for name in ("n", "r") for kind in range(4)]
    >>> none = pl.DataFrame({name: [0] for name in columns})
    >>> (learn_sent(none, 10.0)[1:] / STANDARD[1:]).round(2)
    array([0.37, 0.37, 0.37])
    """
    n, r = (
        blocks.select(f"{name}_{kind}" for kind in range(STANDARD.size)).to_numpy()
        / 1_000.0
        for name in ("n", "r")
    )
    known = n[:, 0] >= MIN_SLOTS
    missed = np.log1p(-(r[known, 0] + 0.5) / (n[known, 0] + 1.0))
    log_missed = missed[:, np.newaxis] * np.exp(GRID)
    log_heard = np.log(-np.expm1(log_missed))
    sent = np.ones(STANDARD.size)
    for kind in range(1, STANDARD.size):
        all_n, all_r = n[known, kind], r[known, kind]
        share = (concentration + 1.0) / (concentration + np.maximum(all_n, 1.0))
        heard, unheard = share * all_r, share * (all_n - all_r)
        weight = heard @ log_heard + unheard @ log_missed
        weight -= (GRID - np.log(STANDARD[kind])) ** 2 / (2.0 * SPREAD**2)
        posterior = np.exp(weight - weight.max())
        posterior /= posterior.sum()
        mean = float(posterior @ GRID)
        sd = float(np.sqrt(posterior @ (GRID - mean) ** 2))
        sent[kind] = np.exp(mean - sd)
    return sent
