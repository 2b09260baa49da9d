"""Challenger: where trees take over, reasons and terms tell what they say."""

import numpy as np
import pytest
from builders_leads import lead, leads

from stsdetect.scoring.challenger import Challenger
from stsdetect.scoring.explain import explain_terms
from stsdetect.scoring.forest import Forest
from stsdetect.scoring.rank import rank_candidates
from stsdetect.scoring.weighting import Weighting

STUMP = np.array(
    [
        [0, 0.5, 1, 2, 0.0],
        [-1, 0.0, 0, 0, -1.0],
        [-1, 0.0, 0, 0, 3.0],
    ]
)
"""Up to 0.5 in ``duration`` −1, above 3."""
TREES = {
    "encounter": Challenger(
        Forest(("duration",), -0.5, [STUMP]), Weighting(offset=0.25, slope=2.0)
    )
}
TABLE = leads(
    lead(1, duration_h=8.0, n_ticks=200),
    lead(2, duration_h=0.5, n_ticks=200),
    lead(3, kind="loitering", duration_h=8.0),
)


def test_rank_candidates__trees_say_the_likelihood_of_their_kind() -> None:
    by_trees = rank_candidates(TABLE, challengers=TREES).set_index("candidate_id")
    judged = rank_candidates(TABLE).set_index("candidate_id")

    long, short, waits = sorted(by_trees.index)
    at_start = np.log(0.01 / 0.99) + 0.25 - 2 * 0.5
    for name, leaf in ((long, 3.0), (short, -1.0)):
        odds = np.exp(at_start + 2 * leaf)
        told = by_trees.loc[name, "likelihood"]
        assert told == pytest.approx(odds / (1 + odds), abs=1e-4)
    assert by_trees.loc[waits, "likelihood"] == judged.loc[waits, "likelihood"]


def test_rank_candidates__reasons_are_those_of_the_trees() -> None:
    by_trees = rank_candidates(TABLE, challengers=TREES).set_index("candidate_id")

    long = min(by_trees.index)
    assert by_trees.loc[long, "reasons_for"].count("; ") == 0
    assert "8 h" in by_trees.loc[long, "reasons_for"]
    assert rank_candidates(TABLE)["reasons_for"].str.count("; ").max() > 0


def test_explain_terms__add_up_to_what_the_trees_say() -> None:
    terms = explain_terms(TABLE, challengers=TREES)
    ranked = rank_candidates(TABLE, challengers=TREES).set_index("candidate_id")

    total = terms.groupby("candidate_id")["counted"].sum()
    likelihood = 1 / (1 + np.exp(-total))
    assert likelihood.to_dict() == pytest.approx(
        ranked["likelihood"].to_dict(), abs=1e-4
    )
