"""Ledger targets: verdicts and queues, as a file of SQLite and as an entry of it."""

import json
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from functools import partial
from pathlib import Path

from builders_leads import candidates
from builders_runs import write_run
from torture.target import MOST_WHOLE, Maker, Target

from stsdetect.labelling import (
    LEDGER,
    label,
    queue,
    read_labels,
    read_queues,
    read_verdicts,
    verify_labels,
)

__all__ = ["LEDGERS"]

_INSERT = "INSERT INTO ledger VALUES (9, ?, ?, ?, 'none')"

_Read = Callable[[Path], object]


def _labelled(folder: Path) -> Path:
    """Make a run folder with two candidates, a queue and a verdict, once."""
    run = folder / "labelled"
    if not run.exists():
        own = candidates({"rank": 1}, {"rank": 2})
        write_run(run, own)
        queue(run, size=2)
        label(run, own["candidate_id"].iloc[0], "transfer", by="Kim", note="seen")
    return run


def _read_alone(run: Path) -> None:
    """Read a ledger by itself: its seals, its verdicts, its queues."""
    verify_labels(run)
    read_labels(run)
    read_queues(run)


def _file(name: str, read: _Read, n_most: int, folder: Path) -> Target:
    """Make one of a ledger as a file."""
    run = _labelled(folder)
    content = (run / LEDGER).read_bytes()
    return Target(name, lambda _: read(run), content, n_most=n_most, place=run / LEDGER)


def _entry(name: str, subject: str, read: _Read, n_most: int, folder: Path) -> Target:
    """Make one entry more of it, as JSON."""
    run = Path(shutil.copytree(_labelled(folder), folder / name))
    kept = (run / LEDGER).read_bytes()
    with closing(sqlite3.connect(run / LEDGER)) as ledger:
        rows = ledger.execute("SELECT subject, content FROM ledger").fetchall()
    content = json.dumps(json.loads(dict(rows)[subject])).encode()

    def parse(path: Path) -> None:
        (run / LEDGER).write_bytes(kept)
        with closing(sqlite3.connect(run / LEDGER)) as ledger:
            ledger.execute("PRAGMA synchronous=OFF")
            ledger.execute("PRAGMA journal_mode=MEMORY")
            said = path.read_bytes().decode("utf-8", "replace")
            ledger.execute(_INSERT, ("2024-04-01T00:00:00+00:00", subject, said))
            ledger.commit()
        read(run)

    return Target(name, parse, content, ".json", n_most)


_NO_BOUND = 1 << 62

LEDGERS: Mapping[str, Maker] = {
    "ledger (SQLite)": partial(_file, "ledger (SQLite)", _read_alone, _NO_BOUND),
    "ledger (verdict)": partial(
        _entry, "ledger (verdict)", "label", read_labels, _NO_BOUND
    ),
    "ledger (queue)": partial(
        _entry, "ledger (queue)", "queue", read_queues, _NO_BOUND
    ),
    "ledger, followed (SQLite)": partial(
        _file, "ledger, followed (SQLite)", read_verdicts, MOST_WHOLE
    ),
    "ledger, followed (verdict)": partial(
        _entry, "ledger, followed (verdict)", "label", read_verdicts, MOST_WHOLE
    ),
}
"""Parsers by name; followed: held against the candidates of the run as well."""
