"""The record of a run: ``run.json``, which tells what was read, done and written."""

import json
from pathlib import Path
from typing import Any, Final

from stsdetect.errors import InputError, StoreError
from stsdetect.files import written_whole

__all__ = ["RECORD", "read_record", "require_record", "write_record"]

RECORD: Final = "run.json"


def read_record(folder: Path) -> dict[str, Any]:
    """Read ``run.json``, empty when there is none yet.

    Raises
    ------
    StoreError
        The file is there but is no JSON object.
    """
    path = folder / RECORD
    if not path.is_file():
        return {}
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise StoreError(f"{path}: damaged; delete it and run again") from error
    if not isinstance(record, dict):
        raise StoreError(f"{path}: damaged; delete it and run again")
    return record


def write_record(folder: Path, record: dict[str, Any]) -> None:
    """Write ``run.json``, keys in the order given."""
    text = json.dumps(record, indent=2, ensure_ascii=False) + "\n"
    with written_whole(folder / RECORD) as path:
        path.write_text(text, encoding="utf-8")


def require_record(folder: Path) -> dict[str, Any]:
    """Read ``run.json`` of a folder that has to have one.

    Raises
    ------
    InputError
        There is none.
    """
    record = read_record(folder)
    if not record:
        raise InputError(
            f"{folder}: no run folder; make one with stsdetect run or stsdetect detect"
        )
    return record
