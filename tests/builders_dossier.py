"""Builders of what a dossier is made from: bare leads, marks, hits."""

from typing import Any

import polars as pl
from builders import at
from builders_events import A, B

from stsdetect.schema import ANOMALIES, IDENTITY_EVENTS, WATCHLIST_HITS

HOUR = 60.0
DAY = 24 * HOUR


def bare_lead(
    pair: tuple[int, int | None] = (A, B),
    start: float = 0.0,
    end: float = 4 * HOUR,
    name: str = "lead",
) -> pl.DataFrame:
    """One lead, no more of it than a dossier looks at."""
    return pl.DataFrame(
        {
            "candidate_id": [name],
            "mmsi_a": [pair[0]],
            "mmsi_b": [pair[1]],
            "start_time": [at(start)],
            "end_time": [at(end)],
        },
        schema_overrides={
            "mmsi_b": pl.Int64,
            "start_time": pl.Datetime("ms", "UTC"),
            "end_time": pl.Datetime("ms", "UTC"),
        },
    )


def identity_event(
    kind: str, mmsi: int = A, other: int | None = None, minute: float = 0.0
) -> pl.DataFrame:
    """IDENTITY_EVENTS with one row."""
    row = {"kind": kind, "mmsi": mmsi, "other_mmsi": other, "time": at(minute)}
    return IDENTITY_EVENTS.conform(
        pl.DataFrame([row | {"event_id": f"{kind} {mmsi} {minute}", "detail": "seen"}])
    )


def anomaly(
    kind: str, mmsi: int = A, start: float = 0.0, end: float = 60.0
) -> pl.DataFrame:
    """ANOMALIES with one row."""
    row = {"kind": kind, "mmsi": mmsi, "start_time": at(start), "end_time": at(end)}
    return ANOMALIES.conform(
        pl.DataFrame([row | {"anomaly_id": f"{kind} {mmsi} {start}", "detail": "seen"}])
    )


def hit(mmsi: int = A, **changes: Any) -> pl.DataFrame:
    """WATCHLIST_HITS with one row."""
    row = {
        "mmsi": mmsi,
        "list_name": "invented",
        "entry": "7",
        "listed_name": "SIM ALPHA",
        "basis": "imo",
        "strength": "exact",
        "hit_id": f"{mmsi}",
    }
    return WATCHLIST_HITS.conform(pl.DataFrame([row | changes]))
