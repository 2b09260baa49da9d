"""Ranking: the contract of CANDIDATES, and what moves a candidate up or down."""

import pandas as pd
import pytest
from builders_leads import UNKNOWN, lead, leads
from hypothesis import given, settings
from hypothesis import strategies as st

from stsdetect.errors import ConfigError, SchemaError
from stsdetect.schema import CANDIDATES, CONTRACT_COLUMNS, KINDS, LEADS
from stsdetect.scoring.evidence import CAPS
from stsdetect.scoring.explain import explain_terms
from stsdetect.scoring.likelihood import ScoreParams
from stsdetect.scoring.rank import rank_candidates
from stsdetect.scoring.weighting import EXPERT

SWING = {
    "median_distance_m": 132.0,
    "sd_distance_m": 41.0,
    "body_sd_m": 107.0,
    "heading_sd_deg": 12.8,
    "alongside": False,
    "drift_nm": 0.05,
    "duration_h": 5.5,
    "n_near": 12.0,
}


def likelihoods(*changes: dict[str, object]) -> list[float]:
    """Likelihoods of the rafted pair, changed one way after the other."""
    table = leads(*(lead(number, **one) for number, one in enumerate(changes, 1)))
    ranked = rank_candidates(table).set_index("candidate_id").sort_index()
    return [float(one) for one in ranked["likelihood"]]


def test_rank_candidates__the_rafted_tankers_at_sea_come_first() -> None:
    table = leads(
        lead(1, **SWING),
        lead(2, median_speed_kn=6.0, activity="tow", ship_type_a="towing"),
        lead(3),
        lead(4, ship_type_a="fishing", ship_type_b="fishing", activity="raft"),
        lead(5, duration_h=0.5, ship_type_b="pilot vessel", activity="pilotage"),
    )

    ranked = rank_candidates(table)

    assert ranked["candidate_id"].iloc[0] == f"{3:016x}"
    assert ranked["likelihood"].iloc[0] > 0.5
    assert (ranked["likelihood"].iloc[1:] < 0.05).all()


def test_rank_candidates__gives_the_columns_of_the_contract() -> None:
    ranked = rank_candidates(leads(lead(1), lead(2, **UNKNOWN)))

    CANDIDATES.check(ranked)
    CANDIDATES.check_key(ranked)
    assert tuple(ranked.columns[: len(CONTRACT_COLUMNS)]) == CONTRACT_COLUMNS
    assert ranked["relevance"].notna().all()
    assert ranked["p_chance"].isna().all()


def test_rank_candidates__of_no_lead_is_no_candidate() -> None:
    ranked = rank_candidates(LEADS.empty())

    assert ranked.empty
    assert list(ranked.columns) == CANDIDATES.names


def test_rank_candidates__leaves_its_input_alone() -> None:
    table = leads(lead(1), lead(2, **SWING))
    before = table.copy(deep=True)

    rank_candidates(table)

    pd.testing.assert_frame_equal(table, before)


def test_rank_candidates__refuses_two_leads_of_one_id() -> None:
    with pytest.raises(SchemaError, match="1 rows repeat the key"):
        rank_candidates(leads(lead(1), lead(1)))


def test_rank_candidates__ties_break_by_id() -> None:
    ranked = rank_candidates(leads(lead(9), lead(3), lead(6)))

    assert ranked["candidate_id"].tolist() == [f"{n:016x}" for n in (3, 6, 9)]
    assert ranked["rank"].tolist() == [1, 2, 3]


@settings(max_examples=10)
@given(order=st.permutations(range(5)))
def test_rank_candidates__the_order_of_rows_changes_nothing(order: list[int]) -> None:
    table = leads(
        lead(1),
        lead(2, **SWING),
        lead(3, **UNKNOWN),
        lead(4, n_near=3.0),
        lead(5),
    )

    shuffled = rank_candidates(table.iloc[order])

    pd.testing.assert_frame_equal(shuffled, rank_candidates(table))


def test_rank_candidates__a_and_b_swapped_give_the_same_score() -> None:
    pair = {"ship_type_a": "tanker", "ship_type_b": "cargo", "length_a_m": 30.0}
    swapped = {"ship_type_b": "tanker", "ship_type_a": "cargo", "length_b_m": 30.0}

    one = rank_candidates(leads(lead(1, **pair, length_b_m=80.0)))
    other = rank_candidates(leads(lead(1, **swapped, length_a_m=80.0)))

    columns = ["likelihood", "confidence", "reasons_for", "reasons_against"]
    pd.testing.assert_frame_equal(one[columns], other[columns])


