"""Caps: items of a group see one fact from several sides, which counts once."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from stsdetect.scoring.term import Item

__all__ = ["share"]


def share(
    weights: NDArray[np.float64], items: Sequence[Item], caps: Mapping[str, float]
) -> NDArray[np.float64]:
    """Give what counts of each weight: missing ones 0, groups within their cap.

    A group beyond its cap has all its weights scaled alike, so that the columns still
    add up to what the score rests on.

    Parameters
    ----------
    weights : (n, k) array
        One column per item, NaN where it says nothing.
    items : sequence of Item
        As the columns.
    caps : mapping of str to float
        Most that the sum of a group counts, for or against.

    Returns
    -------
    (n, k) array
        Without NaN.
    """
    counted = np.nan_to_num(weights, nan=0.0)
    for group, cap in caps.items():
        places = [i for i, item in enumerate(items) if item.group == group]
        total = np.zeros(len(counted))
        # Column after column, since the order of adding changes the last bit of a sum.
        for place in places:
            total = total + counted[:, place]
        excess = np.maximum(np.abs(total) / cap, 1.0)
        counted[:, places] /= excess[:, np.newaxis]
    return counted
