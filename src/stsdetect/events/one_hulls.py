"""One hull: two MMSIs that keep the same distance under way, as two transponders do."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import polars as pl

from stsdetect.events.particulars import longest_known

__all__ = ["add_rigid", "count_rigid", "find_one_hulls"]

MIN_UNDER_WAY_KN: Final = 5.0
"""Ours: faster than hulls lashed together are towed or drift."""
MIN_FAST_KN: Final = 8.0
"""Ours: faster than hulls lashed together sail; transfers under way are made at 3 to
6 kn (OCIMF, Ship to Ship Transfer Guide, 2013)."""
MAX_AGE_S: Final = 300.0
"""Ours: between reports farther apart the place of one of the two is a guess."""
MAX_HULL_M: Final = 400.0
"""Ours: no ship is longer."""
MIN_TICKS: Final = 24
"""Ours: two hours of ticks every five minutes; who passes or escorts keeps no distance
for so long."""
MIN_FAST_TICKS: Final = 6
"""Ours: half an hour is enough where the two keep their distance at rest as well; a
vessel that lies in port for days is under way for the last of them only."""
MIN_VOYAGE: Final = timedelta(hours=12)
"""Ours: so few fast ticks are enough as well where they lie half a day apart, as where
satellites alone hear the two: no company keeps its distance to a few metres at such a
speed for so long."""
MAX_SPREAD_M: Final = 15.0
"""Ours: the antennas of a long ship stand far apart, so that no distance tells; what
tells is that it changes by no more than the noise of GPS."""
MAX_SPREAD_UNDER_WAY_M: Final = 20.0
"""Ours: reports that are some minutes old are a little off where she turns."""
MIN_SHARE: Final = 0.95
"""Ours: of the time under way and near each other, within one hull."""
TUGS: Final = (31, 32, 52)
"""Ship types that push and tow (ITU-R M.1371-5): a barge keeps its distance too."""

_PAIR: Final = ("mmsi_a", "mmsi_b")
_FAST: Final = ("first_fast", "last_fast")


def count_rigid(near: pl.DataFrame) -> pl.DataFrame:
    """Count of each pair that is near under way what tells whether it is rigid.

    Parameters
    ----------
    near : pl.DataFrame
        A :data:`~stsdetect.schema.PROXIMITIES` table of a window.

    Returns
    -------
    pl.DataFrame
        ``mmsi_a, mmsi_b, first`` (tick), ``last_fast`` and ``first_fast`` (those within
        a hull's length and fast), ``n_near`` (ticks under way), and of the ticks
        within a hull's length ``n_all``, ``n_under_way`` and ``n_fast``, with the sums
        of distances [dm] and of their squares of the first two: whole numbers, so that
        windows add up to the same. Ticks between old reports don't count. Pairs that
        are near and never so close count too: the ticks are those of a share.
    """
    fresh = near.filter(pl.col("age_s") <= MAX_AGE_S)
    slower = pl.min_horizontal("speed_a_kn", "speed_b_kn")
    inside = pl.col("dm") <= round(10 * MAX_HULL_M)
    under_way, fast = slower > MIN_UNDER_WAY_KN, slower > MIN_FAST_KN
    counted = fresh.select(
        *_PAIR,
        "timestamp",
        (10 * pl.col("distance_m")).round().cast(int).alias("dm"),
        under_way.fill_null(value=False).alias("under_way"),
        fast.fill_null(value=False).alias("fast"),
    ).filter(inside | pl.col("under_way"))
    sums = [
        total.filter(inside & which).sum().alias(f"{name}_{of}")
        for of, which in (("all", pl.lit(value=True)), ("under_way", "under_way"))
        for name, total in (("sum", pl.col("dm")), ("square", pl.col("dm") ** 2))
    ]
    return (
        counted.group_by(_PAIR)
        .agg(
            pl.col("timestamp").min().alias("first"),
            pl.col("timestamp").filter(inside & pl.col("fast")).min().alias(_FAST[0]),
            pl.col("timestamp").filter(inside & pl.col("fast")).max().alias(_FAST[1]),
            pl.col("under_way").sum().cast(int).alias("n_near"),
            inside.sum().cast(int).alias("n_all"),
            (inside & pl.col("under_way")).sum().cast(int).alias("n_under_way"),
            (inside & pl.col("fast")).sum().cast(int).alias("n_fast"),
            *sums,
        )
        .sort(_PAIR)
    )


def add_rigid(parts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Add up what :func:`count_rigid` gives of several windows."""
    return (
        pl.concat(parts)
        .group_by(_PAIR)
        .agg(
            pl.col("first", "first_fast").min(),
            pl.col("last_fast").max(),
            pl.exclude("first", *_FAST, *_PAIR).sum(),
        )
        .sort(_PAIR)
    )


def find_one_hulls(
    rigid: Sequence[pl.DataFrame], vessels: pl.DataFrame
) -> pl.DataFrame:
    """Find pairs of MMSIs that are sent from one hull.

    Parameters
    ----------
    rigid : sequence of pl.DataFrame
        As :func:`count_rigid` gives them, of windows that together are the period.
    vessels : pl.DataFrame
        A :data:`~stsdetect.schema.VESSELS` table, in any order.

    Returns
    -------
    pl.DataFrame
        ``mmsi, other_mmsi, time, detail``; not of tugs, nor of vessels that tell two
        IMO numbers, nor where the longer of the two tells no length.
    """
    if not rigid:
        return _NONE
    told = (
        vessels.sort("mmsi", "valid_from")
        .group_by("mmsi")
        .agg(
            pl.col("imo").drop_nulls().last(),
            pl.col("ship_type").is_in(TUGS).any().alias("tug"),
        )
        .join(longest_known(vessels), on="mmsi")
    )
    both = add_rigid(rigid)
    for side, suffix in zip(_PAIR, ("", "_b"), strict=True):
        both = both.join(told, left_on=side, right_on="mmsi", how="left", suffix=suffix)
    long = pl.col("n_all") >= MIN_TICKS
    all_the_way = pl.col("last_fast") - pl.col("first_fast") >= MIN_VOYAGE
    rigidly = _spread(_spread(both, "all"), "under_way").filter(
        (pl.col("n_under_way") >= MIN_TICKS)
        | ((pl.col("n_fast") >= MIN_FAST_TICKS) & (long | all_the_way)),
        pl.col("n_under_way") >= MIN_SHARE * pl.col("n_near"),
        pl.col("spread_all_m") <= MAX_SPREAD_M,
        pl.col("spread_under_way_m") <= MAX_SPREAD_UNDER_WAY_M,
        (pl.col("mean_all_m") - pl.col("mean_under_way_m")).abs() <= MAX_SPREAD_M,
        pl.col("mean_under_way_m") <= pl.max_horizontal("length_m", "length_m_b"),
        ~pl.any_horizontal("tug", "tug_b").fill_null(value=False),
        ~(pl.col("imo") != pl.col("imo_b")).fill_null(value=False),
    )
    return rigidly.select(
        pl.col("mmsi_a").alias("mmsi"),
        pl.col("mmsi_b").alias("other_mmsi"),
        pl.col("first").alias("time"),
        pl.format(
            "the two keep {} m apart, also under way",
            pl.col("mean_under_way_m").round(0).cast(int),
        ).alias("detail"),
    )


def _spread(counted: pl.DataFrame, of: str) -> pl.DataFrame:
    """Add mean and standard deviation of the distance [m]; NaN where nothing counts."""
    n = pl.col(f"n_{of}")
    mean = pl.col(f"sum_{of}") / n
    square = (pl.col(f"square_{of}") / n - mean**2).clip(lower_bound=0.0)
    return counted.with_columns(
        (mean / 10.0).alias(f"mean_{of}_m"),
        (square.sqrt() / 10.0).alias(f"spread_{of}_m"),
    )


_NONE: Final = pl.DataFrame(
    schema={
        "mmsi": pl.Int64,
        "other_mmsi": pl.Int64,
        "time": pl.Datetime("ms", "UTC"),
        "detail": pl.String,
    }
)
