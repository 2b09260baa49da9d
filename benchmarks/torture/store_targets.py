"""Store targets: what a store and the part of a window consist of, file by file."""

import json
import os
import shutil
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path

import polars as pl
from builders_leads import candidates
from builders_runs import write_run
from torture.small_run import small_run
from torture.target import MOST_WHOLE, Maker, Parse, Target

import stsdetect as sts
from stsdetect.disk.files import file_sha256
from stsdetect.errors import StoreError
from stsdetect.events.reception_by_hour import ReceptionByHour
from stsdetect.events.replay_params import STSDETECT
from stsdetect.export.parquet import write_parts
from stsdetect.ingest.health import examine_file, examine_store
from stsdetect.ingest.store import open_store
from stsdetect.ingest.store_files import read_table
from stsdetect.ingest.sums import SUMS, read_sums
from stsdetect.record import list_inputs
from stsdetect.schema import RECEPTION
from stsdetect.windows.part_files import (
    MANIFEST,
    read_manifest,
    read_part,
    read_part_table,
    scan_part_table,
)

__all__ = ["STORES"]

_PLACES = (
    *("sources.parquet", "vessels.parquet", "days.parquet"),
    *("positions/*/*.parquet", "rejects/*.parquet"),
)
_TABLES = ("near", "edges", "turns", "heard_by_hour")
"""Of a part, one of each kind of column."""
_ASKED_LATER = ("heard_by_hour", "turns")
"""Of these, what is not read before it is asked for."""
_NO_BOUND = 1 << 62
_TIME = datetime(2024, 3, 1, tzinfo=UTC)
_RECEPTION = RECEPTION.conform(
    pl.DataFrame(
        {
            "start_time": [_TIME + timedelta(hours=hour) for hour in range(3)],
            "lat": 35.125,
            "lon": 124.125,
            "ais_class": "A",
            "still": False,
            "n_slots": 6,
            "n_heard": 3,
            "n_satellite": 0,
            "n_vessels": 2,
            "p_heard": 0.5,
            "p_heard_sd": 0.1,
            "condition": 1.0,
        }
    )
)
_BAD = b"mmsi,timestamp,lat,lon\n200000001,2020-01-01T00:00:00Z,99,1\n"
"""AIS of which no row can be used."""


def _store(folder: Path) -> Path:
    """Make a small store with a row that can't be used, once."""
    run = folder / "stored"
    if not run.exists():
        write_run(run, candidates({"rank": 1}))
        (folder / "bad.csv").write_bytes(_BAD)
        sts.ingest(folder / "bad.csv", run / "store")
    return run / "store"


def _file(place: str, folder: Path) -> Target:
    """Make one of a table of a store, read by itself, whatever its sum."""
    store = _store(folder)
    file = min(store.glob(place))
    name = file.relative_to(store).as_posix()

    numbers = count(1)

    def parse(_: Path) -> None:
        os.utime(file, ns=(0, next(numbers)))  # faster than its file system tells times
        faults = examine_file(store, name)
        read_table(file)
        if place.startswith("sources"):
            opened = open_store(store)
            list_inputs(opened)
            max(opened.period)
        if faults:
            raise StoreError(str(faults[0]))

    return Target(f"store ({place})", parse, file.read_bytes(), place=file)


def _examined(place: str, folder: Path) -> Target:
    """Make one of the same, the whole store examined and read."""
    store = _store(folder)
    file = min(store.glob(place))

    def parse(_: Path) -> None:
        examine_store(store)
        opened = open_store(store)
        opened.read_positions()
        opened.read_vessels()
        opened.count_rejects()
        len(opened.days)

    title = f"store, examined ({place})"
    return Target(title, parse, file.read_bytes(), n_most=MOST_WHOLE, place=file)


