"""Parts: leads that see one event are one candidate, others stay apart."""

from typing import Any

import pandas as pd
from builders_leads import candidates, lead, leads

from stsdetect.schema import CANDIDATES
from stsdetect.scoring.parts import MAX_TOLD, gather_parts
from stsdetect.scoring.rank import rank_candidates

A, B, C, D = 200000001, 300000002, 300000003, 200000004


def gathered(*rows: dict[str, Any]) -> pd.DataFrame:
    """Candidates of leads, gathered; ids are those of the builder."""
    return gather_parts(rank_candidates(leads(*rows)))


LATE = {"usual_slack_h": 6.0, "share_explained": 0.9, "p_silence": 1e-4}
"""What speaks for a visitor: late by a visit, in a silence that others witness."""


def ids(*numbers: int) -> list[str]:
    return [f"{number:016x}" for number in numbers]


def one_dark(number: int, mmsi_b: int, **changes: Any) -> dict[str, Any]:
    return lead(number, kind="one_dark", mmsi_b=mmsi_b, **changes)


def alone(number: int, **changes: Any) -> dict[str, Any]:
    return lead(number, **{"kind": "loitering", "mmsi_b": None, **changes})


def test_gather_parts__the_likeliest_partner_leads_the_others() -> None:
    found = gathered(
        one_dark(1, B, partner_rank=2),
        one_dark(2, C, partner_rank=1, p_chance=0.001, off_course_deg=4.0, **LATE),
        alone(3),
    )

    assert found["candidate_id"].tolist() == ids(2)
    assert found["n_parts"].tolist() == [2]
    assert f"one_dark of {A} and {B}, likelihood" in found["parts"].iloc[0]
    assert ids(3)[0] in found["parts"].iloc[0]


def test_gather_parts__a_silence_that_goes_on_is_one_candidate() -> None:
    fits = {"p_chance": 0.001, "off_course_deg": 4.0, **LATE}
    closed = (one_dark(1, B, **fits), one_dark(2, B, mmsi_a=D, **fits))
    visits = [row | {"goes_on_b": True} for row in closed]
    wait = alone(3, mmsi_a=D)

    found = gathered(*visits, wait)

    # Who waited elsewhere is still listed, alone, and by name among the parts.
    parts = dict(zip(found["candidate_id"], found["parts"], strict=True))
    assert sorted(parts) == ids(1, 3)
    assert f"one_dark of {D} and {B}" in parts[ids(1)[0]]
    assert sorted(gathered(*closed, wait)["candidate_id"]) == ids(1, 2)


def test_gather_parts__an_encounter_stands_for_the_silence_of_the_same_pair() -> None:
    found = gathered(lead(1), lead(2, kind="both_dark"))

    assert found["candidate_id"].tolist() == ids(1)


def test_gather_parts__the_same_pair_at_another_time_is_another_event() -> None:
    found = gathered(lead(1), lead(2, kind="both_dark", start_min=9000))

    assert len(found) == 2
    assert found["parts"].tolist() == ["", ""]


def test_gather_parts__two_encounters_of_a_pair_stay_apart() -> None:
    assert len(gathered(lead(1), lead(2))) == 2


def test_gather_parts__a_vessel_that_met_another_did_not_wait_alone() -> None:
    by_a = gathered(lead(1), alone(2))
    by_b = gathered(lead(1), alone(2, mmsi_a=B))
    other = gathered(lead(1), alone(2, mmsi_a=C))

    assert (len(by_a), len(by_b), len(other)) == (1, 1, 2)


def test_gather_parts__a_wait_with_two_encounters_is_part_of_one_only() -> None:
    wait = alone(3, duration_h=40.0)
    found = gathered(lead(1), lead(2, mmsi_b=C, start_min=1500), wait)

    assert found["candidate_id"].tolist() == ids(1, 2)
    assert found["n_parts"].tolist() == [1, 0]


def test_gather_parts__an_encounter_is_no_part_of_a_wait() -> None:
    hopeless = {"activity": "tow", "ship_type_b": "tug", "alongside": False}
    found = gathered(
        lead(1, **hopeless, body_sd_m=300.0, duration_h=0.5, median_speed_kn=5.0),
        alone(2, duration_h=20.0),
    )

    assert sorted(found["candidate_id"]) == ids(1, 2)
    assert found["kind"].iloc[0] == "loitering"


def test_gather_parts__a_partner_is_no_part_of_a_likelier_wait() -> None:
    wait = {"kind": "loitering", "mmsi_b": None}
    first, second = ({"kind": "one_dark", "mmsi_b": mmsi} for mmsi in (B, C))

    behind = gather_parts(candidates(wait, first, second))
    ahead = gather_parts(candidates(first, wait, second))

    # That it met somebody is likelier than that it met B, and does not say whom.
    assert behind["kind"].tolist() == ["loitering", "one_dark"]
    assert behind["n_parts"].tolist() == [0, 1]
    assert ahead["kind"].tolist() == ["one_dark"]
    assert ahead["n_parts"].tolist() == [2]


def test_gather_parts__ranks_again_and_keeps_the_table() -> None:
    found = gathered(lead(1), alone(2), lead(3, mmsi_a=C, mmsi_b=300000009))

    CANDIDATES.check(found)
    assert found["rank"].tolist() == [1, 2]


def test_gather_parts__of_nothing_is_nothing() -> None:
    empty = rank_candidates(leads().head(0))

    assert gather_parts(empty).empty


def test_gather_parts__the_order_of_rows_changes_nothing() -> None:
    rows = [one_dark(n, B + n) for n in range(1, 5)] + [alone(9), lead(10)]
    ranked = rank_candidates(leads(*rows))

    shuffled = gather_parts(ranked.iloc[::-1])

    pd.testing.assert_frame_equal(shuffled, gather_parts(ranked))


def test_gather_parts__many_parts_are_counted_not_told() -> None:
    found = gathered(*(one_dark(n, B + n) for n in range(1, MAX_TOLD + 5)))

    assert found["n_parts"].tolist() == [MAX_TOLD + 3]
    assert found["parts"].iloc[0].endswith("; and 3 more")
