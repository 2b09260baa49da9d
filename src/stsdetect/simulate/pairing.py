"""Pairing: vessels of real traffic that could be led to each other."""

from typing import Final

import numpy as np
import polars as pl
from scipy.spatial import cKDTree

from stsdetect.units import EARTH_RADIUS_M, M_PER_NM

__all__ = ["near_pairs"]

_MOVING_KN: Final = (3.0, 14.0)
_HEARD_MIN: Final = 20.0
"""A vessel chosen is under way, and heard this often about the meeting; ours: one that
lies still can not be led aside, and a hole would hide the meeting unasked."""


def near_pairs(
    rng: np.random.Generator,
    positions: pl.DataFrame,
    n_pairs: int,
    reach_nm: float,
    room_h: float,
) -> list[tuple[int, int, float]]:
    """Choose pairs that are under way near each other, and when.

    Parameters
    ----------
    positions : DataFrame
        A POSITIONS table, by vessel and time.
    n_pairs : int
        How many at most; no vessel is in two.
    reach_nm : float
        Farthest apart [nm].
    room_h : float
        Time that must be left until the traffic ends [h].

    Returns
    -------
    list of tuple
        Two MMSIs and seconds since 1970.
    """
    moving = _moving_each_hour(positions, room_h)
    found: list[tuple[int, int, float]] = []
    for (hour,), here in moving.group_by("hour", maintain_order=True):
        places = np.radians(here.select("lat", "lon").to_numpy())
        lat, lon = places.T
        unit = np.column_stack(
            (np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat))
        )
        chord = reach_nm * M_PER_NM / EARTH_RADIUS_M
        mmsi = here["mmsi"].to_numpy()
        pairs = sorted(cKDTree(unit).query_pairs(chord))
        found += [(int(mmsi[i]), int(mmsi[j]), float(hour)) for i, j in pairs]
    taken: set[int] = set()
    chosen: list[tuple[int, int, float]] = []
    for k in rng.permutation(len(found)):
        a, b, instant_s = found[k]
        if len(chosen) < n_pairs and not taken & {a, b}:
            taken |= {a, b}
            chosen.append((a, b, instant_s))
    return chosen


def _moving_each_hour(positions: pl.DataFrame, length_h: float) -> pl.DataFrame:
    """Take a report of each vessel and hour, if she is under way and often heard."""
    second = pl.col("timestamp").dt.epoch("s")
    hour = (second // 3600).cast(pl.Int64())
    hourly = (
        positions.with_columns(hour=hour)
        .group_by("mmsi", "hour", maintain_order=True)
        .agg(pl.len(), pl.col("lat", "lon", "sog").first(), last=pl.col("lat").last(),
             last_lon=pl.col("lon").last())
    )  # fmt: skip
    often = pl.col("len") >= 60.0 / _HEARD_MIN
    way = (pl.col("last") - pl.col("lat")).abs() + (
        pl.col("last_lon") - pl.col("lon")
    ).abs()
    under_way = pl.col("sog").fill_null(way * 60.0).is_between(*_MOVING_KN)
    last_hour = hourly["hour"].max() or 0
    kept = hourly.filter(often & under_way)
    both = kept.join(
        kept.select("mmsi", pl.col("hour") + 1), on=["mmsi", "hour"], how="semi"
    ).join(kept.select("mmsi", pl.col("hour") - 1), on=["mmsi", "hour"], how="semi")
    room = pl.col("hour") < last_hour - length_h - 3.0  # type: ignore[operator]
    return both.filter(room).sort("hour", "mmsi").with_columns(pl.col("hour") * 3600)
