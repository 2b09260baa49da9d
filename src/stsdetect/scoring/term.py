"""What one item of a score is: a weight, a sentence for it, one against, a source."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

__all__ = [
    "DARK",
    "EVERY_KIND",
    "PAIRS",
    "Concern",
    "Evidence",
    "Item",
    "Ramp",
    "Weigh",
    "numbers",
    "unit_of",
]

DARK: Final = ("one_dark", "both_dark")
PAIRS: Final = ("encounter", *DARK)
EVERY_KIND: Final = (*PAIRS, "loitering")
"""Kinds of candidate: with a silence, with two vessels, all."""

_UNITS: Final = ("m", "km", "nm", "kn", "h", "min", "°")

Weigh = Callable[[pd.DataFrame], NDArray[np.float64]]
"""From observed leads to weights; NaN where what it needs is missing.

The first line of its docstring is how the item is weighed, in the documentation.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item of a score.

    Attributes
    ----------
    name : str
        Name of the item in tables.
    group : str
        Items of one group share a cap, so that one fact does not count twice.
    value : str
        Observed column that the item rests on, as shown beside its weight.
    weigh : Weigh
        Weight of each lead; NaN where its input is missing, which then counts 0.
    kinds : tuple of str
        Kinds of candidate that it speaks of; on others it says nothing.
    needs : tuple of str
        Observed columns that it can't do without; ``value`` alone when left out. A
        table without one of them gives no weight.
    speaks_for : str
        Template of the sentence at a positive weight; the names in braces are
        observed columns, put into words with their unit.
    source : str
        Publication, or "ours" and why.
    """

    name: str
    group: str
    value: str
    weigh: Weigh
    kinds: tuple[str, ...]
    needs: tuple[str, ...] = ()
    speaks_for: str = ""
    source: str

    @property
    def columns(self) -> tuple[str, ...]:
        """Observed columns without which there is no weight."""
        return self.needs or (self.value,)

    @property
    def weighed(self) -> str:
        """How the item is weighed, in words."""
        if isinstance(self.weigh, Ramp):
            return self.weigh.in_words
        first = (self.weigh.__doc__ or "").partition("\n")[0]
        return first.removeprefix("Weigh ").removeprefix("Give ")

    def weights(self, observed: pd.DataFrame) -> NDArray[np.float64]:
        """Weigh each lead; NaN for other kinds, and where a column is not there."""
        if not set(self.columns) <= set(observed.columns):
            return np.full(len(observed), np.nan)
        concerned = observed["kind"].isin(self.kinds).to_numpy()
        return np.where(concerned, self.weigh(observed), np.nan)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence(Item):
    """Evidence for or against a transfer: additive, bounded, told in a sentence.

    Its weight is the natural logarithm of a likelihood ratio.

    Attributes
    ----------
    speaks_against : str
        Template of the sentence at a negative weight.
    covers : tuple of str
        Names of items whose sentence for is said by this one's already.
    unknown : str
        What to call the input where it is missing and the analyst should know.
    """

    kinds: tuple[str, ...] = ("encounter",)
    speaks_against: str = ""
    covers: tuple[str, ...] = ()
    unknown: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern(Item):
    """What makes a lead concern sanctions on North Korea, in points of a hundred."""

    kinds: tuple[str, ...] = EVERY_KIND


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

    @property
    def in_words(self) -> str:
        """Weight at each point, with the unit of the value."""
        unit = unit_of(self.column)
        return ", ".join(
            f"{_signed(weight)} at {value:g}{' ' * bool(unit)}{unit}"
            for value, weight in self.points
        )

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


def unit_of(column: str) -> str:
    """Give the unit of an observed column, empty where it has none.

    Examples
    --------
    >>> unit_of("together_h"), unit_of("heading_sd_deg"), unit_of("ship_types")
    ('h', '°', '')
    """
    unit = column.rpartition("_")[2].replace("deg", "°")
    return unit if unit in _UNITS else ""


def _signed(weight: float) -> str:
    return f"{weight:+g}".replace("-", "−") if weight else "0"
