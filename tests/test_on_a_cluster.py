"""A whole run on a Dask cluster: the same bytes, and faults that are told."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from builders_windows import Counting, dies_once, list_candidates

import stsdetect as sts
from stsdetect.config import Config
from stsdetect.engine.cluster import Cluster
from stsdetect.errors import StoreError
from stsdetect.windows import window_files

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@pytest.fixture(scope="module")
def local() -> Iterator[Any]:
    """A Dask scheduler with two workers on this machine."""
    distributed = pytest.importorskip(
        "distributed", reason="the extra scale is missing"
    )
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=":0", processes=True
    ) as cluster:
        yield cluster


def test_find_events__two_dask_workers_one_of_them_killed_give_the_same_bytes(
    sample_run: sts.Run, tmp_path: Path, local: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where none is killed they do in the notebook of a month on a cluster."""
    monkeypatch.setattr(window_files, "run_window", dies_once)
    engine = Cluster(local.scheduler_address)

    found = list_candidates(sample_run.folder / "store", tmp_path / "p", None, engine)

    assert (tmp_path / "killed").exists()
    assert found == (sample_run.folder / "candidates.csv").read_bytes()


def test_find_events__a_scheduler_that_dies_is_told_and_what_was_done_is_kept(
    sample_run: sts.Run, tmp_path: Path
) -> None:
    store, parts = sample_run.folder / "store", tmp_path / "parts"
    config = Config(window=timedelta(hours=6))
    scheduler, address = _start_scheduler(tmp_path)
    worker = _start(tmp_path, "worker", address, "--nthreads", "1")
    try:
        engine = Dying(address, scheduler)
        with pytest.raises(StoreError, match="scheduler went away at window 2024"):
            list_candidates(store, parts, config, engine)
    finally:
        for process in (scheduler, worker):
            process.kill()
            process.wait()
    again = Counting()

    found = list_candidates(store, parts, config, again)

    assert found == (sample_run.folder / "candidates.csv").read_bytes()
    assert 0 < len(again.seen) < 12


class Dying(Cluster):
    """A cluster whose scheduler is killed when the first window is done."""

    def __init__(self, address: str, scheduler: subprocess.Popen[bytes]) -> None:
        super().__init__(address)
        self._scheduler = scheduler

    def map(self, work: Any, tasks: Sequence[Any]) -> Iterator[Any]:
        for outcome in super().map(work, tasks):
            yield outcome
            self._scheduler.kill()


def _start_scheduler(folder: Path) -> tuple[subprocess.Popen[bytes], str]:
    file = folder / "scheduler.json"
    options = ("--scheduler-file", str(file), "--port", "0", "--no-dashboard")
    process = _start(folder, "scheduler", *options, "--host", "127.0.0.1")
    while (address := _address_in(file)) is None:
        assert process.poll() is None, "the scheduler ended"
        time.sleep(0.1)
    return process, address


def _address_in(file: Path) -> str | None:
    """Read the address; None until the scheduler has written all of it."""
    with suppress(OSError, ValueError):
        return str(json.loads(file.read_text())["address"])
    return None


def _start(folder: Path, what: str, *options: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "distributed.cli.dask_" + what, *options]
    with (folder / f"{what}.log").open("wb") as log:
        return subprocess.Popen(  # noqa: S603
            command, stdout=log, stderr=log, cwd=folder
        )
