"""Builders of proximities and vessels for the tests of events."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import polars as pl
from builders import at

from stsdetect.schema import ENCOUNTERS, PROXIMITIES, VESSELS

A, B, C, D = 412_000_001, 412_000_002, 412_000_003, 412_000_004


def near(
    minutes: Sequence[float],
    distance_m: Sequence[float] | float = 90.0,
    *,
    pair: tuple[int, int] = (A, B),
    **columns: Any,
) -> pl.DataFrame:
    """PROXIMITIES of one pair at minutes after the epoch, b east of a.

    Columns not named are those of two vessels that lie still and are heard.
    """
    n = len(minutes)
    each = {"distance_m": distance_m} | columns
    values = {
        name: list(value) if isinstance(value, Sequence | pl.Series) else [value] * n
        for name, value in (_STILL | each).items()
    }
    frame = pl.DataFrame(
        {
            "mmsi_a": [pair[0]] * n,
            "mmsi_b": [pair[1]] * n,
            "timestamp": [at(minute) for minute in minutes],
        }
        | values,
        strict=False,
    )
    if "east_m" not in columns:
        frame = frame.with_columns(east_m=pl.col("distance_m").cast(pl.Float64))
    return PROXIMITIES.conform(frame)


def every(start: int, stop: int, step: int = 5) -> list[int]:
    """Minutes of the ticks from start to stop, both included."""
    return list(range(start, stop + 1, step))


def vessel(mmsi: int, minute: float = 0, **fields: Any) -> pl.DataFrame:
    """VESSELS with the particulars of one vessel, first heard at a minute."""
    row = {"mmsi": mmsi, "valid_from": at(minute), "source_id": "test", "source_row": 2}
    return VESSELS.conform(pl.DataFrame([row | fields]))


def hull(bow: float, stern: float, port: float, starboard: float) -> dict[str, float]:
    """Fields of a vessel's hull, from its antenna [m]."""
    return {
        "to_bow_m": bow,
        "to_stern_m": stern,
        "to_port_m": port,
        "to_starboard_m": starboard,
        "length_m": bow + stern,
        "beam_m": port + starboard,
    }


NOBODY = VESSELS.empty_polars()

_STILL: dict[str, Any] = {
    "speed_a_kn": 0.1,
    "speed_b_kn": 0.2,
    "heading_difference_deg": None,
    "lat": 38.0,
    "lon": 124.0,
    "age_s": 60.0,
    "hole_s": 120.0,
    "east_m": 0.0,
    "north_m": 0.0,
    "heading_a": None,
    "heading_b": None,
    "n_near": 0,
}


def meeting(
    pair: tuple[int, int] = (A, B), start: float = 0, end: float = 240, **columns: Any
) -> pd.DataFrame:
    """ENCOUNTERS with one row: two vessels side by side, unless the columns differ."""
    row = {
        "encounter_id": f"{pair[0]}-{pair[1]}-{start}",
        "mmsi_a": pair[0],
        "mmsi_b": pair[1],
        "start_time": at(start),
        "end_time": at(end),
    }
    frame = pl.DataFrame([_SIDE_BY_SIDE | row | columns], infer_schema_length=None)
    return ENCOUNTERS.to_pandas(ENCOUNTERS.conform(frame))


def meetings(*rows: pd.DataFrame) -> pd.DataFrame:
    """ENCOUNTERS of several rows."""
    frames = [ENCOUNTERS.from_pandas(row) for row in rows]
    return ENCOUNTERS.to_pandas(pl.concat(frames))


_SIDE_BY_SIDE: dict[str, Any] = {
    "lat": 38.0,
    "lon": 124.0,
    "n_ticks": 49,
    "support": 1.0,
    "min_distance_m": 30.0,
    "median_distance_m": 35.0,
    "sd_distance_m": 5.0,
    "median_speed_kn": 0.3,
    "median_speed_a_kn": 0.3,
    "median_speed_b_kn": 0.2,
    "drift_nm": 0.1,
    "longest_hole_min": 0.0,
    "n_contacts": 1,
    "activity": "unknown",
    "n_near": 0.0,
    "repeated": False,
    "coupling": "insufficient",
    "one_hull_h": 0.0,
    "one_hull_under_way_h": 0.0,
}
