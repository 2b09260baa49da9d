"""What an engine is: it does tasks and gives what comes of them, in their order."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol, TypeVar

from stsdetect.errors import StoreError

__all__ = ["MAX_TRIES", "Engine", "Lost", "Outcome", "Task", "none_lost"]

Task = TypeVar("Task")
Outcome = TypeVar("Outcome")

MAX_TRIES: Final = 3
"""Times that a task is given to a worker before it is named and given up; ours: a
worker that is killed twice on the same window will be killed again."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A task that nothing came of: its name, why, and how often it was tried."""

    task: str
    why: str
    n_tries: int = 1

    def __str__(self) -> str:
        return f"{self.task}: {self.why}"


class Engine(Protocol):
    """Does the same work on each task; the outcomes don't hang on the engine."""

    @property
    def n_workers(self) -> int:
        """Tasks that are worked on at a time."""
        ...

    @property
    def memory_mib(self) -> float | None:
        """Memory that each worker may take, where there is a bound."""
        ...

    def map(
        self, work: Callable[[Task], Outcome], tasks: Sequence[Task]
    ) -> Iterator[Outcome | Lost]:
        """Give the outcome of each task, in the order of the tasks.

        A task on which workers died as often as it is tried is lost, and named; the
        others go on. Only a few tasks are under way ahead of the one that is waited
        for, so that memory does not grow with their number.

        Raises
        ------
        StoreError
            Nobody is left who could work.
        """
        ...


def none_lost(outcomes: Iterable[Outcome | Lost]) -> Iterator[Outcome]:
    """Give the outcomes, where none may be missing.

    Raises
    ------
    StoreError
        A task was lost; it is named.
    """
    for outcome in outcomes:
        if isinstance(outcome, Lost):
            raise StoreError(str(outcome))
        yield outcome
