"""Weights: decision 0009 in figures, and likelihoods in rarer seas."""

import numpy as np
import polars as pl
import pytest

from stsdetect.evaluate.outcomes import Outcome
from stsdetect.evaluate.prevalence import measure_at_prevalences, weighted_error
from stsdetect.evaluate.weight_sections import (
    label_section,
    prevalence_section,
    weight_section,
)
from stsdetect.evaluate.weights import compare_weights

RATES = {"encounter": 0.5}
N_WORLDS = 20


def listed(variant: str, n_right: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Worlds of ten transfers, of whom so many stand among the first ten of twenty."""
    rows, told = [], []
    for world in range(N_WORLDS):
        for place in range(20):
            true = place < n_right or 10 <= place < 20 - n_right
            rows.append((variant, f"w{world}", place + 1, place, true))
        told += [(variant, f"w{world}", row[3]) for row in rows[-20:] if row[4]]
    judged = pl.DataFrame(
        {
            "variant": variant,
            "world": [row[1] for row in rows],
            "kind": "encounter",
            "candidate_id": [f"{row[1]} {row[3]}" for row in rows],
            "mmsi_a": [row[3] for row in rows],
            "mmsi_b": [100 + row[3] for row in rows],
            "rank": [row[2] for row in rows],
            "likelihood": [0.9 if row[2] <= 10 else 0.1 for row in rows],
            "rival_odds": 0.0,
            "rival_odds_other": 0.0,
            "verdict": ["transfer" if row[4] else "false" for row in rows],
        }
    )
    transfers = pl.DataFrame(
        {
            "variant": variant,
            "world": [row[1] for row in told],
            "observability": "encounter",
            "expected": "found",
            "mmsi_a": [row[2] for row in told],
            "mmsi_b": [100 + row[2] for row in told],
        }
    )
    return judged, transfers


def outcome(**n_right: int) -> Outcome:
    parts = [listed(variant, n) for variant, n in n_right.items()]
    return Outcome(*(pl.concat(tables) for tables in zip(*parts, strict=True)))


def test_compare_weights__what_ranks_better_by_its_margin_is_taken() -> None:
    found = compare_weights(outcome(judged=7, fitted=8, boosted=8), RATES)

    taken = {(one.weights, one.other): one.taken for one in found}
    assert taken == {
        ("fitted", "judged"): True,
        ("boosted", "judged"): True,
        ("boosted", "fitted"): False,
    }
    first = found[0]
    assert (first.precision, first.other_precision) == pytest.approx((0.8, 0.7))
    assert first.share_not_lower == 1.0
    assert "| fitted for judged | 0.70 | 0.80 | +0.100 | 100.0 % |" in (
        weight_section(found)
    )


def test_compare_weights__what_says_less_truly_is_not_taken() -> None:
    both = outcome(judged=7, fitted=8, boosted=8)
    surer = pl.when(pl.col("variant") == "fitted").then(0.999).otherwise("likelihood")
    judged = both.judged.with_columns(likelihood=surer)

    found = compare_weights(Outcome(judged, both.told), RATES)

    assert [one.taken for one in found] == [False, True, False]


def test_compare_weights__without_other_weights_there_is_nothing_to_tell() -> None:
    assert compare_weights(outcome(judged=7), RATES) == []
    assert weight_section([]) == label_section([]) == ""


def test_measure_at_prevalences__a_true_likelihood_stays_true_in_rarer_seas() -> None:
    random = np.random.default_rng(1)
    said = random.uniform(0.0, 1.0, 40_000)
    true = random.random(said.size) < said
    judged = pl.DataFrame(
        {
            "kind": "encounter",
            "likelihood": said,
            "rival_odds": 0.0,
            "rival_odds_other": 0.0,
            "verdict": ["transfer" if one else "false" for one in true],
        }
    )

    found = list(measure_at_prevalences(judged, RATES))

    assert [one.prevalence for one in found] == [1e-2, 1e-3, 1e-4]
    assert found[0].error < 0.05
    assert found[0].median_true > found[2].median_true
    assert found[0].precision_probable > 0.5
    assert prevalence_section(found).count("| `encounter` | 1 in ") == 3


def test_measure_at_prevalences__what_rests_on_few_is_not_told() -> None:
    judged = pl.DataFrame(
        {
            "kind": "encounter",
            "likelihood": [0.9999] * 19 + [0.5] * 200,
            "rival_odds": 0.0,
            "rival_odds_other": 0.0,
            "verdict": ["transfer"] * 19 + ["transfer", "false"] * 100,
        }
    )

    found = list(measure_at_prevalences(judged, RATES))

    few, many = found[1], next(measure_at_prevalences(judged[:-1], {"encounter": 1e-3}))
    assert np.isnan(few.precision_probable)
    assert np.isnan(few.error)
    assert many.precision_probable > 0
    assert prevalence_section([few]).endswith("| – |")


def test_weighted_error__a_likelihood_that_is_true_has_none() -> None:
    said = np.array([1.0] * 5 + [0.0] * 5)

    assert weighted_error(said, said > 0.5, np.ones(10)) == 0.0
    assert weighted_error(1 - said, said > 0.5, np.ones(10)) == 1.0
