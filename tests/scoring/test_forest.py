"""Forest: read from its numbers it says what scikit-learn says; missing is nothing."""

import json

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier

from stsdetect.scoring.evidence import EVIDENCE
from stsdetect.scoring.forest import forest_from_json, forest_json, tell_log_odds
from stsdetect.scoring.grow import grow_forest

N = 400


@pytest.fixture(scope="module")
def leads() -> tuple[NDArray[np.float64], pd.DataFrame]:
    """Three items, one of them missing at times, and a truth that follows two."""
    random = np.random.default_rng(2)
    weights = np.full((N, len(EVIDENCE)), np.nan)
    weights[:, :3] = random.uniform(-2.0, 2.0, (N, 3))
    weights[random.random(N) < 0.3, 1] = np.nan
    odds = weights[:, 0] + np.nan_to_num(weights[:, 1], nan=-1.0)
    is_transfer = random.random(N) < 1 / (1 + np.exp(-2 * odds))
    return weights, pd.DataFrame({"is_transfer": is_transfer, "weight": 1.0})


def test_tell_log_odds__is_what_scikit_learn_says(
    leads: tuple[NDArray[np.float64], pd.DataFrame],
) -> None:
    weights, observed = leads
    boosted = HistGradientBoostingClassifier(
        monotonic_cst=[1] * 3, max_depth=3, max_iter=50, random_state=0
    ).fit(np.nan_to_num(weights[:, :3]), observed["is_transfer"])

    told = tell_log_odds(grow_forest(weights, observed), weights)

    seen = np.nan_to_num(weights[:, :3])
    np.testing.assert_allclose(told, boosted.decision_function(seen))


def test_tell_log_odds__what_is_missing_is_no_evidence(
    leads: tuple[NDArray[np.float64], pd.DataFrame],
) -> None:
    weights, observed = leads
    forest = grow_forest(weights, observed)

    silent = np.nan_to_num(weights, nan=0.0)
    np.testing.assert_array_equal(
        tell_log_odds(forest, weights), tell_log_odds(forest, silent)
    )


def test_forest_json__comes_back_as_it_was(
    leads: tuple[NDArray[np.float64], pd.DataFrame],
) -> None:
    weights, observed = leads
    forest = grow_forest(weights, observed)

    again = forest_from_json(json.loads(json.dumps(forest_json(forest))))

    np.testing.assert_array_equal(
        tell_log_odds(again, weights), tell_log_odds(forest, weights)
    )


def test_tell_log_odds__more_evidence_never_tells_less(
    leads: tuple[NDArray[np.float64], pd.DataFrame],
) -> None:
    weights, observed = leads
    forest = grow_forest(weights, observed)
    more = weights.copy()
    more[:, 0] += 0.5

    assert (tell_log_odds(forest, more) >= tell_log_odds(forest, weights)).all()
