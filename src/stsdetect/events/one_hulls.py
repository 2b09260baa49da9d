"""One hull: two MMSIs that keep the same distance under way, as two transponders do."""

from collections.abc import Sequence
from typing import Final

import polars as pl

from stsdetect.events.particulars import longest_known

__all__ = ["add_rigid", "count_rigid", "find_one_hulls"]

MIN_UNDER_WAY_KN: Final = 5.0
"""Ours: faster than hulls lashed together are towed or drift."""
MAX_HULL_M: Final = 400.0
"""Ours: no ship is longer."""
MIN_TICKS: Final = 24
"""Ours: two hours of ticks every five minutes; who passes or escorts keeps no distance
for so long."""
MAX_SPREAD_M: Final = 15.0
"""Ours: the antennas of a long ship stand far apart, so that no distance tells; what
tells is that it changes by no more than the noise of GPS."""
MIN_SHARE: Final = 0.95
"""Ours: of the time under way and near each other, within one hull."""
TUGS: Final = (31, 32, 52)
"""Ship types that push and tow (ITU-R M.1371-5): a barge keeps its distance too."""

_PAIR: Final = ("mmsi_a", "mmsi_b")


def count_rigid(near: pl.DataFrame) -> pl.DataFrame:
    """Count of each pair that is near under way what tells whether it is rigid.

    Parameters
    ----------
    near : pl.DataFrame
        A :data:`~stsdetect.schema.PROXIMITIES` table of a window.

    Returns
    -------
    pl.DataFrame
        ``mmsi_a, mmsi_b, first`` (tick), ``n_near`` (ticks under way), ``n`` of them
        within a hull's length, and of these the sums of distances [dm] and of their
        squares: whole numbers, so that windows add up to the same. Pairs that are near
        and never so close count too: the ticks are those of a share.
    """
    under_way = near.filter(
        pl.col("speed_a_kn") > MIN_UNDER_WAY_KN, pl.col("speed_b_kn") > MIN_UNDER_WAY_KN
    )
    inside = pl.col("dm") <= round(10 * MAX_HULL_M)
    return (
        under_way.with_columns(
            (10 * pl.col("distance_m")).round().cast(int).alias("dm")
        )
        .group_by(_PAIR)
        .agg(
            pl.col("timestamp").min().alias("first"),
            pl.len().cast(int).alias("n_near"),
            inside.sum().cast(int).alias("n"),
            pl.col("dm").filter(inside).sum().alias("sum_dm"),
            (pl.col("dm") ** 2).filter(inside).sum().alias("square_dm2"),
        )
        .sort(_PAIR)
    )


def add_rigid(*parts: pl.DataFrame) -> pl.DataFrame:
    """Add up what :func:`count_rigid` gives of several windows."""
    return (
        pl.concat(parts)
        .group_by(_PAIR)
        .agg(pl.col("first").min(), pl.exclude("first", *_PAIR).sum())
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
    both = add_rigid(*rigid)
    for side, suffix in zip(_PAIR, ("", "_b"), strict=True):
        both = both.join(told, left_on=side, right_on="mmsi", how="left", suffix=suffix)
    mean = pl.col("sum_dm") / pl.col("n")
    square = (pl.col("square_dm2") / pl.col("n") - mean**2).clip(lower_bound=0.0)
    rigidly = both.with_columns(
        (mean / 10.0).alias("mean_m"), (square.sqrt() / 10.0).alias("spread_m")
    ).filter(
        pl.col("n") >= MIN_TICKS,
        pl.col("n") >= MIN_SHARE * pl.col("n_near"),
        pl.col("spread_m") <= MAX_SPREAD_M,
        pl.col("mean_m") <= pl.max_horizontal("length_m", "length_m_b"),
        ~pl.any_horizontal("tug", "tug_b").fill_null(value=False),
        ~(pl.col("imo") != pl.col("imo_b")).fill_null(value=False),
    )
    return rigidly.select(
        pl.col("mmsi_a").alias("mmsi"),
        pl.col("mmsi_b").alias("other_mmsi"),
        pl.col("first").alias("time"),
        pl.format(
            "the two keep {} m apart, also under way",
            pl.col("mean_m").round(0).cast(int),
        ).alias("detail"),
    )


_NONE: Final = pl.DataFrame(
    schema={
        "mmsi": pl.Int64,
        "other_mmsi": pl.Int64,
        "time": pl.Datetime("ms", "UTC"),
        "detail": pl.String,
    }
)
