"""What one item of evidence is: a weight, a sentence for it, one against, a source."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

__all__ = ["DARK", "EVERY_KIND", "PAIRS", "Evidence", "Ramp", "Weigh", "numbers"]

DARK: Final = ("one_dark", "both_dark")
PAIRS: Final = ("encounter", *DARK)
EVERY_KIND: Final = (*PAIRS, "loitering")
"""Kinds of candidate: with a silence, with two vessels, all."""

Weigh = Callable[[pd.DataFrame], NDArray[np.float64]]
"""From observed leads to weights; NaN where what it needs is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One item of evidence: additive, bounded, and told in a sentence.

    Attributes
    ----------
    name : str
        Name of the item in tables.
    group : str
        Items of one group share a cap, so that one fact does not count twice.
    value : str
        Observed column that the item rests on, as shown beside its weight.
    weigh : Weigh
        Natural logarithm of the likelihood ratio; NaN where its input is missing,
        which then counts 0.
    kinds : tuple of str
        Kinds of candidate that it speaks of; on others it says nothing.
    needs : tuple of str
        Observed columns that it can't do without; ``value`` alone when left out. A
        table without one of them gives no evidence.
    speaks_for, speaks_against : str
        Templates of the sentences at a positive and at a negative weight; the names
        in braces are observed columns, put into words with their unit.
    covers : tuple of str
        Names of items whose sentence for is said by this one's already.
    source : str
        Publication, or "ours" and why.
    unknown : str
        What to call the input where it is missing and the analyst should know.
    """

    name: str
    group: str
    value: str
    weigh: Weigh
    kinds: tuple[str, ...] = ("encounter",)
    needs: tuple[str, ...] = ()
    speaks_for: str = ""
    speaks_against: str = ""
    source: str
    covers: tuple[str, ...] = ()
    unknown: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """Observed columns without which there is no weight."""
        return self.needs or (self.value,)

    def weights(self, observed: pd.DataFrame) -> NDArray[np.float64]:
        """Weigh each lead; NaN for other kinds, and where a column is not there."""
        if not set(self.columns) <= set(observed.columns):
            return np.full(len(observed), np.nan)
        return np.where(self.concerns(observed), self.weigh(observed), np.nan)

    def concerns(self, observed: pd.DataFrame) -> NDArray[np.bool_]:
        """Tell which leads are of a kind that the item speaks of."""
        concerned: NDArray[np.bool_] = observed["kind"].isin(self.kinds).to_numpy()
        return concerned


@dataclass(frozen=True, slots=True)
class Ramp:
    """Weight that rises or falls in straight lines between points, level outside.

    Attributes
    ----------
    column : str
        Observed column.
    points : tuple of (float, float)
        Value in the unit of the column, and weight; by value, monotone in weight.

    Examples
    --------
    >>> ramp = Ramp("drift_nm", ((0.0, 0.0), (1.0, 2.0)))
    >>> ramp(pd.DataFrame({"drift_nm": [-1.0, 0.5, 9.0, None]}))
    array([ 0.,  1.,  2., nan])
    """

    column: str
    points: tuple[tuple[float, float], ...]

    def __call__(self, observed: pd.DataFrame) -> NDArray[np.float64]:
        """Weigh each lead, NaN where the column is missing."""
        value, weight = np.array(self.points).T
        weights: NDArray[np.float64] = np.interp(
            numbers(observed, self.column), value, weight
        )
        return weights


def numbers(observed: pd.DataFrame, column: str) -> NDArray[np.float64]:
    """Take a column as floats, NaN where a value is missing."""
    values: NDArray[np.float64] = observed[column].to_numpy(
        dtype=np.float64, na_value=np.nan
    )
    return values
