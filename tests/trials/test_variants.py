"""Variants: the same leads in every order, and nothing ranked twice."""

from itertools import islice

import pytest
from builders_leads import lead, leads

from stsdetect.config import Config
from stsdetect.scoring.likelihood import ScoreParams
from stsdetect.scoring.weighting import EXPERT
from stsdetect.trials.variants import CALLED, OURS, Found, rank_variants


@pytest.fixture(scope="module")
def found() -> dict[str, Found]:
    table = leads(
        *(
            lead(n, duration_h=6.0 - n, median_distance_m=30.0 + 60 * n)
            for n in range(5)
        )
    )
    first = islice(rank_variants(table, Config(), seed=0), 5)
    return {one.name: one for one in first}


def test_rank_variants__each_set_of_weights_ranks_the_same_leads(
    found: dict[str, Found],
) -> None:
    assert list(found) == [OURS, "judged", "fitted", "boosted", CALLED]
    assert found["judged"].candidates.equals(found[OURS].candidates)
    assert not found["fitted"].candidates.equals(found[OURS].candidates)


def test_rank_variants__weights_that_count_are_not_ranked_by_again() -> None:
    judged = Config(scoring=ScoreParams(weightings=EXPERT))

    ours, same = islice(rank_variants(leads(lead(1)), judged, seed=0), 2)

    assert same.name == "judged"
    assert same.candidates is ours.candidates


def test_rank_variants__called_is_what_is_as_likely_as_not(
    found: dict[str, Found],
) -> None:
    called, ours = found[CALLED].candidates, found[OURS].candidates

    assert set(called["candidate_id"]) == {
        row["candidate_id"]
        for row in ours.iter_rows(named=True)
        if row["likelihood"] >= 0.5
    }
