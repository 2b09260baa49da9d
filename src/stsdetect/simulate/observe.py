"""Observe: from the true track of a vessel to the rows that a network delivers."""

from datetime import timedelta
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from stsdetect.simulate.broadcast import Broadcast, broadcast
from stsdetect.simulate.chart import Array, bearing_deg, shift
from stsdetect.simulate.emission import emission_times_s
from stsdetect.simulate.manners import Manner
from stsdetect.simulate.reception import Listeners, hear
from stsdetect.simulate.stories import Sailing, Status
from stsdetect.simulate.weather import STEP_S, wander

__all__ = ["ROWS", "observe"]

ROWS: Final = {
    "second": pl.Int64(),
    "mmsi": pl.Int32(),
    "lat": pl.Float64(),
    "lon": pl.Float64(),
    "sog": pl.Float32(),
    "cog": pl.Float32(),
    "heading": pl.Int16(),
    "nav_status": pl.Int8(),
    "msg_type": pl.Int8(),
    "told": pl.Int32(),
}
"""Rows as received, before a format is chosen; sentinels as in ITU-R M.1371.

``told`` counts the particulars that a sailing broadcasts: 0 at first, one more after
each change.
"""

_QUANTUM_DEG: Final = 1.0 / 600_000.0
_CLASS_B_POWER: Final = 0.3


def observe(
    rng: np.random.Generator, sailing: Sailing, listeners: Listeners, thin: timedelta
) -> dict[str, pl.DataFrame]:
    """Give the rows that each network delivers about one vessel.

    Parameters
    ----------
    sailing : Sailing
        Truth.
    thin : timedelta
        A network delivers at most one row of a vessel in this time.

    Returns
    -------
    dict of DataFrame
        ``ROWS`` by network; seconds count from the start of the sea.
    """
    if sailing.path.lat.size < 2:
        return {}
    told = broadcast(sailing)
    times = emission_times_s(rng, told.interval_s)
    times = times[~_silent(sailing, times)]
    if sailing.quirks.sent < 1.0:
        times = times[rng.random(times.size) < sailing.quirks.sent]
    step = (times / STEP_S).astype(np.int64)
    power = _CLASS_B_POWER if sailing.vessel.ais_class == "B" else 1.0
    begin = sailing.first * STEP_S
    ears = listeners._replace(remote=sailing.quirks.remote)
    true = sailing.true_path or told
    heard = hear(rng, ears, (times + begin, step), (true.lat, true.lon), power)
    sent = {name: _thinned(times, mask, thin) for name, mask in heard.items()}
    wanted = np.unique(np.concatenate(list(sent.values())))
    rows = _rows(rng, sailing, told, times[wanted], listeners.manner)
    got = {
        name: rows[np.searchsorted(wanted, index)]
        for name, index in sent.items()
        if index.size
    }
    share = listeners.level.long_range
    if share and "satellite" in got and sailing.vessel.ais_class == "A":
        got["satellite"] = _coarse(rng, got["satellite"], share)
    return got


def _coarse(rng: np.random.Generator, rows: pl.DataFrame, share: float) -> pl.DataFrame:
    """Turn some reports into type 27: place to 1/10 minute of arc, speed to 1 kn."""
    coarse = pl.lit(pl.Series(rng.random(rows.height) < share))
    long_range = {
        "lat": (pl.col("lat") * 600.0).round() / 600.0,
        "lon": (pl.col("lon") * 600.0).round() / 600.0,
        "sog": pl.col("sog").round(),
        "cog": pl.col("cog").round() % 360.0,
        "heading": pl.lit(511, pl.Int16()),
        "msg_type": pl.lit(27, pl.Int8()),
    }
    return rows.with_columns(
        pl.when(coarse).then(value).otherwise(pl.col(name)).alias(name)
        for name, value in long_range.items()
    )


def _silent(sailing: Sailing, times: Array) -> NDArray[np.bool_]:
    """Tell at which instants of a sailing the transponder is off."""
    silent = np.zeros(times.size, np.bool_)
    for first, stop in sailing.silences:
        begin, end = ((step - sailing.first) * STEP_S for step in (first, stop))
        silent |= (times >= begin) & (times < end)
    return silent


