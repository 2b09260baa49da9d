"""Meeting places: where and when two could have met, and where most probably."""

import numpy as np
import polars as pl
import shapely
from numpy.typing import NDArray

from stsdetect.events.arrays import fixed, numbers, whole
from stsdetect.kernels.bridge import likeliest_places
from stsdetect.kernels.feasible import bound_regions, region_km2
from stsdetect.kernels.sphere import haversine_m
from stsdetect.units import KM_PER_NM, MS_PER_KN

__all__ = ["measure_places", "measure_waits"]

Numbers = NDArray[np.float64]


def measure_places(
    pairs: pl.DataFrame,
    silences: pl.DataFrame,
    rows: Numbers,
    ways: Numbers,
    least_s: float,
) -> pl.DataFrame:
    """Add region, place and times of meetings of two silent vessels.

    Added are ``lat``, ``lon``, ``feasible_area_km2``, ``feasible_region`` (as WKT, one
    polygon in degrees whose longitudes run on beyond ±180° where it crosses that), and
    ``earliest_s``, ``latest_s``: no speed within the bounds brings the two together
    earlier, nor lets them part later.
    """
    first, second = whole(pairs["first"]), whole(pairs["second"])
    inside = fixed(pairs.select("x", "y", "z").to_numpy())
    regions = bound_regions(fixed(rows), first, second, inside, least_s)
    place = likeliest_places(fixed(rows), ways, first, second, regions, least_s)
    lat, lon = _degrees(place)
    earliest = _touch(silences, first, second, "start")
    latest = -_touch(silences, first, second, "end")
    return pairs.with_columns(
        lat=pl.Series(lat),
        lon=pl.Series(lon),
        feasible_area_km2=pl.Series(region_km2(regions)),
        feasible_region=pl.Series(_polygons(regions), dtype=pl.String),
        earliest_s=pl.Series(earliest),
        latest_s=pl.Series(latest),
    )


def measure_waits(pairs: pl.DataFrame, silences: pl.DataFrame) -> pl.DataFrame:
    """Add place and times of meetings with a vessel that waited: it is where it is."""
    waits, gaps = (silences[whole(pairs[side])] for side in ("first", "second"))
    lat, lon = waits["start_lat"], waits["start_lon"]
    speed = numbers(gaps["max_speed_kn"]) * MS_PER_KN
    sail_s = [
        haversine_m(
            numbers(gaps[f"{side}_lat"]), numbers(gaps[f"{side}_lon"]), lat, lon
        )
        / speed
        for side in ("start", "end")
    ]
    sail_s[1] = np.where(gaps["goes_on"].to_numpy(), 0.0, sail_s[1])
    radius_km = numbers(waits["displacement_nm"]) * KM_PER_NM / 2.0
    return pairs.with_columns(
        lat=lat,
        lon=lon,
        feasible_area_km2=pl.Series(np.pi * radius_km**2),
        feasible_region=pl.lit(None, dtype=pl.String),
        earliest_s=pl.Series(
            np.maximum(_seconds(waits, "start"), _seconds(gaps, "start") + sail_s[0])
        ),
        latest_s=pl.Series(
            np.minimum(_seconds(waits, "end"), _seconds(gaps, "end") - sail_s[1])
        ),
    )


def _touch(
    silences: pl.DataFrame,
    first: NDArray[np.int64],
    second: NDArray[np.int64],
    side: str,
) -> Numbers:
    """Earliest instant at which circles that grow from both places touch [s].

    Towards the ends of silences time runs backwards, and the answer is negative.
    """
    sign = 1.0 if side == "start" else -1.0
    a, b = silences[first], silences[second]
    time_a, time_b = (sign * _seconds(one, side) for one in (a, b))
    speed_a, speed_b = (numbers(one["max_speed_kn"]) * MS_PER_KN for one in (a, b))
    apart = haversine_m(
        *(numbers(one[f"{side}_{name}"]) for one in (a, b) for name in ("lat", "lon"))
    )
    both = (apart + speed_a * time_a + speed_b * time_b) / (speed_a + speed_b)
    return np.asarray(np.maximum(np.maximum(time_a, time_b), both))


def _seconds(silences: pl.DataFrame, side: str) -> Numbers:
    return np.asarray(whole(silences[f"{side}_time"]) / 1_000.0)


def _degrees(vectors: Numbers) -> tuple[Numbers, Numbers]:
    x, y, z = vectors[..., 0], vectors[..., 1], vectors[..., 2]
    return np.degrees(np.arctan2(z, np.hypot(x, y))), np.degrees(np.arctan2(y, x))


def _polygons(regions: Numbers) -> list[str]:
    """Write the borders as WKT, to 10⁻³ degrees."""
    lat, lon = _degrees(regions[:, 1:])
    lon = np.degrees(np.unwrap(np.radians(lon), axis=1))
    rings = shapely.polygons(np.stack([lon, lat], axis=2))
    return list(shapely.to_wkt(rings, rounding_precision=3))
