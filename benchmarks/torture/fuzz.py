"""Files that are wrong: for each parser, as many as are asked for or there is time for.

A finding is whatever a parser raises that is not told on purpose, and rows of AIS that
are neither kept nor told. No coverage guides the changes.
"""

import argparse
import logging
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from inspect import unwrap
from multiprocessing import get_context
from pathlib import Path
from random import Random
from resource import RUSAGE_SELF, getrusage
from typing import NamedTuple

from torture.changes import changed_bytes, changed_json
from torture.seeds import BESIDE, PACKED, TEXTS
from torture.told import Told, read_told

from stsdetect.config import read_config
from stsdetect.context.geojson import read_area
from stsdetect.context.imagery.read import read_detections
from stsdetect.context.port_files import read_port_file
from stsdetect.context.region_files import read_region_file
from stsdetect.context.sea_state import read_sea_states
from stsdetect.context.watchlists.read import read_watchlist
from stsdetect.errors import StsdetectError
from stsdetect.export.bundle import read_bundle, write_bundle
from stsdetect.ingest.blocks import read_blocks
from stsdetect.ingest.columns import read_column_map
from stsdetect.ingest.limits import Limits
from stsdetect.ingest.message_tables import MessageTables
from stsdetect.ingest.plan import Wish, plan_file
from stsdetect.sharing.token_file import read_tokens, write_tokens

__all__ = ["Fuzzed", "Target", "fuzz", "refusal", "targets", "tell"]

Parse = Callable[[Path], object]

_LIMITS = Limits(least_unpacked_mib=8, max_members=50)
_ENOUGH = 5
"""Findings of one parser, after which no more are looked for."""
_MOST_WHOLE = 1_000
"""Whole files of AIS of each format: each goes through a pipeline that is made for
millions of rows, and their rows are tried by the million elsewhere."""
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


class Target(NamedTuple):
    """A parser with a sound input, and the end of the name that its files have."""

    name: str
    parse: Parse
    seed: bytes
    suffix: str = ".csv"
    n_most: int = 1 << 62


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
    names = _names()
    chosen = [one for one in names if asked.parsers in one]
    alone = get_context("spawn")
    n_workers = os.cpu_count() or 1
    with ProcessPoolExecutor(n_workers, alone, max_tasks_per_child=1) as workers:
        found = list(workers.map(partial(_fuzz_named, bounds=bounds), chosen))
    before = read_told("files")
    rows = {row[0]: row for row in before.rows} if before else {}
    rows |= {one.parser: _row(one) for one in found}
    command = "python benchmarks/torture/run.py files"
    command += f" --parsers '{asked.parsers}'" if asked.parsers else ""
    return Told(
        command=f"{command} --inputs {asked.inputs} --seed {asked.seed}",
        rows=[rows[name] for name in names if name in rows],
        findings=[finding for one in found for finding in one.findings],
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


def fuzz(seconds: float, seed: int, n_most: int) -> list[Fuzzed]:
    """Give every parser wrong inputs for so many seconds each, or so many at most."""
    bounds = Bounds(seconds, n_most, seed)
    with _folder() as folder:
        return [_fuzz_one(one, Path(folder), bounds) for one in targets(Path(folder))]


def _names() -> list[str]:
    with _folder() as folder:
        return [one.name for one in targets(Path(folder))]


def _fuzz_named(name: str, bounds: Bounds) -> Fuzzed:
    """Give wrong inputs to one parser, in a process that has nothing yet."""
    logging.getLogger("stsdetect").setLevel(logging.CRITICAL)
    with _folder() as folder:
        (target,) = (one for one in targets(Path(folder)) if one.name == name)
        outcome = _fuzz_one(target, Path(folder), bounds)
    outcome.peak_mib = getrusage(RUSAGE_SELF).ru_maxrss / 1_024
    return outcome


def _folder() -> tempfile.TemporaryDirectory[str]:
    place = _IN_MEMORY if os.access(_IN_MEMORY, os.W_OK) else None
    return tempfile.TemporaryDirectory(prefix="fuzz-", dir=place)


def targets(folder: Path) -> list[Target]:
    """List every parser with a sound input; some are made in a folder."""
    return [
        *(
            Target(f"AIS, {name}", _read_ais, text, n_most=_MOST_WHOLE)
            for name, text in TEXTS.items()
        ),
        *(Target(f"AIS in {name}", _unpack, one) for name, one in PACKED.items()),
        *_beside(),
        *_made(folder),
    ]


def _beside() -> Iterator[Target]:
    """List what is brought beside the AIS; past the caches of files by name."""
    parsers: dict[str, Parse] = {
        "settings": read_config,
        "column map": read_column_map,
        "area": read_area,
        "regions": lambda path: unwrap(read_region_file)(str(path)),
        "watch list": read_watchlist,
        "ports": lambda path: unwrap(read_port_file)(str(path)),
        "images": lambda path: read_detections([path]),
        "sea state": lambda path: read_sea_states([path]),
    }
    for name, seed in BESIDE.items():
        suffix = ".geojson" if "GeoJSON" in name else ".csv"
        yield Target(name, parsers[name.partition(" (")[0]], seed, suffix)


def _made(folder: Path) -> Iterator[Target]:
    bundle, tokens = folder / "bundle.zip", folder / "tokens.csv"
    write_bundle({"candidates.jsonl": b'{"rank": 1}\n', "labels.jsonl": b""}, bundle)
    write_tokens(["a" * 64, "b" * 64], b"k" * 32, tokens)
    opens = partial(read_bundle, max_bytes=1 << 22)
    yield Target("bundle (zip)", opens, bundle.read_bytes())
    reads = partial(read_tokens, key=b"k" * 32)
    yield Target("tokens (CSV)", reads, tokens.read_bytes())


def _fuzz_one(target: Target, folder: Path, bounds: Bounds) -> Fuzzed:
    draw = Random(f"{bounds.seed} {target.name}")  # noqa: S311  wrong inputs, no secrets
    n_most = min(bounds.n_most, target.n_most)
    outcome = Fuzzed(target.name)
    file = folder / f"input{target.suffix}"
    started = time.monotonic()
    while outcome.n_inputs < n_most and len(outcome.findings) < _ENOUGH:
        is_tree = target.suffix == ".geojson" and draw.random() < 0.5
        change = changed_json if is_tree else changed_bytes
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
    return outcome


def refusal(parse: Parse, file: Path) -> str:
    """Parse a file; give the words with which it is refused, none where it is not.

    Raises
    ------
    AssertionError
        The words are of several lines, or rows are not told.
    """
    try:
        parse(file)
    except StsdetectError as error:
        if "\n" in str(error):
            raise AssertionError(f"a fault of several lines: {error!r}") from error
        return str(error) or "no words"
    return ""


def _unpack(path: Path) -> None:
    """Unpack a file to its last block; what is in it is tried by itself."""
    for reading in plan_file(path, Wish(limits=_LIMITS)):
        for _ in read_blocks(reading.member):
            pass


def _read_ais(path: Path) -> None:
    """Decode a file as an ingest does; every row it read has to be told."""
    for reading in plan_file(path, Wish(limits=_LIMITS)):
        decoder = reading.decoder(1)
        tables = [decoder.feed(block) for block, _ in read_blocks(reading.member)]
        for one in [*tables, decoder.finish()]:
            _require_sum(one)


def _require_sum(one: MessageTables) -> None:
    told = one.positions.height + one.n_static + one.rejects.height
    if one.n_read != told:
        raise AssertionError(f"{one.n_read} rows read, {told} told")
