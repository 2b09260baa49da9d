"""Rivals: events of one vessel at one time, of which one at most can be true."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

__all__ = ["sum_rivals"]

Integers = NDArray[np.int64]
Numbers = NDArray[np.float64]


@njit(cache=True, nogil=True)
def sum_rivals(
    vessel: Integers, other: Integers, spans_ms: Integers, worth: Numbers
) -> Numbers:
    """Add up what the rivals of each event are worth.

    Parameters
    ----------
    vessel : (n,) array
        Whose event; equal numbers stand together, by start within each.
    other : (n,) array
        The other vessel of it. Two events of the same two vessels are rivals once,
        though they stand in the list of either: below the smaller number.
    spans_ms : (n, 2) array
        Start and end, both within the event.
    worth : (n,) array
        What is added up.

    Returns
    -------
    (n,) array
        The sum over all others of the vessel that overlap in time, the event itself
        left out.

    Examples
    --------
    >>> vessel, other = np.array([7, 7, 7]), np.array([1, 2, 3])
    >>> spans_ms = np.array([[0, 5], [5, 9], [6, 9]])
    >>> sum_rivals(vessel, other, spans_ms, np.array([0.5, 1.0, 2.0]))
    array([1. , 2.5, 1. ])
    """
    total = np.zeros(worth.size)
    for i in range(worth.size):
        for j in range(i + 1, worth.size):
            if vessel[j] != vessel[i] or spans_ms[j, 0] > spans_ms[i, 1]:
                break
            if other[i] == other[j] and vessel[i] > other[i]:
                continue
            total[i] += worth[j]
            total[j] += worth[i]
    return total
