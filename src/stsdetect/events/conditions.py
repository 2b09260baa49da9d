"""Conditions: how reception in an hour was beside that of all hours, by area.

An outage, jamming or the time between two satellites shows in that hardly any of the
vessels is heard that other hours hear; a pass shows in that more are.
"""

from itertools import product
from typing import Final, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from stsdetect.events.all_slots import AllSlots, in_hours_of
from stsdetect.events.arrays import whole
from stsdetect.events.cells import block_of
from stsdetect.events.rates import Totals, rates_for
from stsdetect.events.slots import SMALL, ReceptionParams

__all__ = [
    "AROUND",
    "Conditions",
    "condition_of",
    "find_conditions",
    "shifted",
]

MICRO: Final = 1_000_000
SCALE: Final = np.array([[1.0], [MICRO]])
AROUND: Final = tuple(product((-1, 0, 1), (-1, 0, 1)))


_KEY: Final = ("block", "hour")


class Conditions(NamedTuple):
    """Slots heard and to be expected in each hour."""

    blocks: pl.DataFrame
    """``block, hour, heard, expected`` (in millionths) of a degree square."""


def find_conditions(
    slots: AllSlots, totals: Totals, params: ReceptionParams
) -> Conditions:
    """Compare in each hour what was heard with what is heard there in all hours."""
    parts = [_compare(some.collect(), totals, params) for some in slots.by_hour]
    return Conditions(pl.concat(parts))


def _compare(
    by_hour: pl.DataFrame, totals: Totals, params: ReceptionParams
) -> pl.DataFrame:
    rows = np.arange(by_hour.height)
    rates = rates_for(by_hour.select("cell"), totals, params).p
    p = rates[rows, by_hour["kind"].to_numpy()]
    expected = np.round(by_hour["n_slots"].to_numpy() * p * MICRO).astype(np.int64)
    counts = by_hour.select("hour", pl.col("n_heard").alias("heard")).with_columns(
        block=pl.Series(block_of(whole(by_hour["cell"]))).cast(SMALL),
        expected=pl.Series(expected),
    )
    return counts.group_by(_KEY).agg(pl.col("heard", "expected").sum()).sort(_KEY)


def condition_of(
    asked: pl.DataFrame,
    own: NDArray[np.float64],
    conditions: Conditions,
    params: ReceptionParams,
) -> NDArray[np.float64]:
    """Give the part of its usual reception that a square had in an hour.

    Parameters
    ----------
    asked : pl.DataFrame
        ``block, hour``.
    own : (n,) array
        Slots of these in which the vessel in question itself was to be expected, and
        not heard: they are left out.
    conditions : Conditions
        As :func:`find_conditions` gives them.
    params : ReceptionParams
        Weight of the area around.

    Returns
    -------
    (n,) array
        0 where nobody was heard around, 1 for as usual, more in better hours.
    """
    weight = params.prior_hour_slots
    hours = asked.select(_KEY).unique(maintain_order=True)
    row = asked.join(
        hours.with_row_index("row_of"), on=_KEY, how="left", maintain_order="left"
    )["row_of"].to_numpy()
    blocks = in_hours_of(conditions.blocks, hours)
    sums = [_look_up(hours, step, blocks) for step in AROUND]
    heard, expected = (total[row] for total in np.sum(sums, axis=0) / SCALE)
    around = heard / (np.maximum(expected - own, 0.0) + weight)
    here = _look_up(hours, (0, 0), blocks)
    heard, expected = (total[row] for total in here / SCALE)
    usual: NDArray[np.float64] = (heard + weight * around) / (
        np.maximum(expected - own, 0.0) + weight
    )
    return usual


def shifted(step: tuple[int, int]) -> pl.Expr:
    """Give the degree square so many to the north and to the east of ``block``."""
    north, east = step
    row, column = pl.col("block") // 360, pl.col("block") % 360
    return (row + north) * 360 + (column + east) % 360


def _look_up(
    hours: pl.DataFrame, step: tuple[int, int], blocks: pl.DataFrame
) -> NDArray[np.int64]:
    """Give (2, n): slots heard, and to be expected, in the square a step away."""
    beside = hours.with_columns(block=shifted(step))
    found = beside.join(blocks, on=_KEY, how="left", maintain_order="left")
    return np.stack([whole(found[name].fill_null(0)) for name in ("heard", "expected")])
