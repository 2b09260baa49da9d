"""Likelihood: a base rate and capped, additive log-odds, each point of them told."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stsdetect.errors import ConfigError
from stsdetect.scoring.evidence import CAPS, EVIDENCE

__all__ = ["EXPERT_PRIOR", "ScoreParams", "find_likelihood", "share_weights", "weigh"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreParams:
    """What the score rests on besides the evidence.

    Attributes
    ----------
    base_rate : float
        Share of leads that are transfers before any evidence is looked at, in (0, 1).
        Ours: of pairs that pass the screen (500 m, 30 min, 3 kn) nearly all are
        neighbours at anchor, fishing vessels or harbour craft. Nobody has counted the
        rest; 1 in 100 is the most favourable of the three prevalences for which
        calibration is to be told (10⁻⁴, 10⁻³, 10⁻²).
    tick_step : timedelta
        Step of the grid on which ticks were counted.
    max_reasons : int
        Reasons told for and against, each; the strongest first.
    """

    base_rate: float = 0.01
    tick_step: timedelta = timedelta(minutes=5)
    max_reasons: int = 6

    def __post_init__(self) -> None:
        """Refuse a base rate that leaves nothing to evidence.

        Raises
        ------
        ConfigError
            The base rate is not between 0 and 1.
        """
        if not 0 < self.base_rate < 1:
            raise ConfigError(f"base_rate: {self.base_rate} is not between 0 and 1")

    @property
    def base_log_odds(self) -> float:
        """Log-odds of a lead without evidence."""
        return float(np.log(self.base_rate / (1 - self.base_rate)))


EXPERT_PRIOR = ScoreParams()


def find_likelihood(
    counted: NDArray[np.float64], base_log_odds: float
) -> NDArray[np.float64]:
    """Turn counted weights into the likelihood of a transfer, in (0, 1).

    Parameters
    ----------
    counted : (n, k) array
        Weights after the caps, one column per item of evidence.
    base_log_odds : float
        Log-odds without evidence.

    Returns
    -------
    (n,) array
        To four decimals: more would claim what the evidence can't carry.

    Examples
    --------
    >>> find_likelihood(np.array([[0.0, 0.0], [2.0, -0.5]]), 0.0)
    array([0.5   , 0.8176])
    """
    log_odds = np.full(len(counted), base_log_odds)
    # Column after column, since the order of adding changes the last bit of a sum.
    for column in counted.T:
        log_odds = log_odds + column
    return np.asarray(np.round(1 / (1 + np.exp(-log_odds)), 4))


def weigh(observed: pd.DataFrame) -> NDArray[np.float64]:
    """Weigh every lead by every item of evidence, NaN where its input is missing.

    Returns
    -------
    (n, k) array
        Natural-log likelihood ratios in the order of
        :data:`~stsdetect.scoring.evidence.EVIDENCE`, before the caps.
    """
    return np.column_stack([item.weigh(observed) for item in EVIDENCE])


def share_weights(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give what counts of each weight: missing ones 0, groups within their cap.

    A group beyond its cap has all its weights scaled alike, so that the columns still
    add up to what the likelihood rests on.

    Examples
    --------
    >>> row = np.full((1, len(EVIDENCE)), np.nan)
    >>> row[0, :4] = [2.0, 2.0, 0.5, 1.5]
    >>> share_weights(row)[0, :6].round(3)
    array([1.333, 1.333, 0.333, 1.   , 0.   , 0.   ])
    """
    counted = np.nan_to_num(weights, nan=0.0)
    numbered = enumerate(item.group for item in EVIDENCE)
    for group, members in groupby(numbered, key=lambda one: one[1]):
        places = [place for place, _ in members]
        total = np.zeros(len(counted))
        for place in places:
            total = total + counted[:, place]
        excess = np.maximum(np.abs(total) / CAPS[group], 1.0)
        counted[:, places] /= excess[:, np.newaxis]
    return counted
