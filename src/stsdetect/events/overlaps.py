"""Overlaps: when one MMSI is heard in two places, at once or by turns."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import polars as pl

from stsdetect.events.arrays import numbers
from stsdetect.events.presence import count_levels, stretches
from stsdetect.kernels.sphere import haversine_m
from stsdetect.schema import EDGES
from stsdetect.units import M_PER_NM

__all__ = ["find_overlaps"]

MIN_OVERLAP: Final = timedelta(hours=1)
"""Ours: a segment goes on over a silence of less than an hour, in which its own MMSI
may send false positions."""
MIN_APART_M: Final = 10_000.0
"""Ours: late and repeated reports lie some kilometres behind their vessel."""
MIN_SPARSE: Final = timedelta(hours=6)
MIN_SPARSE_APART_M: Final = 100 * M_PER_NM
"""Ours: where reports come hours apart nobody is heard at once, and what is told by
turns is told of longer and of farther: no report is late by a day's voyage."""


def find_overlaps(edges: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Find from when to when two segments of an MMSI are heard at once, or by turns.

    At once is two reports of each within an hour, side by side. By turns are two
    segments whose silences overlap: each is heard after the other was. Where one falls
    silent and the other fills that silence, one vessel can have told both, as one that
    tells false positions for some hours.

    Parameters
    ----------
    edges : sequence of pl.DataFrame
        :data:`~stsdetect.schema.EDGES` tables of windows that together are the period.

    Returns
    -------
    pl.DataFrame
        As :func:`~stsdetect.events.presence.find_spells`, with ``apart_m``: from where
        the second segment begins to where the first was seen last or, if that is
        nearer, from where one ends to where the other is seen next; the place where a
        segment itself fell silent is no other place. ``by_turns`` is false of what is
        heard at once.
    """
    at_once = _far(_overlaps(count_levels(edges)), MIN_OVERLAP, MIN_APART_M)
    by_turns = _far(
        _overlaps(count_levels(edges, whole=True)), MIN_SPARSE, MIN_SPARSE_APART_M
    )
    found = (at_once, _leave_out_filled(by_turns, edges))
    told = [
        overlaps.with_columns(pl.lit(by_turns).alias("by_turns"))
        for overlaps, by_turns in zip(found, (False, True), strict=True)
    ]
    return pl.concat(told)


def _overlaps(levels: pl.DataFrame) -> pl.DataFrame:
    """Give the stretches at which a second segment is heard, with ``apart_m``."""
    measured = levels.with_columns(
        _apart(levels, -1).alias("before_m"), _apart(levels, 1).alias("after_m")
    )
    apart = pl.min_horizontal("before_m", "after_m").alias("apart_m")
    return (
        stretches(measured, 2, ("before_m", "after_m"))
        .with_columns(apart)
        .drop("before_m", "after_m")
    )


def _apart(levels: pl.DataFrame, step: int) -> pl.Series:
    """Distance from each edge to the one before or after it of its MMSI [m].

    Missing where that is where the segment itself fell silent, or went on.
    """
    other = levels.select(
        pl.col("lat", "lon", "timestamp", "before_time").shift(-step).over("mmsi")
    )
    metres = haversine_m(
        numbers(levels["lat"]),
        numbers(levels["lon"]),
        numbers(other["lat"]),
        numbers(other["lon"]),
    )
    later, earlier = (levels, other) if step < 0 else (other, levels)
    own = (later["before_time"] == earlier["timestamp"]).fill_null(value=False)
    known = pl.Series("apart", metres).fill_nan(None)
    return known.set(own, None)


def _far(overlaps: pl.DataFrame, least: timedelta, far_m: float) -> pl.DataFrame:
    lasts = pl.col("end_time") - pl.col("start_time") >= least
    return overlaps.filter(lasts, pl.col("apart_m") >= far_m)


def _leave_out_filled(
    overlaps: pl.DataFrame, edges: Sequence[pl.DataFrame]
) -> pl.DataFrame:
    """Leave out what lies in one silence: nobody else was heard meanwhile."""
    silences = (
        pl.concat([EDGES.empty_polars(), *edges])
        .drop_nulls("before_time")
        .sort("before_time", "timestamp")
        .select(
            "mmsi",
            "before_time",
            pl.col("timestamp").cum_max().over("mmsi").alias("until"),
        )
    )
    joined = overlaps.sort("start_time", "mmsi", "end_time").join_asof(
        silences,
        left_on="start_time",
        right_on="before_time",
        by="mmsi",
        allow_exact_matches=False,
        check_sortedness=False,
    )
    heard = (pl.col("until") <= pl.col("end_time")).fill_null(value=True)
    return joined.filter(heard).select(overlaps.columns)
