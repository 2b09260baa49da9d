"""Coupling: whether two hulls keep their place in each other's frame."""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from stsdetect.events.arrays import fixed, numbers
from stsdetect.kernels.rigid import axial_sd_deg, body_frame_m, nearest_to_median
from stsdetect.kernels.sphere import haversine_m

__all__ = ["METHODS_COUPLING", "CouplingParams", "measure_coupling"]

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class CouplingParams:
    """What a spread is taken over; ours, methods 3.1.

    Parameters
    ----------
    share : float
        Of the ticks, nearest to the median place; the others are left to approach
        and cast-off.
    min_ticks, min_time : int, timedelta
        Ticks with support, and the time they span; fewer tell nothing.
    """

    share: float = 0.8
    min_ticks: int = 12
    min_time: timedelta = timedelta(minutes=90)


METHODS_COUPLING = CouplingParams()


def measure_coupling(
    supported: pl.DataFrame, params: CouplingParams = METHODS_COUPLING
) -> pl.DataFrame:
    """Measure the spreads of place, heading and distance in each encounter.

    Parameters
    ----------
    supported : pl.DataFrame
        PROXIMITIES that have a report of both near by, with ``encounter`` (number), by
        encounter and time.
    params : CouplingParams
        What a spread is taken over.

    Returns
    -------
    pl.DataFrame
        ``encounter, body_sd_m, heading_sd_deg, steady_sd_m, steady_drift_m``: the
        spread in the frame of either hull, the larger of both, so that swapping the two
        changes nothing; that of the difference of headings, bow to bow or to stern;
        that of the distance, and how far the two came from the first to the last of
        its ticks. Each is missing where too few ticks tell it.
    """
    every = supported.select("encounter").unique(maintain_order=True)
    distance = numbers(supported["distance_m"])
    steady = _spread(supported, (distance, np.zeros(distance.size)), params)
    parts = (
        _spread(supported, _in_frame(supported, "a", 1.0), params)
        .drop("drift_m")
        .rename({"sd_m": "body_a_sd_m"}),
        _spread(supported, _in_frame(supported, "b", -1.0), params)
        .drop("drift_m")
        .rename({"sd_m": "body_b_sd_m"}),
        steady.rename({"sd_m": "steady_sd_m", "drift_m": "steady_drift_m"}),
        _heading_spread(supported, params),
    )
    for part in parts:
        every = every.join(part, on="encounter", how="left", maintain_order="left")
    body = pl.max_horizontal("body_a_sd_m", "body_b_sd_m").alias("body_sd_m")
    return every.select(
        "encounter", body, "heading_sd_deg", "steady_sd_m", "steady_drift_m"
    )


def _in_frame(
    supported: pl.DataFrame, side: str, sign: float
) -> tuple[Numbers, Numbers]:
    """Place of the other vessel in the frame of one; `sign` points to the other."""
    return body_frame_m(
        sign * numbers(supported["east_m"]),
        sign * numbers(supported["north_m"]),
        numbers(supported[f"heading_{side}"]),
    )


def _spread(
    supported: pl.DataFrame, place: tuple[Numbers, Numbers], params: CouplingParams
) -> pl.DataFrame:
    """Spread over the ticks nearest to the median place, and the way between them."""
    lengths = supported.group_by("encounter", maintain_order=True).len()["len"]
    start = np.concatenate(([0], np.cumsum(lengths.to_numpy(), dtype=np.int64)))
    x, y = place
    kept = nearest_to_median(fixed(x), fixed(y), fixed(start), params.share)
    inside = pl.col("kept")
    spreads = (
        supported.select("encounter", "timestamp", "lat", "lon")
        .with_columns(x=pl.Series(x), y=pl.Series(y), kept=pl.Series(kept))
        .filter(pl.col("x").is_not_nan() & pl.col("y").is_not_nan())
        .group_by("encounter", maintain_order=True)
        .agg(
            _enough(params),
            pl.col("x", "y").filter(inside).var(ddof=0),
            pl.col("lat", "lon").filter(inside).first().name.prefix("start_"),
            pl.col("lat", "lon").filter(inside).last().name.prefix("end_"),
        )
        .filter("enough")
    )
    ends = ("start_lat", "start_lon", "end_lat", "end_lon")
    drift = haversine_m(*(numbers(spreads[name]) for name in ends))
    return spreads.select(
        "encounter",
        pl.Series("drift_m", drift, dtype=pl.Float64),
        sd_m=(pl.col("x") + pl.col("y")).sqrt(),
    )


def _heading_spread(supported: pl.DataFrame, params: CouplingParams) -> pl.DataFrame:
    twice = 2.0 * pl.col("heading_difference_deg").cast(pl.Float64).radians()
    means = (
        supported.filter(pl.col("heading_difference_deg").is_not_null())
        .group_by("encounter", maintain_order=True)
        .agg(_enough(params), cosine=twice.cos().mean(), sine=twice.sin().mean())
        .filter("enough")
    )
    spread = axial_sd_deg(numbers(means["cosine"]), numbers(means["sine"]))
    return means.select("encounter", pl.Series("heading_sd_deg", spread))


def _enough(params: CouplingParams) -> pl.Expr:
    span = pl.col("timestamp").last() - pl.col("timestamp").first()
    enough = (pl.len() >= params.min_ticks) & (span >= params.min_time)
    return enough.alias("enough")
