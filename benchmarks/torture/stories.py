"""Stories of work that is stopped: what is there before, what is done, what must come.

Fictional vessels: two meet, some pass, on two days in a file each. Each piece of work
imports what it needs by itself: it runs in a fork of a process that has no threads yet,
and polars begins with some.
"""

# ruff: noqa: PLC0415

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

__all__ = ["STORIES", "Story", "copied", "fingerprint", "write_world"]

_START = datetime(2024, 3, 1, tzinfo=UTC)
_AS_IT_CAME = ("run.json", "runs.sqlite", "changes.csv", "manifest.json")
"""Files that tell when, how long, or against which list before."""


@dataclass(frozen=True, slots=True)
class Story:
    """Work below a folder that holds the world: what is made before, and the work."""

    name: str
    prepare: Callable[[Path], object]
    work: Callable[[Path], object]


def write_world(folder: Path, n_passing: int = 6) -> None:
    """Write two days of AIS, a file each, and a list."""
    draw = Random(7)  # noqa: S311  fixed traffic
    for day in (0, 1):
        lines = ["mmsi,timestamp,lat,lon,sog"]
        for minute in range(0, 1440, 6):
            time = _START + timedelta(days=day, minutes=minute)
            meeting = 8 <= minute / 60 < 13
            for mmsi, side in ((412000001, -1), (440000002, 1)):
                lat = 36.0 + (0.00015 if meeting else 0.2) * side
                lines.append(f"{mmsi},{time:%Y-%m-%dT%H:%M:%SZ},{lat},123.0,0.2")
            for k in range(n_passing):
                lat, lon = 35 + k / 3, 122 + (minute / 720 + k / 5) % 2
                noise = draw.uniform(-1e-4, 1e-4)
                lines.append(
                    f"{431000000 + k},{time:%Y-%m-%dT%H:%M:%SZ},{lat + noise:.5f},"
                    f"{lon:.5f},9.0"
                )
        lines.append("no row at all")
        (folder / f"{day + 1}.csv").write_text("\n".join(lines) + "\n")
    (folder / "list.csv").write_text("name,mmsi,list\nSIM,412000001,simulated\n")


def _files(folder: Path) -> list[Path]:
    return [folder / "1.csv", folder / "2.csv"]


def _run_first(folder: Path) -> None:
    from stsdetect import runs

    runs.run(folder / "1.csv", folder / "out")


def _run_all(folder: Path) -> None:
    from stsdetect import runs

    runs.run(_files(folder), folder / "out")


def _ingest_first(folder: Path) -> None:
    from stsdetect import runs

    runs.ingest(folder / "1.csv", folder / "out" / "store")


def _ingest_second(folder: Path) -> None:
    from stsdetect import runs

    runs.ingest(folder / "2.csv", folder / "out" / "store")


def _rank_anew(folder: Path) -> None:
    from stsdetect import runs

    os.chdir(folder)  # the name of a list is kept as it is given
    runs.rank(folder / "out", watchlists=[Path("list.csv")])


def _spoil(folder: Path) -> None:
    from stsdetect import runs

    runs.ingest(_files(folder), folder / "out" / "store")
    part = next((folder / "out" / "store" / "positions").glob("*/*.parquet"))
    part.write_bytes(part.read_bytes()[:-9])


def _repair(folder: Path) -> None:
    from stsdetect.ingest.repair import repair_store

    repair_store(folder / "out" / "store", _files(folder))


STORIES = (
    Story("a file added to a store", _ingest_first, _ingest_second),
    Story("the repair of a store", _spoil, _repair),
    Story("a first run", lambda _folder: None, _run_all),
    Story("a run with a file that came late", _run_first, _run_all),
    Story("a list ranked anew with a watch list", _run_all, _rank_anew),
)


def fingerprint(out: Path) -> dict[str, str]:
    """Sum every file below a run folder, and check what has to hold of it.

    Files that a stopped run left behind are among them, and so make a difference.
    """
    from stsdetect.ingest.health import examine_store
    from stsdetect.review.ledger import verify_entries

    sums = {
        path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.name not in _AS_IT_CAME
    }
    faults = [str(fault) for fault in examine_store(out / "store")]
    if (out / "run.json").is_file():
        record = json.loads((out / "run.json").read_text(encoding="utf-8"))
        sums["outputs"] = json.dumps(_without_changes(record["outputs"]))
        faults += verify_entries(out / "runs.sqlite")
    sums["faults"] = "; ".join(faults)
    return sums


def _without_changes(outputs: dict[str, str]) -> dict[str, str]:
    return {name: one for name, one in outputs.items() if name not in _AS_IT_CAME}


def copied(source: Path, target: Path) -> Path:
    """Copy a prepared world, so that each round begins from the same."""
    shutil.copytree(source, target)
    return target
