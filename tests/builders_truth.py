"""Builders of truth and candidates for the evaluation."""

from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl

from stsdetect.evaluate.truth import TRUTH

START = datetime(2024, 4, 16, tzinfo=UTC)

_SHAPE: dict[str, Any] = {
    "candidate_id": pl.String,
    "rank": pl.Int64,
    "kind": pl.String,
    "start_time": pl.Datetime("ms", "UTC"),
    "end_time": pl.Datetime("ms", "UTC"),
    "duration_h": pl.Float64,
    "lat": pl.Float64,
    "lon": pl.Float64,
    "mmsi_a": pl.Int64,
    "mmsi_b": pl.Int64,
    "likelihood": pl.Float64,
    "region": pl.String,
    "drift_nm": pl.Float64,
}


def hours(first: float, last: float) -> dict[str, Any]:
    return {
        "start_time": START + timedelta(hours=first),
        "end_time": START + timedelta(hours=last),
    }


def events(*rows: dict[str, Any]) -> pl.DataFrame:
    """Transfers of vessels 1 and 2, from hour 10 to hour 14, unless told otherwise."""
    default = {
        "kind": "sts_oil",
        "mmsi_a": 1,
        "mmsi_b": 2,
        **hours(10, 14),
        "lat": 30.0,
        "lon": 125.0,
        "is_transfer": True,
        "observability": "encounter",
    }
    full = [
        {"event_id": f"E{i}", "expected": "found", **default, **row}
        for i, row in enumerate(rows)
    ]
    return TRUTH.conform(pl.DataFrame(full))


def candidates(*rows: dict[str, Any]) -> pl.DataFrame:
    """Encounters of vessels 1 and 2, from hour 10 to hour 14, in order of rank."""
    default = {
        "kind": "encounter",
        "mmsi_a": 1,
        "mmsi_b": 2,
        **hours(10, 14),
        "lat": 30.0,
        "lon": 125.0,
        "likelihood": 0.9,
    }
    full = [
        {"candidate_id": f"c{i}", "rank": i + 1, **default, **row}
        for i, row in enumerate(rows)
    ]
    shaped = [{name: row.get(name) for name in _SHAPE} for row in full]
    found = pl.DataFrame(shaped, schema=_SHAPE)
    lasted = (pl.col("end_time") - pl.col("start_time")).dt.total_minutes() / 60
    return found.with_columns(duration_h=lasted)
