"""Kills: work stopped at random moments, by SIGKILL, by a full disk or by its double.

Each piece of work is a fork of one process that has loaded much and started no thread,
so that a kill costs less than a start of Python.
"""

import argparse
import importlib
import json
import logging
import os
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from torture.stories import STORIES, Story, copied, fingerprint, write_world
from torture.told import Told, read_told

from stsdetect.errors import StsdetectError

__all__ = ["Outcome", "tell", "torture_story"]

_DONE, _REFUSED, _BUG = 0, 3, 4
_KILLS_PER_ROUND = 3
_WHAT = ("SIGKILL during {}", "a full disk during {}", "two at once: {}")
"""What is tried on each story."""
_PRELOADED = (
    *("numpy", "numba", "scipy.sparse", "scipy.spatial", "scipy.stats", "shapely"),
    *("bokeh.plotting", "bokeh.embed", "jinja2", "networkx", "pydantic", "rapidfuzz"),
)
"""Without threads of their own; polars, pandas and pyarrow have some."""


@dataclass(slots=True)
class Outcome:
    """What was tried on a story, how often, and what came of it."""

    what: str
    n_tried: int = 0
    n_stopped: int = 0
    findings: list[str] = field(default_factory=list)


def tell(asked: argparse.Namespace) -> Told:
    """Stop work so often; stories that are not asked for stay as they were told."""
    before = read_told("kills")
    rows = {row[0]: row for row in before.rows} if before else {}
    findings: list[str] = []
    for number in asked.stories:
        share = -(-asked.kills // len(STORIES)), -(-asked.faults // len(STORIES))
        for one in torture_story(STORIES[number - 1], *share, asked.seed):
            counts = (one.n_tried, one.n_stopped, len(one.findings))
            rows[one.what] = [one.what, *map(str, counts)]
            findings += one.findings
    order = [what.format(one.name) for one in STORIES for what in _WHAT]
    return Told(
        command=f"python benchmarks/torture/run.py kills --kills {asked.kills} "
        f"--faults {asked.faults} --seed {asked.seed}",
        rows=[rows[what] for what in order if what in rows],
        words=_renewed(asked.stories, before),
        findings=findings,
    )


def _renewed(numbers: Sequence[int], before: Told | None) -> list[str]:
    """Say which stories were done anew, if others stay as they were told."""
    if before is None or len(set(numbers)) == len(STORIES):
        return []
    names = ", ".join(STORIES[number - 1].name for number in sorted(set(numbers)))
    last = f"Done anew, with `--stories {','.join(map(str, sorted(set(numbers))))}`: "
    return [
        *before.words,
        f"{last}{names}; the others by the code `{before.code}` on {before.day}.",
    ]


def torture_story(
    story: Story, n_kills: int, n_faults: int, seed: int
) -> list[Outcome]:
    """Stop work so often, let it go on to its end, and compare every byte."""
    draw = Random(f"{seed} {story.name}")  # noqa: S311  moments, not secrets
    for name in _PRELOADED:
        importlib.import_module(name)
    with tempfile.TemporaryDirectory(prefix="torture-") as folder:
        ground = Ground(Path(folder), story)
        return [
            _killed(ground, n_kills, draw),
            _without_disk(ground, n_faults, draw),
            _doubled(ground, n_faults, draw),
        ]


class Ground:
    """A prepared world, what the work must give of it, and how long it takes."""

    def __init__(self, folder: Path, story: Story) -> None:
        self.story = story
        self._folder = folder
        self._n_rounds = 0
        (folder / "ready").mkdir()
        write_world(folder / "ready")
        _require(_forked(lambda: story.prepare(folder / "ready")))
        # Once before it is timed: the first compiles, and takes many times as long.
        _require(self.work(self.fresh()))
        place = self.fresh()
        started = time.monotonic()
        _require(self.work(place))
        self.seconds = time.monotonic() - started
        self.wanted = self.found(place)

    def fresh(self) -> Path:
        """Give a copy of the prepared world."""
        self._n_rounds += 1
        return copied(self._folder / "ready", self._folder / str(self._n_rounds))

    def found(self, place: Path) -> dict[str, str]:
        """Give the fingerprint of what the work made, told by a fork."""
        told = place / "told.json"

        def tell() -> None:
            told.write_text(json.dumps(fingerprint(place / "out")), encoding="utf-8")

        _require(_forked(tell))
        sums: dict[str, str] = json.loads(told.read_text(encoding="utf-8"))
        return sums

    def start(self, place: Path, max_bytes: int | None = None) -> int:
        """Begin the work in a process of its own; give its number."""
        return _fork(lambda: self.story.work(place), max_bytes)

    def work(self, place: Path, max_bytes: int | None = None) -> int:
        """Do the work; give how it ended."""
        return _ended(self.start(place, max_bytes))

    def finish(self, place: Path, outcome: Outcome) -> None:
        """Do the work to its end, and note what is not as it must be."""
        if self.work(place) != _DONE:
            outcome.findings.append(f"{self.story.name}: can't go on after it")
            return
        found = self.found(place)
        differing = sorted(
            name
            for name in found.keys() | self.wanted.keys()
            if found.get(name) != self.wanted.get(name)
        )
        if differing:
            outcome.findings.append(f"{self.story.name}: differs in {differing[:3]}")


def _killed(ground: Ground, n_kills: int, draw: Random) -> Outcome:
    outcome = Outcome(_WHAT[0].format(ground.story.name))
    while outcome.n_stopped < n_kills and outcome.n_tried < 3 * n_kills:
        place = ground.fresh()
        for _ in range(_KILLS_PER_ROUND):
            child = ground.start(place)
            time.sleep(draw.uniform(0, ground.seconds))
            os.kill(child, signal.SIGKILL)
            outcome.n_tried += 1
            outcome.n_stopped += _ended(child) == -signal.SIGKILL
        ground.finish(place, outcome)
    return outcome


def _without_disk(ground: Ground, n_faults: int, draw: Random) -> Outcome:
    outcome = Outcome(_WHAT[1].format(ground.story.name))
    for _ in range(n_faults):
        place = ground.fresh()
        code = ground.work(place, max_bytes=int(10 ** draw.uniform(0, 4.5)))
        outcome.n_tried += 1
        outcome.n_stopped += code == _REFUSED
        if code not in (_DONE, _REFUSED):
            outcome.findings.append(f"{ground.story.name}: a full disk is no one line")
        ground.finish(place, outcome)
    return outcome


def _doubled(ground: Ground, n_faults: int, draw: Random) -> Outcome:
    outcome = Outcome(_WHAT[2].format(ground.story.name))
    for _ in range(n_faults):
        place = ground.fresh()
        first = ground.start(place)
        time.sleep(draw.uniform(0, ground.seconds))
        codes = {ground.work(place), _ended(first)}
        outcome.n_tried += 1
        outcome.n_stopped += _REFUSED in codes
        if not codes <= {_DONE, _REFUSED} or _DONE not in codes:
            outcome.findings.append(f"{ground.story.name}: two at once end {codes}")
        ground.finish(place, outcome)
    return outcome


def _forked(work: Callable[[], object]) -> int:
    return _ended(_fork(work, None))


def _fork(work: Callable[[], object], max_bytes: int | None) -> int:
    """Work in a fork; an error told on purpose ends it with a code of its own."""
    sys.stdout.flush()
    child = os.fork()
    if child:
        return child
    code = _BUG
    try:
        logging.getLogger("stsdetect").setLevel(logging.CRITICAL)
        if max_bytes is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (max_bytes, max_bytes))
        work()
        code = _DONE
    except StsdetectError:
        code = _REFUSED
    except BaseException:  # noqa: BLE001  the parent is told by the code
        traceback.print_exc()
    finally:
        os._exit(code)


def _ended(child: int) -> int:
    """Wait for a fork; give its code, or less than 0 for the signal that ended it."""
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def _require(code: int) -> None:
    if code != _DONE:
        raise RuntimeError("the story itself does not come to its end")
