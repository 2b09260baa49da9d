"""Cluster: tasks on the workers of a Dask scheduler that runs already."""

from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from typing import Any

from stsdetect.engine.protocol import MAX_TRIES, Outcome, Task
from stsdetect.errors import InputError, StoreError

__all__ = ["Cluster"]


class Cluster:
    """Works on the workers of a scheduler; they need this version, and the store.

    Raises
    ------
    InputError
        Dask is not installed, or no scheduler answers at the address.
    """

    def __init__(self, address: str) -> None:
        if find_spec("distributed") is None:
            raise InputError("--scheduler needs Dask: pip install 'stsdetect[scale]'")
        self._client = _connect(address)

    def map(
        self, work: Callable[[Task], Outcome], tasks: Sequence[Task]
    ) -> Iterator[Outcome]:
        """Give the outcome of each task, in order; Dask redoes what a worker lost.

        Raises
        ------
        StoreError
            Workers died on a task as often as it is tried; the task is named.
        """
        from distributed.scheduler import KilledWorker  # noqa: PLC0415  an extra

        n_workers = max(1, len(self._client.scheduler_info()["workers"]))
        ahead = 2 * n_workers
        running = [self._submit(work, task) for task in tasks[:ahead]]
        for done, task in enumerate(tasks):
            try:
                outcome: Outcome = running.pop(0).result()
            except KilledWorker as error:
                raise StoreError(
                    f"{task}: its worker died {MAX_TRIES} times, perhaps for want of "
                    "memory; give workers more of it or a shorter window"
                ) from error
            yield outcome
            if done + ahead < len(tasks):
                running.append(self._submit(work, tasks[done + ahead]))

    def _submit(self, work: Callable[[Task], Outcome], task: Task) -> Any:
        return self._client.submit(work, task, pure=False, retries=MAX_TRIES - 1)


def _connect(address: str) -> Any:
    from distributed import Client  # noqa: PLC0415  an extra

    try:
        # Dask carries no types.
        return Client(address, timeout="10s", set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise InputError(f"--scheduler {address}: nobody answers there") from error
