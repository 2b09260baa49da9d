"""Reception: where and when vessels that were there were heard."""

from typing import NamedTuple

import numpy as np
import polars as pl
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from stsdetect.events.all_slots import AllSlots
from stsdetect.events.arrays import numbers, whole
from stsdetect.events.cells import block_of
from stsdetect.events.conditions import Conditions, condition_of, find_conditions
from stsdetect.events.rates import Totals, rates_for, total_slots
from stsdetect.events.reception_by_hour import ReceptionByHour
from stsdetect.events.slots import HOUR_MS, SMALL, STSDETECT, ReceptionParams
from stsdetect.kernels.slots import CELLS_PER_DEGREE
from stsdetect.schema import RECEPTION

__all__ = ["Reception", "describe_reception", "learn_reception"]

Numbers = NDArray[np.float64]


class Reception(NamedTuple):
    """All that is known of reception in a period."""

    slots: AllSlots
    totals: Totals
    """By place, over all hours."""
    conditions: Conditions
    """By hour, over all places around."""


def learn_reception(slots: AllSlots, params: ReceptionParams = STSDETECT) -> Reception:
    """Learn from slots how well vessels are heard, by place and by hour.

    Parameters
    ----------
    slots : AllSlots
        As :func:`~stsdetect.events.all_slots.add_silences` gives them.
    params : ReceptionParams
        Weight of the priors.
    """
    totals = total_slots(slots, params)
    return Reception(slots, totals, find_conditions(slots, totals, params))


def describe_reception(
    reception: Reception,
    params: ReceptionParams = STSDETECT,
    area: BaseGeometry | None = None,
) -> ReceptionByHour:
    """Tell reception in each cell and hour that anybody was in.

    Parameters
    ----------
    reception : Reception
        As :func:`learn_reception` gives it.
    params : ReceptionParams
        Weight of the priors.
    area : geometry, optional
        Of the middles of cells that are told.

    Returns
    -------
    ReceptionByHour
        By hour, place and kind of vessel; the hours of a window are worked out when
        they are read.
    """
    sources = _share_by_source(reception.slots.by_vessel, params)

    def describe(counts: pl.DataFrame) -> pl.DataFrame:
        found = _describe(counts, reception, sources, params)
        RECEPTION.check(found)
        return found if area is None else _inside(found, area)

    return ReceptionByHour(
        *(
            some.map_batches(
                describe,
                predicate_pushdown=False,
                projection_pushdown=False,
                slice_pushdown=False,
                schema=RECEPTION.polars_schema,
            )
            for some in reception.slots.by_hour
        )
    )


def _inside(told: pl.DataFrame, area: BaseGeometry) -> pl.DataFrame:
    """Keep the cells whose middle lies in the area."""
    inside = shapely.intersects_xy(area, numbers(told["lon"]), numbers(told["lat"]))
    return told.filter(pl.Series(inside, dtype=pl.Boolean))


def _describe(
    counts: pl.DataFrame,
    reception: Reception,
    sources: pl.DataFrame,
    params: ReceptionParams,
) -> pl.DataFrame:
    """Tell reception in some hours."""
    rates = rates_for(counts.select("cell"), reception.totals, params)
    at = (np.arange(counts.height), counts["kind"].to_numpy())
    cell = whole(counts["cell"])
    size = 1.0 / (1.0 / rates.weight[at] + 1.0 / params.concentration)
    p = np.clip(rates.p[at], 0.0, 1.0)
    block = pl.Series(block_of(cell)).cast(SMALL)
    asked = counts.select("hour", block=block)
    condition = condition_of(asked, np.zeros(p.size), reception.conditions, params)
    south, west = np.divmod(cell, 360 * CELLS_PER_DEGREE)
    of_cells = counts.select("cell", "kind").join(
        sources, on=["cell", "kind"], how="left", maintain_order="left"
    )
    shares = {
        name: (of_cells[name] * pl.Series(p)).clip(0.0, 1.0)
        for name in ("p_satellite", "p_terrestrial")
    }
    still = pl.col("kind") % 2 == 1
    hour = pl.col("hour").cast(pl.Int64)
    table = counts.select(
        (hour * HOUR_MS).cast(pl.Datetime("ms", "UTC")).alias("start_time"),
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
        **shares,
    )  # fmt: skip
    keys = ("start_time", "lat", "lon", "ais_class", "still")
    return RECEPTION.conform(table).sort(keys)


def _share_by_source(by_vessel: pl.DataFrame, params: ReceptionParams) -> pl.DataFrame:
    """Share of what is heard that satellites, and receivers on land, hear.

    By ``cell`` and ``kind``. The share of a cell is drawn towards that of its degree
    square.
    """
    sums = ("n_heard", "n_space", "n_land")
    keys = ["cell", "kind"]
    cells = by_vessel.group_by(keys).agg(pl.col(sums).cast(pl.Int64).sum()).sort(keys)
    keyed = cells.with_columns(block=pl.Series(block_of(whole(cells["cell"]))))
    around = keyed.select(pl.col(sums).sum().over("block", "kind").cast(pl.Float64))
    here = keyed.select(pl.col(sums).cast(pl.Float64))
    shares = []
    for told, name in (("p_satellite", "n_space"), ("p_terrestrial", "n_land")):
        usual = around[name] / around["n_heard"].clip(lower_bound=1.0)
        drawn = here[name] + params.prior_slots * usual
        shares.append((drawn / (here["n_heard"] + params.prior_slots)).alias(told))
    return cells.select(pl.col(keys).cast(SMALL)).with_columns(shares)
