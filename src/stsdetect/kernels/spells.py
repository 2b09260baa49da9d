"""Spells: figures of rows that stand together, without a copy of them."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

__all__ = [
    "first_and_last",
    "longest_holes",
    "means",
    "medians",
    "run_starts",
    "spreads",
]

Bools = NDArray[np.bool_]
Integers = NDArray[np.int64]
Numbers = NDArray[np.float64]


@njit(cache=True, nogil=True)
def run_starts(key: Integers) -> Integers:
    """Give the first row of each stretch of equal keys, and the end of the last one.

    Parameters
    ----------
    key : (n,) array
        Equal keys stand together.

    Returns
    -------
    (m + 1,) array
        One number, 0, where there is no row.

    Examples
    --------
    >>> run_starts(np.array([7, 7, 5])), run_starts(np.array([], dtype=np.int64))
    (array([0, 2, 3]), array([0]))
    """
    start = np.empty(key.size + 1, dtype=np.int64)
    n = 0
    for row in range(key.size):
        if row == 0 or key[row] != key[row - 1]:
            start[n] = row
            n += 1
    start[n] = key.size
    return start[: n + 1].copy()


@njit(cache=True, nogil=True)
def medians(values: Numbers, start: Integers) -> Numbers:
    """Give the median of each spell.

    Parameters
    ----------
    values : (n,) array
        NaN is left out.
    start : (m + 1,) array
        First row of each spell, and n.

    Returns
    -------
    (m,) array
        NaN where a spell has no value.

    Examples
    --------
    >>> medians(np.array([1.0, np.nan, 4.0, np.nan]), np.array([0, 3, 4]))
    array([2.5, nan])
    """
    middle = np.full(start.size - 1, np.nan)
    for spell in range(middle.size):
        own = values[start[spell] : start[spell + 1]]
        known = own[~np.isnan(own)]
        if known.size:
            middle[spell] = np.median(known)
    return middle


@njit(cache=True, nogil=True)
def means(values: Numbers, start: Integers) -> Numbers:
    """Give the mean of each spell; values, spells and NaN as for :func:`medians`.

    Examples
    --------
    >>> means(np.array([1.0, np.nan, 4.0, np.nan]), np.array([0, 3, 4]))
    array([2.5, nan])
    """
    mean = np.full(start.size - 1, np.nan)
    for spell in range(mean.size):
        n, total = 0, 0.0
        for i in range(start[spell], start[spell + 1]):
            if not np.isnan(values[i]):
                n, total = n + 1, total + values[i]
        if n:
            mean[spell] = total / n
    return mean


@njit(cache=True, nogil=True)
def spreads(x: Numbers, y: Numbers, kept: Bools, start: Integers) -> Numbers:
    """Give the spread of the points kept of each spell about their mean.

    Parameters
    ----------
    x, y : (n,) array
        Points; known where they are kept.
    kept : (n,) array
        Which of them count.
    start : (m + 1,) array
        First row of each spell, and n.

    Returns
    -------
    (m,) array
        √(Var x + Var y), NaN where no point is kept.

    Examples
    --------
    >>> x, kept = np.array([3.0, -3.0, 99.0]), np.array([True, True, False])
    >>> spreads(x, np.zeros(3), kept, np.array([0, 2, 3]))
    array([ 3., nan])
    """
    spread = np.full(start.size - 1, np.nan)
    for spell in range(spread.size):
        n, sum_x, sum_y = 0, 0.0, 0.0
        for i in range(start[spell], start[spell + 1]):
            if kept[i]:
                n, sum_x, sum_y = n + 1, sum_x + x[i], sum_y + y[i]
        if n == 0:
            continue
        squares = 0.0
        for i in range(start[spell], start[spell + 1]):
            if kept[i]:
                squares += (x[i] - sum_x / n) ** 2 + (y[i] - sum_y / n) ** 2
        spread[spell] = np.sqrt(squares / n)
    return spread


@njit(cache=True, nogil=True)
def first_and_last(kept: Bools, start: Integers) -> Integers:
    """Give the first and the last row kept of each spell.

    Parameters
    ----------
    kept : (n,) array
        Which rows count.
    start : (m + 1,) array
        First row of each spell, and n.

    Returns
    -------
    (m, 2) array
        −1 where no row is kept.

    Examples
    --------
    >>> kept = np.array([False, True, True, False])
    >>> first_and_last(kept, np.array([0, 3, 4]))
    array([[ 1,  2],
           [-1, -1]])
    """
    rows = np.full((start.size - 1, 2), -1, dtype=np.int64)
    for spell in range(start.size - 1):
        for i in range(start[spell], start[spell + 1]):
            if kept[i]:
                if rows[spell, 0] < 0:
                    rows[spell, 0] = i
                rows[spell, 1] = i
    return rows


@njit(cache=True, nogil=True)
def longest_holes(time: Integers, known: Bools, start: Integers) -> Integers:
    """Give the longest time of each spell between rows that are known.

    Parameters
    ----------
    time : (n,) array
        In ascending order within a spell, any unit.
    known : (n,) array
        Which rows end a hole; the first and the last of a spell do anyway.
    start : (m + 1,) array
        First row of each spell, and n.

    Returns
    -------
    (m,) array
        In the unit of `time`; 0 for a spell of one row.

    Examples
    --------
    >>> known = np.array([True, False, False, True, True])
    >>> longest_holes(np.array([0, 5, 10, 15, 20]), known, np.array([0, 5]))
    array([15])
    """
    longest = np.zeros(start.size - 1, dtype=np.int64)
    for spell in range(longest.size):
        before = start[spell]
        for i in range(start[spell], start[spell + 1]):
            if known[i] or i == start[spell + 1] - 1:
                longest[spell] = max(longest[spell], time[i] - time[before])
                before = i
    return longest
