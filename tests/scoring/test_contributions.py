"""Contributions: they add up, are Shapley's, and have the sign of their weights."""

from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from stsdetect.scoring.challenger import CHALLENGER, read_challenger
from stsdetect.scoring.contributions import tell_contributions
from stsdetect.scoring.evidence import EVIDENCE
from stsdetect.scoring.forest import Forest, tell_log_odds
from stsdetect.scoring.grow import grow_forest

N_ITEMS = 4

Numbers = NDArray[np.float64]


@pytest.fixture(scope="module")
def weights() -> Numbers:
    random = np.random.default_rng(5)
    table = np.full((300, len(EVIDENCE)), np.nan)
    table[:, :N_ITEMS] = random.uniform(-2.0, 2.0, (300, N_ITEMS))
    table[random.random(300) < 0.3, 1] = np.nan
    return table


@pytest.fixture(scope="module")
def forest(weights: Numbers) -> Forest:
    """Trees that see items together: two count only where both speak for."""
    seen = np.nan_to_num(weights[:, :N_ITEMS], nan=0.5)
    odds = seen[:, 0] + np.minimum(seen[:, 1], seen[:, 2]) + 0.3 * seen[:, 3]
    is_transfer = np.random.default_rng(6).random(300) < 1 / (1 + np.exp(-3 * odds))
    return grow_forest(weights, pd.DataFrame({"is_transfer": is_transfer, "weight": 1}))


def test_tell_contributions__add_up_to_what_the_trees_tell(
    forest: Forest, weights: Numbers
) -> None:
    silent, of_items = tell_contributions(forest, weights)

    whole = silent + of_items.sum(axis=1)
    np.testing.assert_allclose(whole, tell_log_odds(forest, weights))
    assert np.abs(of_items[:, :N_ITEMS]).max() > 0.5


def test_tell_contributions__are_the_mean_over_every_order_of_telling(
    forest: Forest, weights: Numbers
) -> None:
    few = weights[:12]
    untold = np.zeros(few.shape)
    by_hand = np.zeros(few.shape)
    orders = list(permutations(range(N_ITEMS)))
    for order in orders:
        told = untold.copy()
        for item in order:
            before = tell_log_odds(forest, told)
            told[:, item] = few[:, item]
            by_hand[:, item] += (tell_log_odds(forest, told) - before) / len(orders)

    _, of_items = tell_contributions(forest, few)

    np.testing.assert_allclose(of_items, by_hand, atol=1e-12)


def test_tell_contributions__none_turns_the_sign_of_its_weight(
    forest: Forest, weights: Numbers
) -> None:
    _, of_items = tell_contributions(forest, weights)

    assert (of_items * np.nan_to_num(weights, nan=0.0) > -1e-12).all()
    assert (of_items[np.isnan(weights)] == 0).all()


def test_tell_contributions__of_the_challenger_that_ships_add_up_too() -> None:
    random = np.random.default_rng(7)
    weights = random.uniform(-2.0, 2.0, (20, len(EVIDENCE)))
    weights[random.random(weights.shape) < 0.4] = np.nan

    for forest, _ in read_challenger(CHALLENGER).values():
        silent, of_items = tell_contributions(forest, weights)

        whole = silent + of_items.sum(axis=1)
        np.testing.assert_allclose(whole, tell_log_odds(forest, weights))
        assert (of_items * np.nan_to_num(weights, nan=0.0) > -1e-12).all()
