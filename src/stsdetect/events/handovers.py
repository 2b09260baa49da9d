"""Handovers: a vessel falls silent under one MMSI and goes on under another."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import polars as pl

from stsdetect.events.arrays import numbers
from stsdetect.events.particulars import HULL
from stsdetect.kernels.sphere import haversine_m
from stsdetect.units import M_PER_NM

__all__ = ["STSDETECT", "HandoverParams", "find_handovers"]


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverParams:
    """What two identities of one hull have in common."""

    max_gap: timedelta = timedelta(hours=72)
    """Methods 6.4, ID-05 (ours): within reach, in a silence."""
    max_distance_m: float = 50 * M_PER_NM
    """The same."""
    max_long_gap: timedelta = timedelta(days=60)
    """Park, J. et al. (2023), Tracking elusive and shifting identities of the global
    fishing fleet, Science Advances 9(3), https://doi.org/10.1126/sciadv.abp8200: the
    longest gap of one hull whose identity changes."""
    max_long_distance_m: float = 1_000.0
    """The same: the farthest over such a gap."""
    max_speed_kn: float = 20.0
    """Ours: no tanker of the sizes that matter is faster."""
    min_spell: timedelta = timedelta(hours=1)
    """Ours: on both sides; a stray report is no life."""
    max_alike: int = 3
    """Ours: MMSIs with the same four offsets; more are a series of sister vessels, or
    the default of a transponder."""
    min_length_m: float = 40.0
    """Ours: the offsets of boats are mostly not set, or all alike."""


STSDETECT: Final = HandoverParams()
"""Our own bounds, each with its reason beside it."""


def find_handovers(
    spells: pl.DataFrame, vessels: pl.DataFrame, params: HandoverParams = STSDETECT
) -> pl.DataFrame:
    """Find where one MMSI ends and another of the same hull begins within reach.

    The hull is the same by the antenna's distance to bow, stern, port and starboard.
    While one is heard the other isn't. Two vessels that tell different IMO numbers are
    sisters, unless the one begins within a kilometre of where the other ended.

    Parameters
    ----------
    spells : pl.DataFrame
        As :func:`~stsdetect.events.presence.find_spells` gives them.
    vessels : pl.DataFrame
        A :data:`~stsdetect.schema.VESSELS` table, in any order.
    params : HandoverParams
        Bounds.

    Returns
    -------
    pl.DataFrame
        ``mmsi`` (ends), ``other_mmsi`` (begins), ``time`` (of the beginning), ``gap_h``
        and ``distance_m``; one for each pair, the one with the shortest gap, and no
        end or beginning twice.
    """
    lives = _neighbours(spells.filter(_lasts(params)))
    pairs = _same_hull(vessels, params)
    found = (
        pairs.join(lives, on="mmsi")
        .join(lives.rename({"mmsi": "other_mmsi"}), on="other_mmsi", suffix="_other")
        .filter(_alternates())
    )
    metres = haversine_m(
        *(
            numbers(found[name])
            for name in ("end_lat", "end_lon", "start_lat_other", "start_lon_other")
        )
    )
    gap = pl.col("start_time_other") - pl.col("end_time")
    near = found.with_columns(pl.Series("distance_m", metres), gap.alias("gap")).filter(
        _within_reach(params)
    )
    return _once(near).select(
        "mmsi",
        "other_mmsi",
        pl.col("start_time_other").alias("time"),
        (pl.col("gap").dt.total_milliseconds() / 3_600_000).alias("gap_h"),
        "distance_m",
    )


def _lasts(params: HandoverParams) -> pl.Expr:
    return pl.col("end_time") - pl.col("start_time") >= params.min_spell


def _neighbours(spells: pl.DataFrame) -> pl.DataFrame:
    """Add to each spell when the one before ended and the next begins."""
    return spells.with_columns(
        pl.col("end_time").shift(1).over("mmsi").alias("before"),
        pl.col("start_time").shift(-1).over("mmsi").alias("next"),
    )


def _same_hull(vessels: pl.DataFrame, params: HandoverParams) -> pl.DataFrame:
    told = (
        vessels.sort("mmsi", "valid_from")
        .group_by("mmsi", maintain_order=True)
        .agg(pl.col("imo", *HULL).drop_nulls().last())
        .drop_nulls(HULL)
        .filter(pl.col("to_bow_m") + pl.col("to_stern_m") >= params.min_length_m)
        .with_columns(pl.len().over(HULL).alias("n_alike"))
        .filter(pl.col("n_alike").is_between(2, params.max_alike))
        .drop("n_alike")
    )
    return (
        told.join(told, on=HULL, suffix="_other")
        .filter(pl.col("mmsi") != pl.col("mmsi_other"))
        .select(
            "mmsi",
            pl.col("mmsi_other").alias("other_mmsi"),
            (pl.col("imo") != pl.col("imo_other"))
            .fill_null(value=False)
            .alias("sisters"),
        )
    )


def _alternates() -> pl.Expr:
    """Neither is heard while the other is."""
    silent_after = pl.col("next").is_null() | (
        pl.col("next") >= pl.col("end_time_other")
    )
    silent_before = pl.col("before_other").is_null() | (
        pl.col("before_other") <= pl.col("start_time")
    )
    follows = pl.col("start_time_other") >= pl.col("end_time")
    return follows & silent_after & silent_before


def _within_reach(params: HandoverParams) -> pl.Expr:
    hours = pl.col("gap").dt.total_milliseconds() / 3_600_000
    reach = params.max_speed_kn * M_PER_NM * hours + params.max_long_distance_m
    distance = pl.col("distance_m")
    near = distance < params.max_long_distance_m
    soon = (pl.col("gap") <= params.max_gap) & (distance <= params.max_distance_m)
    late = (pl.col("gap") <= params.max_long_gap) & near
    return (distance <= reach) & ((soon & ~pl.col("sisters")) | late)


def _once(found: pl.DataFrame) -> pl.DataFrame:
    """Keep the shortest gap of each pair, end and beginning."""
    ordered = found.sort("gap", "distance_m", "mmsi", "other_mmsi", "end_time")
    for keys in (
        ["mmsi", "other_mmsi"],
        ["mmsi", "end_time"],
        ["other_mmsi", "start_time_other"],
    ):
        ordered = ordered.unique(keys, keep="first", maintain_order=True)
    return ordered
