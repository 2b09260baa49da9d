"""Threads: work side by side in one process, where it lets go of Python's lock."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Final, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

__all__ = ["Aside", "cut_evenly", "map_parts"]

Part = TypeVar("Part")
Outcome = TypeVar("Outcome")

MIN_ROWS: Final = 50_000
"""Fewer rows take less time than a thread saves."""


def cut_evenly(
    key: NDArray[np.int64], order: NDArray[np.int64] | None = None
) -> list[slice]:
    """Cut rows into a part per processor, never between two rows of equal key.

    Parameters
    ----------
    key : (n,) array
        Equal keys stand together, in `order` if it is given.
    order : (n,) array, optional
        What is cut, rows of `key`.

    Returns
    -------
    list of slice
        At least one; what is found in the parts doesn't hang on their number.

    Examples
    --------
    >>> cut_evenly(np.array([1, 1, 2]))
    [slice(0, 3, None)]
    """

    def at(row: int) -> int:
        return int(key[row if order is None else order[row]])

    n_parts = max(1, min(os.cpu_count() or 1, key.size // MIN_ROWS))
    edges = [0]
    for part in range(1, n_parts):
        edge = max(edges[-1], part * key.size // n_parts)
        while 0 < edge < key.size and at(edge) == at(edge - 1):
            edge += 1
        edges.append(edge)
    edges.append(key.size)
    return [slice(a, b) for a, b in pairwise(edges)]


def map_parts(
    work: Callable[[Part], Outcome],
    parts: Sequence[Part],
    n_threads: int | None = None,
) -> list[Outcome]:
    """Do the same work on each part, in threads; outcomes in the order of the parts.

    Without ``n_threads`` in as many as there are parts; with one, in none.
    """
    n_threads = min(len(parts), n_threads or len(parts))
    if n_threads <= 1:
        return [work(part) for part in parts]
    with ThreadPoolExecutor(n_threads) as pool:
        return list(pool.map(work, parts))


class Aside:
    """Works on what nobody waits for yet, piece after piece, in a thread beside this.

    Parameters
    ----------
    n_threads : int
        Threads that may be taken in all: with one, a piece is done when it is asked
        for.

    Examples
    --------
    >>> with Aside(n_threads=2) as aside:
    ...     told = aside.start(lambda: 1 + 1)
    ...     told()
    2
    """

    def __init__(self, n_threads: int) -> None:
        self._pool = ThreadPoolExecutor(1) if n_threads > 1 else None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *fault: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def start(self, work: Callable[[], Outcome]) -> Callable[[], Outcome]:
        """Start a piece of work; give what waits for its outcome, to be asked once."""
        return work if self._pool is None else self._pool.submit(work).result
