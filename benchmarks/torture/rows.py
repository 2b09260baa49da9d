"""Rows that are wrong: thousands in one file, sound ones between them, each accounted.

The oracle knows each line. One that is not blank is a position, a reject with its
reason and its text, or counted as none of both; sound rows come out as they do alone;
and whatever is kept is on Earth, in time, and a number.
"""

import argparse
import resource
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import NamedTuple

import polars as pl
from torture.changes import changed_line
from torture.row_seeds import ROW_SEEDS, RowSeed
from torture.told import Told

from stsdetect.ingest.plan import Reading, Wish, plan_file
from stsdetect.ingest.times import EARLIEST, LATEST

__all__ = ["RowsTried", "made_file", "tell", "try_rows"]

_PER_FILE = 10_000
_SOUND = 0.1
"""Share of sound rows between those that are hurt."""
_ENOUGH = 5
"""Findings of one parser, after which no more are looked for."""
_SHORT = 300
"""Bytes up to which the text of a reject is compared with its line."""
_BLANKS = bytes(range(33))
"""Around a line they say nothing, and some readers leave them away."""


@dataclass(slots=True)
class RowsTried:
    """What came of the rows of one format."""

    parser: str
    n_rows: int = 0
    n_sound: int = 0
    n_kept: int = 0
    n_rejected: int = 0
    seconds: float = 0.0
    findings: list[str] = field(default_factory=list)


class Made(NamedTuple):
    """A file as its physical lines, and which of them are sound."""

    lines: list[bytes]
    sound: dict[int, int]
    """Number of the line, from 1, to the number of its seed."""


def tell(asked: argparse.Namespace) -> Told:
    """Give each format of AIS so many wrong rows."""
    before = _peak_mib()
    found = try_rows(asked.rows, asked.seed, asked.seconds)
    return Told(
        command=f"python benchmarks/torture/run.py rows --rows {asked.rows} "
        f"--seed {asked.seed}",
        rows=[
            [
                one.parser,
                f"{one.n_rows:,}",
                f"{one.n_rejected:,}",
                f"{one.n_kept - one.n_sound:,}",
                f"{one.n_sound:,}",
                f"{one.n_rows / one.seconds:,.0f}",
                f"{len(one.findings)}",
            ]
            for one in found
        ],
        words=[
            (
                f"Peak memory of the process: {before:,.0f} MiB when all was loaded, "
                f"{_peak_mib():,.0f} MiB at the end, the made files among it."
            )
        ],
        findings=[finding for one in found for finding in one.findings],
    )


def _peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024


def try_rows(
    n_rows: int, seed: int, seconds: float, per_file: int = _PER_FILE
) -> list[RowsTried]:
    """Give each format so many rows that are wrong, or as many as there is time for."""
    return [
        _Trial(name, one, Random(f"{seed} {name}")).run(  # noqa: S311  no secrets
            n_rows, seconds, per_file
        )
        for name, one in ROW_SEEDS.items()
    ]


def made_file(
    seed: RowSeed, sound_ones: Sequence[int], n_rows: int, draw: Random
) -> Made:
    """Put so many changed rows together, sound positions between them."""
    lines = list(seed.header)
    sound = {}
    for _ in range(n_rows):
        if draw.random() < _SOUND:
            number = draw.choice(sound_ones)
            sound[len(lines) + 1] = number
            lines.append(seed.rows[number])
        changed = changed_line(draw.choice(seed.rows), draw)
        # An open brace alone begins a message over several lines, told as one row.
        lines += [one for one in changed.split(b"\n") if one.rstrip() != b"{"]
    return Made(lines, sound)


class Found(NamedTuple):
    """What a file gave."""

    positions: pl.DataFrame
    rejects: pl.DataFrame
    n_read: int


