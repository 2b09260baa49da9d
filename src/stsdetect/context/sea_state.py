"""Sea state: how high the waves were at the place and time of each lead, by a file."""

import math
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
import polars as pl
from scipy.spatial import cKDTree

from stsdetect.context.csv_rows import read_named_rows, refuse_faults
from stsdetect.errors import InputError
from stsdetect.kernels.sphere import unit_vectors
from stsdetect.schema import LEADS
from stsdetect.units import EARTH_RADIUS_M

__all__ = ["add_sea_state", "read_sea_states"]

NEAR_M: Final = 60_000.0
WITHIN: Final = timedelta(hours=3)
"""Ours: models of waves tell every half degree and three hours, or finer."""

_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "timestamp": ("time", "timestamp", "datetime"),
    "lat": ("lat", "latitude"),
    "lon": ("lon", "longitude"),
    "wave_height_m": ("wave_height_m", "hs", "swh", "vhm0"),
}
"""The height also as ECMWF (``swh``) and Copernicus Marine (``VHM0``) name it."""
_BOUNDS: Final = {
    "lat": (-90.0, 90.0),
    "lon": (-180.0, 360.0),
    "wave_height_m": (0, 30),
}
_SCHEMA: Final = {
    "timestamp": pl.Datetime("ms", "UTC"),
    **dict.fromkeys(("lat", "lon", "wave_height_m"), pl.Float64()),
}


def read_sea_states(paths: Iterable[Path]) -> pl.DataFrame:
    """Read files of wave heights.

    Parameters
    ----------
    paths : iterable of Path
        CSV with ``time, lat, lon, wave_height_m``; rows without a height, as models
        give them on land, are left out.

    Returns
    -------
    DataFrame
        ``timestamp, lat, lon, wave_height_m``, in order, each once.

    Raises
    ------
    InputError
        In one line: the file, its first bad rows, and what is wrong with them.
    """
    tables = [pl.DataFrame(_read(path), schema=_SCHEMA, orient="row") for path in paths]
    return pl.concat([pl.DataFrame(schema=_SCHEMA), *tables]).unique().sort(*_SCHEMA)


def add_sea_state(leads: pd.DataFrame, waves: pl.DataFrame) -> pd.DataFrame:
    """Add ``wave_height_m`` to leads: that of the nearest row in place and time.

    Parameters
    ----------
    leads : DataFrame
        A :data:`~stsdetect.schema.LEADS` table, in any order.
    waves : DataFrame
        As :func:`read_sea_states` gives it.

    Returns
    -------
    DataFrame
        The leads in the order given; the middle of their time counts. Of the rows
        within 60 km and 3 h that is told which is nearest on axes scaled by these two;
        missing where there is none.
    """
    LEADS.check(leads)
    if waves.is_empty() or leads.empty:
        return leads
    middle = leads["start_time"] + (leads["end_time"] - leads["start_time"]) / 2
    instants = middle.dt.as_unit("ms").astype(np.int64).to_numpy()
    place = [leads[name].to_numpy(dtype=np.float64) for name in ("lat", "lon")]
    known = np.flatnonzero(np.isfinite(place[0]) & np.isfinite(place[1]))
    there = [waves[name].to_numpy() for name in ("lat", "lon")]
    rows = _scaled(waves["timestamp"].dt.epoch("ms").to_numpy(), *there)
    sought = _scaled(instants, *place)[known]
    row = _nearest_within(rows, sought)
    found = row >= 0
    height = np.full(len(leads), np.nan)
    height[known[found]] = waves["wave_height_m"].to_numpy()[row[found]]
    told = LEADS.from_pandas(leads).with_columns(
        pl.Series("wave_height_m", height).fill_nan(None)
    )
    return LEADS.to_pandas(LEADS.conform(told).select(LEADS.names))


def _nearest_within(
    rows: "np.ndarray[Any, Any]", sought: "np.ndarray[Any, Any]"
) -> "np.ndarray[Any, Any]":
    """Find the nearest row that is within both bounds of each; −1 where there is none.

    The nearest of all may be too far in place alone, or in time: then the next counts,
    as far as the corner where both bounds meet.
    """
    tree = cKDTree(rows)
    nearest = np.full(len(sought), -1)
    asking, n_rows = np.arange(len(sought)), 1
    while asking.size:
        distance, found = tree.query(
            sought[asking],
            k=np.arange(1, n_rows + 1),
            distance_upper_bound=math.sqrt(2.0),
        )
        there = np.isfinite(distance)
        off = np.abs(rows[np.where(there, found, 0)] - sought[asking][:, None])
        apart = np.sqrt((off[..., :3] ** 2).sum(axis=2))
        within = there & (apart <= 1.0) & (off[..., 3] <= 1.0)
        first = found[np.arange(asking.size), within.argmax(axis=1)]
        settled = within.any(axis=1)
        nearest[asking[settled]] = first[settled]
        asking = asking[~settled & there[:, -1]]
        n_rows *= 4
    return nearest


def _scaled(
    epoch_ms: "np.ndarray[Any, Any]",
    lat: "np.ndarray[Any, Any]",
    lon: "np.ndarray[Any, Any]",
) -> "np.ndarray[Any, Any]":
    """Put places and times on axes on which 1 is as far as may be."""
    places = unit_vectors(lat, lon).T * (EARTH_RADIUS_M / NEAR_M)
    return np.column_stack([places, epoch_ms / (WITHIN / timedelta(milliseconds=1))])


def _read(path: Path) -> list[tuple[datetime, float, float, float]]:
    faults: list[str] = []
    kept = []
    wanted = ("sea state", "columns time, lat, lon, wave_height_m")
    for number, cells in read_named_rows(path, _NAMES, _is_whole, wanted):
        try:
            row = _row(cells)
        except ValueError as error:
            faults.append(f"row {number}: {error}")
            continue
        if row is not None:
            kept.append(row)
    refuse_faults(path, faults)
    if not kept:
        raise InputError(f"{path}: no height of waves in it")
    return kept


def _is_whole(there: set[str]) -> bool:
    return there == set(_NAMES)


def _row(cells: dict[str, str]) -> tuple[datetime, float, float, float] | None:
    """Check one row; None where it tells no height.

    Raises
    ------
    ValueError
        What is wrong with it.
    """
    if cells["wave_height_m"].lower() in {"", "nan"}:
        return None
    try:
        time = datetime.fromisoformat(cells["timestamp"])
    except ValueError:
        raise ValueError(f"time {cells['timestamp']!r} is not ISO 8601") from None
    time = time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
    lat, lon, height = (_number(name, cells[name]) for name in _BOUNDS)
    return time, lat, lon, height


def _number(name: str, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise ValueError(f"{name} {text!r} is no number") from None
    low, high = _BOUNDS[name]
    # Written so that NaN is refused as well.
    if not low <= value <= high:
        raise ValueError(f"{name} {text} outside {low:g} … {high:g}")
    return value
