"""Order: rows by vessel and time, and where each vessel begins."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

__all__ = ["by_key_and_time", "run_starts"]


def by_key_and_time(table: pl.DataFrame, key: str) -> pl.DataFrame:
    """Sort a table by a key and time, unless it is so already."""
    step = pl.col(key).diff()
    later = pl.col("timestamp").diff() >= pl.duration(milliseconds=0)
    ascends = (step > 0) | ((step == 0) & later)
    ordered = table.select(ascends.fill_null(value=True).all()).item()
    return table if ordered else table.sort(key, "timestamp", maintain_order=True)


def run_starts(key: pl.Series) -> NDArray[np.int64]:
    """Give where each run of equal keys begins, and the number of rows at the end.

    Examples
    --------
    >>> run_starts(pl.Series([7, 7, 8]))
    array([0, 2, 3])
    >>> run_starts(pl.Series([], dtype=pl.Int64))
    array([0])
    """
    values = key.to_numpy()
    if values.size == 0:
        return np.zeros(1, dtype=np.int64)
    breaks = np.flatnonzero(np.diff(values)) + 1
    return np.concatenate(([0], breaks, [values.size])).astype(np.int64)
