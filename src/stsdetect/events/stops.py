"""Stops: how probable it is that a vessel under way stopped before it could be heard.

That a vessel lay still and sent seldom explains a silence of one that was slow when it
was last heard. One that was under way had first to stop: it went on for a while, and
all that while would have been heard as often as any vessel under way. So too one that
is under way when it is heard again.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from stsdetect.events.pieces import Pieces
from stsdetect.kernels.stops import stops_unheard

__all__ = ["log_unheard_stop"]

Numbers = NDArray[np.float64]

TINY: Final = 1e-12


def log_unheard_stop(
    pieces: Pieces, chance: Numbers, n_gaps: int, per_slot: float
) -> tuple[Numbers, Numbers]:
    """Give the log probability that a vessel stopped before it was heard under way.

    It stops in each slot with the same probability h; of the slots before that it was
    heard in none: the sum over k of h (1 − h)^k (1 − p_1) … (1 − p_k). With the same p
    everywhere that is h / (1 − (1 − h)(1 − p)).

    Parameters
    ----------
    pieces : Pieces
        Slots of silences.
    chance : (m,) array
        Probability that a vessel under way is heard in each.
    n_gaps : int
        How many silences there are.
    per_slot : float
        h: that a vessel under way stops in a slot.

    Returns
    -------
    pair of (n_gaps,) arrays
        After the start, and, with time run backwards, before the end. 0 for a silence
        without slots.
    """
    goes_on = (1.0 - per_slot) * (1.0 - np.clip(chance, 0.0, 1.0 - TINY))
    unheard = stops_unheard(pieces.row, goes_on, n_gaps, per_slot)
    start, end = np.log(np.clip(unheard, TINY, 1.0)).T
    return start, end
