"""Reception: where and when vessels that were there were heard."""

from typing import NamedTuple

import numpy as np
import pandas as pd
import polars as pl
from numpy.typing import NDArray

from stsdetect.events.arrays import whole
from stsdetect.events.cells import block_of
from stsdetect.events.conditions import Conditions, condition_of, find_conditions
from stsdetect.events.rates import Totals, rates_for, total_slots
from stsdetect.events.slots import HOUR_MS, STSDETECT, ReceptionParams, Slots
from stsdetect.kernels.slots import CELLS_PER_DEGREE
from stsdetect.schema import RECEPTION

__all__ = ["Reception", "describe_reception", "learn_reception"]

Numbers = NDArray[np.float64]


class Reception(NamedTuple):
    """All that is known of reception in a period."""

    slots: Slots
    totals: Totals
    """By place, over all hours."""
    conditions: Conditions
    """By hour, over all places around."""


def learn_reception(slots: Slots, params: ReceptionParams = STSDETECT) -> Reception:
    """Learn from slots how well vessels are heard, by place and by hour.

    Parameters
    ----------
    slots : Slots
        As :func:`~stsdetect.events.slots.add_silences` gives them.
    params : ReceptionParams
        Weight of the priors.
    """
    totals = total_slots(slots, params)
    return Reception(slots, totals, find_conditions(slots, totals, params))


def describe_reception(
    reception: Reception, params: ReceptionParams = STSDETECT
) -> pd.DataFrame:
    """Tell reception in each cell and hour that anybody was in.

    Returns
    -------
    pd.DataFrame
        A :data:`~stsdetect.schema.RECEPTION` table, by hour, place and kind of vessel.
    """
    counts = reception.slots.by_hour
    rates = rates_for(counts.select("cell"), reception.totals, params)
    at = (np.arange(counts.height), counts["kind"].to_numpy())
    cell = whole(counts["cell"])
    size = 1.0 / (1.0 / rates.weight[at] + 1.0 / params.concentration)
    p = np.clip(rates.p[at], 0.0, 1.0)
    asked = counts.select("hour", block=pl.Series(block_of(cell)))
    condition = condition_of(asked, np.zeros(p.size), reception.conditions, params)
    south, west = np.divmod(cell, 360 * CELLS_PER_DEGREE)
    still = pl.col("kind") % 2 == 1
    table = counts.select(
        (pl.col("hour") * HOUR_MS).cast(pl.Datetime("ms", "UTC")).alias("start_time"),
        pl.Series("lat", (south + 0.5) / CELLS_PER_DEGREE - 90.0),
        pl.Series("lon", (west + 0.5) / CELLS_PER_DEGREE - 180.0),
        pl.when(pl.col("kind") < 2).then(pl.lit("A")).otherwise(pl.lit("B"))
        .alias("ais_class"),
        still.alias("still"),
        "n_slots",
        "n_heard",
        pl.col("n_space").alias("n_satellite"),
        pl.col("n_land").alias("n_terrestrial"),
        "n_vessels",
        pl.Series("p_heard", p),
        pl.Series("p_heard_sd", np.sqrt(p * (1.0 - p) / (size + 1.0))),
        pl.Series("condition", condition),
        **_by_source(counts, p, params),
    )  # fmt: skip
    keys = ("start_time", "lat", "lon", "ais_class", "still")
    found = RECEPTION.to_pandas(RECEPTION.conform(table).sort(keys))
    RECEPTION.check(found)
    return found


def _by_source(
    counts: pl.DataFrame, p_heard: Numbers, params: ReceptionParams
) -> dict[str, pl.Series]:
    """Share of what is heard that satellites, and receivers on land, hear.

    The share of a cell over all hours is drawn towards that of its degree square.
    """
    sums = ("n_heard", "n_space", "n_land")
    keyed = counts.with_columns(block=pl.Series(block_of(whole(counts["cell"]))))
    here, around = (
        keyed.select(pl.col(sums).sum().over(place, "kind")).with_columns(
            pl.all().cast(pl.Float64)
        )
        for place in ("cell", "block")
    )
    shares = {}
    for told, name in (("p_satellite", "n_space"), ("p_terrestrial", "n_land")):
        usual = around[name] / around["n_heard"].clip(lower_bound=1.0)
        drawn = here[name] + params.prior_slots * usual
        share = drawn / (here["n_heard"] + params.prior_slots)
        shares[told] = (share * pl.Series(p_heard)).clip(0.0, 1.0)
    return shares
