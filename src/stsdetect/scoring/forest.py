"""Forest: gradient-boosted trees on evidence, monotone, kept as numbers in a text.

The challenger of the additive score. scikit-learn grows the trees; here they are read,
so that no pickle is stored and no version of a library decides what they say.
"""

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from stsdetect.scoring.evidence import EVIDENCE

__all__ = ["Forest", "forest_from_json", "forest_json", "tell_log_odds"]

Numbers = NDArray[np.float64]

_NAMES: Final = [item.name for item in EVIDENCE]


class Forest(NamedTuple):
    """Trees whose leaves add up to log-odds.

    Attributes
    ----------
    items : tuple of str
        Items of evidence that the trees look at.
    baseline : float
        Log-odds to begin with.
    trees : list of (k, 5) arrays
        Nodes, the root first: place in ``items`` (−1 for a leaf), threshold, left and
        right node, value. Up to the threshold left.
    """

    items: tuple[str, ...]
    baseline: float
    trees: list[Numbers]


def tell_log_odds(forest: Forest, weights: Numbers) -> Numbers:
    """Give the log-odds of each lead by a forest, of judged weights of all items.

    What is missing says as little as a weight of 0: it is no evidence.
    """
    places = [_NAMES.index(name) for name in forest.items]
    seen = np.nan_to_num(weights[:, places], nan=0.0)
    total = np.full(len(seen), forest.baseline)
    for tree in forest.trees:
        total = total + _leaves(tree, seen)
    return total


def forest_json(forest: Forest) -> dict[str, Any]:
    """Give a forest as JSON can hold it."""
    return {
        "items": list(forest.items),
        "baseline": forest.baseline,
        "trees": [
            [[*map(int, node[[0, 2, 3]]), *node[[1, 4]].tolist()] for node in tree]
            for tree in forest.trees
        ],
    }


def forest_from_json(plain: dict[str, Any]) -> Forest:
    """Read back what :func:`forest_json` gave."""
    order = [0, 3, 1, 2, 4]
    return Forest(
        items=tuple(plain["items"]),
        baseline=float(plain["baseline"]),
        trees=[np.array(tree, dtype=np.float64)[:, order] for tree in plain["trees"]],
    )


def _leaves(tree: Numbers, seen: Numbers) -> Numbers:
    """Send each lead down a tree, all of them a node at a time."""
    node = np.zeros(len(seen), dtype=np.int64)
    rows = np.arange(len(seen))
    while True:
        place, threshold, left, right = tree[node, :4].T
        inside = place >= 0
        if not inside.any():
            return np.asarray(tree[node, 4])
        value = seen[rows, np.maximum(place, 0).astype(np.int64)]
        follows = np.where(value <= threshold, left, right)
        node = np.where(inside, follows.astype(np.int64), node)
