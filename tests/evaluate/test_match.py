"""Matching: same vessels, same time, same place, and each only once."""

from datetime import timedelta
from itertools import permutations

import polars as pl
import pytest
from builders_truth import candidates, events, hours
from hypothesis import given
from hypothesis import strategies as st

from stsdetect.evaluate.match import MatchParams, find_agreements, match_transfers
from stsdetect.evaluate.verdicts import judge_candidates


def matched(truth: pl.DataFrame, found: pl.DataFrame) -> dict[str, str]:
    matches = match_transfers(truth, found)
    return dict(matches.select("event_id", "candidate_id").iter_rows())


def test_match_transfers__nothing_told_and_nothing_found_is_no_match() -> None:
    assert matched(events({}).clear(), candidates()) == {}
    assert matched(events({}), candidates()) == {}
    assert matched(events({}).clear(), candidates({})) == {}


@pytest.mark.parametrize(
    ("change", "agrees"),
    [
        ({}, True),
        ({"mmsi_a": 2, "mmsi_b": 1}, True),
        ({"mmsi_b": 3}, False),
        (hours(13.5, 18), False),
        (hours(12, 18), True),
        (hours(9.9, 30), False),
        (hours(14.5, 15.4), True),
        (hours(14.6, 15.5), False),
        ({"lat": 30.049}, True),
        ({"lat": 30.051}, False),
        ({"lat": 30.051, "drift_nm": 1.0}, True),
        ({"kind": "both_dark"}, False),
    ],
)
def test_match_transfers__vessels_time_place_and_kind_have_to_agree(
    change: dict[str, object], *, agrees: bool
) -> None:
    found = matched(events({}), candidates(change))

    assert found == ({"E0": "c0"} if agrees else {})


def test_match_transfers__one_candidate_is_one_transfer() -> None:
    twice = events(hours(10, 12), hours(10.5, 12.5))

    assert len(matched(twice, candidates(hours(10, 12)))) == 1


def test_match_transfers__as_many_as_can_be_are_matched() -> None:
    twice = events(hours(10, 12), hours(12, 14))
    # c0 agrees with both events and best with E0, c1 with E0 alone
    found = candidates(hours(10.5, 12.5), hours(9, 11))

    assert matched(twice, found) == {"E0": "c1", "E1": "c0"}


def test_match_transfers__what_is_no_transfer_is_not_matched() -> None:
    assert matched(events({"is_transfer": False}), candidates({})) == {}


def test_match_transfers__the_right_partner_goes_before_the_better_time() -> None:
    truth = events({"observability": "one_dark"})
    wrong = {"kind": "one_dark", "mmsi_b": 9}
    right = {"kind": "one_dark", **hours(8, 17)}

    assert matched(truth, candidates(wrong, right)) == {"E0": "c1"}
    assert matched(truth, candidates(wrong)) == {"E0": "c0"}
    assert not match_transfers(truth, candidates(wrong))["named"].item()


def test_match_transfers__either_of_a_dark_pair_may_be_the_one_that_waits() -> None:
    truth = events({"observability": "one_dark"})

    assert matched(truth, candidates({"kind": "one_dark", "mmsi_a": 2, "mmsi_b": 1}))


def test_match_transfers__a_dark_candidate_bounds_the_meeting() -> None:
    truth = events({"observability": "both_dark"})
    wide = {"kind": "both_dark", "lat": 31.0}

    assert matched(truth, candidates({**wide, **hours(1, 40)}))
    assert not matched(truth, candidates({**wide, **hours(13.1, 40)}))


def test_match_transfers__a_spoofed_one_may_be_told_as_any_kind() -> None:
    truth = events({"observability": "spoofed"})

    assert matched(truth, candidates({"kind": "both_dark"}))
    assert matched(truth, candidates({}))


def test_match_transfers__tells_errors_with_their_sign() -> None:
    match = match_transfers(
        events({}), candidates({**hours(10.5, 13), "lat": 30.0 + 1 / 60})
    )

    assert match["start_error_h"].item() == 0.5
    assert match["end_error_h"].item() == -1.0
    assert match["place_error_nm"].item() == pytest.approx(1.0, abs=0.005)


@given(
    st.lists(st.integers(0, 20), min_size=1, max_size=4),
    st.lists(st.integers(0, 20), min_size=1, max_size=4),
)
def test_match_transfers__no_other_choice_matches_more(
    told: list[int], found: list[int]
) -> None:
    truth = events(*(hours(at, at + 3) for at in told))
    listed = candidates(*(hours(at, at + 3) for at in found))
    agreeing = set(
        find_agreements(truth, listed).select("event_id", "candidate_id").iter_rows()
    )
    n = min(len(told), len(found))
    names = [f"c{i}" for i in range(len(found))]
    best = max(
        sum((f"E{i}", name) in agreeing for i, name in enumerate(order))
        for order in permutations([*names, *[""] * len(told)], len(told))
    )

    matches = matched(truth, listed)

    assert len(matches) == best <= n
    assert set(matches.items()) <= agreeing
    assert len(set(matches.values())) == len(matches)


def test_match_transfers__a_wider_bound_never_matches_less() -> None:
    truth, found = events({}), candidates(hours(13.5, 18))
    wide = MatchParams(min_overlap=0.01, reach=timedelta(hours=3))

    assert match_transfers(truth, found).is_empty()
    assert match_transfers(truth, found, wide).height == 1


def verdicts(truth: pl.DataFrame, found: pl.DataFrame) -> list[tuple[str, str | None]]:
    judged = judge_candidates(found, truth, match_transfers(truth, found))
    return judged.select("verdict", "family").rows()


def test_judge_candidates__a_second_one_of_a_transfer_is_a_repeat() -> None:
    assert verdicts(events({}), candidates({}, hours(10, 11.5))) == [
        ("transfer", None),
        ("repeat", None),
    ]


def test_judge_candidates__a_dark_pair_seen_as_an_encounter_is_no_false_one() -> None:
    assert verdicts(events({"observability": "both_dark"}), candidates({})) == [
        ("repeat", None)
    ]


def test_judge_candidates__another_partner_is_wrong_not_false() -> None:
    truth = events({"observability": "one_dark"})

    found = candidates(
        {"kind": "one_dark"},
        {"kind": "one_dark", "mmsi_b": 9},
        {"kind": "loitering", "mmsi_b": None},
    )

    assert [verdict for verdict, _ in verdicts(truth, found)] == [
        "transfer",
        "wrong_partner",
        "repeat",
    ]


def test_judge_candidates__false_ones_have_the_family_of_their_story() -> None:
    truth = events(
        {"kind": "hardneg_tow", "is_transfer": False},
        {"kind": "hardneg_weak", "is_transfer": False, "mmsi_a": 7, "mmsi_b": None},
    )
    found = candidates({}, hours(20, 22), {"mmsi_b": 7}, {"mmsi_a": 5, "mmsi_b": 6})

    assert verdicts(truth, found) == [
        ("false", "tow"),
        ("false", "no story"),
        ("false", "weak"),
        ("false", "no story"),
    ]
