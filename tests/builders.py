"""Builders of small tables, each from what its test is about."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import polars as pl

from stsdetect.schema import POSITIONS

EPOCH = datetime(2024, 3, 1, tzinfo=UTC)


def at(minute: float) -> datetime:
    """Instant a number of minutes after the epoch of the tests."""
    return EPOCH + timedelta(minutes=minute)


def positions(
    mmsi: int,
    minutes: Sequence[float],
    lat: Sequence[float] | float,
    lon: Sequence[float] | float,
    *,
    heading: float | None = None,
    source_id: str = "test",
) -> pl.DataFrame:
    """POSITIONS of one vessel at minutes after the epoch."""
    n = len(minutes)
    frame = pl.DataFrame(
        {
            "mmsi": [mmsi] * n,
            "timestamp": [at(minute) for minute in minutes],
            "lat": [float(lat)] * n if isinstance(lat, int | float) else list(lat),
            "lon": [float(lon)] * n if isinstance(lon, int | float) else list(lon),
            "heading": [heading] * n,
            "source_id": [source_id] * n,
            "source_row": list(range(2, n + 2)),
        }
    )
    return POSITIONS.conform(frame)
