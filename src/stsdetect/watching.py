"""Watching: a folder that files keep coming to, looked at in rounds.

A round takes the files that are new or have changed since the last good one, and runs
as ever: what was done is not done again, so that a watch can be stopped at any moment
and started anew. A round that fails is told and tried again; the watch goes on.
"""

import csv
import logging
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from stsdetect import runs
from stsdetect.config import Config
from stsdetect.disk.files import words_of_fault
from stsdetect.disk.object_store import is_remote, open_bucket
from stsdetect.engine import SERIAL, Engine
from stsdetect.errors import FormatError, InputError, StsdetectError
from stsdetect.ingest.columns import ColumnMap
from stsdetect.ingest.plan import Wish, plan_file, stamp_of
from stsdetect.ingest.sources import find_files
from stsdetect.record import digest_of, list_brought
from stsdetect.run_folder import CHANGES_FILE
from stsdetect.watch_state import (
    Health,
    Seen,
    Stamp,
    read_seen,
    write_health,
    write_seen,
)

__all__ = ["SETTLED", "Watch", "keep_watch"]

log = logging.getLogger(__name__)

SETTLED: Final = timedelta(seconds=10)
"""Ours: a file that did not change for so long is not being written any more."""

_NS_PER_S: Final = 1_000_000_000

Tell = Callable[[str], None]


def _at_home() -> None:
    """Leave the folder where it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """What is watched, and how it is run.

    Attributes
    ----------
    sources : sequence of str
        Folders, files, globs or addresses; what is not AIS in them is left out.
    out : Path
        The run folder.
    publish : callable
        Called when a round has changed the folder, which may have its home elsewhere.
    config : Config
        Thresholds.
    format_name, columns
        As for a run.
    engine : Engine
        Where windows are worked on.
    """

    sources: Sequence[str]
    out: Path
    config: Config = field(default_factory=Config)
    format_name: str | None = None
    columns: ColumnMap | None = None
    engine: Engine = SERIAL
    publish: Callable[[], object] = _at_home

    @property
    def wish(self) -> Wish:
        """What is said of each file."""
        config = self.config
        return Wish(
            self.format_name, self.columns, config.reference_time, config.limits
        )

    def digest_parameters(self) -> str:
        """Hash all by which a file is read, or left out, and looked at.

        What is in the files that a user brings counts: a list that was written anew at
        its old place ranks anew.
        """
        sums = [one["sha256"] for one in list_brought(self.config)]
        return digest_of([self.config.digest, repr(self.wish), *sums])


def keep_watch(
    watch: Watch, every: timedelta, tell: Tell, n_rounds: int | None = None
) -> None:
    """Run in rounds until interrupted, or so many of them; tell one line for each.

    Parameters
    ----------
    watch : Watch
        What is watched.
    every : timedelta
        From the start of one round to the start of the next; a round that takes longer
        is followed at once.
    tell : callable
        Given the line of each round.
    n_rounds : int, optional
        Rounds to do; without end when left out.
    """
    health = Health(state="working", every_s=every.total_seconds())
    watch.out.mkdir(parents=True, exist_ok=True)
    try:
        while n_rounds is None or health.n_rounds < n_rounds:
            started = time.monotonic()
            _tell_health(watch.out, replace(health, state="working"))
            words, good = _round(watch)
            health = health.after(words, good=good)
            _tell_health(watch.out, health)
            tell(f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC  {words}")
            if health.n_rounds != n_rounds:
                spent = time.monotonic() - started
                time.sleep(max(0.0, every.total_seconds() - spent))
    finally:
        _tell_health(watch.out, replace(health, state="stopped"))


def _tell_health(out: Path, health: Health) -> None:
    """Write how the watch is; that nobody can read it is no reason to stop."""
    try:
        write_health(out, health)
    except InputError as error:
        log.warning("%s", error)


def _round(watch: Watch) -> tuple[str, bool]:
    """Do one round; give its line, and whether all went well."""
    try:
        parameters = watch.digest_parameters()
        seen = read_seen(watch.out, parameters)
        there, growing = _look(watch.sources)
        fresh = [name for name, stamp in there.items() if seen.files.get(name) != stamp]
        words, refused = _take(watch, fresh)
        write_seen(watch.out, Seen(parameters, there))
    except StsdetectError as error:
        return f"failed, tried again next round: {error}", False
    except OSError as error:
        if not words_of_fault(error):
            raise
        return f"failed, tried again next round: {words_of_fault(error)}", False
    waits = [f"{growing} still being written"] if growing else []
    return "; ".join([words, *waits, *(f"left out: {one}" for one in refused)]), True


def _look(sources: Sequence[str]) -> tuple[dict[str, Stamp], int]:
    """Give the files that are there with their stamps, and how many still grow."""
    there: dict[str, Stamp] = {}
    growing = 0
    for source in sources:
        if is_remote(source):
            found = open_bucket(source).list(source)
            there |= {one.address: (one.size, one.changed_ns) for one in found}
            continue
        for path in find_files(source):
            stamp = stamp_of(path)
            # A clock that was set back leaves files from the future.
            if abs(time.time_ns() - stamp[1]) < _NS_PER_S * SETTLED.total_seconds():
                growing += 1
            else:
                there[str(path.resolve())] = stamp
    return there, growing


def _take(watch: Watch, fresh: Sequence[str]) -> tuple[str, list[str]]:
    """Run with files that are new; say what came of it, and which were left out."""
    files, refused = _sort_out(fresh, lambda name: _plan(watch, name))
    if not files:
        return "nothing new", refused
    started = time.monotonic()
    try:
        words = _run(watch, files)
    except FormatError:
        # One is damaged further in: the others shall not wait for it.
        files, damaged = _sort_out(files, lambda name: _ingest(watch, name))
        refused += damaged
        words = _run(watch, files) if files else "nothing new"
    return f"{words}, {time.monotonic() - started:.0f} s", refused


def _sort_out(
    names: Sequence[str], look: Callable[[str], object]
) -> tuple[list[str], list[str]]:
    """Give the files that a look does not refuse, and why it refuses the others."""
    good, refused = [], []
    for name in names:
        try:
            look(name)
            good.append(name)
        except FormatError as error:
            refused.append(str(error))
    return good, refused


def _plan(watch: Watch, name: str) -> object:
    if is_remote(name):  # looked at when it is here
        return name
    return plan_file(Path(name), watch.wish)


def _ingest(watch: Watch, name: str) -> object:
    return runs.ingest(
        name,
        watch.out / "store",
        format_name=watch.format_name,
        columns=watch.columns,
        reference_time=watch.config.reference_time,
        limits=watch.config.limits,
    )


def _run(watch: Watch, files: Sequence[str]) -> str:
    """Run, and say what came of it."""
    done = runs.run(
        files,
        watch.out,
        watch.config,
        format_name=watch.format_name,
        columns=watch.columns,
        engine=watch.engine,
    )
    watch.publish()
    with (watch.out / CHANGES_FILE).open(encoding="utf-8", newline="") as file:
        kinds = Counter(row["change"] for row in csv.DictReader(file))
    changes = [f"{kinds[one]} {one}" for one in ("new", "changed", "withdrawn")]
    return (
        f"{len(files)} new files, {done.record['counts']['rows_read']:,} rows in all, "
        f"{len(done.candidates):,} candidates ({', '.join(changes)})"
    )
