"""Around: what is known of degree squares and hours, summed over nine squares."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

__all__ = ["COLUMNS", "sum_around"]

Whole = NDArray[np.int64]
Span = tuple[int, int]

COLUMNS = 360
"""Degree squares around the globe; they are numbered along rows from 90° S, 180° W."""


@njit(cache=True, nogil=True)
def sum_around(
    asked: Whole, starts: Whole, block: Whole, values: Whole
) -> tuple[Whole, Whole]:
    """Give what is known of squares in their hours, and of the nine around each.

    Parameters
    ----------
    asked : (n, 2) array
        Hour, counted from the first that is known, and degree square. Of hours before
        or after those known nothing is.
    starts : (h + 1,) array
        The rows of hour ``i`` are ``starts[i]`` to ``starts[i + 1]``.
    block : (m,) array
        Degree square of each row, rising within an hour, each once.
    values : (m, k) array
        What is summed.

    Returns
    -------
    here, around : (n, k) arrays
        Of the square itself, and of it and the eight beside it: across 180° too, and
        none beyond the poles. 0 where nothing is known.

    Examples
    --------
    >>> here, around = sum_around(
    ...     np.array([[0, 361]]), np.array([0, 2]), np.array([0, 361]), np.array([[5], [1]])
    ... )
    >>> here.tolist(), around.tolist()
    ([[1]], [[6]])
    """  # noqa: E501
    here = np.zeros((asked.shape[0], values.shape[1]), np.int64)
    around = np.zeros_like(here)
    for i in range(asked.shape[0]):
        hour, square = asked[i]
        if hour < 0 or hour >= starts.size - 1:
            continue
        rows = (starts[hour], starts[hour + 1])
        column = square % COLUMNS
        for north in range(-1, 2):
            west = square - column + north * COLUMNS
            span = (west + max(column - 1, 0), west + min(column + 1, COLUMNS - 1))
            _add(around[i], block, values, rows, span)
            if column == 0:
                last = west + COLUMNS - 1
                _add(around[i], block, values, rows, (last, last))
            if column == COLUMNS - 1:
                _add(around[i], block, values, rows, (west, west))
        _add(here[i], block, values, rows, (square, square))
    return here, around


@njit(cache=True, nogil=True)
def _add(
    total: Whole, block: Whole, values: Whole, rows: tuple[int, int], span: Span
) -> None:
    """Add what is known, in some rows, of squares from the first to the last."""
    low, high = rows
    while low < high:
        middle = (low + high) // 2
        if block[middle] < span[0]:
            low = middle + 1
        else:
            high = middle
    while low < rows[1] and block[low] <= span[1]:
        for k in range(total.size):
            total[k] += values[low, k]
        low += 1
