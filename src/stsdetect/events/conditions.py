"""Conditions: how reception in an hour was beside that of all hours, by area.

An outage, jamming or the time between two satellites shows in that hardly any of the
vessels is heard that other hours hear; a pass shows in that more are.
"""

from typing import Final, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from stsdetect.events.all_slots import AllSlots
from stsdetect.events.around import BY_SQUARE, look_around
from stsdetect.events.arrays import whole
from stsdetect.events.cells import block_of
from stsdetect.events.rates import Totals, rates_for
from stsdetect.events.slots import SMALL, ReceptionParams

__all__ = ["Conditions", "condition_of", "find_conditions"]

MICRO: Final = 1_000_000
SCALE: Final = np.array([1.0, MICRO])


class Conditions(NamedTuple):
    """Slots heard and to be expected in each hour."""

    blocks: pl.DataFrame
    """``hour, block, heard, expected`` (in millionths) of a degree square."""


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
    return (
        counts.group_by(BY_SQUARE)
        .agg(pl.col("heard", "expected").sum())
        .sort(BY_SQUARE)
    )


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
    sums = look_around(asked, conditions.blocks, ("heard", "expected"))
    here, beside = (each / SCALE for each in sums)
    around = beside[:, 0] / (np.maximum(beside[:, 1] - own, 0.0) + weight)
    usual: NDArray[np.float64] = (here[:, 0] + weight * around) / (
        np.maximum(here[:, 1] - own, 0.0) + weight
    )
    return usual
