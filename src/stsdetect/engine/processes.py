"""Processes: tasks in worker processes of this machine."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

from stsdetect.engine.protocol import MAX_TRIES, Outcome, Task
from stsdetect.errors import StoreError

__all__ = ["Processes"]


class Processes:
    """Works in so many processes, started fresh: no lock or thread is inherited."""

    def __init__(self, n_workers: int) -> None:
        self._n_workers = n_workers

    def map(
        self, work: Callable[[Task], Outcome], tasks: Sequence[Task]
    ) -> Iterator[Outcome]:
        """Give the outcome of each task, in order; a task whose worker died is redone.

        Raises
        ------
        StoreError
            Workers died on a task as often as it is tried; the task is named.
        """
        done, n_tries = 0, 0
        while done < len(tasks):
            try:
                for outcome in self._stream(work, tasks[done:]):
                    yield outcome
                    done, n_tries = done + 1, 0
            except BrokenProcessPool as error:
                n_tries += 1
                if n_tries >= MAX_TRIES:
                    raise StoreError(
                        f"{tasks[done]}: its worker died {n_tries} times, perhaps for "
                        "want of memory; give fewer --workers or a shorter window"
                    ) from error

    def _stream(
        self, work: Callable[[Task], Outcome], tasks: Sequence[Task]
    ) -> Iterator[Outcome]:
        """Keep one task more under way than there are workers."""
        fresh = get_context("spawn")
        ahead = self._n_workers + 1
        with ProcessPoolExecutor(self._n_workers, mp_context=fresh) as pool:
            running = [pool.submit(work, task) for task in tasks[:ahead]]
            for following in range(ahead, ahead + len(tasks)):
                yield running.pop(0).result()
                if following < len(tasks):
                    running.append(pool.submit(work, tasks[following]))
