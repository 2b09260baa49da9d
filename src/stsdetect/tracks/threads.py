"""Threads: parts of a table in parallel, where the kernel lets go of the lock."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

__all__ = ["cut_evenly", "map_parts"]

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


def map_parts(work: Callable[[Part], Outcome], parts: Sequence[Part]) -> list[Outcome]:
    """Do the same work on each part, in threads; outcomes in the order of the parts."""
    if len(parts) == 1:
        return [work(parts[0])]
    with ThreadPoolExecutor(len(parts)) as pool:
        return list(pool.map(work, parts))
