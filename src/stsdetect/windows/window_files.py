"""Windows from files to files: worked on once, and again when their input changes.

A window's part lies in a folder of its own below ``parts/``, named after its start and
its key: the hash of all that it hangs on. A key that is there is done; so a second run
does the windows that failed before, that are new, or that late data touches.
"""

import logging
import shutil
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Final

import polars as pl

from stsdetect import __version__
from stsdetect.engine import MAX_TRIES, Engine, Lost
from stsdetect.errors import StsdetectError, UnfinishedError
from stsdetect.ingest.store_files import POSITIONS_FOLDER, day_folder
from stsdetect.ingest.sums import read_sums
from stsdetect.progress import SILENT, Progress
from stsdetect.record import digest_of, list_files
from stsdetect.software import code_sha256
from stsdetect.windows.flooding import BEFORE, whole_periods
from stsdetect.windows.part_files import Manifest, read_manifest, read_part, write_part
from stsdetect.windows.window import MARGIN
from stsdetect.windows.work import WindowPart, WindowSpec, work_window

__all__ = ["PARTS", "WindowTask", "plan_windows", "run_window", "run_windows"]

log = logging.getLogger(__name__)

PARTS: Final = "parts"
"""Folder of the parts below the run folder."""

_MOMENT: Final = timedelta(milliseconds=1)
_SHOWN: Final = 5
"""Windows named at most in one line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowTask:
    """A window to work on, and where its part goes; sent to a worker as it is.

    Attributes
    ----------
    spec : WindowSpec
        What is looked at.
    folder : Path
        Folder of the part, as the worker sees it.
    key : str
        Hash of all that the part hangs on.
    code : str
        Sum of the code of stsdetect, which a worker has to have as well.
    """

    spec: WindowSpec
    folder: Path
    key: str
    code: str = field(default_factory=code_sha256)

    def __str__(self) -> str:
        return str(self.spec)

    @property
    def done(self) -> bool:
        """Whether the part is there, whole."""
        return read_manifest(self.folder).get("key") == self.key


def plan_windows(specs: Sequence[WindowSpec], parts: Path) -> list[WindowTask]:
    """Give each window its key, and the folder in which its part lies or will lie."""
    if not specs:
        return []
    sums = _sums_of_days(specs[0].store)
    config = specs[0].config
    ports = [one["sha256"] for one in list_files(config.port_files)]
    tasks = []
    for spec in specs:
        low, high = spec.window.start - MARGIN, spec.window.stop + MARGIN
        # Ends of the period that lie beyond what is read change nothing in a window.
        period = (max(spec.period[0], low), min(spec.period[1], high))
        begin, end = whole_periods(spec.window, config.floods)
        read = (begin - BEFORE, end - _MOMENT)
        first, last = (day_folder(one.date()) for one in read)
        days = [line for day, line in sums if first <= day <= last]
        instants = (spec.window.start, spec.window.stop, *period)
        key = digest_of(
            [
                code_sha256(),
                config.window_digest,
                *(instant.isoformat() for instant in instants),
                *ports,
                *days,
            ]
        )
        name = f"{spec.window.start:%Y-%m-%dT%H%M%S}-{key}"
        tasks.append(WindowTask(spec=spec, folder=parts / name, key=key))
    return tasks


def _sums_of_days(store: Path) -> list[tuple[str, str]]:
    """Give the folder of its day, and name and hash, of each file with positions."""
    return [
        (Path(name).parent.name, f"{name} {one}")
        for name, one in sorted(read_sums(store).items())
        if name.startswith(POSITIONS_FOLDER)
    ]


def run_window(task: WindowTask) -> Manifest | Lost:
    """Work on one window, from files to files; only the manifest is given back.

    Faults of the disk, the store and memory lose this window and no other.
    """
    if task.code != code_sha256():
        why = f"the worker has other code of stsdetect ({__version__}) than the run"
        return Lost(str(task), f"{why}; install the same on both")
    started = time.monotonic()
    window = task.spec.window
    try:
        part = work_window(task.spec)
        about = {
            "stsdetect_version": __version__,
            "key": task.key,
            "start": window.start.isoformat(),
            "stop": window.stop.isoformat(),
            "seconds": round(time.monotonic() - started, 3),
        }
        return write_part(part, task.folder, about)
    except MemoryError:
        return Lost(str(task), "not enough memory; give --memory or a shorter window")
    except (StsdetectError, OSError, pl.exceptions.PolarsError) as error:
        return Lost(str(task), " ".join(str(error).split()))


def run_windows(
    specs: Sequence[WindowSpec],
    parts: Path,
    engine: Engine,
    progress: Progress = SILENT,
) -> Iterator[WindowPart]:
    """Work on the windows whose part is missing; give all parts in order of time.

    A part is given as soon as it and those before it are there, so that they are joined
    while workers are at the next windows. Windows that a fault lost are tried once more
    when the others are through; from the first of them on parts are given after that.
    Parts that no window of this run has are removed when it ends well.

    Raises
    ------
    UnfinishedError
        Windows are missing; they are named, and the others are done and kept.
    """
    parts = parts.resolve()
    tasks = plan_windows(specs, parts)
    missing = [task for task in tasks if not task.done]
    n_there = len(tasks) - len(missing)
    log.info("%d windows to work on, %d there already", len(missing), n_there)
    progress.advance(n_there)
    lost: dict[str, Lost] = {}
    later, due = [], {task.key for task in missing}
    worked = _work(missing, engine, progress)
    for task in tasks:
        if task.key in due:
            lost |= next(worked)
        if lost:
            later.append(task)
        else:
            yield read_part(task.folder)
    again = [name for name, one in lost.items() if one.n_tries < MAX_TRIES]
    for told in _work([one for one in later if str(one) in again], engine, progress):
        lost |= told
    lost = {str(one): lost[str(one)] for one in later if not one.done}
    if lost:
        raise _unfinished(list(lost.values()), len(tasks))
    for task in later:
        yield read_part(task.folder)
    _prune(parts, {task.folder.name for task in tasks})


def _work(
    tasks: Sequence[WindowTask], engine: Engine, progress: Progress
) -> Iterator[dict[str, Lost]]:
    """Work on windows; tell of each whether it was lost, by its name."""
    for task, outcome in zip(tasks, engine.map(run_window, tasks), strict=True):
        if isinstance(outcome, Lost):
            log.warning("%s", outcome)
            yield {str(task): outcome}
        elif not task.done:
            why = f"its part is not in {task.folder}: workers need the same folder"
            yield {str(task): Lost(str(task), why)}
        else:
            progress.advance(1)
            yield {}


def _unfinished(lost: Sequence[Lost], n_windows: int) -> UnfinishedError:
    named = "; ".join(str(one) for one in lost[:_SHOWN])
    more = f"; and {len(lost) - _SHOWN} more" if lost[_SHOWN:] else ""
    return UnfinishedError(
        f"{len(lost)} of {n_windows} windows failed, the others are kept and not done "
        f"again by the next run: {named}{more}"
    )


def _prune(parts: Path, wanted: set[str]) -> None:
    """Remove parts that no window has any more, and what killed workers left."""
    for half in parts.rglob(".*.part"):
        half.unlink(missing_ok=True)
    for folder in parts.glob("*"):
        if folder.is_dir() and folder.name not in wanted:
            shutil.rmtree(folder, ignore_errors=True)