CLOSER = st.floats(0.0, 750.0)


@settings(max_examples=25)
@given(
    st.sampled_from(["median_distance_m", "sd_distance_m", "body_sd_m"]), CLOSER, CLOSER
)
def test_rank_candidates__closer_or_steadier_never_lowers_likelihood(
    column: str, one: float, other: float
) -> None:
    near, far = sorted((one, other))

    closer, farther = likelihoods({column: near}, {column: far})
    assert closer >= farther


@settings(max_examples=15)
@given(st.floats(0.5, 100.0), st.floats(0.5, 100.0))
def test_rank_candidates__longer_never_lowers_likelihood(
    one: float, other: float
) -> None:
    short, long = sorted((one, other))
    ticks = {"n_ticks": 2000, "alongside": None}

    longer, shorter = likelihoods(
        {"duration_h": long, **ticks}, {"duration_h": short, **ticks}
    )

    assert longer >= shorter


def test_rank_candidates__hours_without_a_position_are_no_time_together() -> None:
    heard, unheard = likelihoods(
        {"duration_h": 12.0, "n_ticks": 145}, {"duration_h": 12.0, "n_ticks": 8}
    )

    assert unheard < heard


def test_rank_candidates__a_long_silence_in_between_lowers_likelihood() -> None:
    long, short = likelihoods({"longest_hole_min": 240.0}, {"longest_hole_min": 30.0})

    assert long < short


def test_rank_candidates__likelihood_follows_from_the_counted_terms() -> None:
    table = leads(lead(1), lead(2, **SWING), lead(3, **UNKNOWN))

    total = explain_terms(table).groupby("candidate_id")["counted"].sum()
    ranked = rank_candidates(table).set_index("candidate_id")

    odds = ranked["likelihood"] / (1 - ranked["likelihood"])
    assert odds.to_dict() == pytest.approx(
        (2.718281828459045**total).to_dict(), rel=0.6, abs=6e-5
    )


def test_rank_candidates__a_higher_base_rate_raises_every_likelihood() -> None:
    table = leads(lead(1), lead(2, **UNKNOWN))

    rare = rank_candidates(table, ScoreParams(encounter_rate=1e-4))
    common = rank_candidates(table, ScoreParams(encounter_rate=0.1))

    assert (common["likelihood"] > rare["likelihood"]).all()


@pytest.mark.parametrize("rate", [0.0, 1.0, -0.1])
def test_score_params__a_base_rate_leaves_room_for_evidence(rate: float) -> None:
    with pytest.raises(ConfigError, match="one_dark_rate"):
        ScoreParams(one_dark_rate=rate)


def test_rank_candidates__what_is_rare_starts_lower() -> None:
    table = leads(
        *(lead(n, kind=kind, **UNKNOWN) for n, kind in enumerate(KINDS, start=1))
    )

    judged = ScoreParams(weightings=EXPERT)
    by_kind = rank_candidates(table, judged).set_index("kind")["likelihood"]

    assert (by_kind["encounter"] > 4 * by_kind.drop("encounter")).all()


def test_rank_candidates__a_bare_loitering_is_far_below_a_good_encounter() -> None:
    table = leads(lead(1, kind="loitering", duration_h=9.0), lead(2), lead(3, **SWING))

    ranked = rank_candidates(table).set_index("candidate_id")["likelihood"]

    assert ranked[f"{1:016x}"] < 0.05
    assert ranked[f"{2:016x}"] > 0.5


@pytest.mark.parametrize("group", CAPS)
def test_rank_candidates__a_group_left_out_says_nothing(group: str) -> None:
    table = leads(lead(1), lead(2, kind="one_dark", p_chance=0.01, slack_h=4.0))

    terms = explain_terms(table)
    without = rank_candidates(table, without=[group]).set_index("candidate_id")

    rest = terms[terms["group"] != group].groupby("candidate_id")["counted"].sum()
    odds = without["likelihood"] / (1 - without["likelihood"])
    assert odds.to_dict() == pytest.approx(
        (2.718281828459045**rest).to_dict(), rel=0.6, abs=6e-5
    )


def test_rank_candidates__an_unknown_group_can_not_be_left_out() -> None:
    with pytest.raises(ConfigError, match="no group of evidence weather"):
        rank_candidates(leads(), without=["weather"])


def test_rank_candidates__further_columns_are_kept_last() -> None:
    table = leads().assign(sea_state_m=1.2)

    assert rank_candidates(table).columns[-1] == "sea_state_m"
