"""Alike: which rows of two tables of numbers are near each other, by a grid of two."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

__all__ = ["find_alike", "order_by_square"]

Numbers = NDArray[np.float64]
Whole = NDArray[np.int64]
STRIDE = 1 << 32
"""From one row of squares to the next in a key."""


@njit(cache=True, nogil=True)
def order_by_square(rows: Numbers, pair: tuple[int, int], side: float) -> Whole:
    """Give the key of each row's square, by two of its columns.

    Parameters
    ----------
    rows : (n, k) array
        Any numbers, at most 2³¹ squares from 0.
    pair : (int, int)
        Columns.
    side : float
        Of a square.

    Examples
    --------
    >>> keys = order_by_square(np.array([[0.5, 0.5], [0.5, 1.5], [1.5, 0.5]]), (0, 1), 1.0)
    >>> (keys - keys[0]).tolist()
    [0, 1, 4294967296]
    """  # noqa: E501
    keys = np.empty(rows.shape[0], np.int64)
    for i in range(rows.shape[0]):
        across = np.int64(np.floor(rows[i, pair[0]] / side))
        along = np.int64(np.floor(rows[i, pair[1]] / side))
        keys[i] = across * STRIDE + along + STRIDE // 2
    return keys


@njit(cache=True, nogil=True)
def find_alike(
    rows: Numbers,
    row_keys: Whole,
    others: Numbers,
    other_keys: Whole,
    reach: float,
) -> tuple[Whole, Whole]:
    """Find the pairs whose distance is no more than a reach.

    Parameters
    ----------
    rows : (n, k) array
        Looked at one by one.
    row_keys : (n,) array
        As :func:`order_by_square` gives them, with a side of ``reach``.
    others : (m, k) array
        In the order of their keys.
    other_keys : (m,) array
        Ascending.
    reach : float
        Greatest distance, included.

    Returns
    -------
    first, second : (p,) array
        Numbers of the rows and of the others.

    Examples
    --------
    >>> rows = np.array([[0.0, 0.0, 0.0]])
    >>> others = np.array([[0.9, 0.0, 0.0], [0.0, 0.9, 0.9], [2.5, 0.0, 0.0]])
    >>> keys = [order_by_square(table, (0, 1), 1.0) for table in (rows, others)]
    >>> order = np.argsort(keys[1])
    >>> first, second = find_alike(rows, keys[0], others[order], keys[1][order], 1.0)
    >>> order[second].tolist()
    [0]
    """
    first, second = np.empty(16, np.int64), np.empty(16, np.int64)
    found = 0
    for i in range(rows.shape[0]):
        for across in range(-1, 2):
            key = row_keys[i] + across * STRIDE
            start = np.searchsorted(other_keys, key - 1)
            stop = np.searchsorted(other_keys, key + 1, side="right")
            for j in range(start, stop):
                if _is_near(rows[i], others[j], reach * reach):
                    if found == first.size:
                        first = np.append(first, np.empty(found, np.int64))
                        second = np.append(second, np.empty(found, np.int64))
                    first[found], second[found] = i, j
                    found += 1
    return first[:found], second[:found]


@njit(cache=True, nogil=True)
def _is_near(a: Numbers, b: Numbers, square: float) -> bool:
    total = 0.0
    for k in range(a.size):
        total += (a[k] - b[k]) ** 2
        if total > square:
            return False
    return True
