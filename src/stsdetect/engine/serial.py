"""Serial: one task after the other, in this process."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from stsdetect.engine.protocol import Lost, Outcome, Task

__all__ = ["SERIAL", "Serial"]


class Serial:
    """Works here; the engine that all others have to agree with."""

    n_workers = 1

    def __init__(self, memory_mib: float | None = None) -> None:
        self.memory_mib = memory_mib

    def map(
        self, work: Callable[[Task], Outcome], tasks: Sequence[Task]
    ) -> Iterator[Outcome | Lost]:
        """Give the outcome of each task, in order; none can be lost here."""
        return map(work, tasks)


SERIAL: Final = Serial()
"""The engine when none is asked for."""