def _thinned(
    times: Array, mask: NDArray[np.bool_], thin: timedelta
) -> NDArray[np.int64]:
    """Keep the first report heard in each stretch of time."""
    index = np.flatnonzero(mask)
    if thin <= timedelta(0):
        return index
    stretch = (times[index] / thin.total_seconds()).astype(np.int64)
    return index[np.unique(stretch, return_index=True)[1]]


def _rows(
    rng: np.random.Generator,
    sailing: Sailing,
    told: Broadcast,
    times: Array,
    manner: Manner,
) -> pl.DataFrame:
    """Measure with errors that last some minutes, and round as AIS does."""
    vessel, n = sailing.vessel, told.lat.size
    grid = np.arange(n) * STEP_S
    sd, tau = rng.uniform(*manner.noise_m), rng.uniform(*manner.noise_s)
    noise = sailing.quirks.noise
    error = [noise * np.interp(times, grid, wander(rng, n, sd, tau)) for _ in range(2)]
    rare = rng.random(times.size) < 0.01
    wild = noise * np.where(rare, rng.uniform(20, 60, times.size), 0.0)
    aim = rng.uniform(0.0, 2 * np.pi, times.size)
    lat, lon = shift(
        np.interp(times, grid, told.lat),
        np.interp(times, grid, told.lon),
        error[0] + wild * np.sin(aim),
        error[1] + wild * np.cos(aim),
    )
    sog, cog = _measured_motion(rng, told, times)
    return pl.DataFrame(
        {
            "second": np.round(times + sailing.first * STEP_S - sailing.quirks.early_s),
            "mmsi": np.full(times.size, vessel.mmsi),
            "lat": np.round(lat / _QUANTUM_DEG) * _QUANTUM_DEG,
            "lon": np.round(lon / _QUANTUM_DEG) * _QUANTUM_DEG,
            "sog": np.round(sog, 1),
            "cog": np.round(cog, 1) % 360.0,
            "heading": _measured_heading(rng, sailing, told, times),
            "nav_status": _status(sailing, told, times),
            "msg_type": _type(sailing, told, times),
            "told": np.searchsorted(
                [(step - sailing.first) * STEP_S for step, _ in sailing.changes],
                times,
                side="right",
            ),
        }
    ).cast(ROWS)  # type: ignore[arg-type]


def _measured_motion(
    rng: np.random.Generator, told: Broadcast, times: Array
) -> tuple[Array, Array]:
    """Add 0.1 kn of noise to each part of the velocity."""
    grid = np.arange(told.lat.size) * STEP_S
    sog, cog = np.interp(times, grid, told.sog), np.interp(times, grid, told.cog)
    east = sog * np.sin(np.radians(cog)) + rng.normal(0, 0.1, times.size)
    north = sog * np.cos(np.radians(cog)) + rng.normal(0, 0.1, times.size)
    return np.minimum(np.hypot(east, north), 102.2), bearing_deg(east, north)


def _measured_heading(
    rng: np.random.Generator, sailing: Sailing, told: Broadcast, times: Array
) -> Array:
    if not sailing.vessel.gyro:
        return np.full(times.size, 511.0)
    grid = np.arange(told.lat.size) * STEP_S
    noise = sailing.vessel.gyro_error_deg + rng.normal(0.0, 0.7, times.size)
    return np.round(np.interp(times, grid, told.heading) + noise) % 360.0


def _type(sailing: Sailing, told: Broadcast, times: Array) -> NDArray[np.int64]:
    """Give the type of each report: a vessel that turns sends special ones, type 3.

    ITU-R M.1371-5 has them beside the scheduled ones of type 1; ours: all reports of a
    turn are special.
    """
    if sailing.vessel.ais_class == "B":
        return np.full(times.size, 18)
    return np.where(told.special[(times / STEP_S).astype(np.int64)], 3, 1)


def _status(sailing: Sailing, told: Broadcast, times: Array) -> Status:
    if sailing.vessel.ais_class == "B":
        return np.full(times.size, 15, np.int8)
    return told.nav_status[(times / STEP_S).astype(np.int64)]
