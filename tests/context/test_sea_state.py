"""Heights of waves by a file: read, refused, and told of the leads that they reach."""

import math
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from builders import at
from builders_leads import lead, leads

from stsdetect.context.light import local_time
from stsdetect.context.sea_state import NEAR_M, WITHIN, add_sea_state, read_sea_states
from stsdetect.errors import InputError
from stsdetect.kernels.sphere import haversine_m
from stsdetect.units import EARTH_RADIUS_M

HEAD = "time,lat,lon,wave_height_m\n"
NOON = "2024-04-16T12:00:00Z"


def read(tmp_path: Path, text: str) -> Any:
    file = tmp_path / "waves.csv"
    file.write_text(text)
    return read_sea_states([file])


def test_read_sea_states__as_models_of_waves_are_written(tmp_path: Path) -> None:
    copernicus = f"time,latitude,longitude,VHM0\n{NOON},38.0,484.4,1.25\n"
    land = f"{NOON},38.0,126.0,\n{NOON},38.0,127.0,NaN\n"

    with pytest.raises(InputError, match=r"row 2: lon 484.4 outside -180 … 360"):
        read(tmp_path, copernicus)
    found = read(tmp_path, copernicus.replace("484.4", "124.4") + land)

    (row,) = found.to_dicts()
    assert row["timestamp"] == datetime(2024, 4, 16, 12, tzinfo=UTC)
    assert (row["lat"], row["lon"], row["wave_height_m"]) == (38.0, 124.4, 1.25)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no sea state .first row: nothing."),
        ("time,lat,lon\n", "give columns time, lat, lon, wave_height_m"),
        (HEAD, "no height of waves in it"),
        (HEAD + f"{NOON},38,124,1.2,7\n", "row 2: 5 columns instead of 4"),
        (HEAD + f"{NOON},38,124,1\n{NOON},138,124,1\n", "row 3: lat 138 outside"),
        (HEAD + "noon,38,124,1\n", "row 2: time 'noon' is not ISO 8601"),
        (HEAD + f"{NOON},38,x,1\n", "row 2: lon 'x' is no number"),
        (HEAD + f"{NOON},38,124,55\n", "wave_height_m 55 outside 0 … 30"),
        (HEAD + f"{NOON},38,x,1\n" * 5, "and 2 more"),
    ],
)
def test_read_sea_states__a_bad_row_is_named(
    tmp_path: Path, text: str, message: str
) -> None:
    with pytest.raises(InputError, match=message):
        read(tmp_path, text)


def told(tmp_path: Path, *rows: str, **changes: Any) -> Any:
    """Height told of a lead at 38.4° N 124.2° E from 00:00 to 04:00."""
    facts = {"start_time": at(0), "end_time": at(240), "lat": 38.4, "lon": 124.2}
    table = leads(lead(1, **(facts | changes)))
    waves = read(tmp_path, HEAD + "".join(f"{row}\n" for row in rows))
    return add_sea_state(table, waves)["wave_height_m"].iloc[0]


def hour(hours: float) -> str:
    return at(60 * hours).isoformat()


def test_add_sea_state__is_that_of_the_nearest_row(tmp_path: Path) -> None:
    near, far = f"{hour(2)},38.5,124.0,1.2", f"{hour(2)},38.0,124.0,2.4"

    assert told(tmp_path, far, near) == 1.2
    assert told(tmp_path, near, far) == 1.2
    assert told(tmp_path, far) == 2.4
    assert (
        told(tmp_path, f"{hour(4.8)},38.4,124.2,3.0", far.replace("2.4", "0.5")) == 0.5
    )


@pytest.mark.parametrize(
    "row",
    [
        f"{hour(2)},37.8,124.2,1.2",  # 67 km
        f"{hour(5.2)},38.4,124.2,1.2",
        f"{hour(-1.2)},38.4,124.2,1.2",
    ],
)
def test_add_sea_state__too_far_tells_nothing(tmp_path: Path, row: str) -> None:
    assert pd.isna(told(tmp_path, row))


def test_add_sea_state__a_nearer_row_beyond_one_bound_hides_none_within_both(
    tmp_path: Path,
) -> None:
    late = [f"{hour(5 + 0.02 * n)},38.4,124.2,9.0" for n in range(1, 9)]
    within = f"{hour(4.7)},38.85,124.2,1.4"  # 50 km, 2.7 h

    assert pd.isna(told(tmp_path, *late))
    assert told(tmp_path, within) == 1.4
    assert told(tmp_path, *late, within) == 1.4


def test_add_sea_state__is_what_a_slow_loop_gives(tmp_path: Path) -> None:
    draw = np.random.default_rng(12)
    minutes, lats, lons = (
        draw.uniform(low, high, 400) for low, high in ((0, 900), (37, 40), (122, 126))
    )
    rows = [
        f"{at(round(minute)).isoformat()},{lat:.4f},{lon:.4f},{number / 20:.2f}"
        for number, (minute, lat, lon) in enumerate(
            zip(minutes, lats, lons, strict=True)
        )
    ]
    waves = read(tmp_path, HEAD + "\n".join(rows) + "\n")
    sought = [
        lead(n, start_time=at(30 * n), end_time=at(30 * n), lat=38 + n / 20, lon=124.0)
        for n in range(1, 25)
    ]

    told = add_sea_state(leads(*sought), waves)["wave_height_m"]

    assert told.tolist() == [slowly(one, waves) for one in sought]


def slowly(one: dict[str, Any], waves: pl.DataFrame) -> float:
    """Height of the row within both bounds of a lead that is nearest by both."""
    best = (math.inf, math.nan)
    for row in waves.iter_rows(named=True):
        metres = haversine_m(one["lat"], one["lon"], row["lat"], row["lon"])
        place = float(2.0 * np.sin(metres / 2.0 / EARTH_RADIUS_M))
        place *= EARTH_RADIUS_M / NEAR_M
        time = abs(row["timestamp"] - one["start_time"]) / WITHIN
        if place <= 1.0 and time <= 1.0:
            best = min(best, (math.hypot(place, time), row["wave_height_m"]))
    return best[1]


def test_add_sea_state__across_the_antimeridian_and_beyond_180(tmp_path: Path) -> None:
    row = f"{hour(2)},38.4,180.3,1.7"

    assert told(tmp_path, row, lon=-179.9) == 1.7
    assert told(tmp_path, row, lon=179.9) == 1.7


def test_local_time__by_the_zone_of_the_place() -> None:
    times = pl.Series([at(0)] * 4).dt.replace_time_zone("UTC")
    lon = pl.Series([124.2, -179.9, 179.9, 0.0])

    stamps = local_time(times, lon).to_list()

    zones = [stamp[16:] for stamp in stamps]
    assert zones == ["+08:00", "-12:00", "+12:00", "+00:00"]
    assert [datetime.fromisoformat(stamp) for stamp in stamps] == [at(0)] * 4
