"""Coupling: whether two hulls keep their place in each other's frame."""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from stsdetect.events.arrays import fixed, numbers
from stsdetect.kernels.rigid import axial_sd_deg, body_frame_m, nearest_to_median

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
        ``encounter, body_sd_m, heading_sd_deg, steady_sd_m``: the spread in the frame
        of either hull, the larger of both, so that swapping the two changes nothing;
        that of the difference of headings, bow to bow or to stern; that of the
        distance. Each is missing where too few ticks tell it.
    """
    lengths = supported.group_by("encounter", maintain_order=True).len()
    start = np.concatenate(([0], np.cumsum(lengths["len"].to_numpy(), dtype=np.int64)))
    distance = numbers(supported["distance_m"])
    places = {
        "body_a_sd_m": _in_frame(supported, "a", 1.0),
        "body_b_sd_m": _in_frame(supported, "b", -1.0),
        "steady_sd_m": (distance, np.zeros(distance.size)),
    }
    spreads = lengths.select("encounter")
    for name, (x, y) in places.items():
        kept = nearest_to_median(fixed(x), fixed(y), fixed(start), params.share)
        ticks = supported.select("encounter", "timestamp").with_columns(
            x=pl.Series(x), y=pl.Series(y), kept=pl.Series(kept)
        )
        spreads = spreads.join(_spread(ticks, name, params), on="encounter", how="left")
    headings = _heading_spread(supported, params)
    return spreads.join(headings, on="encounter", how="left").select(
        "encounter",
        "heading_sd_deg",
        "steady_sd_m",
        body_sd_m=pl.max_horizontal("body_a_sd_m", "body_b_sd_m"),
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


def _spread(ticks: pl.DataFrame, name: str, params: CouplingParams) -> pl.DataFrame:
    kept = pl.col("x", "y").filter(pl.col("kept")).var(ddof=0)
    return (
        ticks.filter(pl.col("x").is_not_nan() & pl.col("y").is_not_nan())
        .group_by("encounter", maintain_order=True)
        .agg(_enough(params), kept)
        .filter("enough")
        .select("encounter", (pl.col("x") + pl.col("y")).sqrt().alias(name))
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
