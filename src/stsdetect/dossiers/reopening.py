"""Reopening: a case checked by its sums, and found again in the rows it encloses."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import polars as pl

from stsdetect import __version__
from stsdetect.config import Config, config_from_json
from stsdetect.dossiers.case_rows import (
    CANDIDATE_FILE,
    EVENTS_FOLDER,
    POSITIONS_FILE,
    candidate_json,
    events_files,
    read_enclosed,
    tell_carried,
)
from stsdetect.dossiers.rerun import Enclosed, find_again, score_again
from stsdetect.errors import InputError, SchemaError
from stsdetect.export.bundle import read_bundle
from stsdetect.export.geo import properties

__all__ = ["verify_case"]

_STRANGE: Final = (
    RecursionError,
    ArithmeticError,
    AttributeError,
    KeyError,
    TypeError,
    ValueError,
    SchemaError,
    pl.exceptions.PolarsError,
)
"""What the content of a file that is no case can raise."""


def verify_case(path: Path | str) -> list[str]:
    """Check the sums of a case, and find its events and its score again.

    Returns
    -------
    list of str
        What was checked, in words, and which figures were taken over from the run,
        since the rows of these vessels alone can't give them.

    Raises
    ------
    InputError
        A sum does not hold, the case was made by another version of stsdetect, or its
        rows give something else than the case says.
    """
    files = read_bundle(path)
    try:
        provenance = json.loads(files["provenance.json"])
        config = config_from_json(provenance["config"])
        version = provenance["stsdetect_version"]
        enclosed = read_enclosed(files)
        again = _again(enclosed, config)
    except _STRANGE as error:
        raise InputError(f"{path}: no case of stsdetect: {error!r}") from error
    other = _other(files, again)
    if other and version != __version__:
        raise InputError(
            f"{path}: made by stsdetect {version}; this is {__version__}, which finds "
            f"something else in its positions than {', '.join(other)}"
        )
    if other:
        raise InputError(
            f"{path}: its positions don't give what {', '.join(other)} says"
        )
    carried = (
        f"{CANDIDATE_FILE} comes out of them the same, with these figures taken over "
        "from the run, since they need more than the rows of these vessels:"
    )
    return [
        f"{len(files):,} files, every sum holds",
        f"found again in {POSITIONS_FILE}, the same to the byte: {_count(enclosed)}",
        carried,
        *(f"  {line}" for line in tell_carried(enclosed)),
    ]


def _again(enclosed: Enclosed, config: Config) -> dict[str, bytes]:
    """Give the files that the rows of a case make, by name."""
    events = find_again(enclosed, config)
    files = events_files(events)
    for row in properties(score_again(events, enclosed, config)):
        files[CANDIDATE_FILE] = candidate_json(row)
    return {name: text.encode() for name, text in files.items()}


def _other(files: Mapping[str, bytes], again: Mapping[str, bytes]) -> list[str]:
    """List the files that the rows of a case don't make as it has them."""
    stated = {name for name in files if name.startswith(EVENTS_FOLDER)}
    checked = {CANDIDATE_FILE, *stated, *again}
    return sorted(name for name in checked if files.get(name) != again.get(name))


def _count(enclosed: Enclosed) -> str:
    counts = {name: rows.height for name, rows in enclosed.events.items()}
    return ", ".join(f"{n:,} {name}" for name, n in counts.items() if n)
