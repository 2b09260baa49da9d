"""Fit: factors are learned, signs held, caps kept, and too little is refused."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from stsdetect.errors import InputError
from stsdetect.scoring.caps import share
from stsdetect.scoring.evidence import CAPS, EVIDENCE
from stsdetect.scoring.fit import (
    JUDGED,
    Model,
    _draws,
    fit_factors,
    fit_model,
    predict_log_odds,
)
from stsdetect.scoring.held_out import MODELS, compare_models

NAMES = [item.name for item in EVIDENCE]
DISTANCE, DURATION, SPEED = (
    NAMES.index(name) for name in ("distance", "duration", "speed")
)
FEW_DRAWS = replace(JUDGED, n_draws=6)


def leads(n: int = 3000) -> tuple[NDArray[np.float64], pd.DataFrame]:
    """Leads whose truth follows distance at half its weight, duration at twice its
    own, and speed against its sign; the seed is fixed."""
    random = np.random.default_rng(7)
    weights = np.full((n, len(EVIDENCE)), np.nan)
    for place in (DISTANCE, DURATION, SPEED):
        weights[:, place] = random.uniform(-1.0, 1.0, n)
    log_odds = weights[:, [DISTANCE, DURATION, SPEED]] @ [0.5, 2.0, -1.0] - 1.0
    is_transfer = random.random(n) < 1 / (1 + np.exp(-log_odds))
    return weights, pd.DataFrame(
        {
            "kind": "encounter",
            "is_transfer": is_transfer,
            "known": True,
            "whole": True,
            "weight": 1.0,
            "cluster": np.arange(n) % 30,
        }
    )


@pytest.fixture(scope="module")
def fitted() -> pd.DataFrame:
    return fit_factors(*leads(), FEW_DRAWS).set_index("item")


def test_fit_factors__finds_how_much_an_item_counts(fitted: pd.DataFrame) -> None:
    assert fitted.loc["distance", "factor"] == pytest.approx(0.5, abs=0.15)
    assert fitted.loc["duration", "factor"] == pytest.approx(2.0, abs=0.35)


def test_fit_factors__never_turns_a_sign(fitted: pd.DataFrame) -> None:
    assert fitted.loc["speed", "factor"] == pytest.approx(1 / 3, abs=1e-3)
    assert (fitted["factor"] > 0).all()


def test_fit_factors__what_was_never_seen_keeps_its_judged_weight(
    fitted: pd.DataFrame,
) -> None:
    unseen = fitted.drop(index=["distance", "duration", "speed"])

    assert (unseen["factor"] == 1).all()
    assert (unseen["n_present"] == 0).all()


def test_fit_factors__what_is_kept_keeps_its_judged_weight(
    fitted: pd.DataFrame,
) -> None:
    kept = replace(JUDGED, n_draws=1, kept=frozenset({"duration"}))

    told = fit_factors(*leads(), kept).set_index("item")

    assert (told.loc[["duration"], ["factor", "low", "high"]] == 1).all(axis=None)
    assert (fitted.loc[["duration"], "factor"] > 1.5).all()
    assert told.loc["distance", "factor"] == pytest.approx(0.5, abs=0.2)


def test_fit_factors__who_believes_the_judged_weights_keeps_them() -> None:
    told = fit_factors(*leads(), replace(JUDGED, n_draws=1, spread=0.01))

    assert told["factor"].to_numpy() == pytest.approx(np.ones(len(told)), abs=0.05)


def test_fit_model__a_sea_with_other_shares_has_a_base_of_its_own() -> None:
    weights, observed = leads()
    bare = np.full_like(weights, np.nan)
    many = observed.assign(whole=False, is_transfer=True)
    both = np.vstack([weights, bare]), pd.concat([observed, many], ignore_index=True)

    alone, beside = fit_model(weights, observed), fit_model(*both)

    np.testing.assert_allclose(beside.factors, alone.factors, atol=0.02)
    said = predict_log_odds(beside, *both)
    assert said[len(weights) :].min() > 5
    told = predict_log_odds(alone, weights, observed)
    np.testing.assert_allclose(said[: len(weights)], told, atol=0.05)


def test_fit_factors__intervals_hold_the_factor(fitted: pd.DataFrame) -> None:
    seen = fitted.loc[["distance", "duration"]]

    assert (seen["low"] <= seen["factor"] + 0.05).all()
    assert (seen["factor"] - 0.05 <= seen["high"]).all()
    assert (seen["high"] > seen["low"]).all()
    told = fitted[["factor", "low", "high"]]
    assert told.round(3).equals(told)


def test_draws__take_whole_clusters_and_none_more_seldom_than_others() -> None:
    clusters = np.repeat(np.arange(4), [2, 1, 3, 2])
    observed = pd.DataFrame({"cluster": clusters, "is_transfer": clusters % 2 == 0})

    drawn = np.concatenate(_draws(observed, replace(JUDGED, n_draws=400)))

    counts = np.bincount(drawn, minlength=clusters.size)
    assert (counts == counts[np.searchsorted(clusters, clusters)]).all()
    assert counts.min() > 0.9 * counts.max()


def test_fit_factors__is_the_same_again() -> None:
    few = leads(300)

    pd.testing.assert_frame_equal(
        fit_factors(*few, FEW_DRAWS), fit_factors(*few, FEW_DRAWS)
    )


def test_fit_factors__too_little_is_refused_and_told() -> None:
    weights, observed = leads(100)
    few = observed.assign(is_transfer=[True] * 19 + [False] * 81)

    with pytest.raises(InputError, match="19 transfers and 81 others, at least 20"):
        fit_factors(weights, few)


def test_fit_factors__two_guesses_at_one_lead_are_one_lead() -> None:
    weights, observed = leads(200)
    copies = [observed.assign(known=False, is_transfer=one) for one in (True, False)]
    guesses = [
        copy.assign(weight=share, cluster=99)
        for copy, share in zip(copies, (0.3, 0.7), strict=True)
    ]
    table = pd.concat([observed, *guesses], ignore_index=True)

    alone = fit_factors(weights, observed, FEW_DRAWS)
    beside = fit_factors(np.vstack([weights] * 3), table, FEW_DRAWS)

    assert (beside["n_present"] == 2 * alone["n_present"]).all()


def test_predict_log_odds__is_the_score_itself_when_all_factors_are_one() -> None:
    weights, observed = leads(200)
    weights *= 5  # beyond the caps
    judged = Model(np.ones(len(EVIDENCE)), {"encounter": -2.0})

    told = predict_log_odds(judged, weights, observed)

    counted = share(weights, EVIDENCE, CAPS).sum(axis=1)
    np.testing.assert_allclose(told, counted - 2.0)


def test_fit_model__fixed_factors_stay_one() -> None:
    model = fit_model(*leads(300), fixed=True)

    assert (model.factors == 1).all()
    assert -2.0 < model.base["encounter"] < 0.0


def test_fit_model__a_lead_counted_twice_is_two_leads() -> None:
    weights, observed = leads(300)
    twice = np.concatenate([weights, weights])

    doubled = fit_model(weights, observed.assign(weight=2.0))
    repeated = fit_model(twice, pd.concat([observed, observed]))

    np.testing.assert_allclose(doubled.factors, repeated.factors, atol=1e-3)


def test_compare_models__a_fit_tells_more_of_what_it_has_not_seen() -> None:
    compared = compare_models(*leads(500))

    loss = dict(zip(compared["model"], compared["log_loss"], strict=True))
    assert compared["model"].tolist() == list(MODELS)
    assert loss["fitted"] < loss["judged"]
    assert compared["precision"].between(0, 1).all()


def test_compare_models__a_guess_of_full_weight_is_no_verdict() -> None:
    weights, observed = leads(300)
    turned = observed.assign(is_transfer=~observed["is_transfer"], known=False)
    table = pd.concat([observed, turned], ignore_index=True)

    alone = compare_models(weights, observed).set_index("model")
    beside = compare_models(np.vstack([weights, weights]), table).set_index("model")

    judged = "judged", "average_precision"
    assert beside.loc[judged] == pytest.approx(alone.loc[judged], abs=0.05)


def test_compare_models__leads_that_are_guesses_are_not_judged_by() -> None:
    weights, observed = leads(200)
    guesses = observed.assign(is_transfer=True, known=False, weight=1e-9)
    with_guesses = pd.concat([observed, guesses], ignore_index=True)

    alone = compare_models(weights, observed)
    among = compare_models(np.concatenate([weights, weights]), with_guesses)

    fitted = MODELS.index("fitted")
    assert among["precision"][fitted] == pytest.approx(
        alone["precision"][fitted], abs=0.05
    )
