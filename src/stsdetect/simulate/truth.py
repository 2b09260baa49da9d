"""Truth: what truly happened, written beside the files and never read by a detector."""

import csv
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, NamedTuple

import polars as pl

from stsdetect.disk.files import written_whole

__all__ = [
    "TRUTH_COLUMNS",
    "Event",
    "truth_rows",
    "truth_table",
    "write_truth",
    "written_kind",
]

TRUTH_COLUMNS: Final = (
    "event_id", "kind", "mmsi_a", "mmsi_b", "start_time", "end_time", "lat", "lon",
    "is_transfer", "observability", "difficulty", "injected_by", "seed",
    "family", "scenario", "expected", "silence_a_h", "silence_b_h",
)  # fmt: skip
"""Columns of truth.csv."""

_CODES: Final = {
    "pilotage": "N1",
    "tow": "N3",
    "bunkering": "N4",
    "raft": "N5",
    "pair_trawl": "N6",
    "anchorage": "N7",
    "convoy": "N8",
    "passing": "N9",
    "supply": "N11",
    "boarding": "N12",
    "standby": "N13",
    "moored": "N21",
    "escort": "N2",
    "crossing": "N9",
    "ferry_meeting": "N10",
    "two_transponders": "N14",
    "clock_offset": "N19",
    "remote_anchorage": "N20",
    "sisters": "N21",
    "dredging": "N22",
}
"""Code of a story by the kind of an event that names none itself."""


class Event(NamedTuple):
    """What truly happened between two vessels, or to one.

    Attributes
    ----------
    kind : str
        What took place.
    mmsi_a, mmsi_b : int
        The pair: of ``one_dark`` the one that broadcasts first, else the smaller.
        ``mmsi_b`` is 0 where one vessel is alone.
    start_s, end_s : float
        Since the start of the sea; of a transfer: while hull lies to hull.
    lat, lon : float
        Where, half-way in time [°].
    is_transfer : bool
        Something passed, or could pass, from hull to hull.
    difficulty : str
        How and where.
    observability : str
        What AIS shows: ``encounter``, ``one_dark``, ``both_dark``, ``loitering``,
        ``spoofed`` or ``none``.
    scenario : str
        Code of its story; empty: by the kind.
    expected : str
        What a good detector does: ``found``, ``lead`` (told, but chance explains it as
        well), ``missed`` (AIS can not show it) or ``absent`` (no candidate).
    silence_h : pair of float
        How long a and b were silent about the event [h]; 0 when heard.
    """

    kind: str
    mmsi_a: int
    mmsi_b: int
    start_s: float
    end_s: float
    lat: float
    lon: float
    is_transfer: bool
    difficulty: str = ""
    observability: str = "encounter"
    scenario: str = ""
    expected: str = ""
    silence_h: tuple[float, float] = (0.0, 0.0)


def write_truth(
    path: Path, events: Iterable[Event], start: datetime, seed: int
) -> Path:
    """Write every event in order of time, transfers and decoys alike."""
    with (
        written_whole(path) as aside,
        aside.open("w", encoding="utf-8", newline="") as f,
    ):
        writer = csv.writer(f, lineterminator="\n")
        writer.writerow(TRUTH_COLUMNS)
        writer.writerows(truth_rows(events, start, seed))
    return path


def truth_rows(
    events: Iterable[Event], start: datetime, seed: int, by: str = "simulate"
) -> Iterator[tuple[object, ...]]:
    """Give the cells of every event, in order of time, as they are written."""
    ordered = sorted(events, key=lambda e: (e.start_s, e.mmsi_a, e.mmsi_b))
    for number, event in enumerate(ordered, start=1):
        yield _cells(number, event, start, (by, seed))


def truth_table(
    events: Iterable[Event], start: datetime, seed: int, by: str = "simulate"
) -> pl.DataFrame:
    """Give the truth as a table, with instants, numbers and null where one is alone."""
    rows = list(truth_rows(events, start, seed, by))
    text = pl.DataFrame(
        [[None if cell is None else str(cell) for cell in row] for row in rows],
        schema=dict.fromkeys(TRUTH_COLUMNS, pl.String()),
        orient="row",
    )
    return text.with_columns(
        pl.col("mmsi_a", "mmsi_b").cast(pl.Int32()),
        pl.col("start_time", "end_time").str.to_datetime(
            "%Y-%m-%dT%H:%M:%SZ", time_unit="ms", time_zone="UTC"
        ),
        pl.col("lat", "lon", "silence_a_h", "silence_b_h").cast(pl.Float64()),
        pl.col("seed").cast(pl.Int64()),
        is_transfer=pl.col("is_transfer") == "true",
    )


def written_kind(event: Event) -> str:
    """Give the kind as it is written: what should not be found is ``hardneg_…``."""
    if event.is_transfer or event.expected:
        return event.kind
    return f"hardneg_{event.kind}"


def _cells(
    number: int, event: Event, start: datetime, made: tuple[str, int]
) -> tuple[object, ...]:
    return (
        f"E{number:04d}",
        written_kind(event),
        event.mmsi_a,
        event.mmsi_b or None,
        _instant(start, event.start_s),
        _instant(start, event.end_s),
        f"{event.lat:.5f}",
        f"{event.lon:.5f}",
        str(event.is_transfer).lower(),
        event.observability,
        event.difficulty,
        *made,
        event.kind,
        event.scenario or _CODES.get(event.kind, ""),
        event.expected or ("found" if event.is_transfer else "absent"),
        *(f"{hours:.2f}" for hours in event.silence_h),
    )


def _instant(start: datetime, seconds: float) -> str:
    moment = (start + timedelta(seconds=seconds)).astimezone(UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
