"""Columns as arrays for the kernels, always of one type."""

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

__all__ = ["fixed", "numbers", "whole"]


def numbers(column: pl.Series) -> NDArray[np.float64]:
    """Give a column of numbers, read-only, NaN where a value is missing."""
    if not column.dtype.is_numeric():
        column = column.cast(pl.Float64)
    # NumPy's own cast spares two passes of polars; a null is NaN already.
    return fixed(np.asarray(column.to_numpy(), dtype=np.float64))


def whole(column: pl.Series) -> NDArray[np.int64]:
    """Give a column of whole numbers or of instants [ms], read-only.

    No value may be missing.
    """
    return fixed(column.to_physical().cast(pl.Int64).to_numpy())


def fixed(array: NDArray[Any]) -> NDArray[Any]:
    """Give a read-only view, since kernels are compiled for that or the other."""
    view = array.view()
    view.flags.writeable = False
    return view
