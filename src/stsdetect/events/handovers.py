"""Handovers: a vessel falls silent under one MMSI and goes on under another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import polars as pl

from stsdetect.events.arrays import numbers
from stsdetect.events.particulars import HULL
from stsdetect.kernels.sphere import bearing_deg, haversine_m
from stsdetect.units import M_PER_NM

__all__ = ["STSDETECT", "HandoverParams", "find_handovers"]


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverParams:
    """What two identities of one hull have in common."""

    max_gap: timedelta = timedelta(hours=72)
    """Ours: within reach, in a silence."""
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
    max_voyage_gap: timedelta = timedelta(hours=24)
    """Ours: over a longer silence a voyage is not told by its speed and course."""
    min_voyage_kn: float = 5.0
    voyage_share: tuple[float, float] = (0.7, 1.15)
    """Ours: of the mean speed at both ends, what was made between them."""
    off_course_deg: tuple[float, float] = (90.0, 60.0)
    """Ours: where one ends, and where the other begins, from the way between them; a
    vessel that parts from another turns, and lanes bend."""
    max_berth_m: float = 100.0
    """Ours: a vessel that lies still at the same berth or anchor, between whose reports
    GPS errs and her stern swings; the next berth is as far as she is long."""
    max_berth_kn: float = 1.0
    """Ours: lies still."""


STSDETECT: Final = HandoverParams()
"""Our own bounds, each with its reason beside it."""

_LOOK: Final = ("ship_type", "length_m", "beam_m", "draught")
_LEAST_GAP: Final = timedelta(hours=1)
"""Ours: nearer in time, a vessel of that look that was there before is another one."""


def find_handovers(
    spells: pl.DataFrame, vessels: pl.DataFrame, params: HandoverParams = STSDETECT
) -> pl.DataFrame:
    """Find where one MMSI ends and another of the same hull begins within reach.

    The hull is the same by the antenna's distance to bow, stern, port and starboard.
    While one is heard the other isn't. Two vessels that tell different IMO numbers are
    sisters, unless the one begins within a kilometre of where the other ended, or goes
    on with its voyage: the one is never heard again, the other never was before, and
    speed and course at both ends are those of the way between them. Such a voyage is
    told as well where the offsets are not known, but type, length, beam and draught
    are the same; and so is a vessel that lies still at one berth or anchor all the
    while, under the one number up to an hour and never again, and then under the other.

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
    ends = [
        numbers(found[name])
        for name in ("end_lat", "end_lon", "start_lat_other", "start_lon_other")
    ]
    near = found.with_columns(
        pl.Series("distance_m", haversine_m(*ends)),
        pl.Series("way_deg", bearing_deg(*ends)),
        (pl.col("start_time_other") - pl.col("end_time")).alias("gap"),
    ).filter(_within_reach(params) | _goes_on(params) | _lies_on(params))
    return _once(near).select(
        "mmsi",
        "other_mmsi",
        pl.col("start_time_other").alias("time"),
        (pl.col("gap").dt.total_milliseconds() / 3_600_000).alias("gap_h"),
        "distance_m",
    )


def _lasts(params: HandoverParams) -> pl.Expr:
    """Keep spells that last, and those from or to which a life of some spells lasts.

    Where satellites alone hear, a spell is one report; that the number is heard again
    hours before an end, or after a beginning, tells that it is no stray one.
    """
    first, last = pl.col("start_time").min(), pl.col("end_time").max()
    is_first = pl.col("start_time") == first.over("mmsi")
    is_last = pl.col("end_time") == last.over("mmsi")
    lived = (last - first).over("mmsi") >= params.min_spell
    spell = pl.col("end_time") - pl.col("start_time") >= params.min_spell
    return spell | ((is_first | is_last) & lived)


def _neighbours(spells: pl.DataFrame) -> pl.DataFrame:
    """Add to each spell when the one before ended and the next begins."""
    return spells.with_columns(
        pl.col("end_time").shift(1).over("mmsi").alias("before"),
        pl.col("start_time").shift(-1).over("mmsi").alias("next"),
    )


def _same_hull(vessels: pl.DataFrame, params: HandoverParams) -> pl.DataFrame:
    """Give pairs of one hull: by offsets, ``sure``, or by what else is told of it."""
    told = (
        vessels.sort("mmsi", "valid_from")
        .group_by("mmsi", maintain_order=True)
        .agg(pl.col("imo", *HULL, *_LOOK).drop_nulls().last())
        .filter(pl.col("length_m") >= params.min_length_m)
    )
    pairs = [
        _alike(told, HULL, params).with_columns(sure=pl.lit(value=True)),
        _alike(told, _LOOK, params).with_columns(sure=pl.lit(value=False)),
    ]
    return pl.concat(pairs).unique(
        ["mmsi", "other_mmsi"], keep="first", maintain_order=True
    )


def _alike(
    told: pl.DataFrame, columns: Sequence[str], params: HandoverParams
) -> pl.DataFrame:
    few = (
        told.drop_nulls(columns)
        .with_columns(pl.len().over(columns).alias("n_alike"))
        .filter(pl.col("n_alike").is_between(2, params.max_alike))
    )
    return (
        few.join(few, on=columns, suffix="_other")
        .filter(pl.col("mmsi") != pl.col("mmsi_other"))
        .select(
            "mmsi",
            pl.col("mmsi_other").alias("other_mmsi"),
            (pl.col("imo") != pl.col("imo_other"))
            .fill_null(value=False)
            .alias("sisters"),
        )
        .sort("mmsi", "other_mmsi")
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
    return (distance <= reach) & ((soon & ~pl.col("sisters")) | late) & pl.col("sure")


def _goes_on(params: HandoverParams) -> pl.Expr:
    """Tell whether one goes on with the voyage of another, never heard again."""
    hours = pl.col("gap").dt.total_milliseconds() / 3_600_000
    speeds = ("end_speed_kn", "start_speed_kn_other")
    usual = (pl.col(speeds[0]) + pl.col(speeds[1])) / 2
    made = pl.col("distance_m") / M_PER_NM / hours / usual
    courses = ("end_course_deg", "start_course_deg_other")
    along = [
        ((pl.col(name) - pl.col("way_deg") + 540.0) % 360.0 - 180.0).abs() <= most
        for name, most in zip(courses, params.off_course_deg, strict=True)
    ]
    return pl.all_horizontal(
        pl.col("next").is_null(),
        pl.col("before_other").is_null(),
        pl.col("gap").is_between(_LEAST_GAP, params.max_voyage_gap),
        *(pl.col(name) >= params.min_voyage_kn for name in speeds),
        made.is_between(*params.voyage_share),
        *along,
    ).fill_null(value=False)


def _lies_on(params: HandoverParams) -> pl.Expr:
    """Tell whether one lies where another lay, never heard again."""
    speeds = ("end_speed_kn", "start_speed_kn_other")
    return pl.all_horizontal(
        pl.col("next").is_null(),
        pl.col("before_other").is_null(),
        pl.col("gap") <= params.max_voyage_gap,
        pl.col("distance_m") <= params.max_berth_m,
        *(pl.col(name) <= params.max_berth_kn for name in speeds),
    ).fill_null(value=False)


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
