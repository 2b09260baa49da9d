"""Cluster: tasks on the workers of a Dask scheduler that runs already."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from importlib.util import find_spec
from typing import Any, Final

from stsdetect.engine.protocol import MAX_TRIES, Lost, Outcome, Task
from stsdetect.errors import InputError, StoreError

__all__ = ["Cluster"]

_PATIENCE: Final = "30s"
"""Ours: a scheduler that has much to do answers late."""


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
            The scheduler went away.
        """
        ahead = 2 * self.n_workers
        running = [self._submit(work, task) for task in tasks[:ahead]]
        for done, task in enumerate(tasks):
            yield self._wait(running.pop(0), task)
            if done + ahead < len(tasks):
                running.append(self._submit(work, tasks[done + ahead]))

    def _submit(self, work: Callable[[Task], Outcome], task: Task) -> Any:
        return self._client.submit(work, task, pure=False, retries=MAX_TRIES - 1)

    def _wait(self, future: Any, task: Task) -> Any:
        from distributed.comm.core import CommClosedError  # noqa: PLC0415  an extra
        from distributed.scheduler import KilledWorker  # noqa: PLC0415

        try:
            return future.result()
        except KilledWorker:
            return Lost(
                str(task),
                "workers died on it again and again, perhaps for want of memory; give "
                "workers more of it, or the run less --memory or a shorter window",
                MAX_TRIES,
            )
        except (CancelledError, CommClosedError) as error:
            raise StoreError(
                f"{self._address}: the scheduler went away at {task}; what was done "
                "is kept: start it again and repeat the run"
            ) from error


def _connect(address: str) -> Any:
    from distributed import Client  # noqa: PLC0415  an extra

    try:
        # Dask carries no types.
        return Client(address, timeout=_PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise InputError(f"--scheduler {address}: nobody answers there") from error
