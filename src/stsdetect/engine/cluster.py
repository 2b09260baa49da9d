"""Cluster: tasks on the workers of a Dask scheduler that runs already."""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from importlib.util import find_spec
from typing import Any, Final

from stsdetect.engine.protocol import MAX_TRIES, Lost, Outcome, Task
from stsdetect.errors import InputError, StoreError

__all__ = ["Cluster"]

log = logging.getLogger(__name__)

_PATIENCE: Final = "30s"
"""Ours: a scheduler that has much to do answers late."""

_LOOK_S: Final = 10.0
"""From look to look whether workers are there [s]; ours."""

_PATIENT_S: Final = 3600.0
"""Ours: a batch system gives new workers within the hour, or not today [s]."""

_DIED: Final = (
    "workers died on it again and again, perhaps for want of memory; give workers more "
    "of it, or the run less --memory or a shorter window"
)


class Cluster:
    """Works on the workers of a scheduler; they need this version, and the store.

    Parameters
    ----------
    address : str
        Of the scheduler, as ``tcp://host:8786``.
    memory_mib : float, optional
        Of each worker.

    Raises
    ------
    InputError
        Dask is not installed, or no scheduler answers at the address.
    """

    def __init__(self, address: str, memory_mib: float | None = None) -> None:
        if find_spec("distributed") is None:
            raise InputError("--scheduler needs Dask: pip install 'stsdetect[scale]'")
        self._address = address
        self.memory_mib = memory_mib
        self._client = _connect(address)

    @property
    def n_workers(self) -> int:
        """Workers that the scheduler has now; one where none has come yet."""
        return max(1, len(self._client.ncores()))

    def map(
        self, work: Callable[[Task], Outcome], tasks: Sequence[Task]
    ) -> Iterator[Outcome | Lost]:
        """Give the outcome of each task, in order; Dask redoes what a worker lost.

        Raises
        ------
        StoreError
            The scheduler went away, or all workers.
        """
        ahead = 2 * self.n_workers
        running = [self._submit(work, task) for task in tasks[:ahead]]
        for done, task in enumerate(tasks):
            outcome = self._outcome(running.pop(0), task)
            if outcome is None:
                outcome = self._alone(work, task, running)
            yield outcome
            if done + ahead < len(tasks):
                running.append(self._submit(work, tasks[done + ahead]))

    def _submit(self, work: Callable[[Task], Outcome], task: Task) -> Any:
        return self._client.submit(work, task, pure=False, retries=MAX_TRIES - 1)

    def _alone(
        self, work: Callable[[Task], Outcome], task: Task, running: Sequence[Any]
    ) -> Outcome | Lost:
        """Do a task anew when no other is under way.

        Dask blames all tasks that a worker had when it died; alone, only the one that
        kills its worker is named.
        """
        from distributed import wait  # noqa: PLC0415  an extra

        if running:
            wait(running)  # type: ignore[no-untyped-call]
        again: Outcome | None = self._outcome(self._submit(work, task), task)
        return Lost(str(task), _DIED, MAX_TRIES) if again is None else again

    def _outcome(self, future: Any, task: Task) -> Any:
        """Wait for the outcome of a task; None where workers died on it."""
        from distributed.comm.core import CommClosedError  # noqa: PLC0415  an extra
        from distributed.scheduler import KilledWorker  # noqa: PLC0415  an extra

        missed_since: float | None = None
        while True:
            try:
                return future.result(timeout=_LOOK_S)
            except KilledWorker:
                return None
            except TimeoutError:
                if future.done():  # it is the task's own
                    raise
                missed_since = self._look_for_workers(missed_since, task)
            # While an outcome is on its way, or before.
            except (CommClosedError, CancelledError) as error:
                raise self._gone(task) from error

    def _look_for_workers(self, missed_since: float | None, task: Task) -> float | None:
        """Tell since when no worker is there; None while one is.

        Raises
        ------
        StoreError
            None has come for an hour, or the scheduler went away.
        """
        try:
            there = self._client.ncores()
        except OSError as error:
            raise self._gone(task) from error
        if there:
            return None
        now = time.monotonic()
        if missed_since is None:
            log.warning("%s: no worker is there for %s; waiting", self._address, task)
            return now
        if now - missed_since > _PATIENT_S:
            raise StoreError(
                f"{self._address}: no worker is left for {task}; what was done is "
                "kept: start workers again and repeat the run"
            )
        return missed_since

    def _gone(self, task: Task) -> StoreError:
        return StoreError(
            f"{self._address}: the scheduler went away at {task}; what was done "
            "is kept: start it again and repeat the run"
        )


def _connect(address: str) -> Any:
    from distributed import Client  # noqa: PLC0415  an extra

    try:
        # Dask carries no types.
        return Client(address, timeout=_PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise InputError(f"--scheduler {address}: nobody answers there") from error
