"""Builders for runs in windows: the list that comes of a store, workers that die."""

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import stsdetect as sts
from stsdetect.config import Config
from stsdetect.engine import SERIAL, Engine, Lost
from stsdetect.engine.protocol import Outcome, Task
from stsdetect.export.csv import write_csv
from stsdetect.ingest.store import Store
from stsdetect.pipeline import Events, find_events, score_events
from stsdetect.windows.part_files import Manifest
from stsdetect.windows.window_files import WindowTask, run_window


class Counting:
    """Works here, and remembers on what."""

    n_workers = 1

    def __init__(self, memory_mib: float | None = None) -> None:
        self.memory_mib = memory_mib
        self.seen: list[str] = []

    def map(
        self, work: Callable[[Task], Outcome], tasks: Sequence[Task]
    ) -> Iterator[Outcome | Lost]:
        for task in tasks:
            self.seen.append(str(task).removeprefix("window ")[:16])
            yield work(task)


def list_candidates(
    store: Path,
    parts: Path | None,
    config: Config | None = None,
    engine: Engine = SERIAL,
) -> bytes:
    """Give the bytes of candidates.csv that a run on a store would write."""
    config, opened = config or Config(), sts.open_store(store)
    events = find_events(opened, config, engine=engine, parts_folder=parts)
    return csv_of(events, opened, config)


def csv_of(events: Events, store: Store, config: Config) -> bytes:
    """Give the bytes of candidates.csv that a run with these events would write."""
    with TemporaryDirectory() as folder:
        where = Path(folder) / "candidates.csv"
        write_csv(score_events(events, store, config), where)
        return where.read_bytes()


def dies_once(task: WindowTask) -> Manifest | Lost:
    """Kill the worker the first time that it works on the second day."""
    marker = task.folder.parents[1] / "killed"
    if task.spec.window.start.day == 17 and not marker.exists():
        marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return run_window(task)
