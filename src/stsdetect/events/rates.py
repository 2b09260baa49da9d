"""Rates: how likely a vessel is to be heard in a slot, by what others were heard.

Each rate is a beta-binomial one. It is drawn towards that of the degree square around,
and that towards what the better heard kinds of vessel tell; where nobody was heard it
is zero. What is not known to be heard is no evidence of silence.
"""

from typing import Final, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from stsdetect.events.all_slots import AllSlots
from stsdetect.events.arrays import whole
from stsdetect.events.cells import block_of
from stsdetect.events.sent import learn_sent
from stsdetect.events.slots import ReceptionParams

__all__ = ["KINDS", "Rates", "Totals", "rates_for", "slices_of", "total_slots"]

Numbers = NDArray[np.float64]

KINDS: Final = 4
MILLI: Final = 1_000
"""Slots are weighed to a thousandth, as whole numbers: sums in any order agree."""
SLICE: Final = 300_000
"""Ours: vessels in places that are weighed at once, some 50 MB."""


class Totals(NamedTuple):
    """Weighed slots by place and kind, with what each vessel has a part in."""

    cells: pl.DataFrame
    """``cell, n_0 … n_3, r_0 … r_3``: slots, and those of them that were heard."""
    blocks: pl.DataFrame
    by_vessel: pl.DataFrame
    """Not weighed, in order of MMSI: those of a vessel are looked up when it is asked
    for, since vessels by places are many."""
    sent: Numbers
    """(4,) array: see :func:`~stsdetect.events.sent.learn_sent`."""


class Rates(NamedTuple):
    """Probabilities of being heard in a slot, for each row and kind."""

    p: Numbers
    """(n, 4) array."""
    weight: Numbers
    """(n, 4) array: slots behind it, prior included."""


def total_slots(slots: AllSlots, params: ReceptionParams) -> Totals:
    """Add up the slots of all vessels by place, none counting for more than it may."""
    several = [
        _by_kind(_weigh(some, params), ["cell"]) for some in slices_of(slots.by_vessel)
    ]
    cells = _add_up(pl.concat(several), ["cell"])
    blocks = _add_up(
        cells.select(
            pl.exclude("cell"), block=pl.Series(block_of(whole(cells["cell"])))
        ),
        ["block"],
    )
    sent = learn_sent(blocks, params.concentration)
    return Totals(cells, blocks, slots.by_vessel, sent)


def rates_for(asked: pl.DataFrame, totals: Totals, params: ReceptionParams) -> Rates:
    """Tell how likely a vessel is to be heard in a cell, by what the others were.

    Parameters
    ----------
    asked : pl.DataFrame
        ``cell``, and ``mmsi`` where a vessel is to be left out.
    totals : Totals
        As :func:`total_slots` gives them.
    params : ReceptionParams
        Weight of the priors.

    Returns
    -------
    Rates
        Row by row of what is asked.
    """
    cells = whole(asked["cell"])
    asked = asked.with_columns(cell=pl.Series(cells), block=pl.Series(block_of(cells)))
    n_block, r_block = _look_up(asked, totals.blocks, ["block"])
    n_cell, r_cell = _look_up(asked, totals.cells, ["cell"])
    if "mmsi" in asked.columns:
        own = _weigh(_rows_of(asked["mmsi"], totals.by_vessel), params)
        own_blocks, own_cells = ["mmsi", "block"], ["mmsi", "cell"]
        n_own, r_own = _look_up(asked, _by_kind(own, own_blocks), own_blocks)
        n_block, r_block = n_block - n_own, r_block - r_own
        n_own, r_own = _look_up(asked, _by_kind(own, own_cells), own_cells)
        n_cell, r_cell = n_cell - n_own, r_cell - r_own
    prior = _prior(n_block, r_block, params.prior_slots, totals.sent)
    around = _drawn(n_block, r_block, prior, params.prior_slots)
    return Rates(
        _drawn(n_cell, r_cell, around, params.prior_slots),
        n_cell + params.prior_slots,
    )


def slices_of(table: pl.DataFrame) -> list[pl.DataFrame]:
    """Cut a table of vessels and places, since what is made of a row is larger."""
    return list(table.iter_slices(SLICE)) or [table]


def _rows_of(mmsi: pl.Series, by_vessel: pl.DataFrame) -> pl.DataFrame:
    """Give the rows of some vessels, of a table in order of MMSI."""
    asked = whole(mmsi.unique().sort())
    own = by_vessel["mmsi"].to_numpy()
    first, stop = (np.searchsorted(own, asked, side) for side in ("left", "right"))
    n = stop - first
    return by_vessel[np.repeat(stop - np.cumsum(n), n) + np.arange(n.sum())]


def _weigh(by_vessel: pl.DataFrame, params: ReceptionParams) -> pl.DataFrame:
    """Weigh slots, so that no vessel counts for more than it may in a cell."""
    n, heard = pl.col("n_slots"), pl.col("n_heard")
    share = (params.max_slots / n).clip(0.0, 1.0) * MILLI
    cell = whole(by_vessel["cell"])
    return by_vessel.select(
        "mmsi",
        "kind",
        n=(n * share).round().cast(pl.Int64),
        r=(heard * share).round().cast(pl.Int64),
        cell=pl.Series(cell),
        block=pl.Series(block_of(cell)),
    )


def _by_kind(weighed: pl.DataFrame, key: list[str]) -> pl.DataFrame:
    sums = [
        pl.col(name).filter(pl.col("kind") == kind).sum().alias(f"{name}_{kind}")
        for name in ("n", "r")
        for kind in range(KINDS)
    ]
    return weighed.group_by(key).agg(sums)


def _add_up(counts: pl.DataFrame, key: list[str]) -> pl.DataFrame:
    return counts.group_by(key).agg(pl.exclude(key).sum()).sort(key)


def _look_up(
    asked: pl.DataFrame, table: pl.DataFrame, key: list[str]
) -> tuple[Numbers, Numbers]:
    """Give slots and heard slots of each row and kind; 0 for none."""
    found = asked.select(key).join(table, on=key, how="left", maintain_order="left")
    names = [f"{name}_{kind}" for name in ("n", "r") for kind in range(KINDS)]
    values = found.select(pl.col(names).fill_null(0)).to_numpy() / MILLI
    return values[:, :KINDS], values[:, KINDS:]


def _drawn(n: Numbers, r: Numbers, prior: Numbers, weight: float) -> Numbers:
    rates: Numbers = (r + weight * prior) / (n + weight)
    return rates


def _prior(n: Numbers, r: Numbers, weight: float, sent: Numbers) -> Numbers:
    """Give what a degree square tells of each kind by the other kinds.

    A kind that sends more reports is heard at least as well; one that sends fewer is
    missed as often as so many fewer reports are.
    """
    alone = _drawn(n, r, np.zeros_like(n), weight)
    best = alone.max(axis=1, keepdims=True, initial=0.0)
    of_a = np.maximum(alone[:, :1], best)
    fewer: Numbers = 1.0 - (1.0 - np.minimum(of_a, 1.0 - 1e-9)) ** sent
    return fewer
