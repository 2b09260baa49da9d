"""The record of a run: ``run.json``, which tells what was read, done and written."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from stsdetect.config import Config
from stsdetect.disk.files import file_sha256, written_whole
from stsdetect.errors import InputError, StoreError
from stsdetect.ingest.store import Store, open_store
from stsdetect.ingest.store_files import SOURCES_FILE
from stsdetect.record_parts import NEEDED, wrong_parts
from stsdetect.run_log import log_run
from stsdetect.software import describe_software

__all__ = [
    "COUNTS",
    "RECORD",
    "cause_of",
    "digest_of",
    "find_store",
    "hash_outputs",
    "is_done",
    "list_brought",
    "list_files",
    "list_inputs",
    "read_record",
    "require_record",
    "require_same_inputs",
    "sum_counts",
    "write_record",
]

RECORD: Final = "run.json"

RECORD_VERSION: Final = 1
"""Counts up when a record of before can't be read any more."""

COUNTS: Final = (
    "rows_read",
    "rows_kept",
    "rows_duplicate",
    "rows_static",
    "rows_rejected",
)
"""Counts of a source; the first is the sum of the others."""


def read_record(folder: Path) -> dict[str, Any]:
    """Read ``run.json``, empty when there is none yet.

    Raises
    ------
    StoreError
        The file is there but is no JSON object, or a part of it is of another kind
        than one that was written.
    """
    path = folder / RECORD
    if not path.is_file():
        return {}
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        json.dumps(record, ensure_ascii=False).encode()  # half a letter is no text
    except (ValueError, RecursionError) as error:
        raise StoreError(f"{path}: damaged; delete it and run again") from error
    if not isinstance(record, dict):
        raise StoreError(f"{path}: damaged; delete it and run again")
    if record and record.get("record_version", RECORD_VERSION) != RECORD_VERSION:
        raise StoreError(
            f"{path}: of another stsdetect, which writes records of version "
            f"{record['record_version']!r:.60}; update this one, or give another folder"
        )
    wrong = wrong_parts(record)
    if wrong:
        raise StoreError(
            f"{path}: damaged, no {', '.join(wrong)} in it that a run wrote; delete it "
            "and run again"
        )
    return record


def write_record(folder: Path, record: dict[str, Any]) -> None:
    """Write ``run.json``, its version first, keys in the order given, and log it."""
    record = {"record_version": RECORD_VERSION, **record}
    record["software"] = describe_software()
    text = json.dumps(record, indent=2, ensure_ascii=False) + "\n"
    log_run(folder, record, text)
    with written_whole(folder / RECORD) as path:
        path.write_text(text, encoding="utf-8")


def require_record(folder: Path) -> dict[str, Any]:
    """Read ``run.json`` of a folder that has to have one.

    Raises
    ------
    InputError
        There is none.
    StoreError
        A part of it is missing.
    """
    record = read_record(folder)
    if not record:
        raise InputError(
            f"{folder}: no run folder; make one with stsdetect run or stsdetect detect"
        )
    lost = [name for name in NEEDED if name not in record]
    if lost:
        raise StoreError(f"{folder / RECORD}: damaged, no {', '.join(lost)} in it")
    return record


def find_store(folder: Path) -> Path:
    """Give the store of a run folder, or the folder itself, which is one then."""
    said = str(read_record(folder).get("store", ""))
    if not said and (folder / "store" / SOURCES_FILE).is_file():
        said = "store"  # of a run that did not come to its end
    return folder / said


def cause_of(code: str, config: Config, inputs: Sequence[Mapping[str, Any]]) -> str:
    """Give the digest of all that decides which events are found.

    Parameters
    ----------
    code : str
        Sum of the code that finds them; a version does not change with every commit.
    config : Config
        Of the run; its files of ports and regions are read.
    inputs : sequence of mappings
        As :func:`list_inputs` gives them.
    """
    places = list_files((*config.port_files, *config.region_files))
    return digest_of(
        [
            code,
            config.finding_digest,
            *(one["sha256"] for one in inputs),
            *(one["sha256"] for one in places),
        ]
    )


def list_inputs(store: Store) -> list[dict[str, Any]]:
    """List the files of a store with their counts, in the order of their hashes."""
    columns = ["name", "sha256", "bytes", "format", *COUNTS]
    sources = store.read_sources().sort("sha256")
    return sources.select(columns).to_dicts()


def require_same_inputs(store: Path, inputs: list[dict[str, Any]]) -> None:
    """Refuse what was found in a store to which files were added meanwhile.

    Raises
    ------
    StoreError
        It holds other files now than when it was opened, or is being changed.
    """
    if list_inputs(open_store(store)) != inputs:
        raise StoreError(
            f"{store}: files were added while a run read it; nothing was written, "
            "run again"
        )


def list_files(paths: Sequence[str]) -> list[dict[str, str]]:
    """List files that a user brings beside the AIS, with their hashes."""
    return [{"name": one, "sha256": file_sha256(Path(one))} for one in paths]


def list_brought(config: Config) -> list[dict[str, str]]:
    """List all files that a user brings beside the AIS, an area as a region among them.

    Raises
    ------
    OSError
        One is not there.
    """
    areas = [] if config.region is None else [config.region]
    return list_files(
        (
            *(one for one in areas if Path(one).is_file()),
            *(*config.region_files, *config.port_files, *config.watchlists),
            *(*config.registries, *config.detections, *config.sea_states),
        )
    )


def sum_counts(inputs: list[dict[str, Any]]) -> dict[str, int]:
    """Sum the counts of all files."""
    return {name: sum(one[name] for one in inputs) for name in COUNTS}


def hash_outputs(out: Path, names: Sequence[str]) -> dict[str, str]:
    """Hash those files of a run folder that are there."""
    return {name: file_sha256(out / name) for name in names if (out / name).is_file()}


def is_done(out: Path, cause: str, names: Sequence[str]) -> bool:
    """Tell whether these files are there as a run of the same cause wrote them."""
    record = read_record(out)
    if record.get("cause") != cause:
        return False
    written = {name: record.get("outputs", {}).get(name) for name in names}
    return hash_outputs(out, names) == written


def digest_of(parts: Sequence[str]) -> str:
    """First 16 hexadecimal digits of the SHA-256 of several texts."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
