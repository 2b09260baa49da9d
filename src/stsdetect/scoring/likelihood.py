"""Likelihood: a base rate and capped, additive log-odds, each point of them told."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, fields
from datetime import timedelta
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stsdetect.errors import ConfigError
from stsdetect.scoring.caps import share
from stsdetect.scoring.evidence import CAPS, EVIDENCE

__all__ = ["EXPERT_PRIOR", "ScoreParams", "find_likelihood", "share_weights", "weigh"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreParams:
    """What the score rests on besides the evidence.

    A base rate is the share of the leads of a kind that are transfers before any
    evidence is looked at, in (0, 1). All four are ours and can be set: nobody has
    counted, and prevalence differs by sea, season and screen.

    Attributes
    ----------
    encounter_rate : float
        Of pairs that pass the screen (500 m, 30 min, 3 kn) nearly all are neighbours
        at anchor, fishing vessels or harbour craft; 1 in 100 is the most favourable of
        the three prevalences for which calibration is told (10⁻⁴, 10⁻³, 10⁻²).
    one_dark_rate : float
        Of vessels that wait and others, silent, that could have been there: a vessel
        that waits has many possible partners, of whom one at most is right. Leads are
        the best fits of many, so that evidence speaks for nearly all of them: in the
        development world of seed 101 with silences for no reason chance weighs 2.0 on
        true ones and 1.8 on the others.
    both_dark_rate : float
        Of two silences that could have met: 26 % of random pairs of gaps of 48 h
        could have, so that chance explains nearly all.
    loitering_rate : float
        Of vessels that wait at sea with no partner to name: most wait for orders,
        weather or a berth.
    tick_step : timedelta
        Step of the grid on which ticks were counted.
    max_reasons : int
        Reasons told for and against, each; the strongest first.
    factors : dict of str to float
        Factor on the judged weight of an item, by its name, at least 0; 1 where it
        is not named. ``stsdetect train`` learns them.
    top : int or None
        An analyst's budget: only so many candidates are kept, the first ones.
    """

    encounter_rate: float = 1e-2
    one_dark_rate: float = 1e-4
    both_dark_rate: float = 1e-4
    loitering_rate: float = 1e-3
    tick_step: timedelta = timedelta(minutes=5)
    max_reasons: int = 6
    factors: dict[str, float] = field(default_factory=dict)
    top: int | None = None

    def __post_init__(self) -> None:
        """Refuse a base rate that leaves nothing to evidence.

        Raises
        ------
        ConfigError
            A base rate is not between 0 and 1, a factor is negative or of no item,
            or the budget is none.
        """
        rates = {
            one.name: getattr(self, one.name)
            for one in fields(self)
            if one.name.endswith("_rate")
        }
        faults = [
            f"{name}: {rate} is not between 0 and 1"
            for name, rate in rates.items()
            if not 0 < rate < 1
        ]
        known = {item.name for item in EVIDENCE}
        faults += [
            f"factors: {name} = {factor} is negative or of no item of evidence"
            for name, factor in self.factors.items()
            if name not in known or not factor >= 0
        ]
        if self.top is not None and self.top < 1:
            faults.append(f"top: {self.top} is less than 1")
        if faults:
            raise ConfigError("; ".join(faults))

    def base_rate(self, kind: str) -> float:
        """Share of the leads of a kind that are transfers, before any evidence."""
        rate: float = getattr(self, f"{kind}_rate")
        return rate

    def base_log_odds(self, kinds: Sequence[str]) -> NDArray[np.float64]:
        """Log-odds of each lead without evidence, by its kind."""
        rates = {kind: self.base_rate(kind) for kind in set(kinds)}
        rate = np.array([rates[kind] for kind in kinds], dtype=np.float64)
        return np.asarray(np.log(rate / (1 - rate)))


EXPERT_PRIOR: Final = ScoreParams()


def find_likelihood(
    counted: NDArray[np.float64], base_log_odds: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Turn counted weights into the likelihood of a transfer, in (0, 1).

    Parameters
    ----------
    counted : (n, k) array
        Weights after the caps, one column per item of evidence.
    base_log_odds : (n,) array
        Log-odds without evidence.

    Returns
    -------
    (n,) array
        To four decimals: more would claim what the evidence can't carry.

    Examples
    --------
    >>> find_likelihood(np.array([[0.0, 0.0], [2.0, -0.5]]), np.zeros(2))
    array([0.5   , 0.8176])
    """
    log_odds = base_log_odds
    # Column after column, since the order of adding changes the last bit of a sum.
    for column in counted.T:
        log_odds = log_odds + column
    return np.asarray(np.round(1 / (1 + np.exp(-log_odds)), 4))


def weigh(
    observed: pd.DataFrame,
    params: ScoreParams = EXPERT_PRIOR,
    *,
    without: Collection[str] = (),
) -> NDArray[np.float64]:
    """Weigh every lead by every item of evidence, NaN where it says nothing.

    Parameters
    ----------
    observed : DataFrame
        Leads as :func:`~stsdetect.scoring.observe.observe` gives them.
    params : ScoreParams
        Whose factors scale the weights.
    without : collection of str
        Groups of evidence to leave out, to see what they are worth.

    Returns
    -------
    (n, k) array
        Natural-log likelihood ratios in the order of
        :data:`~stsdetect.scoring.evidence.EVIDENCE`, before the caps; NaN where the
        input of an item is missing and where it does not speak of the kind.

    Raises
    ------
    ConfigError
        There is no such group.
    """
    unknown = sorted(set(without) - set(CAPS))
    if unknown:
        raise ConfigError(f"no group of evidence {', '.join(unknown)}")
    nothing = np.full(len(observed), np.nan)
    return np.column_stack(
        [
            nothing
            if item.group in without
            else params.factors.get(item.name, 1.0) * item.weights(observed)
            for item in EVIDENCE
        ]
    )


def share_weights(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give what counts of each weight: missing ones 0, groups within their cap.

    See :func:`~stsdetect.scoring.caps.share`.

    Examples
    --------
    >>> row = np.full((1, len(EVIDENCE)), np.nan)
    >>> row[0, :4] = [2.0, 2.0, 0.5, 1.5]
    >>> share_weights(row)[0, :6].round(3)
    array([1.333, 1.333, 0.333, 1.   , 0.   , 0.   ])
    """
    return share(weights, EVIDENCE, CAPS)
