"""The log of runs: what was done in a run folder, one sealed entry after the other."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from stsdetect.review.ledger import Entry, append_entry, read_entries, verify_entries

__all__ = ["RUN_LOG", "find_entry", "log_run"]

RUN_LOG: Final = "runs.sqlite"
"""Ledger beside the record; a rerun adds to it and changes nothing in it."""

_SUBJECT: Final = "run"
_TOLD: Final = ("stsdetect_version", "cause", "config_hash")


def log_run(folder: Path, record: Mapping[str, Any], text: str) -> None:
    """Add a run to the log, before its record takes the place of the last one.

    A run that is stopped in between has its entry, and the record is still that of an
    entry before.

    Parameters
    ----------
    folder : Path
        The run folder.
    record : mapping
        As ``run.json`` will hold it.
    text : str
        The content of ``run.json``; the entry keeps its SHA-256.

    Raises
    ------
    StoreError
        The log can't be written.
    """
    outputs = record.get("outputs", {})
    content = {name: record.get(name) for name in _TOLD} | {
        "record_sha256": _sum([text]),
        "inputs_sha256": _sum([one["sha256"] for one in record.get("inputs", [])]),
        "candidates_sha256": outputs.get("candidates.csv"),
    }
    append_entry(folder / RUN_LOG, _SUBJECT, content, datetime.now(UTC))


def _sum(texts: list[str]) -> str:
    return hashlib.sha256("".join(texts).encode()).hexdigest()


def find_entry(folder: Path, record_sha256: str) -> tuple[Entry | None, list[str]]:
    """Find the entry of a record; give it and what is wrong with the log, if anything.

    Raises
    ------
    StoreError
        The file is no log.
    """
    path = folder / RUN_LOG
    found = [
        entry
        for entry in read_entries(path, _SUBJECT)
        if entry.content.get("record_sha256") == record_sha256
    ]
    return (found[-1] if found else None), verify_entries(path)
