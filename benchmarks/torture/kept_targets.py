"""Kept targets: what a run keeps for the next, and others may have written or torn."""

import json
import shutil
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import polars as pl
from builders_leads import candidates
from builders_runs import write_run
from torture.ledger_targets import LEDGERS
from torture.small_run import small_run
from torture.target import MOST_WHOLE, Maker, Parse, Target

from stsdetect.cloud.publication import Publication, read_note, write_note
from stsdetect.config import config_from_json
from stsdetect.disk.files import file_sha256
from stsdetect.disk.locks import LOCK, owner_of
from stsdetect.export.geo import CANDIDATES_FILE, read_candidates
from stsdetect.fetching import read_marks
from stsdetect.ingest.health import examine_store
from stsdetect.ingest.store import open_store
from stsdetect.ingest.sums import SUMS, read_sums
from stsdetect.record import RECORD, find_store, require_record
from stsdetect.run_folder import read_table_of_events
from stsdetect.schema import CANDIDATES
from stsdetect.scoring.factors import FITTED, read_factors
from stsdetect.trials.trial_files import cause_of
from stsdetect.verifying import verify_run
from stsdetect.watch_state import Seen, read_seen, write_seen
from stsdetect.windows.part_files import MANIFEST, read_manifest, read_part

__all__ = ["KEPT"]

_COLUMNS = 40
"""Of candidates: all that may not be missing are among them."""


def _run(folder: Path) -> Path:
    """Make a run folder with two candidates, once."""
    run = folder / "run"
    if not run.exists():
        write_run(run, candidates({"rank": 1}, {"rank": 2}))
    return run


def _in_a_run(
    name: str, place: str, parse: Parse, folder: Path, n_most: int = 1 << 62
) -> Target:
    """One file of a run folder; the parser is given the folder."""
    run = _run(folder)
    file = min(run.glob(place))
    return Target(
        name,
        lambda _: parse(run),
        file.read_bytes(),
        file.suffix,
        n_most,
        file,
    )


def _candidates(folder: Path) -> Target:
    """Make one of a list that has some of its columns: the others may be missing."""
    file = _run(folder) / CANDIDATES_FILE
    if (told := pl.read_parquet(file)).width > _COLUMNS:
        told.select(CANDIDATES.names[:_COLUMNS]).write_parquet(file)
    return _in_a_run("candidates (Parquet)", CANDIDATES_FILE, read_candidates, folder)


def _read_record(run: Path) -> None:
    record = require_record(run)
    config_from_json(record["config"])
    find_store(run)


def _verify(run: Path) -> None:
    for _ in verify_run(run):
        pass


def _verified(folder: Path) -> Target:
    """Make one of a run whose log and sums hold."""
    run = small_run(folder)
    content = (run / RECORD).read_bytes()
    return Target(
        "record, verified",
        lambda _: _verify(run),
        content,
        ".json",
        MOST_WHOLE,
        run / RECORD,
    )


def _examine(run: Path) -> None:
    examine_store(run / "store")
    store = open_store(run / "store")
    store.read_positions()
    store.read_vessels()
    _ = store.days


def _part_folder(folder: Path, name: str) -> Path:
    """Copy the part of the first window."""
    part = min((small_run(folder) / "parts").iterdir())
    return Path(shutil.copytree(part, folder / name / part.name, dirs_exist_ok=True))


def _part(place: str, folder: Path) -> Target:
    """Make one of a table of a window, whose hash in the manifest holds again."""
    part = _part_folder(folder, "tables")
    file, manifest = part / place, read_manifest(part)

    def parse(_: Path) -> None:
        sums = manifest["files"] | {place: file_sha256(file)}
        told = json.dumps({**manifest, "files": sums})
        (part / MANIFEST).write_text(told, encoding="utf-8")
        read_part(part)

    name = f"part of a window ({place})"
    return Target(name, parse, file.read_bytes(), place=file)


def _part_manifest(folder: Path) -> Target:
    part = _part_folder(folder, "manifests")
    file = part / MANIFEST
    return Target(
        "part of a window (manifest)",
        lambda _: read_part(part),
        file.read_bytes(),
        ".json",
        place=file,
    )


def _noted(folder: Path) -> Target:
    write_note(folder, "s3://sim/a", Publication("v-1", None, {"a.csv": "0" * 64}))
    (file,) = folder.glob(".published.json")
    read = partial(read_note, folder, "s3://sim/a")
    return Target(
        "note of a copy", lambda _: read(), file.read_bytes(), ".json", place=file
    )


def _watched(folder: Path) -> Target:
    run = _run(folder)
    write_seen(run, Seen("p", {"a.csv": (3, 4)}))
    file = run / "watch.json"
    return Target(
        "watch (JSON)",
        lambda _: read_seen(run, "p"),
        file.read_bytes(),
        ".json",
        place=file,
    )


def _trial(folder: Path) -> Target:
    file = folder / "trial.json"
    seed = b'{"cause": "0123456789abcdef", "counts": {}, "marks": []}'
    return Target("trial (JSON)", lambda _: cause_of(folder), seed, ".json", place=file)


_MARKS = b'{"s3://sim/a.csv": [3, 4, "%s"]}' % (b"0" * 64)

KEPT: Mapping[str, Maker] = {
    "record (run.json)": lambda folder: _in_a_run(
        "record (run.json)", RECORD, _read_record, folder
    ),
    "record, verified": _verified,
    "candidates (Parquet)": _candidates,
    "events (Parquet)": lambda folder: _in_a_run(
        "events (Parquet)",
        "events/encounters.parquet",
        partial(read_table_of_events, name="encounters"),
        folder,
    ),
    **LEDGERS,
    **{
        f"store ({place})": partial(
            _in_a_run, f"store ({place})", f"store/{place}", _examine
        )
        for place in ("sources.parquet", "vessels.parquet", "positions/*/*.parquet")
    },
    "store (SHA256SUMS)": lambda folder: _in_a_run(
        "store (SHA256SUMS)",
        f"store/{SUMS}",
        lambda run: read_sums(run / "store"),
        folder,
    ),
    "part of a window (near.parquet)": partial(_part, "near.parquet"),
    "part of a window (manifest)": _part_manifest,
    "lock": lambda folder: Target(
        "lock",
        lambda _: owner_of(folder),
        b'{"host": "a", "boot": "b", "process": 3, "since": "2024-03-01T00:00:00Z"}',
        ".json",
        place=folder / LOCK,
    ),
    "note of a copy": _noted,
    "objects known (JSON)": lambda _: Target(
        "objects known (JSON)", read_marks, _MARKS, ".json"
    ),
    "watch (JSON)": _watched,
    "factors (JSON)": lambda _: Target(
        "factors (JSON)", read_factors, FITTED.read_bytes(), ".json"
    ),
    "trial (JSON)": _trial,
}
"""Parsers by name."""
