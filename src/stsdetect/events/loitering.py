"""Loitering: a vessel that waits at sea, at anchor, adrift or under way."""

import hashlib
import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import numpy as np
import pandas as pd
import polars as pl
from numpy.typing import NDArray

from stsdetect.events.arrays import numbers, whole
from stsdetect.events.slow_spells import STSDETECT, SUMS, LoiteringParams
from stsdetect.events.squares import SQUARE, squares_of, vessels_around
from stsdetect.events.unheard import find_unheard
from stsdetect.kernels.slow_spells import PLACE_UNITS, SPEED_UNITS, join_spells
from stsdetect.kernels.sphere import haversine_m
from stsdetect.schema import LOITERINGS, SPELLS
from stsdetect.units import EARTH_RADIUS_M, M_PER_NM

__all__ = ["STSDETECT", "LoiteringParams", "find_loiterings"]

log = logging.getLogger(__name__)

HOUR_MS: Final = 3_600_000
SQUARES_PER_DEGREE: Final = 20
"""Ours: squares of 3 nm; who waits in one or beside it waits at the same place."""


def find_loiterings(
    spells: Sequence[pl.DataFrame],
    gaps: pd.DataFrame,
    params: LoiteringParams = STSDETECT,
) -> pd.DataFrame:
    """Find the waits that the spells of all windows make, and silences between them.

    Parameters
    ----------
    spells : sequence of pl.DataFrame
        :data:`~stsdetect.schema.SPELLS` tables.
    gaps : pd.DataFrame
        A :data:`~stsdetect.schema.GAPS` table, judged: see
        :func:`~stsdetect.events.unheard.find_unheard`.
    params : LoiteringParams
        What a wait is.

    Returns
    -------
    pd.DataFrame
        A :data:`~stsdetect.schema.LOITERINGS` table, by start and id.
    """
    unheard = find_unheard(gaps, params)
    table = pl.concat([SPELLS.empty_polars(), *spells, unheard])
    SPELLS.check(table)
    table = table.sort("mmsi", "start_time", "start_lat", "start_lon").rechunk()
    wait = join_spells(
        whole(table["mmsi"]),
        (whole(table["start_time"]), whole(table["end_time"])),
        (numbers(table["start_lat"]), numbers(table["start_lon"])),
        (numbers(table["end_lat"]), numbers(table["end_lon"])),
        params.bounds,
    )
    waits = _measure(table.with_columns(wait=pl.Series(wait)), params)
    waits = waits.filter(_is_wait(params)).with_columns(_mode(params).alias("mode"))
    waits = _count_waiting(waits)
    found = LOITERINGS.to_pandas(_conform(waits))
    LOITERINGS.check(found)
    log.info("%d spells, %d loiterings", table.height, len(found))
    return found


def _measure(spells: pl.DataFrame, params: LoiteringParams) -> pl.DataFrame:
    """Figures of each wait over its spells."""
    start, end = ("start_time", "start_lat", "start_lon"), ("end_lat", "end_lon")
    waits = spells.group_by("wait", maintain_order=True).agg(
        pl.col("mmsi", *start).first(),
        pl.col("end_time", *end).last(),
        pl.col(SUMS).sum(),
    )
    lat, lon, spread_m = _middle(waits)
    places = [f"{side}_{name}" for side in ("start", "end") for name in ("lat", "lon")]
    shift_nm = haversine_m(*(numbers(waits[name]) for name in places)) / M_PER_NM
    n_ticks = numbers(waits["n_ticks"])
    speed_kn = numbers(waits["speed_sum"]) / SPEED_UNITS / n_ticks
    hours = (whole(waits["end_time"]) - whole(waits["start_time"])) / HOUR_MS
    steps = hours / (params.step / timedelta(hours=1)) + 1.0
    return waits.with_columns(
        lat=lat,
        lon=lon,
        spread_m=spread_m,
        displacement_nm=shift_nm,
        mean_speed_kn=speed_kn,
        presence=n_ticks / steps,
        heard_share=1.0 - numbers(waits["n_unheard"]) / n_ticks,
        straightness=shift_nm / np.maximum(speed_kn * hours, 1e-9),
    )


def _middle(
    waits: pl.DataFrame,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Mean place of each wait, and the root mean square of the distance from it."""
    n = numbers(waits["n_ticks"])
    x, y, z = (
        numbers(waits[f"{axis}_sum"]) / PLACE_UNITS / n for axis in ("x", "y", "z")
    )
    length = np.sqrt(x * x + y * y + z * z)
    spread_m = EARTH_RADIUS_M * np.sqrt(2.0 * np.maximum(1.0 - length, 0.0))
    lat = np.degrees(np.arctan2(z, np.hypot(x, y)))
    return lat, np.degrees(np.arctan2(y, x)), spread_m


def _is_wait(params: LoiteringParams) -> pl.Expr:
    carried = pl.col("straightness") >= params.drift_straightness
    return (
        (pl.col("end_time") - pl.col("start_time") >= params.min_duration)
        & (pl.col("mean_speed_kn") <= params.max_mean_speed_kn)
        & ((pl.col("displacement_nm") < params.max_displacement_nm) | carried)
        & (pl.col("presence") >= params.min_presence)
    )


def _mode(params: LoiteringParams) -> pl.Expr:
    """How a vessel waits, by how far it strays and whether it is carried one way."""
    carried = pl.col("straightness") >= params.drift_straightness
    slow = pl.col("mean_speed_kn") < params.drift_speed_kn
    return (
        pl.when(pl.col("spread_m") <= params.anchored_spread_m)
        .then(pl.lit("anchored"))
        .when(carried | slow)
        .then(pl.lit("drifting"))
        .otherwise(pl.lit("holding"))
    )


def _count_waiting(waits: pl.DataFrame) -> pl.DataFrame:
    """Count the other vessels that wait at the place of each, at any time."""
    placed = squares_of(waits, SQUARES_PER_DEGREE)
    around = vessels_around(placed, SQUARES_PER_DEGREE)
    told = placed.join(around, on=SQUARE, how="left", maintain_order="left")
    return told.with_columns(n_waiting=pl.col("n_vessels") - 1)


def _conform(waits: pl.DataFrame) -> pl.DataFrame:
    start_ms = pl.col("start_time").dt.epoch("ms")
    keys = waits.select("mmsi", start_ms, "start_lat").iter_rows()
    waits = waits.with_columns(
        pl.Series("loitering_id", [_loitering_id(*key) for key in keys], pl.String)
    )
    order = ("start_time", "mmsi", "loitering_id")
    return LOITERINGS.conform(waits).select(LOITERINGS.names).sort(order)


def _loitering_id(mmsi: int, start_ms: int, lat: float) -> str:
    """Hash a wait; vessels that share an MMSI may wait at once in two places."""
    text = f"loitering {mmsi} {start_ms} {lat:.1f}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]
