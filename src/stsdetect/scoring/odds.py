"""Odds: a base rate and additive log-odds, shared with what excludes a lead."""

import numpy as np
from numpy.typing import NDArray

__all__ = ["add_up", "find_likelihood", "logit"]


def logit(share: float) -> float:
    """Give the log-odds of a share in (0, 1)."""
    return float(np.log(share / (1 - share)))


def add_up(
    counted: NDArray[np.float64], base_log_odds: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Add what counts of each weight to the log-odds without evidence.

    Parameters
    ----------
    counted : (n, k) array
        As :func:`share_weights` gives it.
    base_log_odds : (n,) array
        Log-odds without evidence.

    Returns
    -------
    (n,) array
        Log-odds of each lead, were there no other that excludes it.
    """
    log_odds = base_log_odds
    # Column after column, since the order of adding changes the last bit of a sum.
    for column in counted.T:
        log_odds = log_odds + column
    return log_odds


def find_likelihood(
    log_odds: NDArray[np.float64], rival_odds: NDArray[np.float64] | float = 0.0
) -> NDArray[np.float64]:
    """Turn log-odds into the likelihood of a transfer, in (0, 1).

    Parameters
    ----------
    log_odds : (n,) array
        Of each lead, were there no other.
    rival_odds : (n,) array or float
        Odds of those that exclude it, as
        :class:`~stsdetect.scoring.rivals.Rivals` adds them up.

    Returns
    -------
    (n,) array
        To four decimals: more would claim what the evidence can't carry.

    Examples
    --------
    >>> find_likelihood(np.array([0.0, 1.5]))
    array([0.5   , 0.8176])
    >>> find_likelihood(np.zeros(2), np.ones(2)).round(3)
    array([0.333, 0.333])
    """
    own = log_odds - np.log1p(rival_odds)
    return np.asarray(np.round(1 / (1 + np.exp(-own)), 4))
