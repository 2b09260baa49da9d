"""Engines: the same outcomes in the same order, whoever works, and however often."""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from stsdetect.engine import SERIAL, Engine, Lost, choose_engine, none_lost
from stsdetect.engine import cluster as cluster_module
from stsdetect.engine.cluster import Cluster
from stsdetect.engine.processes import Processes
from stsdetect.engine.protocol import MAX_TRIES
from stsdetect.errors import InputError, StoreError

TASKS = list(range(7))
MISSING = "the extra scale is missing"


def square(number: int) -> int:
    return number * number


def refuse(number: int) -> int:
    if number == 3:
        raise InputError("three is refused")
    return number


def die_once(marker: Path) -> str:
    """Be killed the first time, as for want of memory, and work the second time."""
    if not marker.exists():
        marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return "done"


def dies_of_ctrl_c(_number: int) -> bool:
    return signal.getsignal(signal.SIGINT) is signal.SIG_DFL


def die_on_three(number: int) -> int:
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """A Dask scheduler with two workers on this machine."""
    distributed = pytest.importorskip("distributed", reason=MISSING)
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=":0", processes=True
    ) as local:
        yield Cluster(local.scheduler_address)


def test_map__serial_and_processes_give_outcomes_in_order() -> None:
    for engine in (SERIAL, Processes(2)):
        assert list(engine.map(square, TASKS)) == [n * n for n in TASKS]
        assert list(engine.map(square, [])) == []


def test_map__a_fault_of_a_task_is_the_callers() -> None:
    for engine in (SERIAL, Processes(2)):
        outcomes = engine.map(refuse, TASKS)

        assert [next(iter(outcomes)) for _ in range(3)] == [0, 1, 2]
        with pytest.raises(InputError, match="three"):
            next(iter(outcomes))


def test_processes__workers_end_at_ctrl_c_without_a_word() -> None:
    assert list(Processes(2).map(dies_of_ctrl_c, TASKS[:2])) == [True, True]


def test_processes__a_task_whose_worker_died_is_redone(tmp_path: Path) -> None:
    markers = [tmp_path / name for name in "abc"]
    markers[0].touch()

    assert list(Processes(2).map(die_once, markers)) == ["done"] * 3


def test_processes__a_task_that_kills_its_worker_is_named_and_the_others_go_on() -> (
    None
):
    outcomes = list(Processes(2).map(die_on_three, [1, 2, 3, 4, 5]))

    lost = outcomes[2]
    assert [*outcomes[:2], *outcomes[3:]] == [1, 2, 4, 5]
    assert isinstance(lost, Lost)
    assert str(lost).startswith(f"3: its worker died {MAX_TRIES} times")
    with pytest.raises(StoreError, match="3: its worker died"):
        list(none_lost(outcomes))


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_cluster__gives_outcomes_in_order(cluster: Cluster) -> None:
    assert list(cluster.map(square, TASKS)) == [n * n for n in TASKS]
    with pytest.raises(InputError, match="three"):
        list(cluster.map(refuse, TASKS))


class Blaming:
    """A client of Dask whose workers die on some tasks, so often."""

    def __init__(self, deaths: dict[int, int], died: Callable[..., Exception]) -> None:
        self._deaths = deaths
        self._died = died

    def ncores(self) -> dict[str, int]:
        return {"worker": 1}

    def submit(self, work: Callable[[int], int], task: int, **_wishes: Any) -> Any:
        def result(**_wishes: Any) -> int:
            if self._deaths.get(task, 0):
                self._deaths[task] -= 1
                raise self._died("task", None, 3)
            return work(task)

        return SimpleNamespace(result=result)


def test_cluster__of_tasks_that_a_dead_worker_had_only_the_killer_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scheduler = pytest.importorskip("distributed.scheduler", reason=MISSING)
    waited: list[int] = []
    client = Blaming({3: 99, 4: 1}, scheduler.KilledWorker)
    monkeypatch.setattr(cluster_module, "_connect", lambda _address: client)
    monkeypatch.setattr("distributed.wait", lambda others: waited.append(len(others)))

    outcomes = list(Cluster("tcp://of-a-test").map(square, TASKS))

    lost = outcomes.pop(3)
    assert isinstance(lost, Lost)
    assert str(lost).startswith("3: workers died on it again and again")
    assert outcomes == [n * n for n in TASKS if n != 3]
    assert waited == [1, 1]


@pytest.fixture
def deserted() -> Iterator[str]:
    """Give the address of a Dask scheduler that has no worker."""
    distributed = pytest.importorskip("distributed", reason=MISSING)
    with distributed.LocalCluster(n_workers=0, dashboard_address=":0") as local:
        yield local.scheduler_address


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_cluster__that_no_worker_is_left_is_told(
    deserted: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(cluster_module, "_LOOK_S", 0.1)
    monkeypatch.setattr(cluster_module, "_PATIENT_S", 0.0)

    with pytest.raises(StoreError, match="no worker is left for 0; what was done"):
        list(Cluster(deserted).map(square, TASKS))

    assert "no worker is there for 0; waiting" in caplog.text


@pytest.mark.parametrize(
    ("n_workers", "kind"), [(None, type(SERIAL)), (1, type(SERIAL)), (2, Processes)]
)
def test_choose_engine__by_the_number_of_workers(
    n_workers: int | None, kind: type[Engine]
) -> None:
    assert isinstance(choose_engine(n_workers), kind)


@pytest.mark.parametrize(
    ("wishes", "fault"),
    [
        ((-1, None), "no number of workers"),
        ((2, "tcp://127.0.0.1:1"), "not both"),
    ],
)
def test_choose_engine__says_what_it_can_not_do(
    wishes: tuple[int | None, str | None], fault: str
) -> None:
    with pytest.raises(InputError, match=fault):
        choose_engine(*wishes)
