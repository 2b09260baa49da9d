"""Soak: a watch of hundreds of days at high speed, and what grows meanwhile.

A file of a day of small traffic comes in before each round; the clock of the watch does
not matter, since a round takes what is there. All rounds are those of one process.
"""

import argparse
import gc
import os
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from torture.told import Told

from stsdetect.ingest.store import open_store
from stsdetect.watching import Watch, keep_watch

__all__ = ["Sample", "soak", "tell"]

_START = datetime(2024, 1, 1, tzinfo=UTC)
_SHOWN = (1, 30, 100, 200, 300)
_WORDS = (
    "A round works on the windows of the new day alone, but joins those of all days "
    "and writes list and report of all candidates: it takes longer with each day, and "
    "the folder grows with the list."
)
_VESSELS = ((412000001, -1), (440000002, 1))


@dataclass(frozen=True, slots=True)
class Sample:
    """How a watch is after a day."""

    day: int
    resident_mib: float
    n_open: int
    store_bytes: int
    n_store_files: int
    folder_bytes: int
    n_positions: int
    seconds: float
    words: str


def tell(asked: argparse.Namespace) -> Told:
    """Watch so many days."""
    rows, findings = [], []
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        for one in soak(Path(folder), asked.days):
            if one.day in _SHOWN or one.day == asked.days:
                rows.append(_row(one))
            if "1 new files" not in one.words:
                findings.append(f"day {one.day}: {one.words}")
    return Told(
        command=f"python benchmarks/torture/run.py soak --days {asked.days}",
        rows=rows,
        words=[_WORDS],
        findings=findings,
    )


def soak(folder: Path, n_days: int) -> Iterator[Sample]:
    """Watch a folder to which a file a day comes; give a sample after each."""
    inbox, out = folder / "inbox", folder / "out"
    inbox.mkdir()
    watch = Watch(sources=[str(inbox)], out=out)
    lines: list[str] = []
    for day in range(1, n_days + 1):
        _write_day(inbox, day)
        started = time.monotonic()
        keep_watch(watch, timedelta(0), lines.append, 1)
        spent = time.monotonic() - started
        gc.collect()
        yield _sample(out, day, spent, lines[-1])


def _write_day(inbox: Path, day: int) -> None:
    """Write two vessels that are far from each other but for three hours of the day."""
    lines = ["mmsi,timestamp,lat,lon,sog"]
    for minute in range(0, 1440, 10):
        time_ = _START + timedelta(days=day - 1, minutes=minute)
        near = 8 <= minute / 60 < 11
        for mmsi, side in _VESSELS:
            lat = 36.0 + (0.00015 if near else 0.2) * side
            lines.append(f"{mmsi},{time_:%Y-%m-%dT%H:%M:%SZ},{lat:.5f},123.0,0.2")
    path = inbox / f"{day:03d}.csv"
    path.write_text("\n".join(lines) + "\n")
    settled = time.time() - 60
    os.utime(path, (settled, settled))


def _sample(out: Path, day: int, seconds: float, words: str) -> Sample:
    sizes = {path: path.stat().st_size for path in out.rglob("*") if path.is_file()}
    store = {path: n for path, n in sizes.items() if "store" in path.parts}
    told = open_store(out / "store").read_sources()
    return Sample(
        day=day,
        resident_mib=_resident_mib(),
        n_open=len(list(Path("/proc/self/fd").iterdir())),
        store_bytes=sum(store.values()),
        n_store_files=len(store),
        folder_bytes=sum(sizes.values()) - sum(store.values()),
        n_positions=int(told["rows_kept"].sum()),
        seconds=seconds,
        words=words,
    )


def _resident_mib() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _row(one: Sample) -> list[str]:
    return [
        f"{one.day}",
        f"{one.resident_mib:,.0f}",
        f"{one.n_open}",
        f"{one.store_bytes / 2**20:.2f}",
        f"{one.n_store_files}",
        f"{one.folder_bytes / 2**20:.2f}",
        f"{one.n_positions:,}",
        f"{one.seconds:.1f}",
    ]
