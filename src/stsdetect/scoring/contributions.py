"""Contributions: what each item of evidence adds to the log-odds that trees tell.

Shapley's share of an item is the mean, over all orders in which the items of a lead
are told, of what it changes (Shapley, L., 1953, A value for n-person games, in
Contributions to the Theory of Games II, Princeton University Press, 307–317). Before
it is told an item says nothing, weight 0, as one that is missing does. Trees are
monotone in every item, so that a share has the sign of its weight.
"""

from collections.abc import Iterator
from math import factorial
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from stsdetect.scoring.evidence import EVIDENCE
from stsdetect.scoring.forest import Forest, tell_log_odds

__all__ = ["Contributions", "tell_contributions"]

Numbers = NDArray[np.float64]
Truths = NDArray[np.bool_]

_NAMES: Final = [item.name for item in EVIDENCE]
_LONGEST: Final = 16
"""Items on one way from root to leaf, at most; trees of depth 3 have 3."""
_SHARES: Final = np.array(
    [
        [
            factorial(told - 1) * factorial(untold) / factorial(told + untold)
            if told
            else 0.0
            for untold in range(_LONGEST)
        ]
        for told in range(_LONGEST)
    ]
)
"""Share of each of so many items without which a leaf is not reached, where so many
others have to be untold: (told − 1)! untold! / (told + untold)!."""


class Contributions(NamedTuple):
    """What log-odds are made of.

    Attributes
    ----------
    silent : float
        Log-odds of a lead of which nothing is said.
    of_items : (n, k) array
        What each item adds, in the order of the evidence; 0 where it is missing.
    """

    silent: float
    of_items: Numbers


def tell_contributions(forest: Forest, weights: Numbers) -> Contributions:
    """Tell what each item adds to what a forest tells; both parts add up to it.

    Parameters
    ----------
    forest : Forest
        Trees.
    weights : (n, k) array
        As :func:`~stsdetect.scoring.likelihood.weigh` gives them, all factors 1.

    References
    ----------
    Lundberg, S., Erion, G., Chen, H., et al. (2020). From local explanations to global
    understanding with explainable AI for trees. Nature Machine Intelligence 2, 56–67.
    doi:10.1038/s42256-019-0138-9 (interventional; the one background lead here is that
    in which nothing is said).
    """
    places = [_NAMES.index(name) for name in forest.items]
    seen = np.nan_to_num(weights, nan=0.0)
    nothing = np.zeros((1, weights.shape[1]))
    of_items = np.zeros(weights.shape)
    for tree in forest.trees:
        for value, way in _ways(tree):
            items = sorted({place for place, *_ in way})
            columns = [places[one] for one in items]
            told, silent = (
                _goes(way, items, one[:, columns]) for one in (seen, nothing)
            )
            of_items[:, columns] += value * _share(told, silent)
    return Contributions(float(tell_log_odds(forest, nothing).item()), of_items)


Way = list[tuple[int, float, bool]]


def _ways(tree: Numbers) -> Iterator[tuple[float, Way]]:
    """Give the value of each leaf with the way there.

    Of each node on it: the item asked, the threshold, and whether the way goes left.
    """
    open_ways: list[tuple[int, Way]] = [(0, [])]
    while open_ways:
        node, way = open_ways.pop()
        place, threshold, left, right, value = tree[node]
        if place < 0:
            yield float(value), way
            continue
        for child, is_left in ((left, True), (right, False)):
            step = (int(place), float(threshold), is_left)
            open_ways.append((int(child), [*way, step]))


def _goes(way: Way, items: list[int], seen: Numbers) -> Truths:
    """Tell, item by item, whether what is seen goes this way wherever it is asked."""
    goes = np.ones(seen.shape, dtype=bool)
    for place, threshold, is_left in way:
        column = items.index(place)
        goes[:, column] &= (seen[:, column] <= threshold) == is_left
    return goes


def _share(told: Truths, silent: Truths) -> Numbers:
    """Share a leaf among the items that decide whether it is reached.

    Those that go there when told alone add to it, those that go there when silent
    alone take from it; an item that never does closes it.
    """
    adds, takes = told & ~silent, silent & ~told
    n_adds, n_takes = adds.sum(axis=1), takes.sum(axis=1)
    is_open = (told | silent).all(axis=1)
    each_adds = np.where(is_open, _SHARES[n_adds, n_takes], 0.0)[:, np.newaxis]
    each_takes = np.where(is_open, _SHARES[n_takes, n_adds], 0.0)[:, np.newaxis]
    return np.asarray(adds * each_adds - takes * each_takes)
