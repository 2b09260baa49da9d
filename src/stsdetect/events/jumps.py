"""Jumps: an MMSI that is heard where no vessel can have got since, and many at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from stsdetect.events.arrays import numbers, whole
from stsdetect.events.presence import find_spells
from stsdetect.kernels.sphere import chord_of, haversine_m, unit_vectors
from stsdetect.units import M_PER_NM

__all__ = ["STSDETECT", "JumpParams", "find_jumps", "find_regional_events"]


@dataclass(frozen=True, slots=True, kw_only=True)
class JumpParams:
    """What is a jump, and how many make a disturbance of a region."""

    min_speed_kn: float = 40.0
    min_distance_m: float = 5 * M_PER_NM
    """Ours: faster and farther than a vessel or a fault."""
    max_gap: timedelta = timedelta(hours=8)
    """That of segments: over a longer silence nothing is known."""
    min_stay: timedelta = timedelta(minutes=20)
    """Ours: on both sides; three reports of an anchored vessel, so that a stray report
    is no place."""
    min_vessels: int = 5
    within: timedelta = timedelta(hours=1)
    target_m: float = 10 * M_PER_NM
    """Ours: as many vessels, in the same hour, to one place; that several share
    it tells a disturbance (SeaSpoofFinder, 2026)."""


STSDETECT: Final = JumpParams()
"""Our own bounds, each with its reason beside it."""


_COLUMNS: Final = (
    *("mmsi", "start_time", "end_time", "lat", "lon"),
    *("distance_m", "speed_kn"),
)


def find_jumps(
    edges: Sequence[pl.DataFrame], params: JumpParams = STSDETECT
) -> pl.DataFrame:
    """Find where the spells of an MMSI lie apart as no vessel can have sailed.

    Parameters
    ----------
    edges : sequence of pl.DataFrame
        :data:`~stsdetect.schema.EDGES` tables of windows that together are the period.
    params : JumpParams
        Bounds.

    Returns
    -------
    pl.DataFrame
        ``mmsi``, ``start_time`` (last report before), ``end_time`` (first one after),
        ``lat, lon`` (where it jumped to) and ``distance_m, speed_kn``, by time.
    """
    spells = find_spells(edges)
    stays = spells.filter(pl.col("end_time") - pl.col("start_time") >= params.min_stay)
    own = pl.col("mmsi") == pl.col("mmsi").shift(-1)
    steps = stays.select(
        "mmsi",
        pl.col("end_time").alias("start_time"),
        pl.col("start_time").shift(-1).alias("time_after"),
        pl.col("end_lat"),
        pl.col("end_lon"),
        pl.col("start_lat").shift(-1).alias("lat"),
        pl.col("start_lon").shift(-1).alias("lon"),
        own.alias("own"),
    ).filter(pl.col("own"))
    metres = haversine_m(
        *(numbers(steps[name]) for name in ("end_lat", "end_lon", "lat", "lon"))
    )
    gap = pl.col("time_after") - pl.col("start_time")
    # A second is the finest that most sources tell.
    hours = pl.max_horizontal(gap.dt.total_milliseconds(), 1000) / 3_600_000
    measured = steps.with_columns(
        pl.Series("distance_m", metres), gap.alias("gap")
    ).with_columns((pl.col("distance_m") / M_PER_NM / hours).alias("speed_kn"))
    return (
        measured.filter(
            pl.col("gap") <= params.max_gap,
            pl.col("distance_m") > params.min_distance_m,
            pl.col("speed_kn") > params.min_speed_kn,
        )
        .rename({"time_after": "end_time"})
        .select(*_COLUMNS)
        .sort("end_time", "mmsi")
    )


def find_regional_events(
    jumps: pl.DataFrame, params: JumpParams = STSDETECT
) -> pl.DataFrame:
    """Find the jumps that many vessels make to one place within an hour.

    No crew steers others: satellite navigation is disturbed there, and what follows
    accuses none of the vessels.

    Parameters
    ----------
    jumps : pl.DataFrame
        As :func:`find_jumps` gives them.
    params : JumpParams
        Bounds.

    Returns
    -------
    pl.DataFrame
        The jumps that belong to one, with ``n_vessels`` of it.
    """
    group = _groups(jumps, params)
    counted = jumps.with_columns(pl.Series("group", group)).with_columns(
        pl.col("mmsi").n_unique().over("group").alias("n_vessels")
    )
    return counted.filter(pl.col("n_vessels") >= params.min_vessels).drop("group")


def _groups(jumps: pl.DataFrame, params: JumpParams) -> NDArray[np.int32]:
    """Give the same number to jumps that are near in time and target, one by one."""
    n = jumps.height
    if n == 0:
        return np.zeros(0, dtype=np.int32)
    time = whole(jumps["end_time"])
    place = unit_vectors(numbers(jumps["lat"]), numbers(jumps["lon"])).T
    within_ms = params.within // timedelta(milliseconds=1)
    last = np.searchsorted(time, time + within_ms, side="right")
    pairs = [
        (first, other)
        for first in range(n)
        for other in range(first + 1, last[first])
        if np.linalg.norm(place[first] - place[other]) <= chord_of(params.target_m)
    ]
    first, second = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    ties = coo_array((np.ones(first.size), (first, second)), shape=(n, n))
    return np.asarray(connected_components(ties, directed=False)[1])
