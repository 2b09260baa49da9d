"""Thin: the few positions of a track that a figure can tell apart."""

import numpy as np
from numpy.typing import NDArray

__all__ = ["few_of"]

Whole = NDArray[np.int64]


def few_of(
    time: Whole, turns: tuple[int, int], step: int, max_hole: int
) -> NDArray[np.bool_]:
    """Choose the positions that keep the shape of a track, and its turns exact.

    Parameters
    ----------
    time : (n,) array
        When a vessel was heard [ms], in order.
    turns : pair of int
        When something begins and ends [ms]: the last position before, the first and the
        last within, the one nearest to the middle and the first after are kept.
    step : int
        Above 0 [ms]; of each stretch so long the first position is kept.
    max_hole : int
        [ms]; on both sides of a longer silence the positions are kept, and so are the
        first and the last of all.

    Returns
    -------
    (n,) array of bool

    Examples
    --------
    >>> few_of(np.array([0, 1, 2, 9, 10, 11]), (20, 30), 5, 6)
    array([ True, False,  True,  True,  True,  True])
    """
    kept = np.zeros(time.size, dtype=np.bool_)
    if not time.size:
        return kept
    kept[[0, -1]] = True
    kept[1:] |= np.diff(time // step) > 0
    after_hole = np.diff(time) > max_hole
    kept[1:] |= after_hole
    kept[:-1] |= after_hole
    first, stop = np.searchsorted(time, [turns[0], turns[1] + 1])
    middle = np.searchsorted(time, (turns[0] + turns[1]) // 2)
    near = np.array([first - 1, first, stop - 1, stop, middle - 1, middle])
    kept[near[(near >= 0) & (near < time.size)]] = True
    return kept
