"""Queue: who comes in and how probably, and that what is counted so is unbiased."""

import numpy as np
import pandas as pd
import pytest
from builders_leads import candidates

from stsdetect.review.estimate import estimate_list
from stsdetect.review.queue import make_queue

N = 100


@pytest.fixture(scope="module")
def listed() -> pd.DataFrame:
    """A hundred candidates, ever less likely."""
    return candidates(
        *(
            {
                "likelihood": 1 - n / N,
                "priority": float(N - n),
                "region": f"sea {n % 3}",
            }
            for n in range(N)
        )
    )


def test_make_queue__is_seventy_fifteen_fifteen(listed: pd.DataFrame) -> None:
    queue = make_queue(listed, set(), 20, seed=1)

    assert queue["stratum"].value_counts().to_dict() == {
        "top": 14,
        "uncertain": 3,
        "random": 3,
    }
    assert queue["place"].tolist() == list(range(1, 21))


def test_make_queue__every_candidate_had_a_known_chance(listed: pd.DataFrame) -> None:
    queue = make_queue(listed, set(), 20, seed=1).set_index("stratum")["inclusion_p"]

    assert (queue[["top", "uncertain"]] == 1).all()
    assert queue["random"].tolist() == pytest.approx([3 / (N - 17)] * 3)


def test_make_queue__the_uncertain_are_near_a_half_and_of_several_seas(
    listed: pd.DataFrame,
) -> None:
    queue = make_queue(listed, set(), 20, seed=1).merge(listed, on="candidate_id")

    uncertain = queue[queue["stratum"] == "uncertain"]
    assert (uncertain["likelihood"] - 0.5).abs().max() <= 0.02
    assert uncertain["region"].nunique() == 3


def test_make_queue__the_order_does_not_tell_the_stratum(listed: pd.DataFrame) -> None:
    strata = make_queue(listed, set(), 20, seed=1)["stratum"].tolist()

    assert strata != sorted(strata, key=["top", "uncertain", "random"].index)


def test_make_queue__is_the_same_again_and_another_by_another_seed(
    listed: pd.DataFrame,
) -> None:
    one, again, other = (
        make_queue(table, set(), 20, seed)
        for table, seed in ((listed, 1), (listed.iloc[::-1], 1), (listed, 2))
    )

    pd.testing.assert_frame_equal(one, again)
    assert set(one["candidate_id"]) != set(other["candidate_id"])


def test_make_queue__shows_nothing_twice(listed: pd.DataFrame) -> None:
    done = set(make_queue(listed, set(), 20, seed=1)["candidate_id"])

    more = make_queue(listed, done, 20, seed=1)

    assert not done & set(more["candidate_id"])


def test_make_queue__of_few_candidates_is_all_of_them(listed: pd.DataFrame) -> None:
    queue = make_queue(listed.head(5), set(), 20, seed=1)

    assert set(queue["candidate_id"]) == set(listed["candidate_id"].head(5))
    assert (queue["inclusion_p"] == 1).all()
    assert make_queue(listed.head(0), set(), 20, seed=1).empty


def test_estimate_list__is_unbiased_over_many_draws(listed: pd.DataFrame) -> None:
    ranks = listed["rank"].to_numpy()
    is_transfer = (ranks % 2 == 0) & (ranks <= 60)
    truth = dict(zip(listed["candidate_id"], is_transfer, strict=True))

    found = []
    for seed in range(150):
        queue = make_queue(listed, set(), 40, seed)
        verdict = (
            queue["candidate_id"]
            .map(truth)
            .map({True: "transfer", False: "no_transfer"})
        )
        labelled = queue.assign(verdict=verdict)
        found.append(estimate_list(labelled, listed, 10))

    assert np.mean([one.n_transfers for one in found]) == pytest.approx(30, rel=0.05)
    assert [one.precision for one in found] == [0.5] * len(found)
    assert np.mean([5 / one.n_transfers for one in found]) == pytest.approx(
        np.mean([one.recall for one in found])
    )


def test_estimate_list__leaves_out_the_unsure_and_what_was_picked_by_hand(
    listed: pd.DataFrame,
) -> None:
    ids = listed["candidate_id"].head(3).tolist()
    labelled = pd.DataFrame(
        {
            "candidate_id": ids,
            "verdict": ["transfer", "unsure", "no_transfer"],
            "inclusion_p": [1.0, 1.0, np.nan],
        }
    )

    found = estimate_list(labelled, listed, 10)

    assert (found.n_labelled, found.precision) == (1, 1.0)


def test_estimate_list__of_no_label_is_not_known(listed: pd.DataFrame) -> None:
    nothing = pd.DataFrame({"candidate_id": [], "verdict": [], "inclusion_p": []})

    found = estimate_list(nothing, listed, 10)

    assert found.n_labelled == 0
    assert np.isnan([found.precision, found.n_transfers, found.recall]).all()
