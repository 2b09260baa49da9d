"""Unheard waits: what of a wait lies in silences that reception explains.

Between two satellites nobody is heard for hours. A vessel that is slow before such a
silence and after it, and has hardly moved, waited meanwhile; one that comes into it
under way and is slow after it stopped somewhere between. Without them a wait of six
hours is three scraps of ten minutes, and no wait at all.
"""

from datetime import timedelta
from typing import Final

import numpy as np
import pandas as pd
import polars as pl
from numpy.typing import NDArray

from stsdetect.events.arrays import numbers, whole
from stsdetect.events.slow_spells import LoiteringParams
from stsdetect.kernels.slow_spells import PLACE_UNITS, SPEED_UNITS
from stsdetect.kernels.sphere import unit_vectors
from stsdetect.schema import GAPS, SPELLS

__all__ = ["find_unheard"]

HOUR: Final = timedelta(hours=1)
HOUR_MS: Final = 3_600_000.0

Numbers = NDArray[np.float64]


def find_unheard(gaps: pd.DataFrame, params: LoiteringParams) -> pl.DataFrame:
    """Find the waiting in silences that reception, or a stop, explains.

    A vessel that was slow before and after waited all the time, if it moved no faster
    than one that waits. Of one that was under way on one side the first or the last
    moment at which it can have been there follows from its speed; it is taken to
    have waited from half-way between that and the report that was slow (ours: the
    expectation where any moment is as likely).

    Parameters
    ----------
    gaps : pd.DataFrame
        A :data:`~stsdetect.schema.GAPS` table as
        :func:`~stsdetect.events.hearing.judge_gaps` gives it. Left out are silences
        less probable than ``min_p_silence``, open, longer than ``max_unheard`` or of an
        MMSI that is heard elsewhere meanwhile, and those whose ticks tell of the wait
        already.
    params : LoiteringParams
        What is slow, and the grid.

    Returns
    -------
    pl.DataFrame
        A :data:`~stsdetect.schema.SPELLS` table of ticks inside silences, by MMSI and
        time; all of them count as ``n_unheard``.
    """
    GAPS.check(gaps)
    quiet = _on_both_sides(GAPS.from_pandas(gaps).filter(_explained(params)), params)
    slow, fast = (
        {side: pl.col(f"{side}_slow") == of_kind for side in ("start", "end")}
        for of_kind in (True, False)
    )
    stays = quiet.filter(
        slow["start"],
        slow["end"],
        pl.col("implied_speed_kn") <= params.max_mean_speed_kn,
        pl.col("distance_nm") <= params.max_displacement_nm,
        ~_in_ticks(params),
    )
    comes = quiet.filter(fast["start"], slow["end"])
    goes = quiet.filter(slow["start"], fast["end"])
    parts = [
        _spells(stays, "start", "end", stays["implied_speed_kn"], params),
        _spells(
            comes.with_columns(start_ms=pl.col("end_ms") - _half_left("start")),
            "end", "end", comes["end_sog"], params,
        ),
        _spells(
            goes.with_columns(end_ms=pl.col("start_ms") + _half_left("end")),
            "start", "start", goes["start_speed_kn"], params,
        ),
    ]  # fmt: skip
    found = SPELLS.conform(pl.concat(parts)).select(SPELLS.names)
    return found.filter(pl.col("n_ticks") > 0).sort("mmsi", "start_time")


def _explained(params: LoiteringParams) -> pl.Expr:
    usual = pl.col("p_silence").fill_null(1.0) >= params.min_p_silence
    short = pl.col("duration_h") <= params.max_unheard / HOUR
    return short & usual & ~(pl.col("open") | pl.col("mmsi_heard"))


def _on_both_sides(gaps: pl.DataFrame, params: LoiteringParams) -> pl.DataFrame:
    """Add whether each silence begins and ends slow; missing where nothing tells."""
    return gaps.with_columns(
        start_slow=pl.col("start_speed_kn") <= params.max_speed_kn,
        end_slow=pl.col("end_sog") <= params.max_speed_kn,
        start_ms=pl.col("start_time").dt.epoch("ms").cast(pl.Float64),
        end_ms=pl.col("end_time").dt.epoch("ms").cast(pl.Float64),
    )


def _in_ticks(params: LoiteringParams) -> pl.Expr:
    """Tell which silences of a vessel that hardly moved ticks bridge already."""
    slow = [
        (pl.col(name) <= params.max_speed_kn).fill_null(value=True)
        for name in ("start_sog", "end_sog")
    ]
    short = pl.col("duration_h") <= params.max_still_hole / HOUR
    near = pl.col("distance_nm") <= params.max_still_shift_nm
    return short & near & slow[0] & slow[1]


def _half_left(side: str) -> pl.Expr:
    """Half of the time that the way leaves at the speed told on one side [ms]."""
    name = "start_speed_kn" if side == "start" else "end_sog"
    left_h = pl.col("duration_h") - pl.col("distance_nm") / pl.col(name)
    return left_h.clip(lower_bound=0.0) * HOUR_MS / 2.0


def _spells(
    gaps: pl.DataFrame, first: str, last: str, speed: pl.Series, params: LoiteringParams
) -> pl.DataFrame:
    """Make spells of the ticks strictly between two instants, and two places."""
    step = params.step // timedelta(milliseconds=1)
    start = (np.floor(numbers(gaps["start_ms"]) / step) + 1).astype(np.int64)
    end = (np.ceil(numbers(gaps["end_ms"]) / step) - 1).astype(np.int64)
    n = np.maximum(end - start + 1, 0)
    places = [
        [numbers(gaps[f"{side}_{name}"]) for name in ("lat", "lon")]
        for side in (first, last)
    ]
    sums = np.round(n * _mean_place(places[0], places[1]) * PLACE_UNITS)
    pace = np.round(n * numbers(speed) * SPEED_UNITS)
    instant = pl.Datetime("ms", "UTC")
    return pl.DataFrame(
        {
            "mmsi": whole(gaps["mmsi"]),
            "start_time": pl.Series(start * step).cast(instant),
            "end_time": pl.Series(end * step).cast(instant),
            "start_lat": places[0][0],
            "start_lon": places[0][1],
            "end_lat": places[1][0],
            "end_lon": places[1][1],
            "n_ticks": n,
            "n_unheard": n,
            "speed_sum": pace.astype(np.int64),
            **{
                f"{axis}_sum": along.astype(np.int64)
                for axis, along in zip("xyz", sums, strict=True)
            },
        }
    )


def _mean_place(start: list[Numbers], end: list[Numbers]) -> Numbers:
    """Mean unit vector over an even way, (3, n): Simpson's rule over the great circle.

    It is shorter than 1 by as much as the places spread.
    """
    a, b = unit_vectors(*start), unit_vectors(*end)
    middle = a + b
    middle = middle / np.maximum(np.sqrt((middle**2).sum(axis=0)), 1e-12)
    mean: Numbers = (a + 4.0 * middle + b) / 6.0
    return mean
