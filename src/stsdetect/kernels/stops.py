"""Stops: the probability to stop before one is heard, slot after slot."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

__all__ = ["stops_unheard"]

Numbers = NDArray[np.float64]


@njit(cache=True, nogil=True)
def stops_unheard(
    row: NDArray[np.int64], goes_on: Numbers, n_rows: int, per_slot: float
) -> Numbers:
    """Give the probability of a stop that nobody hears, after the start and backwards.

    Slot after slot of a silence by itself, so that it does not hang on the company.

    Parameters
    ----------
    row : (m,) array
        Silence of each slot, from 0; those of one stand together.
    goes_on : (m,) array
        That a vessel neither stops in the slot nor is heard in it.
    n_rows : int
        Silences.
    per_slot : float
        That it stops in a slot.

    Returns
    -------
    (n, 2) array
        From the first slot on, and from the last one back; 1 without slots.

    Examples
    --------
    >>> stops_unheard(np.array([0, 0]), np.array([0.5, 0.1]), 2, 0.25)
    array([[0.425, 0.325],
           [1.   , 1.   ]])
    """
    probability = np.ones((n_rows, 2))
    for side in range(2):
        stopped, missed = 0.0, 1.0
        for at in range(row.size):
            slot = at if side == 0 else row.size - 1 - at
            before = slot - 1 if side == 0 else slot + 1
            if at == 0 or row[slot] != row[before]:
                stopped, missed = 0.0, 1.0
            stopped += per_slot * missed
            missed *= goes_on[slot]
            probability[row[slot], side] = stopped + missed
    return probability