class _Trial:
    """One format: how it is read, and what its sound rows are when they are alone."""

    def __init__(self, name: str, seed: RowSeed, draw: Random) -> None:
        self._seed, self._draw, self._name = seed, draw, name
        self._reading = _planned(seed)
        alone = self._decoded([*seed.header, *seed.rows]).positions
        self._places = {
            row - len(seed.header) - 1: place
            for place, row in enumerate(alone["source_row"])
        }
        self._alone = alone.drop("source_row")

    def run(self, n_rows: int, seconds: float, per_file: int) -> RowsTried:
        """Try files until there are enough rows, findings, or no time."""
        tried = RowsTried(f"AIS, {self._name}")
        started = time.monotonic()
        while tried.n_rows < n_rows and len(tried.findings) < _ENOUGH:
            n_more = min(per_file, n_rows - tried.n_rows)
            made = made_file(self._seed, list(self._places), n_more, self._draw)
            faults = self._faults(made, tried)
            if faults:
                kept = Path(tempfile.gettempdir()) / f"rows-{self._name}"
                kept.write_bytes(b"\n".join(made.lines) + b"\n")
                tried.findings.append(f"{tried.parser}: {faults[0]}; see {kept}"[:300])
            tried.seconds = time.monotonic() - started
            if tried.seconds > seconds:
                break
        return tried

    def _faults(self, made: Made, tried: RowsTried) -> list[str]:
        try:
            found = self._decoded(made.lines)
        except Exception as error:  # noqa: BLE001  this is what is looked for
            return [repr(error)]
        finally:
            n_own = len(made.lines) - len(self._seed.header) - len(made.sound)
            tried.n_rows += n_own
            tried.n_sound += len(made.sound)
        tried.n_kept += found.positions.height
        tried.n_rejected += found.rejects.height
        return [
            *_unaccounted(found, made, len(self._seed.header)),
            *_strange(found.positions),
            *self._changed_sound(found.positions, made),
            *_other_texts(found.rejects, made),
        ]

    def _decoded(self, lines: Sequence[bytes]) -> Found:
        """Decode lines in one to three blocks, as a file is."""
        decoder = self._reading.decoder(1)
        cuts = sorted(self._draw.randint(0, len(lines)) for _ in range(2))
        edges = [0, *cuts, len(lines)]
        tables = [
            decoder.feed(b"".join(line + b"\n" for line in lines[low:high]))
            for low, high in pairwise(edges)
            if high > low
        ]
        tables.append(decoder.finish())
        return Found(
            pl.concat([one.positions for one in tables]),
            pl.concat([one.rejects for one in tables]),
            sum(one.n_read for one in tables),
        )

    def _changed_sound(self, positions: pl.DataFrame, made: Made) -> Iterator[str]:
        """Tell where a sound row is not what it is alone."""
        wanted = {row: self._places[number] for row, number in made.sound.items()}
        rows = pl.Series("source_row", list(wanted), pl.Int64)
        found = positions.filter(pl.col("source_row").is_in(rows.implode()))
        found = found.sort("source_row").drop("source_row")
        alone = self._alone[list(wanted.values())]
        if not found.equals(alone):
            yield "a sound row is not what it is alone"


def _planned(seed: RowSeed) -> Reading:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sound"
        path.write_bytes(b"\n".join([*seed.header, *seed.rows]) + b"\n")
        (reading,) = plan_file(path, Wish())
    return reading


def _unaccounted(found: Found, made: Made, n_header: int) -> Iterator[str]:
    """Tell where a line is neither a position, a reject nor counted, or is both.

    Blank lines of a table are passed over; there, and nowhere else, is a header.
    """
    own = made.lines[n_header:]
    n_lines = sum(1 for line in own if line.strip()) if n_header else len(own)
    if found.n_read != n_lines:
        yield f"{n_lines} lines, {found.n_read} told"
    told = pl.concat([found.positions["source_row"], found.rejects["source_row"]])
    if told.n_unique() != told.len():
        yield "a line is told twice"
    if told.len() and not told.is_between(n_header + 1, len(made.lines)).all():
        yield "a line is told that is not there"


def _strange(positions: pl.DataFrame) -> Iterator[str]:
    """Tell of values that no position has."""
    column = pl.col
    sound = (
        (column("mmsi") >= 1)
        & column("timestamp").is_between(EARLIEST, LATEST)
        & column("lat").is_between(-90, 90)
        & column("lon").is_between(-180, 180)
        & column("sog").is_between(0, 102.3).fill_null(value=True)
        & column("cog").is_between(0, 360, closed="left").fill_null(value=True)
        & column("heading").is_between(0, 360, closed="left").fill_null(value=True)
    )
    strange = positions.filter(~sound.fill_null(value=False))
    if strange.height:
        yield f"kept, and no position: {strange.row(0)}"


def _other_texts(rejects: pl.DataFrame, made: Made) -> Iterator[str]:
    """Tell where the text of a reject is not its line; plain lines are compared."""
    rows = rejects.select("source_row", "raw", "reason").iter_rows()
    for row, raw, reason in rows:
        line = made.lines[row - 1].strip(_BLANKS)
        if not reason:
            yield f"line {row} is refused without a reason"
        if (
            len(line) < _SHORT
            and line.isascii()
            and raw.encode().strip(_BLANKS) != line
        ):
            yield f"line {row} is told as {raw!r}"
            return
        if row in made.sound:
            yield f"line {row} is sound, and refused: {reason}"
