"""Planning: what a large run will take, told before it begins."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from pathlib import Path
from typing import Final

from stsdetect.config import Config
from stsdetect.ingest.store import Store
from stsdetect.units import utc
from stsdetect.windows.part_files import Manifest, read_manifest
from stsdetect.windows.sizing import RowCounts, Size, choose_size, need_mib
from stsdetect.windows.window import Window, period_of
from stsdetect.windows.window_files import plan_windows
from stsdetect.windows.work import cut_work

__all__ = ["INGEST_ROWS_PER_S", "Plan", "PlannedWindow", "plan_run"]

INGEST_ROWS_PER_S: Final = 500_000.0
"""Rows of CSV read, sorted and stored in a second, ``benchmarks/ingest.py``."""

_WINDOW_S: Final = 1.0
_S_PER_ROW: Final = 3e-6
"""Of a window: start, and each position that it reads; ``benchmarks/windows.py``."""

_ENDS: Final = ("start", "stop")

_AFTER_S: Final = 15.0
_AFTER_S_PER_ROW: Final = 5e-6
"""Ranking and the report, and joining for each position of the period: 12 s of CPU for
3.4 million, 52 for 10.2 million with the start, ``benchmarks/large.py``; most of it are
silences, and ways round land of possible meetings in them, so that it hangs on how
many there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedWindow:
    """A window to come: positions that it owns and reads, memory and time [s]."""

    window: Window
    n_own: float
    n_read: float
    mib: float
    seconds: float
    done: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a run on a store will take.

    Attributes
    ----------
    windows : tuple of PlannedWindow
        In order of time, those that are done already among them.
    size : Size
        How the run is cut.
    n_workers : int
        Windows worked on at a time.
    after_s : float
        Joining and ranking at the end [s].
    n_measured : int
        Windows of an earlier run whose times the estimate rests on; without any it
        rests on those of the benchmark.
    """

    windows: tuple[PlannedWindow, ...]
    size: Size
    n_workers: int
    after_s: float
    n_measured: int

    @property
    def seconds(self) -> float:
        """Time of the whole run."""
        due = [one.seconds for one in self.windows if not one.done]
        at_once = max(1, min(self.n_workers, len(due)))
        return max([sum(due) / at_once, *due]) + self.after_s

    @property
    def worker_mib(self) -> float:
        """Memory of the worker that needs most."""
        return max((one.mib for one in self.windows), default=0.0)


def plan_run(
    store: Store,
    config: Config,
    *,
    n_workers: int = 1,
    memory_mib: float | None = None,
    parts: Path | None = None,
) -> Plan:
    """Plan a run on a store.

    Parameters
    ----------
    store : Store
        Whose positions are counted by day.
    config : Config
        Period and window.
    n_workers : int
        Windows worked on at a time.
    memory_mib : float, optional
        Of each worker.
    parts : Path, optional
        Where an earlier run kept its parts: what is done is not done again, and the
        times that it took are those of this machine.

    Raises
    ------
    InputError
        There is no position in the period, or too little memory.
    """
    config = config.aligned()
    size = choose_size(store, config, memory_mib)
    period = period_of(store, config)
    specs = cut_work(store, config, period, size)
    counts = RowCounts(store)
    tasks = plan_windows(specs, parts or store.folder / "parts")
    s_per_row, n_measured = _measured(parts, counts)
    windows = []
    for task in tasks:
        n_own, n_read = counts.of(task.spec.window)
        held = n_read if size.max_rows is None else min(n_read, size.max_rows)
        windows.append(
            PlannedWindow(
                window=task.spec.window,
                n_own=n_own,
                n_read=n_read,
                mib=need_mib(n_own, held),
                seconds=_WINDOW_S + s_per_row * n_read,
                done=task.done,
            )
        )
    return Plan(
        windows=tuple(windows),
        size=size,
        n_workers=n_workers,
        after_s=_AFTER_S + _AFTER_S_PER_ROW * counts.between(*period),
        n_measured=n_measured,
    )


def _measured(parts: Path | None, counts: RowCounts) -> tuple[float, int]:
    """Give the time for each position that windows took here, and how many they are."""
    manifests = [] if parts is None else map(read_manifest, sorted(parts.glob("*")))
    told = [found for one in manifests if one for found in _told(one, counts)]
    seconds, rows = _sum(told)
    if rows < 1:
        return _S_PER_ROW, 0
    return max(0.0, seconds - _WINDOW_S * len(told)) / rows, len(told)


def _told(manifest: Manifest, counts: RowCounts) -> Iterator[tuple[float, float]]:
    """Give seconds and rows of a window, nothing where its manifest tells none."""
    try:
        start, stop = (utc(datetime.fromisoformat(manifest[one])) for one in _ENDS)
        seconds = float(manifest["seconds"])
        n_rows = counts.of(Window(start=start, stop=stop))[1]
    except (LookupError, TypeError, ValueError, OverflowError):
        return
    if start < stop and isfinite(seconds):
        yield seconds, n_rows


def _sum(told: Sequence[tuple[float, float]]) -> tuple[float, float]:
    return sum(one for one, _ in told), sum(rows for _, rows in told)
