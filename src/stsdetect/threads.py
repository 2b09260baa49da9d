"""Threads: work side by side in one process, where it lets go of Python's lock."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

__all__ = ["both", "cut_evenly", "map_parts"]

Part = TypeVar("Part")
Outcome = TypeVar("Outcome")
Other = TypeVar("Other")

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


def both(
    one: Callable[[], Outcome], other: Callable[[], Other], n_threads: int
) -> tuple[Outcome, Other]:
    """Do two pieces of work that know nothing of each other; one by one in one thread.

    Examples
    --------
    >>> both(lambda: 1, lambda: "a", n_threads=2)
    (1, 'a')
    """
    if n_threads <= 1:
        return one(), other()
    with ThreadPoolExecutor(1) as pool:
        later = pool.submit(other)
        return one(), later.result()
