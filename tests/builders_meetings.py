"""Builders of silences and waits, and of a small sea with meetings nobody saw."""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import polars as pl
from builders import at

from stsdetect.kernels.sphere import haversine_m
from stsdetect.schema import GAPS, LOITERINGS, VESSELS
from stsdetect.units import M_PER_NM

Place = tuple[float, float]


def gap(
    mmsi: int, hours: tuple[float, float], start: Place, end: Place, **columns: Any
) -> dict[str, Any]:
    """One row of GAPS: silent from one hour after the epoch to another.

    The vessel makes 10 kn at both ends, unless said otherwise.
    """
    distance_nm = float(haversine_m(*start, *end)) / M_PER_NM
    duration_h = hours[1] - hours[0]
    return {
        "gap_id": f"gap {mmsi} {hours[0]:.4f}",
        "mmsi": mmsi,
        "start_time": at(60 * hours[0]),
        "start_lat": start[0],
        "start_lon": start[1],
        "start_sog": 10.0,
        "start_cog": 0.0,
        "end_time": at(60 * hours[1]),
        "end_lat": end[0],
        "end_lon": end[1],
        "end_sog": 10.0,
        "end_cog": 0.0,
        "duration_h": duration_h,
        "distance_nm": distance_nm,
        "implied_speed_kn": distance_nm / duration_h,
        "own_speed_kn": 11.0,
        "n_alike": 0,
        "mmsi_heard": False,
        "open": False,
    } | columns


def gaps(*rows: dict[str, Any]) -> pd.DataFrame:
    """GAPS of some rows."""
    if not rows:
        return GAPS.empty()
    return GAPS.to_pandas(GAPS.conform(pl.DataFrame(rows, infer_schema_length=None)))


def wait(mmsi: int, hours: tuple[float, float], place: Place) -> dict[str, Any]:
    """One row of LOITERINGS."""
    return {
        "loitering_id": f"wait {mmsi} {hours[0]:.4f}",
        "mmsi": mmsi,
        "start_time": at(60 * hours[0]),
        "end_time": at(60 * hours[1]),
        "lat": place[0],
        "lon": place[1],
        "mean_speed_kn": 0.7,
        "displacement_nm": 1.0,
        "mode": "drifting",
    }


def waits(*rows: dict[str, Any]) -> pd.DataFrame:
    """LOITERINGS of some rows."""
    if not rows:
        return LOITERINGS.empty()
    return LOITERINGS.to_pandas(LOITERINGS.conform(pl.DataFrame(rows)))


def types(codes: dict[int, int]) -> pl.DataFrame:
    """VESSELS with a ship type each."""
    rows = [
        {"mmsi": mmsi, "valid_from": at(0), "ship_type": code}
        | {"source_id": "test", "source_row": 2}
        for mmsi, code in codes.items()
    ]
    return VESSELS.conform(pl.DataFrame(rows)) if rows else VESSELS.empty_polars()


class SilentSea(NamedTuple):
    """A sea with innocent silences, and meetings hidden in others.

    Attributes
    ----------
    gaps, waits, vessels : tables
        What a detector sees.
    both, one : sets of pairs
        MMSIs of who met: both silent, and one that waited with one silent.
    """

    gaps: pd.DataFrame
    waits: pd.DataFrame
    vessels: pl.DataFrame
    both: set[tuple[int, int]]
    one: set[tuple[int, int]]


def silent_sea(
    seed: int, n_innocent: int, n_met: int, gap_h: float = 8.0, days: float = 3.0
) -> SilentSea:
    """Make a sea of 8° by 10°: of innocent silences a fifth hides a wait."""
    draw = np.random.default_rng(seed)
    rows = [_innocent(draw, number, days) for number in range(n_innocent)]
    n_vessels = max(n_innocent // 4, 1)
    codes = {
        200_000_000 + k: int(draw.choice([80, 70, 70, 70, 30, 60]))
        for k in range(n_vessels)
    }
    stays = []
    both: set[tuple[int, int]] = set()
    one: set[tuple[int, int]] = set()
    for k in range(n_met):
        for base, pairs in ((300_000_000, both), (400_000_000, one)):
            a, b = base + 2 * k, base + 2 * k + 1
            place = (draw.uniform(29, 37), draw.uniform(120, 126))
            hours = draw.uniform(2.0, min(9.0, 0.6 * gap_h))
            begin = draw.uniform(gap_h, 24 * days - gap_h)
            met = (begin, begin + hours)
            rows.append(_met(draw, b, place, met, gap_h))
            if base == 300_000_000:
                rows.append(_met(draw, a, place, met, gap_h))
            else:
                stays.append(wait(a, (met[0] - 1.0, met[1] + 1.0), place))
            pairs.add((a, b))
            codes |= {a: 80, b: 80}
    for k in range(2 * n_met):
        begin = draw.uniform(0, 24 * days)
        place = (draw.uniform(29, 37), draw.uniform(120, 126))
        stays.append(wait(500_000_000 + k, (begin, begin + 6.0), place))
    return SilentSea(gaps(*rows), waits(*stays), types(codes), both, one)


def _innocent(draw: np.random.Generator, number: int, days: float) -> dict[str, Any]:
    hours = min(float(draw.lognormal(np.log(7.0), 0.8)), 90.0) + 1.0
    speed = draw.uniform(8.0, 15.0)
    lost = draw.uniform(0.0, 1.0) if draw.random() < 0.2 else 0.03
    start = (draw.uniform(28, 38), draw.uniform(119, 127))
    course = draw.uniform(0, 360)
    begin = draw.uniform(0, 24 * days)
    return gap(
        200_000_000 + number // 4,
        (begin, begin + hours),
        start,
        moved(start, course, hours * speed * (1 - lost)),
        gap_id=f"innocent {number}",
        start_sog=speed,
        end_sog=speed,
        start_cog=course,
        end_cog=course,
        own_speed_kn=1.1 * speed,
        p_silence=float(draw.uniform(0, 1)),
    )


def _met(
    draw: np.random.Generator,
    mmsi: int,
    place: Place,
    met: tuple[float, float],
    gap_h: float,
) -> dict[str, Any]:
    """Silence of a vessel that sails to a place, stays, and sails on."""
    sailing_h = max(gap_h * draw.uniform(0.9, 1.1) - (met[1] - met[0]), 1.0)
    before_h = sailing_h * draw.uniform(0.3, 0.7)
    speed = draw.uniform(9.0, 13.0)
    courses = draw.uniform(0, 360, 2)
    return gap(
        mmsi,
        (met[0] - before_h, met[1] + sailing_h - before_h),
        moved(place, courses[0] + 180.0, 0.95 * before_h * speed),
        moved(place, courses[1], 0.95 * (sailing_h - before_h) * speed),
        start_sog=speed * draw.normal(1.0, 0.04),
        end_sog=speed * draw.normal(1.0, 0.04),
        start_cog=courses[0] % 360.0,
        end_cog=courses[1] % 360.0,
        own_speed_kn=1.1 * speed,
        p_silence=float(10 ** draw.uniform(-4, -0.5)),
    )


def moved(place: Place, course_deg: float, distance_nm: float) -> Place:
    """Go a distance on a course, on a plane: near enough for a made-up sea."""
    north = distance_nm / 60.0 * np.cos(np.radians(course_deg))
    east = distance_nm / 60.0 * np.sin(np.radians(course_deg))
    lon = place[1] + east / np.cos(np.radians(place[0]))
    return float(place[0] + north), float(lon)
