"""Rivals: of several meetings that could have been one at most was."""

from typing import Any

import numpy as np
import pytest
from builders_leads import lead, leads

from stsdetect.scoring.explain import explain_terms
from stsdetect.scoring.likelihood import ScoreParams
from stsdetect.scoring.rank import rank_candidates
from stsdetect.scoring.rivals import Rivals

SURE = ScoreParams(one_dark_rate=0.9999, both_dark_rate=0.9999)
"""A sea in which every silence hides a meeting."""


def dark(number: int, a: int, b: int, **changes: Any) -> dict[str, Any]:
    return lead(number, mmsi_a=200_000_000 + a, mmsi_b=300_000_000 + b, **changes)


@pytest.mark.parametrize("kind", ["one_dark", "both_dark"])
def test_rank_candidates__the_partners_of_one_silence_add_up_to_less_than_one(
    kind: str,
) -> None:
    table = leads(*(dark(n, 1, n, kind=kind, p_chance=0.001) for n in range(5)))

    likelihood = rank_candidates(table, SURE)["likelihood"]

    alone = rank_candidates(table.iloc[:1], SURE)["likelihood"].iloc[0]
    assert likelihood.sum() <= 1.0005
    assert likelihood.max() < alone


def test_rank_candidates__partners_at_other_times_are_no_rivals() -> None:
    table = leads(
        dark(1, 1, 1, kind="one_dark"),
        dark(2, 1, 2, kind="one_dark", start_min=3_000),
    )

    assert (rank_candidates(table)["rival_odds"] == 0).all()


def test_rank_candidates__a_silence_hides_a_visit_to_one_that_waited() -> None:
    table = leads(dark(1, 1, 9, kind="one_dark"), dark(2, 2, 9, kind="one_dark"))

    likelihood = rank_candidates(table, SURE)["likelihood"]

    alone = rank_candidates(table.iloc[:1], SURE)["likelihood"].iloc[0]
    assert likelihood.sum() <= 1.0005
    assert likelihood.max() < alone


def test_rank_candidates__a_silence_hides_a_visit_or_a_meeting_with_a_silent_one() -> (
    None
):
    visit = lead(1, kind="one_dark", mmsi_a=201_000_000, mmsi_b=209_000_000)
    meeting = lead(2, kind="both_dark", mmsi_a=209_000_000, mmsi_b=210_000_000)
    elsewhere = lead(3, kind="both_dark", mmsi_a=201_000_000, mmsi_b=211_000_000)

    ranked = rank_candidates(leads(visit, meeting, elsewhere)).set_index("mmsi_a")

    of_visit, of_meeting = (
        ranked[ranked["kind"] == kind].iloc[0] for kind in ("one_dark", "both_dark")
    )
    assert of_visit["rival_odds_other"] == of_visit["rival_odds"] > 0
    assert of_meeting["rival_odds_other"] == of_meeting["rival_odds"] > 0
    # Who waited was not silent: what else it did excludes nothing.
    assert ranked.loc[201_000_000].set_index("kind").loc["both_dark", "rival_odds"] == 0


def test_rivals__two_visits_of_one_pair_exclude_each_other_once() -> None:
    table = leads(*(dark(n, 1, 9, kind="one_dark", start_min=n) for n in range(2)))

    rivals = Rivals(table).add_up(np.array([1.0, 10.0]))

    assert rivals.own.tolist() == [10.0, 1.0]
    assert rivals.other.tolist() == [0.0, 0.0]


def test_rank_candidates__a_silence_is_shared_whichever_side_it_is_on() -> None:
    table = leads(
        lead(1, kind="both_dark", mmsi_a=1, mmsi_b=2),
        lead(2, kind="both_dark", mmsi_a=2, mmsi_b=3),
        lead(3, kind="both_dark", mmsi_a=4, mmsi_b=5),
    )

    rivals = Rivals(table).add_up(np.array([1.0, 10.0, 100.0]))

    assert rivals.own.tolist() == [10.0, 1.0, 0.0]
    assert rivals.total.tolist() == [10.0, 1.0, 0.0]


def test_rank_candidates__what_was_seen_has_no_rivals() -> None:
    table = leads(dark(1, 1, 1), dark(2, 1, 2), dark(3, 1, 3, kind="one_dark"))

    assert (rank_candidates(table)["rival_odds"] == 0).all()


def test_rivals__worlds_do_not_meet() -> None:
    table = leads(dark(1, 1, 1, kind="one_dark"), dark(2, 1, 2, kind="one_dark"))

    together, apart = (
        Rivals(table, np.array(world)).add_up(np.ones(2)).total
        for world in ([0, 0], [0, 1])
    )

    assert together.tolist() == [1.0, 1.0]
    assert apart.tolist() == [0.0, 0.0]


def test_explain_terms__rivals_are_told_from_one_candidate_alone() -> None:
    table = leads(*(dark(n, 1, n, kind="one_dark", p_chance=0.001) for n in range(5)))
    ranked = rank_candidates(table, SURE)

    terms = explain_terms(ranked.head(1), SURE)

    log_odds = terms["counted"].sum()
    told = ranked["likelihood"].iloc[0]
    assert 1 / (1 + np.exp(-log_odds)) == pytest.approx(told, abs=1e-4)
    assert "rivals" in set(terms["evidence"])
