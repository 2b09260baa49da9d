"""Truth: what truly happened, written beside the files and never read by a detector."""

import csv
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from stsdetect.files import written_whole
from stsdetect.simulate.stories import Event

__all__ = ["TRUTH_COLUMNS", "write_truth"]

TRUTH_COLUMNS: Final = (
    "event_id", "kind", "mmsi_a", "mmsi_b", "start_time", "end_time", "lat", "lon",
    "is_transfer", "observability", "difficulty", "injected_by", "seed",
)  # fmt: skip
"""Columns of truth.csv, after methods 8.1."""


def write_truth(
    path: Path, events: Iterable[Event], start: datetime, seed: int
) -> Path:
    """Write every event in order of time, transfers and decoys alike."""
    ordered = sorted(events, key=lambda e: (e.start_s, e.mmsi_a, e.mmsi_b))
    with (
        written_whole(path) as aside,
        aside.open("w", encoding="utf-8", newline="") as f,
    ):
        writer = csv.writer(f, lineterminator="\n")
        writer.writerow(TRUTH_COLUMNS)
        for number, event in enumerate(ordered, start=1):
            writer.writerow(_cells(number, event, start, seed))
    return path


def _cells(number: int, event: Event, start: datetime, seed: int) -> list[object]:
    return [
        f"E{number:04d}",
        event.kind if event.is_transfer else f"hardneg_{event.kind}",
        event.mmsi_a,
        event.mmsi_b,
        _instant(start, event.start_s),
        _instant(start, event.end_s),
        f"{event.lat:.5f}",
        f"{event.lon:.5f}",
        str(event.is_transfer).lower(),
        "encounter",
        event.difficulty,
        "simulate",
        seed,
    ]


def _instant(start: datetime, seconds: float) -> str:
    moment = (start + timedelta(seconds=seconds)).astimezone(UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
