"""Files that are wrong: for each parser, as many as are asked for or there is time for.

A finding is whatever a parser raises that is not told on purpose, and rows of AIS that
are neither kept nor told. No coverage guides the changes.
"""

import argparse
import logging
import os
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from random import Random
from resource import RUSAGE_SELF, getrusage
from typing import NamedTuple

from torture.changes import change_of
from torture.target import Target
from torture.targets import refusal, targets
from torture.told import Told, chosen_of, renewed

__all__ = ["Fuzzed", "fuzz", "tell"]

_ENOUGH = 5
"""Findings of one parser, after which no more are looked for."""
_IN_MEMORY = Path("/dev/shm")  # noqa: S108  where there is one, files cost less


@dataclass(slots=True)
class Fuzzed:
    """How many inputs a parser was given, how many it refused, what it broke on.

    The peak of memory is that of the process that had this parser alone.
    """

    parser: str
    n_inputs: int = 0
    n_refused: int = 0
    seconds: float = 0.0
    peak_mib: float = 0.0
    findings: list[str] = field(default_factory=list)


class Bounds(NamedTuple):
    """How much is tried of each parser: what is reached first."""

    seconds: float
    n_most: int
    seed: int


def tell(asked: argparse.Namespace) -> Told:
    """Give wrong files to every parser, as many at a time as there are processors.

    Parsers that are not asked for stay as they were told.
    """
    bounds = Bounds(asked.seconds, asked.inputs, asked.seed)
    names = list(targets())
    chosen = chosen_of(names, asked.parsers)
    alone = get_context("spawn")
    n_workers = os.cpu_count() or 1
    with ProcessPoolExecutor(n_workers, alone, max_tasks_per_child=1) as workers:
        found = list(workers.map(partial(_fuzz_named, bounds=bounds), chosen))
    command = "python benchmarks/torture/run.py files"
    return renewed(
        "files",
        f"{command} --inputs {asked.inputs} --seed {asked.seed}",
        names,
        {one.parser: (_row(one), one.findings) for one in found},
    )


def _row(one: Fuzzed) -> list[str]:
    return [
        one.parser,
        f"{one.n_inputs:,}",
        f"{one.n_refused:,}",
        f"{one.n_inputs / one.seconds:,.0f}",
        f"{one.peak_mib:,.0f}",
        f"{len(one.findings)}",
    ]


def fuzz(
    seconds: float, seed: int, n_most: int, but: Sequence[str] = ()
) -> list[Fuzzed]:
    """Give every parser wrong inputs for so many seconds each, or so many at most.

    Those that have one of the words of ``but`` in their name are left out.
    """
    bounds = Bounds(seconds, n_most, seed)
    with _folder() as folder:
        made = (
            make(Path(folder))
            for name, make in targets().items()
            if not any(word in name for word in but)
        )
        return [_fuzz_one(one, Path(folder), bounds) for one in made]


def _fuzz_named(name: str, bounds: Bounds) -> Fuzzed:
    """Give wrong inputs to one parser, in a process that has nothing yet."""
    logging.getLogger("stsdetect").setLevel(logging.CRITICAL)
    with _folder() as folder:
        outcome = _fuzz_one(targets()[name](Path(folder)), Path(folder), bounds)
    outcome.peak_mib = getrusage(RUSAGE_SELF).ru_maxrss / 1_024
    return outcome


def _folder() -> tempfile.TemporaryDirectory[str]:
    place = _IN_MEMORY if os.access(_IN_MEMORY, os.W_OK) else None
    return tempfile.TemporaryDirectory(prefix="fuzz-", dir=place)


def _fuzz_one(target: Target, folder: Path, bounds: Bounds) -> Fuzzed:
    draw = Random(f"{bounds.seed} {target.name}")  # noqa: S311  wrong inputs, no secrets
    n_most = min(bounds.n_most, target.n_most)
    outcome = Fuzzed(target.name)
    file, change = target.file(folder), change_of(target.suffix)
    started = time.monotonic()
    while outcome.n_inputs < n_most and len(outcome.findings) < _ENOUGH:
        file.write_bytes(change(target.seed, draw))
        outcome.n_inputs += 1
        try:
            outcome.n_refused += bool(refusal(target.parse, file))
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # noqa: BLE001  what is looked for, panics too
            name = f"finding-{os.getpid()}-{len(outcome.findings)}"
            kept = Path(tempfile.gettempdir()) / name
            kept.write_bytes(file.read_bytes())
            outcome.findings.append(f"{target.name}: {error!r}; see {kept}"[:300])
        outcome.seconds = time.monotonic() - started
        if outcome.seconds > bounds.seconds:
            break
    file.write_bytes(target.seed)  # others read it where it lies beside theirs
    return outcome
