"""Reopening: a case checked by its sums, and found again in the rows it encloses."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, NamedTuple

import polars as pl
import pyarrow as pa

from stsdetect import __version__
from stsdetect.config import Config, config_from_json
from stsdetect.dossiers.case_rows import (
    CANDIDATE_FILE,
    CARRIED_FILE,
    EVENTS_FOLDER,
    POSITIONS_FILE,
    candidate_json,
    events_files,
    read_carried,
    read_enclosed,
    read_rows,
    tell_carried,
)
from stsdetect.dossiers.rerun import Enclosed, find_again, score_again
from stsdetect.errors import InputError, SchemaError
from stsdetect.export.bundle import read_bundle
from stsdetect.export.geo import properties

__all__ = ["Case", "open_case", "read_case_file", "verify_case"]

PROVENANCE_FILE: Final = "provenance.json"

_STRANGE: Final = (
    RecursionError,
    ArithmeticError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
    SchemaError,
    pl.exceptions.PolarsError,
    pl.exceptions.PanicException,
    pa.ArrowException,
)
"""What the content of a file that is no case can raise."""

_MAX_TICKS: Final = 10_000_000
"""From the first to the last of its positions, ours: 95 years of five minutes."""

_MAX_BYTES: Final = 256 << 20
"""Of a case unpacked; ours: those of the sample have less than one MB."""

_MAX_LETTERS: Final = 200
"""Of what is told of it, ours."""


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
    files = read_bundle(path, max_bytes=_MAX_BYTES)
    case = open_case(files, path)
    with _only_faults_of(path):
        again = _again(case.enclosed, case.config)
    other = _other(files, again)
    if other and case.version != __version__:
        raise InputError(
            f"{path}: made by stsdetect {case.version}; this is {__version__}, which "
            f"finds something else in its positions than {', '.join(other)}"
        )
    if other:
        raise InputError(
            f"{path}: its positions don't give what {', '.join(other)} says"
        )
    carried = (
        f"{CANDIDATE_FILE} comes out of them the same, with these figures taken over "
        "from the run, since they need more than the rows of these vessels:"
    )
    counts = _count(case.enclosed)
    return [
        f"{len(files):,} files, every sum holds",
        f"found again in {POSITIONS_FILE}, the same to the byte: {counts}",
        carried,
        *(f"  {line}" for line in tell_carried(case.enclosed)),
    ]


class Case(NamedTuple):
    """What a case encloses, the parameters of its run, and who made it."""

    enclosed: Enclosed
    config: Config
    version: str


def open_case(files: Mapping[str, bytes], path: Path | str) -> Case:
    """Read what a case encloses; ``path`` is named in what is wrong with it.

    Raises
    ------
    InputError
        It is no case, or so long a one that it would be no case of two vessels.
    """
    with _only_faults_of(path):
        config, version = _read_provenance(files[PROVENANCE_FILE])
        enclosed = read_enclosed(files)
        n_ticks = _length(enclosed) / config.ticks.step
    if n_ticks > _MAX_TICKS:
        raise InputError(
            f"{path}: no case; its positions are {n_ticks:.0e} ticks apart"
        )
    return Case(enclosed, config, version)


def read_case_file(name: str, content: bytes, path: Path | str) -> None:
    """Read one file of a case as :func:`open_case` does, whatever the others hold.

    Raises
    ------
    InputError
        It is none of a case; ``path`` is named in what is wrong with it.
    """
    with _only_faults_of(path):
        if name == PROVENANCE_FILE:
            _read_provenance(content)
        elif name == CARRIED_FILE:
            read_carried(content)
        else:
            read_rows(name, content)


def _read_provenance(content: bytes) -> tuple[Config, str]:
    """Give the parameters of the run, and the version that made the case."""
    provenance = json.loads(content)
    version = str(provenance["stsdetect_version"])[:_MAX_LETTERS]
    return config_from_json(provenance["config"]), version


def _length(enclosed: Enclosed) -> timedelta:
    """Give the time from the first to the last position."""
    times = enclosed.positions["timestamp"]
    first, last = times.min(), times.max()
    if not isinstance(first, datetime) or not isinstance(last, datetime):
        return timedelta(0)
    return last - first


@contextmanager
def _only_faults_of(path: Path | str) -> Iterator[None]:
    """Tell whatever the content of a case raises as a fault of that file."""
    try:
        yield
    except _STRANGE as error:
        said = " ".join(repr(error)[:_MAX_LETTERS].split())
        raise InputError(f"{path}: no case of stsdetect: {said}") from error


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
