"""Spells of a table: rows that stand together, and their figures."""

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from stsdetect.events.arrays import fixed, numbers, whole
from stsdetect.kernels import spells

__all__ = ["Spells"]

Bools = NDArray[np.bool_]
Numbers = NDArray[np.float64]


class Spells:
    """The stretches of equal numbers in a column of a table, each a row of figures.

    Parameters
    ----------
    table : pl.DataFrame
        Rows of a stretch stand together.
    number : str
        Column of whole numbers that tells the stretches apart.
    """

    def __init__(self, table: pl.DataFrame, number: str) -> None:
        self.table: Final = table
        self.start: Final = fixed(spells.run_starts(whole(table[number])))

    def __len__(self) -> int:
        return self.start.size - 1

    @property
    def height(self) -> NDArray[np.int64]:
        """How many rows each has."""
        return np.diff(self.start)

    def first(self, *names: str) -> pl.DataFrame:
        """Give columns as they are in the first row of each."""
        return self.table.select(names)[self.start[:-1]]

    def last(self, *names: str) -> pl.DataFrame:
        """Give columns as they are in the last row of each."""
        return self.table.select(names)[self.start[1:] - 1]

    def count(self, holds: Bools) -> NDArray[np.int64]:
        """Count the rows of each that a condition holds for."""
        passed = np.concatenate(([0], np.cumsum(holds, dtype=np.int64)))
        counted: NDArray[np.int64] = np.diff(passed[self.start])
        return counted

    def n_unique(self, name: str) -> NDArray[np.int64]:
        """Count the stretches of equal values in a column within each."""
        value = whole(self.table[name])
        other = np.ones(value.size, dtype=np.bool_)
        other[1:] = value[1:] != value[:-1]
        other[self.start[:-1]] = True
        return self.count(other)

    def median(self, values: Numbers) -> Numbers:
        """Give the median of each over the values that are known."""
        return spells.medians(fixed(values), self.start)

    def least(self, name: str) -> tuple[Numbers, NDArray[np.int64]]:
        """Give the least value of each, and the first row that has it."""
        values = numbers(self.table[name])
        if not len(self):
            return np.empty(0), np.empty(0, dtype=np.int64)
        least = np.minimum.reduceat(values, self.start[:-1])
        at = np.flatnonzero(values == np.repeat(least, self.height))
        owner = np.searchsorted(self.start, at, side="right") - 1
        _, first = np.unique(owner, return_index=True)
        return least, at[first]
