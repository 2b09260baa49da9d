"""Around: what is known of degree squares, hour by hour, and of those beside them."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from stsdetect.events.arrays import whole
from stsdetect.kernels.around import sum_around

__all__ = ["BY_SQUARE", "look_around"]

BY_SQUARE: Final = ("hour", "block")
"""The order in which squares are looked up: by hour, and from the south-west."""


def look_around(
    asked: pl.DataFrame, known: pl.DataFrame, names: Sequence[str]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Look up squares in hours, and sum what is known of them and the eight beside.

    Parameters
    ----------
    asked : pl.DataFrame
        ``hour, block`` in any order.
    known : pl.DataFrame
        ``hour, block``, each pair once and in the order of :data:`BY_SQUARE`, and whole
        numbers. Only the hours asked for are read.
    names : sequence of str
        Columns of ``known``.

    Returns
    -------
    here, around : (n, k) arrays
        Row by row of what is asked; 0 where nothing is known.
    """
    hour = whole(asked["hour"])
    if not hour.size:
        none = np.zeros((0, len(names)), dtype=np.int64)
        return none, none
    low, high = int(hour.min()), int(hour.max()) + 1
    first, stop = (known["hour"].search_sorted(one, side="left") for one in (low, high))
    there = known[first:stop]
    starts = np.searchsorted(whole(there["hour"]), np.arange(low, high + 1))
    values = there.select(pl.col(names).cast(pl.Int64)).to_numpy(order="c")
    where = np.column_stack([hour - low, whole(asked["block"])])
    return sum_around(where, starts, whole(there["block"]), values)
