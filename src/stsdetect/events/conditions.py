"""Conditions: how reception in an hour was beside that of all hours, by area.

An outage, jamming or the time between two satellites shows in that hardly any of the
vessels is heard that other hours hear; a pass shows in that more are.
"""

from itertools import product
from typing import Final, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from stsdetect.events.cells import block_of
from stsdetect.events.rates import Totals, rates_for
from stsdetect.events.slots import ReceptionParams, Slots

__all__ = [
    "AROUND",
    "Conditions",
    "condition_of",
    "find_conditions",
    "shifted",
]

MICRO: Final = 1_000_000
AROUND: Final = tuple(product((-1, 0, 1), (-1, 0, 1)))


class Conditions(NamedTuple):
    """Slots heard and to be expected in each hour."""

    blocks: pl.DataFrame
    """``block, hour, heard, expected`` (in millionths) of a degree square."""
    around: pl.DataFrame
    """The same of nine squares, the block in the middle."""


def find_conditions(
    slots: Slots, totals: Totals, params: ReceptionParams
) -> Conditions:
    """Compare in each hour what was heard with what is heard there in all hours."""
    by_hour = slots.by_hour
    rows = np.arange(by_hour.height)
    rates = rates_for(by_hour.select("cell"), totals, params).p
    p = rates[rows, by_hour["kind"].to_numpy()]
    expected = np.round(by_hour["n_slots"].to_numpy() * p * MICRO).astype(np.int64)
    counts = by_hour.select("hour", pl.col("n_heard").alias("heard")).with_columns(
        block=pl.Series(block_of(by_hour["cell"].to_numpy())),
        expected=pl.Series(expected),
    )
    blocks = _sum(counts)
    around = [blocks.with_columns(block=shifted(step)) for step in AROUND]
    return Conditions(blocks, _sum(pl.concat(around)))


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
    heard, expected = _look_up(asked, conditions.around)
    around = heard / (np.maximum(expected - own, 0.0) + weight)
    heard, expected = _look_up(asked, conditions.blocks)
    here: NDArray[np.float64] = (heard + weight * around) / (
        np.maximum(expected - own, 0.0) + weight
    )
    return here


def shifted(step: tuple[int, int]) -> pl.Expr:
    """Give the degree square so many to the north and to the east of ``block``."""
    north, east = step
    row, column = pl.col("block") // 360, pl.col("block") % 360
    return (row + north) * 360 + (column + east) % 360


def _sum(counts: pl.DataFrame) -> pl.DataFrame:
    key = ("block", "hour")
    return counts.group_by(key).agg(pl.col("heard", "expected").sum()).sort(key)


def _look_up(
    asked: pl.DataFrame, table: pl.DataFrame
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    key = ["block", "hour"]
    found = asked.select(key).join(table, on=key, how="left", maintain_order="left")
    heard, expected = (
        found[name].fill_null(0).cast(pl.Float64).to_numpy()
        for name in ("heard", "expected")
    )
    return heard, expected / MICRO
