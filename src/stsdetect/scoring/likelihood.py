"""Likelihood: what it rests on, and what each item of evidence weighs."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, fields
from datetime import timedelta
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stsdetect.errors import ConfigError
from stsdetect.scoring.caps import share
from stsdetect.scoring.defaults import default_weightings
from stsdetect.scoring.evidence import CAPS, EVIDENCE
from stsdetect.scoring.odds import logit
from stsdetect.scoring.term import EVERY_KIND
from stsdetect.scoring.weighting import EXPERT, Weighting

__all__ = [
    "DEFAULT_SCORE",
    "ScoreParams",
    "share_weights",
    "weigh",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreParams:
    """What the score rests on besides the evidence.

    A base rate is the share of the events of a kind that are transfers, in (0, 1): of
    pairs that passed the screen, of stays that silent vessels could have visited, of
    silences that could have met, of vessels that waited. Likelihoods are true where
    transfers are as common as that. All four are ours and can be set: nobody has
    counted, and prevalence differs by sea, season and screen.

    Attributes
    ----------
    encounter_rate : float
        Of pairs that pass the screen (500 m, 30 min, 3 kn) nearly all are neighbours
        at anchor, fishing vessels or harbour craft; 1 in 100 is the most favourable of
        the three prevalences for which calibration is told (10⁻⁴, 10⁻³, 10⁻²).
    one_dark_rate, both_dark_rate : float
        The same, as favourable: it says what the evidence would be worth were one in
        a hundred a transfer. In the worlds that developed it more were (``prevalence``
        in the fitted table that ships); in a real sea nobody knows.
    loitering_rate : float
        Of vessels that wait at sea with no partner to name: most wait for orders,
        weather or a berth.
    tick_step : timedelta
        Step of the grid on which ticks were counted.
    max_reasons : int
        Reasons told for and against, each; the strongest first.
    weightings : dict of str to Weighting
        How the evidence of each kind counts; ``stsdetect train`` learns it.
    top : int or None
        An analyst's budget: only so many candidates are kept, the first ones.
    """

    encounter_rate: float = 1e-2
    one_dark_rate: float = 1e-2
    both_dark_rate: float = 1e-2
    loitering_rate: float = 1e-3
    tick_step: timedelta = timedelta(minutes=5)
    max_reasons: int = 6
    weightings: dict[str, Weighting] = field(default_factory=default_weightings)
    top: int | None = None

    def __post_init__(self) -> None:
        """Refuse a base rate that leaves nothing to evidence.

        Raises
        ------
        ConfigError
            A base rate is not between 0 and 1, a weighting is of no kind, or the
            budget is none.
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
        faults += [
            f"weightings: no kind {kind!r}"
            for kind in self.weightings
            if kind not in EVERY_KIND
        ]
        if self.top is not None and self.top < 1:
            faults.append(f"top: {self.top} is less than 1")
        if faults:
            raise ConfigError("; ".join(faults))

    def base_rate(self, kind: str) -> float:
        """Share of the leads of a kind that are transfers, before any evidence."""
        rate: float = getattr(self, f"{kind}_rate")
        return rate

    def weighting(self, kind: str) -> Weighting:
        """How the evidence of a kind counts; as judged where it is not named."""
        return self.weightings.get(kind, EXPERT[kind])

    def base_log_odds(self, kinds: Sequence[str]) -> NDArray[np.float64]:
        """Log-odds of the base rate of each lead, by its kind."""
        return self._by_kind(kinds, lambda kind: logit(self.base_rate(kind)))

    def offsets(self, kinds: Sequence[str]) -> NDArray[np.float64]:
        """Log-odds that each lead gets besides, by its kind."""
        return self._by_kind(kinds, lambda kind: self.weighting(kind).offset)

    def slopes(self, kinds: Sequence[str]) -> NDArray[np.float64]:
        """Factor on all evidence of each lead, by its kind."""
        return self._by_kind(kinds, lambda kind: self.weighting(kind).slope)

    def factors_of(self, item: str, kinds: Sequence[str]) -> NDArray[np.float64]:
        """Factor on the weight of an item, of each lead by its kind."""
        return self._by_kind(
            kinds, lambda kind: self.weighting(kind).factors.get(item, 1.0)
        )

    def _by_kind(
        self, kinds: Sequence[str], of_kind: Callable[[str], float]
    ) -> NDArray[np.float64]:
        known = {kind: of_kind(kind) for kind in set(kinds)}
        return np.array([known[kind] for kind in kinds], dtype=np.float64)


DEFAULT_SCORE: Final = ScoreParams()


def weigh(
    observed: pd.DataFrame,
    params: ScoreParams = DEFAULT_SCORE,
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
    kinds = observed["kind"].tolist()
    return np.column_stack(
        [
            nothing
            if item.group in without
            else params.factors_of(item.name, kinds) * item.weights(observed)
            for item in EVIDENCE
        ]
    )


def share_weights(
    weights: NDArray[np.float64], slopes: NDArray[np.float64] | float = 1.0
) -> NDArray[np.float64]:
    """Give what counts of each weight: missing ones 0, groups within their cap.

    See :func:`~stsdetect.scoring.caps.share`; all of it times the slope of the kind.

    Examples
    --------
    >>> row = np.full((1, len(EVIDENCE)), np.nan)
    >>> row[0, :4] = [2.0, 2.0, 0.5, 1.5]
    >>> share_weights(row)[0, :6].round(3)
    array([1.333, 1.333, 0.333, 1.   , 0.   , 0.   ])
    """
    counted = share(weights, EVIDENCE, CAPS) * np.reshape(slopes, (-1, 1))
    return np.asarray(counted, dtype=np.float64)
