"""Coupling: whether two hulls keep their place in each other's frame."""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from stsdetect.events.arrays import fixed, numbers, whole
from stsdetect.events.spells import Spells
from stsdetect.kernels.angles import axial_difference_deg, axial_sd_deg
from stsdetect.kernels.rigid import body_frame_m, nearest_to_median
from stsdetect.kernels.spells import first_and_last, means, spreads
from stsdetect.kernels.sphere import haversine_m

__all__ = ["STSDETECT", "CouplingParams", "measure_coupling"]

Bools = NDArray[np.bool_]
Numbers = NDArray[np.float64]
_MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class CouplingParams:
    """What a spread is taken over; ours.

    Parameters
    ----------
    share : float
        Of the ticks, nearest to the median place; the others are left to approach
        and cast-off.
    min_ticks, min_time : float, timedelta
        Ticks with support, and the time they span; fewer tell nothing. Ticks between
        far reports count as many as there are reports, as the point density of
        Global Fishing Watch's pipe-encounters does.
    """

    share: float = 0.8
    min_ticks: float = 12.0
    min_time: timedelta = timedelta(minutes=90)


STSDETECT = CouplingParams()


def measure_coupling(
    supported: pl.DataFrame, params: CouplingParams = STSDETECT
) -> pl.DataFrame:
    """Measure the spreads of place, heading and distance in each encounter.

    Parameters
    ----------
    supported : pl.DataFrame
        PROXIMITIES that have a report of both near by, with ``encounter`` (number) and
        ``weight``, how much of an own sample each is, by encounter and time.
    params : CouplingParams
        What a spread is taken over.

    Returns
    -------
    pl.DataFrame
        ``encounter, body_sd_m, heading_sd_deg, heading_off_deg, steady_sd_m,
        steady_drift_m``: the spread in the frame of either hull, the larger of both, so
        that swapping the two changes nothing; that of the difference of headings, bow
        to bow or to stern, and its median; that of the distance, and how far the two
        came from the first to the last of its ticks. Each is missing where too few
        ticks tell it.
    """
    each = Spells(supported, "encounter")
    distance = numbers(supported["distance_m"])
    steady, rows = _spread(each, (distance, np.zeros(distance.size)), params)
    in_frames = [_in_frame(supported, side, sign) for side, sign in _SIDES]
    body = [_spread(each, place, params)[0] for place in in_frames]
    turn = numbers(supported["heading_difference_deg"])
    told = _enough(each, ~np.isnan(turn), params)
    columns = {
        "body_sd_m": np.fmax(*body),
        "heading_sd_deg": np.where(told, _heading_sd(each, turn), np.nan),
        "heading_off_deg": np.where(
            told, each.median(axial_difference_deg(turn)), np.nan
        ),
        "steady_sd_m": steady,
        "steady_drift_m": _way_m(supported, rows),
    }
    return each.first("encounter").with_columns(
        pl.Series(name, values).fill_nan(None) for name, values in columns.items()
    )


_SIDES = (("a", 1.0), ("b", -1.0))
"""Of the vessel whose frame it is, and the sign that points to the other."""


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
    each: Spells, place: tuple[Numbers, Numbers], params: CouplingParams
) -> tuple[Numbers, NDArray[np.int64]]:
    """Spread over the ticks nearest to the median place, and first and last of them."""
    x, y = (fixed(axis) for axis in place)
    kept = nearest_to_median(x, y, each.start, params.share)
    told = _enough(each, ~(np.isnan(x) | np.isnan(y)), params)
    rows = first_and_last(kept, each.start)
    return np.where(told, spreads(x, y, kept, each.start), np.nan), np.where(
        told[:, None], rows, -1
    )


def _way_m(supported: pl.DataFrame, rows: NDArray[np.int64]) -> Numbers:
    """From the first row to the last one, NaN where there is none."""
    lat, lon = numbers(supported["lat"]), numbers(supported["lon"])
    way = haversine_m(*(place[rows[:, k]] for k in (0, 1) for place in (lat, lon)))
    return np.where(rows[:, 0] >= 0, way, np.nan)


def _heading_sd(each: Spells, turn: Numbers) -> Numbers:
    twice = np.radians(2.0 * turn)
    return axial_sd_deg(
        means(fixed(np.cos(twice)), each.start), means(fixed(np.sin(twice)), each.start)
    )


def _enough(each: Spells, known: Bools, params: CouplingParams) -> Bools:
    """Whether the ticks known are many enough, over a time long enough."""
    rows = first_and_last(known, each.start)
    time = whole(each.table["timestamp"])
    span = time[rows[:, 1]] - time[rows[:, 0]]
    weight = np.where(known, numbers(each.table["weight"]), 0.0)
    # Ticks of 5 min and holes of seconds: a sum of ones must not end a hair below.
    n_samples = np.diff(np.concatenate(([0.0], np.cumsum(weight)))[each.start])
    enough: Bools = (n_samples >= params.min_ticks - 1e-6) & (
        span >= params.min_time // _MILLISECOND
    )
    return enough