def _reception(folder: Path) -> Target:
    """Make one of reception by hour, of which rows are read where it is asked."""
    file = folder / "reception.parquet"
    write_parts([_RECEPTION], RECEPTION, file, n_rows=2)
    numbers = count(1)

    def parse(_: Path) -> None:
        os.utime(file, ns=(0, next(numbers)))
        ReceptionByHour.at(file).read(since=_TIME, bounds=(124, 33, 127, 37))

    return Target("reception (Parquet)", parse, file.read_bytes(), place=file)


def _sums(folder: Path) -> Target:
    store = _store(folder)
    content = (store / SUMS).read_bytes()
    title = f"store ({SUMS})"
    return Target(title, lambda _: read_sums(store), content, place=store / SUMS)


def _part_folder(folder: Path) -> Path:
    """Copy the part of the first window, and let a vessel turn in it: none does."""
    first = min((small_run(folder) / "parts").iterdir())
    part = folder / "part" / first.name
    shutil.copytree(first, part, dirs_exist_ok=True)
    file = part / "turns.parquet"
    schema = pl.read_parquet_schema(file)
    n_points = 2 * (STSDETECT.half // STSDETECT.step) + 1
    rows = {
        "mmsi": 200000001,
        "timestamp": [_TIME + timedelta(minutes=10 * number) for number in range(3)],
        "lat": 35.1,
        "lon": 124.1,
        "east": [[100.0 * number for number in range(n_points)]] * 3,
        "north": [[0.5 * number**2 for number in range(n_points)]] * 3,
        "bend_m": 250.0,
    }
    pl.DataFrame(rows, schema=schema).write_parquet(file)
    manifest = read_manifest(part)
    manifest["files"][file.name] = file_sha256(file)
    (part / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    return part


def _table(table: str, folder: Path) -> Target:
    """Make one of a table of a window, whose hash holds again."""
    file = _part_folder(folder) / f"{table}.parquet"

    def parse(_: Path) -> None:
        sums = {file.name: file_sha256(file)}
        if table in _ASKED_LATER:
            scan_part_table(file, sums).collect()
        else:
            read_part_table(file, sums)

    title = f"part of a window ({file.name})"
    return Target(title, parse, file.read_bytes(), place=file)


def _joined(table: str, folder: Path) -> Target:
    """Make one of the same, its hash in the manifest, and the whole part read."""
    part = _part_folder(folder)
    file, manifest = part / f"{table}.parquet", read_manifest(part)

    def parse(_: Path) -> None:
        sums = manifest["files"] | {file.name: file_sha256(file)}
        told = json.dumps({**manifest, "files": sums})
        (part / MANIFEST).write_text(told, encoding="utf-8")
        read = read_part(part)
        pl.collect_all([read.heard.by_hour, read.turns])

    title = f"part of a window, read ({file.name})"
    return Target(title, parse, file.read_bytes(), n_most=MOST_WHOLE, place=file)


def _manifest(title: str, read: Parse, n_most: int, folder: Path) -> Target:
    """Make one of the manifest of a part."""
    part = _part_folder(folder)
    file = part / MANIFEST
    content = file.read_bytes()
    return Target(title, lambda _: read(part), content, ".json", n_most, file)


STORES: Mapping[str, Maker] = {
    **{f"store ({place})": partial(_file, place) for place in _PLACES},
    "store (SHA256SUMS)": _sums,
    "reception (Parquet)": _reception,
    **{f"store, examined ({place})": partial(_examined, place) for place in _PLACES},
    **{
        f"part of a window ({table}.parquet)": partial(_table, table)
        for table in _TABLES
    },
    "part of a window (manifest)": partial(
        _manifest, "part of a window (manifest)", read_manifest, _NO_BOUND
    ),
    **{
        f"part of a window, read ({table}.parquet)": partial(_joined, table)
        for table in _TABLES
    },
    "part of a window, read (manifest)": partial(
        _manifest, "part of a window, read (manifest)", read_part, MOST_WHOLE
    ),
}
"""Parsers by name; examined and read: with all that lies beside the file."""
