"""Light: how high the sun stands, and how much of an event is night."""

from typing import Final

import numpy as np
import pandas as pd
import polars as pl
from numpy.typing import ArrayLike, NDArray

__all__ = ["NIGHT_DEG", "local_time", "night_share", "solar_elevation_deg"]

NIGHT_DEG: Final = -6.0
"""Below it, the end of civil twilight, it is night: work on deck needs lamps (ours)."""

_N_INSTANTS: Final = 49
"""Instants looked at in each event; ours: of an event of a day, every half hour."""

_DAY_MS: Final = 86_400_000
_J2000_MS: Final = 946_728_000_000
"""2000-01-01T12:00:00Z in milliseconds since 1970."""


def solar_elevation_deg(
    time_ms: ArrayLike, lat: ArrayLike, lon: ArrayLike
) -> NDArray[np.float64]:
    """Give the elevation of the sun's centre above the horizon, without refraction.

    Parameters
    ----------
    time_ms : (n,) array
        Milliseconds since 1970-01-01, UTC.
    lat, lon : (n,) array
        Places [°].

    Returns
    -------
    (n,) array
        −90 … 90 [°]; NaN where a coordinate is missing.

    Notes
    -----
    Low-precision formulas of The Astronomical Almanac (section C, "Low precision
    formulas for the Sun"), good to 0.01° between 1950 and 2050.

    Examples
    --------
    >>> equinox = 1_710_936_420_000  # 2024-03-20T12:07:00Z, noon by the sun at 0° E
    >>> solar_elevation_deg([equinox], [0.0, 38.5], [0.0, 0.0]).round(0)
    array([90., 52.])
    """
    days = (np.asarray(time_ms, dtype=np.float64) - _J2000_MS) / _DAY_MS
    latitude = np.radians(np.asarray(lat, dtype=np.float64))
    anomaly = np.radians(357.528 + 0.9856003 * days)
    longitude = np.radians(
        280.460
        + 0.9856474 * days
        + 1.915 * np.sin(anomaly)
        + 0.020 * np.sin(2 * anomaly)
    )
    obliquity = np.radians(23.439 - 4e-7 * days)
    declination = np.arcsin(np.sin(obliquity) * np.sin(longitude))
    ascension = np.arctan2(np.cos(obliquity) * np.sin(longitude), np.cos(longitude))
    sidereal = np.radians(280.46062 + 360.985647 * days + np.asarray(lon))
    hour_angle = sidereal - ascension
    sine = np.sin(latitude) * np.sin(declination) + np.cos(latitude) * np.cos(
        declination
    ) * np.cos(hour_angle)
    return np.asarray(np.degrees(np.arcsin(np.clip(sine, -1.0, 1.0))))


def night_share(events: pd.DataFrame) -> NDArray[np.float64]:
    """Give the share of each event during which it is night at its place.

    Parameters
    ----------
    events : DataFrame
        Columns ``start_time, end_time`` (UTC) and ``lat, lon`` [°].

    Returns
    -------
    (n,) array
        0 … 1, to one part in 49; NaN where a coordinate is missing.
    """
    start, end = (
        events[name].dt.as_unit("ms").astype(np.int64).to_numpy()[:, np.newaxis]
        for name in ("start_time", "end_time")
    )
    lat, lon = (
        events[name].to_numpy(dtype=np.float64)[:, np.newaxis]
        for name in ("lat", "lon")
    )
    instants = start + (end - start) * np.linspace(0.0, 1.0, _N_INSTANTS)
    elevation = solar_elevation_deg(instants, lat, lon)
    share: NDArray[np.float64] = np.where(
        np.isnan(elevation), np.nan, elevation < NIGHT_DEG
    ).mean(axis=1)
    return share


def local_time(times: pl.Series, lon: pl.Series) -> pl.Series:
    """Tell instants by the clock of the nautical zone of a place.

    Zones are 15° wide, the middle one about Greenwich; the clocks of states differ by
    an hour or two.

    Parameters
    ----------
    times : pl.Series
        Instants, UTC.
    lon : pl.Series
        Longitudes [°].

    Returns
    -------
    pl.Series
        Text as ``2024-04-16T21:05+08:00``; missing where a longitude is.

    Examples
    --------
    >>> from datetime import datetime
    >>> noon = pl.Series([datetime(2024, 4, 16, 12)] * 3)
    >>> local_time(noon, pl.Series([124.9, -7.6, None])).to_list()
    ['2024-04-16T20:00+08:00', '2024-04-16T11:00-01:00', None]
    """
    zone = (lon.cast(pl.Float64) / 15.0).round().cast(pl.Int64)
    frame = pl.DataFrame({"time": times, "zone": zone})
    shown = pl.concat_str(
        (pl.col("time") + pl.duration(hours="zone")).dt.strftime("%Y-%m-%dT%H:%M"),
        pl.when(pl.col("zone") < 0).then(pl.lit("-")).otherwise(pl.lit("+")),
        pl.col("zone").abs().cast(pl.String).str.zfill(2),
        pl.lit(":00"),
    )
    return frame.select(shown).to_series()
