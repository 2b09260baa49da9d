"""Progress on a terminal as a bar, in a log as plain lines."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    SpinnerColumn,
    TaskID,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.progress import Progress as Bars

from stsdetect.printed import printed
from stsdetect.progress import SILENT, Progress

__all__ = ["watched"]

_SAID_EVERY_S: Final = 60.0
"""Time between lines of a long stage in a log [s], ours."""


@contextmanager
def watched(*, quiet: bool) -> Iterator[Progress]:
    """Give the progress that suits where the output goes."""
    console = Console(stderr=True)
    if quiet:
        yield SILENT
    elif console.is_terminal:
        columns = (
            SpinnerColumn(finished_text="[green]✓"),
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
        )
        with Bars(*columns, console=console) as bars:
            yield _Terminal(bars)
    else:
        yield _Lines(console)


class _Terminal:
    """One bar for each stage; it keeps its last line when the stage ends."""

    def __init__(self, bars: Bars) -> None:
        self._bars = bars
        self._task: TaskID | None = None
        self._stage = ""

    def start(self, stage: str, total: int) -> None:
        self._stage = stage
        self._task = self._bars.add_task(_plain(stage), total=max(total, 1))

    def advance(self, amount: int) -> None:
        if self._task is not None:
            self._bars.advance(self._task, amount)

    def finish(self, outcome: str) -> None:
        if self._task is None:
            return
        total = self._bars.tasks[self._task].total
        text = _plain(f"{self._stage}: {outcome}")
        self._bars.update(self._task, completed=total, description=text)


class _Lines:
    """A line when a stage ends, with the time that it took; one a minute until then."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._stage = ""
        self._total = self._done = 0
        self._started = self._said = 0.0

    def start(self, stage: str, total: int) -> None:
        self._stage = stage
        self._total, self._done = total, 0
        self._started = self._said = time.monotonic()

    def advance(self, amount: int) -> None:
        self._done += amount
        now = time.monotonic()
        if 0 < self._done < self._total and now - self._said >= _SAID_EVERY_S:
            self._said = now
            left_s = (now - self._started) * (self._total / self._done - 1)
            share = self._done / self._total
            self._say(f"{self._stage}: {share:.0%}, about {_duration(left_s)} left")

    def finish(self, outcome: str) -> None:
        seconds = time.monotonic() - self._started
        self._say(f"{self._stage}: {outcome} ({seconds:.1f} s)")

    def _say(self, line: str) -> None:
        self._console.out(printed(line), highlight=False)


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5_400 else f"{seconds / 3600:.1f} h"


def _plain(words: str) -> str:
    """Keep what is in a file name from being read as markup."""
    return escape(printed(words))
