"""Room: from which scale on the labels of a map do not cover each other."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["Labels", "find_scales"]

Numbers = NDArray[np.float64]

_STEP: Final = 2.0**0.25
"""Ours: scales are tried in steps that an eye hardly sees."""
_N_STEPS: Final = 64
"""Ours: up to 65,000 times as large as the first, where a street is a screen wide."""


class Labels(NamedTuple):
    """Labels of a map, the most important first; each is an (n,) array."""

    x: Numbers
    """Place that each stands at, in metres of the map."""
    y: Numbers
    left: Numbers
    """Of its box, from that place [px]; negative to the left."""
    right: Numbers
    bottom: Numbers
    """Of its box, from that place [px]; negative below it."""
    top: Numbers
    needed_px: Numbers
    """Least width of what it names; 0 for a point."""
    width_m: Numbers
    """Width of what it names, in metres of the map."""


def find_scales(labels: Labels, first: float) -> Numbers:
    """Find from which scale on each label has room.

    Boxes only move apart as a map is enlarged, so that a label which has room at one
    scale keeps it: at each scale, from the smallest on, the most important of those
    that are not shown yet take the room that is left.

    Parameters
    ----------
    labels : Labels
        The most important first.
    first : float
        Smallest scale that is looked at [px/m].

    Returns
    -------
    (n,) array
        Least scale of each [px/m]; infinite for a label that never has room, such as
        one at the place of another.

    Examples
    --------
    Two labels 40 px wide, 1000 m apart:

    >>> sides = [np.full(2, side) for side in (-20.0, 20.0, -6.0, 6.0)]
    >>> zero = np.zeros(2)
    >>> pair = Labels(np.array([0.0, 1000.0]), zero, *sides, zero, zero)
    >>> find_scales(pair, 0.01).round(4)
    array([0.01  , 0.0476])
    """
    scales = np.full(labels.x.size, np.inf)
    for scale in first * _STEP ** np.arange(_N_STEPS):
        wide = labels.width_m * scale >= labels.needed_px
        for row in np.flatnonzero(wide & np.isinf(scales)):
            if not _covers(labels, row, np.isfinite(scales), scale):
                scales[row] = scale
    return scales


def _covers(
    labels: Labels, row: np.int64, shown: NDArray[np.bool_], scale: float
) -> bool:
    """Tell whether a label would cover one that is shown."""
    east = (labels.x - labels.x[row]) * scale
    north = (labels.y - labels.y[row]) * scale
    beside = (east + labels.left < labels.right[row]) & (
        east + labels.right > labels.left[row]
    )
    above = (north + labels.bottom < labels.top[row]) & (
        north + labels.top > labels.bottom[row]
    )
    return bool((shown & beside & above).any())
