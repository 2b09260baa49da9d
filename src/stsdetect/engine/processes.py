"""Processes: tasks in worker processes of this machine."""

import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing import get_context
from typing import Final

from stsdetect.engine.protocol import MAX_TRIES, Lost, Outcome, Task

__all__ = ["Processes"]

_DIED: Final = (
    f"its worker died {MAX_TRIES} times, perhaps for want of memory; give fewer "
    "--workers, less --memory or a shorter window. In a script of yours, what starts "
    "workers has to stand below: if __name__ == '__main__':"
)


class Processes:
    """Works in so many processes, started fresh: no lock or thread is inherited.

    Parameters
    ----------
    n_workers : int
        Processes.
    memory_mib : float, optional
        Of each of them.
    """

    def __init__(self, n_workers: int, memory_mib: float | None = None) -> None:
        self.n_workers = n_workers
        self.memory_mib = memory_mib

    @property
    def _ahead(self) -> int:
        """One task more under way than there are workers."""
        return self.n_workers + 1

    def map(
        self, work: Callable[[Task], Outcome], tasks: Sequence[Task]
    ) -> Iterator[Outcome | Lost]:
        """Give the outcome of each task, in order.

        When a worker dies all that were under way end with it. They are redone one
        by one, so that the task that kills its worker is the one that is named.
        """
        done = 0
        while done < len(tasks):
            for outcome in self._together(work, tasks[done:]):
                yield outcome
                done += 1
            for one in self._one_by_one(work, tasks[done : done + self._ahead]):
                yield one
                done += 1

    def _together(
        self, work: Callable[[Task], Outcome], tasks: Sequence[Task]
    ) -> Iterator[Outcome]:
        """Give outcomes in order until all are there, or a worker dies."""
        ahead = self._ahead
        with suppress(BrokenProcessPool), self._pool(self.n_workers) as pool:
            running = [pool.submit(work, task) for task in tasks[:ahead]]
            for following in range(ahead, ahead + len(tasks)):
                yield running.pop(0).result()
                if following < len(tasks):
                    running.append(pool.submit(work, tasks[following]))

    def _one_by_one(
        self, work: Callable[[Task], Outcome], tasks: Sequence[Task]
    ) -> Iterator[Outcome | Lost]:
        done, n_tries = 0, 0
        while done < len(tasks):
            with suppress(BrokenProcessPool), self._pool(1) as pool:
                for task in tasks[done:]:
                    yield pool.submit(work, task).result()
                    done, n_tries = done + 1, 0
                return
            n_tries += 1
            if n_tries == MAX_TRIES:
                yield Lost(str(tasks[done]), _DIED, n_tries)
                done, n_tries = done + 1, 0

    @staticmethod
    def _pool(n_workers: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            n_workers, mp_context=get_context("spawn"), initializer=_end_at_ctrl_c
        )


def _end_at_ctrl_c() -> None:
    """Let Ctrl-C end a worker at once: who started it tells the user."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
