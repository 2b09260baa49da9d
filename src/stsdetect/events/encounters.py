"""Encounters: two vessels that broadcast, close and slow together.

A contact opens at the first slow tick within 500 m and closes when no slow tick
within 750 m follows for 45 minutes; contacts of a pair that are less than 4 hours and
5 nautical miles apart are one encounter. Ticks inside a vessel's own silence aren't
in PROXIMITIES, so that nothing unobserved counts as time together: `support`,
`longest_hole_min` and `n_contacts` tell what was bridged.
"""

import hashlib
import logging
from datetime import timedelta
from typing import Final

import pandas as pd
import polars as pl

from stsdetect.events.alongside import measure_alongside
from stsdetect.events.arrays import numbers
from stsdetect.events.contacts import (
    blocks_of_pairs,
    find_contacts,
    split_settled,
)
from stsdetect.events.coupling import METHODS_COUPLING
from stsdetect.events.rule import STSDETECT, EncounterParams
from stsdetect.kernels.sphere import haversine_m
from stsdetect.schema import ENCOUNTERS, PROXIMITIES
from stsdetect.units import M_PER_NM

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
    blocks = blocks_of_pairs(proximities.drop("hole_s"), BLOCK_ROWS)
    parts = [_encounters(block, vessels, params) for block in blocks]
    found = ENCOUNTERS.to_pandas(_conform(pl.concat(parts)))
    ENCOUNTERS.check(found)
    log.info("%d proximities, %d encounters", proximities.height, len(found))
    return found


def _encounters(
    near: pl.DataFrame, vessels: pl.DataFrame, params: EncounterParams
) -> pl.DataFrame:
    """Find the encounters of whole pairs; they are numbered within the block."""
    ticks = find_contacts(near, vessels, params).with_columns(
        supported=pl.col("age_s") <= params.max_age.total_seconds()
    )
    encounters = _measure(ticks, params).filter(_long_enough(params))
    supported = ticks.filter(
        pl.col("supported"),
        pl.col("encounter").is_in(encounters["encounter"].implode()),
    )
    return measure_alongside(encounters, supported, vessels)


def _measure(ticks: pl.DataFrame, params: EncounterParams) -> pl.DataFrame:
    """Figures of each encounter over its ticks, once per tick."""
    closest = pl.col("distance_m").arg_min()
    encounters = ticks.group_by("encounter", maintain_order=True).agg(
        pl.col("mmsi_a", "mmsi_b").first(),
        pl.col("timestamp").first().alias("start_time"),
        pl.col("timestamp").last().alias("end_time"),
        pl.col("lat", "lon").get(closest),
        pl.len().cast(pl.Int64).alias("n_ticks"),
        pl.col("supported").sum().alias("n_supported"),
        _within(params.open_distance_m).alias("n_close"),
        _within(params.tight_distance_m).alias("n_tight"),
        pl.col("contact").n_unique().cast(pl.Int64).alias("n_contacts"),
        pl.col("distance_m").min().alias("min_distance_m"),
        pl.col("distance_m").median().alias("median_distance_m"),
        _steady_sd().alias("sd_distance_m"),
        pl.col("speed_a_kn", "speed_b_kn").median().name.prefix("median_"),
        pl.col("lat", "lon").first().name.prefix("start_"),
        pl.col("lat", "lon").last().name.prefix("end_"),
        pl.col("n_near").median().cast(pl.Float64),
        _longest_hole(params.step).alias("longest_hole_min"),
    )
    return encounters.with_columns(
        _support(params.step),
        _drift_nm(encounters),
        median_speed_kn=pl.max_horizontal("median_speed_a_kn", "median_speed_b_kn"),
    )


def _steady_sd() -> pl.Expr:
    """Spread of the distance over the ticks nearest to its median."""
    distance = pl.col("distance_m")
    off = (distance - distance.median()).abs()
    steady = off <= off.quantile(METHODS_COUPLING.share, interpolation="higher")
    return distance.filter(steady).std(ddof=0)


def _within(max_distance_m: float | None) -> pl.Expr:
    """Count the ticks within a distance; none where there is no such bound."""
    bound = -1.0 if max_distance_m is None else max_distance_m
    return (pl.col("distance_m") <= bound).sum().cast(pl.Int64)


def _longest_hole(step: timedelta) -> pl.Expr:
    """Longest time between supported ticks, start and end [min]; 0 without a hole."""
    time = pl.col("timestamp")
    kept = pl.concat([time.first(), time.filter(pl.col("supported")), time.last()])
    longest = kept.diff().max()
    minutes = longest.dt.total_milliseconds() / 60_000
    return pl.when(longest > step).then(minutes).otherwise(0.0)


def _support(step: timedelta) -> pl.Expr:
    elapsed = pl.col("end_time") - pl.col("start_time")
    n_expected = elapsed.dt.total_milliseconds() / (step / timedelta(milliseconds=1))
    share = pl.col("n_supported") / (n_expected + 1.0)
    return share.clip(0.0, 1.0).alias("support")


def _drift_nm(encounters: pl.DataFrame) -> pl.Series:
    names = ("start_lat", "start_lon", "end_lat", "end_lon")
    drift_m = haversine_m(*(numbers(encounters[name]) for name in names))
    return pl.Series("drift_nm", drift_m / M_PER_NM)


def _long_enough(params: EncounterParams) -> pl.Expr:
    n_steps = pl.col("n_close") - pl.col("n_contacts")
    long = n_steps * params.step >= params.min_duration
    if params.tight_distance_m is None:
        return long
    return long | ((pl.col("n_tight") - 1) * params.step >= params.tight_duration)


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
