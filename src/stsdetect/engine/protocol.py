"""What an engine is: it does tasks and gives what comes of them, in their order."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final, Protocol, TypeVar

__all__ = ["MAX_TRIES", "Engine", "Outcome", "Task"]

Task = TypeVar("Task")
Outcome = TypeVar("Outcome")

MAX_TRIES: Final = 3
"""Times that a task is given to a worker before it is named and given up; ours: a
worker that is killed twice on the same window will be killed again."""


class Engine(Protocol):
    """Does the same work on each task; the outcomes don't hang on the engine."""

    def map(
        self, work: Callable[[Task], Outcome], tasks: Sequence[Task]
    ) -> Iterator[Outcome]:
        """Give the outcome of each task, in the order of the tasks.

        Only a few tasks are under way ahead of the one that is waited for, so that
        memory does not grow with their number.

        Raises
        ------
        StoreError
            Workers died on a task as often as it is tried; the task is named.
        """
        ...
