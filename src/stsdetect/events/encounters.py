"""Encounters: two vessels that broadcast, close and slow together.

A contact opens at the first slow tick within 500 m and closes when no slow tick
within 750 m follows for 45 minutes; contacts of a pair that are less than 4 hours and
5 nautical miles apart are one encounter, and so are several in two days that are too
short alone. Ticks inside a vessel's own silence aren't
in PROXIMITIES, so that nothing unobserved counts as time together: `support`,
`longest_hole_min` and `n_contacts` tell what was bridged.
"""

import hashlib
import logging
from typing import Final

import pandas as pd
import polars as pl

from stsdetect.events.alongside import measure_alongside
from stsdetect.events.arrays import numbers
from stsdetect.events.contacts import (
    blocks_of_pairs,
    find_contacts,
    find_near,
    within_lengths,
)
from stsdetect.events.figures import find_steady, measure_figures
from stsdetect.events.lasting import keep_lasting
from stsdetect.events.manoeuvres import measure_manoeuvres
from stsdetect.events.rule import STSDETECT, EncounterParams
from stsdetect.events.settle import split_settled
from stsdetect.schema import ENCOUNTERS, PROXIMITIES

__all__ = ["STSDETECT", "EncounterParams", "find_encounters", "split_settled"]

log = logging.getLogger(__name__)

BLOCK_ROWS: Final = 1_000_000
"""Rows looked at together; ours: copies of 100 MB each, whatever a window holds."""


def find_encounters(
    proximities: pl.DataFrame,
    vessels: pl.DataFrame,
    params: EncounterParams = STSDETECT,
) -> pd.DataFrame:
    """Find the encounters in pairs of vessels near each other, tick by tick.

    Parameters
    ----------
    proximities : pl.DataFrame
        A :data:`~stsdetect.schema.PROXIMITIES` table, in any order.
    vessels : pl.DataFrame
        A :data:`~stsdetect.schema.VESSELS` table, in any order; may be empty.
    params : EncounterParams
        Bounds.

    Returns
    -------
    pd.DataFrame
        An :data:`~stsdetect.schema.ENCOUNTERS` table, by start and pair. The cluster
        is missing and the activity ``unknown``: both need the encounters of all time.
    """
    PROXIMITIES.check(proximities)
    blocks = blocks_of_pairs(proximities, BLOCK_ROWS)
    parts = [_encounters(block, vessels, params) for block in blocks]
    encounters = _conform(pl.concat(parts))
    ENCOUNTERS.check(encounters)
    found = ENCOUNTERS.to_pandas(encounters)
    log.info("%d proximities, %d encounters", proximities.height, len(found))
    return found


def _encounters(
    block: pl.DataFrame, vessels: pl.DataFrame, params: EncounterParams
) -> pl.DataFrame:
    """Find the encounters of whole pairs; they are numbered within the block."""
    near = within_lengths(find_near(block, params), vessels, params)
    ticks = keep_lasting(find_contacts(near, params), params)
    supported = numbers(ticks["age_s"]) <= params.max_age.total_seconds()
    steady = find_steady(ticks)
    encounters = measure_figures(ticks, supported, steady, params)
    return measure_alongside(
        encounters.join(
            measure_manoeuvres(near, ticks, steady, params),
            on="encounter",
            how="left",
            maintain_order="left",
        ),
        ticks.filter(pl.Series(supported)).with_columns(weight=_weight(params)),
        vessels,
    )


def _weight(params: EncounterParams) -> pl.Expr:
    """How much of an own sample a tick is: ticks in a hole share the reports around."""
    hole_s = pl.col("hole_s").clip(lower_bound=params.step.total_seconds())
    return params.step.total_seconds() / hole_s


def _conform(encounters: pl.DataFrame) -> pl.DataFrame:
    names = ("mmsi_a", "mmsi_b", "start_time")
    keys = encounters.select(
        "mmsi_a", "mmsi_b", pl.col("start_time").dt.epoch("ms")
    ).iter_rows()
    encounters = encounters.with_columns(
        pl.Series("encounter_id", [_encounter_id(*key) for key in keys], pl.String),
        activity=pl.lit("unknown"),
    )
    return (
        ENCOUNTERS.conform(encounters)
        .select(ENCOUNTERS.names)
        .sort("start_time", *names[:2])
    )


def _encounter_id(mmsi_a: int, mmsi_b: int, start_ms: int) -> str:
    text = f"encounter {mmsi_a} {mmsi_b} {start_ms}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]
