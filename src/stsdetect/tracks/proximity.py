"""Proximities: pairs of vessels near each other, tick by tick."""

import logging
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from stsdetect.errors import ConfigError
from stsdetect.kernels.neighbours import Neighbours, Search, Vessels, find_neighbours
from stsdetect.kernels.orders import order_by_pair, order_by_tick
from stsdetect.kernels.pairs import Rows, describe_pairs, empty_pairs, measure_pairs
from stsdetect.kernels.sphere import chord_of
from stsdetect.schema import PROXIMITIES, TICKS
from stsdetect.threads import cut_evenly, map_parts
from stsdetect.units import M_PER_NM

__all__ = ["STSDETECT", "ProximityParams", "find_proximities"]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProximityParams:
    """How near is near."""

    max_distance_m: float = 750.0
    """Ours: where a contact closes; an encounter can't use a farther tick."""
    near_radius_m: float = M_PER_NM
    """Ours: company is counted within a nautical mile. At one anchored vessel per
    km², where a chance neighbour within 500 m has a probability of one half, that
    are about ten; on the open sea it is none."""

    def __post_init__(self) -> None:
        """Refuse distances that find nothing, or company nearer than a pair.

        Raises
        ------
        ConfigError
            A distance is not above zero, or the radius below the distance.
        """
        if not 0 < self.max_distance_m <= self.near_radius_m:
            raise ConfigError(
                "proximities: 0 < max_distance_m <= near_radius_m must hold, not "
                f"{self.max_distance_m:g} and {self.near_radius_m:g}"
            )


STSDETECT = ProximityParams()
"""Our own distances, each with its reason beside it."""


def find_proximities(
    ticks: pl.DataFrame, params: ProximityParams = STSDETECT
) -> pl.DataFrame:
    """Find all pairs of vessels near each other at the same tick.

    Parameters
    ----------
    ticks : pl.DataFrame
        A :data:`~stsdetect.schema.TICKS` table, in any order.
    params : ProximityParams
        How near is near.

    Returns
    -------
    pl.DataFrame
        A :data:`~stsdetect.schema.PROXIMITIES` table, by pair and time. An MMSI is no
        pair with itself; of two segments of one MMSI near the same vessel at a tick
        the nearer one counts. `n_near` is the company of the one of the two that has
        more of it, without the partner.
    """
    TICKS.check(ticks)
    ticks = ticks.rechunk()
    vessels = _vessels(ticks)
    proximities = _describe(ticks, vessels, _find_pairs(vessels, params))
    log.info("%d ticks, %d proximities", ticks.height, proximities.height)
    return PROXIMITIES.conform(proximities)


def _vessels(ticks: pl.DataFrame) -> Vessels:
    columns: list[NDArray[Any]] = [
        column.to_numpy()
        for column in ticks.select(
            pl.col("timestamp").dt.epoch("ms"),
            pl.col("mmsi").cast(pl.Int64),
            pl.col("lat", "lon").cast(pl.Float64),
        )
    ]
    return Vessels(*columns)


def _find_pairs(vessels: Vessels, params: ProximityParams) -> Neighbours:
    """Find pairs by MMSIs and time, of several at a tick the nearest one alone."""
    search = Search(chord_of(params.max_distance_m), chord_of(params.near_radius_m))
    order = order_by_tick(vessels.time)
    parts = map_parts(
        lambda rows: find_neighbours(vessels, order[rows], search),
        cut_evenly(vessels.time, order),
    )
    columns: list[NDArray[Any]] = [np.concatenate(c) for c in zip(*parts, strict=True)]
    found = Neighbours(*columns)
    by_pair = order_by_pair(vessels.mmsi, found.first, found.second)
    return _nearest(vessels, _select(found, by_pair))


def _nearest(vessels: Vessels, pairs: Neighbours) -> Neighbours:
    """Keep the nearest of the pairs of two MMSIs at a tick."""
    key = (
        vessels.time[pairs.first],
        vessels.mmsi[pairs.second],
        vessels.mmsi[pairs.first],
    )
    if not _repeated(*key).any():
        return pairs
    order = np.lexsort((pairs.distance_m, *key))
    kept = order[~_repeated(*(column[order] for column in key))]
    return _select(pairs, kept)


def _select(pairs: Neighbours, rows: NDArray[np.int64]) -> Neighbours:
    columns: list[NDArray[Any]] = [column[rows] for column in pairs]
    return Neighbours(*columns)


def _repeated(*key: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether a row has the key of the row before."""
    again = np.zeros(key[0].size, dtype=np.bool_)
    again[1:] = np.logical_and.reduce([column[1:] == column[:-1] for column in key])
    return again


def _describe(ticks: pl.DataFrame, vessels: Vessels, found: Neighbours) -> pl.DataFrame:
    """Describe each pair by the ticks of both."""
    n = found.first.size
    pairs, measures = empty_pairs(n), np.empty((4, n))
    describe_pairs(_rows(ticks, vessels), found.first, found.second, pairs)
    measure_pairs(vessels.lat, vessels.lon, found.first, found.second, measures)
    lat, lon, east_m, north_m = measures
    turn, *headings = (
        pl.Series(angle).fill_nan(None)
        for angle in (pairs.turn_deg, pairs.heading_a, pairs.heading_b)
    )
    return pl.DataFrame(
        {
            "mmsi_a": pairs.mmsi_a,
            "mmsi_b": pairs.mmsi_b,
            "timestamp": pl.Series(pairs.time).cast(pl.Datetime("ms", "UTC")),
            "distance_m": found.distance_m,
            "speed_a_kn": pairs.speed_a_kn,
            "speed_b_kn": pairs.speed_b_kn,
            "heading_difference_deg": turn,
            "lat": lat,
            "lon": lon,
            "age_s": pairs.age_s,
            "hole_s": pairs.hole_s,
            "east_m": east_m,
            "north_m": north_m,
            "heading_a": headings[0],
            "heading_b": headings[1],
            "n_near": found.n_near,
        }
    )


def _rows(ticks: pl.DataFrame, vessels: Vessels) -> Rows:
    columns: list[NDArray[Any]] = [
        column.to_numpy()
        for column in ticks.select(
            pl.col("speed_kn").cast(pl.Float64),
            pl.col("heading").cast(pl.Float32).fill_null(float("nan")),
            pl.col("age_s", "hole_s").cast(pl.Float64),
        )
    ]
    return Rows(vessels.mmsi, vessels.time, *columns)
