"""Kept targets: what a run keeps for the next, and others may have written or torn."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

import polars as pl
from builders_leads import candidates
from builders_runs import write_run
from torture.ledger_targets import LEDGERS
from torture.small_run import small_run
from torture.store_targets import STORES
from torture.target import MOST_WHOLE, Maker, Parse, Target

from stsdetect.cloud.publication import Publication, read_note, write_note
from stsdetect.config import config_from_json
from stsdetect.disk.locks import LOCK, owner_of
from stsdetect.export.geo import CANDIDATES_FILE, read_candidates
from stsdetect.fetching import read_marks
from stsdetect.record import RECORD, find_store, require_record
from stsdetect.run_folder import read_table_of_events
from stsdetect.schema import CANDIDATES
from stsdetect.scoring.factors import FITTED, read_factors
from stsdetect.trials.trial_files import cause_of
from stsdetect.verifying import verify_run
from stsdetect.watch_state import Seen, read_seen, write_seen

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
    **STORES,
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
