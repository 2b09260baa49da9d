"""Relevance: each concern, its points, its words, and what priority makes of it."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from builders_leads import UNKNOWN, lead, leads
from hypothesis import given
from hypothesis import strategies as st

from stsdetect.scoring.concerns import CONCERN_CAPS, CONCERNS
from stsdetect.scoring.rank import rank_candidates
from stsdetect.scoring.relevance import find_priority

PLAIN: dict[str, Any] = {
    "ship_type_a": "passenger",
    "ship_type_b": "passenger",
    "flag_a": "BEL",
    "flag_b": "PAN",
    "region": "Yellow Sea",
    "region_kind": "sea",
}
"""Nothing about these two concerns North Korea."""

CHAIN_OF_THREE = "part of a chain of meetings 1 > 2 > 3 (+10)"
LIFTED = (
    "an entry of a watch list is near, not in force or not sure: a: UN 1718 7 (lifted) "
    "(+5)"
)

STORIES: list[tuple[str, dict[str, Any], float, str]] = [
    # concern, changes, points, what is said of it
    ("flag", {"flag_b": "PRK"}, 25, "flag of North Korea, by the MMSI (+25)"),
    (
        "zone",
        {"region": "Off Cho-do", "region_kind": "reported"},
        10,
        "priority zone: Off Cho-do (+10)",
    ),
    (
        "zone",
        {"region": "North Korean waters, west", "region_kind": "waters"},
        20,
        "priority zone: North Korean waters, west (+20)",
    ),
    (
        "port",
        {"port": "Nampo, PRK", "distance_to_port_km": 100.0},
        7.5,
        "100 km from Nampo, PRK (+7.5)",
    ),
    ("port", {"port": "Busan, KOR", "distance_to_port_km": 1.0}, 0, ""),
    (
        "arrival",
        {"days_to_north_korea": 4.25},
        25,
        (
            "one of the two is in North Korea 4 d 6 h later, or could be in its "
            "silence (+25)"
        ),
    ),
    (
        "departure",
        {"days_since_dprk_a": 30.0, "days_since_dprk_b": 2.5},
        15,
        (
            "one of the two was in North Korea 2 d 12 h before, or could have been in "
            "its silence (+15)"
        ),
    ),
    ("departure", {"days_since_dprk_a": 21.0}, 0, ""),
    ("arrival", {"days_to_north_korea": 11.0}, 0, ""),
    (
        "supply_chain",
        {"supply_chain": "a from Gunsan, KOR 4.0 days before, b in North Korea"},
        10,
        (
            "a load that could have gone on to North Korea: a from Gunsan, KOR 4.0 "
            "days before, b in North Korea (+10)"
        ),
    ),
    (
        "false_destination",
        {"false_destination": "b: told Pusan, KOR"},
        10,
        "bound elsewhere by its own words (b: told Pusan, KOR) (+10)",
    ),
    (
        "bound_for",
        {"bound_for": "b: told Nampo as its destination"},
        10,
        (
            "bound for North Korea by its own words "
            "(b: told Nampo as its destination) (+10)"
        ),
    ),
    (
        "listed",
        {"hops_to_listed": 0, "watchlist_b": "UN 1718 7 SIM ALPHA (by IMO number)"},
        25,
        "on a watch list: b: UN 1718 7 SIM ALPHA (by IMO number) (+25)",
    ),
    (
        "listed_hops",
        {"hops_to_listed": 2},
        10,
        "meetings from a vessel on a watch list: 2 (+10)",
    ),
    ("listed_hops", {"hops_to_listed": 3}, 0, ""),
    ("listed_weakly", {"watchlist_a": "UN 1718 7 (lifted)"}, 5, LIFTED),
    (
        "identity",
        {"identity_a": "churn, handover", "identity_b": "no_imo"},
        15,
        "doubts about an identity (a: churn, handover, b: no_imo) (+15)",
    ),
    ("identity", {"identity_b": "no_imo"}, 0, ""),
    (
        "integrity",
        {"integrity_b": "circle"},
        10,
        "positions that can't be (b: circle) (+10)",
    ),
    ("integrity", {"integrity_b": "regional_gnss"}, 0, ""),
    (
        "hub",
        {"n_hub_partners": 3},
        10,
        "one lay alongside 3 different vessels in 30 days (+10)",
    ),
    ("hub", {"n_hub_partners": 2}, 0, ""),
    ("chain", {"chain": "1 > 2 > 3"}, 10, CHAIN_OF_THREE),
    (
        "chain",
        {"chain": "1 > 2 > 3 > 4"},
        15,
        "part of a chain of meetings 1 > 2 > 3 > 4 (+15)",
    ),
    (
        "cargo",
        {"ship_type_a": "tanker"},
        5,
        "can carry what is capped or banned: passenger and tanker (+5)",
    ),
    (
        "cargo",
        {"ship_type_b": "cargo"},
        3,
        "can carry what is capped or banned: cargo and passenger (+3)",
    ),
    ("silence", {"kind": "both_dark"}, 5, "silent at the time (+5)"),
    ("night", {"night_share": 0.8}, 3, "80 % of it at night (+3)"),
    ("night", {"night_share": 0.5}, 0, ""),
    ("age", {"age_years": 31}, 3, "a vessel 31 years old (+3)"),
    ("age", {"age_years": 5}, 0, ""),
]
BEYOND = (
    "days_to_north_korea",
    "night_share",
    "age_years",
)


def ranked(*rows: dict[str, Any]) -> pd.DataFrame:
    """Candidates of leads that may have columns beyond LEADS, in the order given."""
    table = leads(*(lead(n, **{**PLAIN, **row}) for n, row in enumerate(rows)))
    for name in BEYOND:
        values = [row.get(name) for row in rows]
        if any(value is not None for value in values):
            table[name] = values
    return rank_candidates(table).sort_values("candidate_id")


@pytest.mark.parametrize(("name", "changes", "points", "sentence"), STORIES)
def test_rate_relevance__gives_each_concern_its_points_and_words(
    name: str, changes: dict[str, Any], points: float, sentence: str
) -> None:
    plain, changed = ranked({}, changes).to_dict("records")

    assert name in {item.name for item in CONCERNS}
    assert (plain["relevance"], plain["relevance_parts"]) == (0, "")
    assert (changed["relevance"], changed["relevance_parts"]) == (points, sentence)


@pytest.mark.parametrize(
    ("points", "column", "kinds"),
    [
        (15, "identity", ["handover", "static_clone", "shell"]),
        (10, "identity", ["simultaneous", "churn", "registry_mismatch"]),
        (5, "identity", ["flag_mismatch", "callsign_mismatch", "format"]),
        (15, "integrity", ["replay", "smooth"]),
        (10, "integrity", ["frozen", "on_land", "circle", "receiver"]),
        (5, "integrity", ["jump"]),
    ],
)
def test_rate_relevance__doubts_have_the_points_of_their_kind(
    points: float, column: str, kinds: list[str]
) -> None:
    found = ranked(*({f"{column}_b": kind} for kind in kinds))

    assert found["relevance"].tolist() == [points] * len(kinds)


def test_concerns__every_item_has_a_story_a_source_and_a_cap() -> None:
    assert {name for name, *_ in STORIES} == {item.name for item in CONCERNS}
    assert all(item.source for item in CONCERNS)
    assert {item.group for item in CONCERNS} == set(CONCERN_CAPS)


@pytest.mark.parametrize(
    ("group", "most"),
    [("zone", 25.0), ("voyage", 25.0), ("destination", 10.0), ("chain", 15.0)],
)
def test_rate_relevance__concerns_of_a_group_count_up_to_its_cap(
    group: str, most: float
) -> None:
    """Of the groups whose concerns come to more by themselves."""
    own = {item.name for item in CONCERNS if item.group == group}
    told = sorted(((points, name) for name, _, points, _ in STORIES if name in own))
    heaviest = {name: points for points, name in told}
    all_of_it = {
        key: value
        for name, changes, points, _ in STORIES
        if heaviest.get(name) == points
        for key, value in changes.items()
    }

    row = ranked(all_of_it).iloc[0]

    assert sum(heaviest.values()) > most
    assert row["relevance"] == most


def test_rate_relevance__nothing_known_is_no_concern() -> None:
    row = rank_candidates(leads(lead(1, **UNKNOWN))).iloc[0]

    assert (row["relevance"], row["relevance_parts"]) == (0, "")


def test_rate_relevance__tells_the_heaviest_first_and_never_exceeds_a_hundred() -> None:
    all_of_it = {
        key: value
        for _, changes, points, _ in STORIES
        if points
        for key, value in changes.items()
    }

    row = ranked(all_of_it).iloc[0]

    told = row["relevance_parts"].split("; ")
    points = [float(part.rpartition("(+")[2][:-1]) for part in told]
    assert row["relevance"] == 100
    assert points == sorted(points, reverse=True)


def test_rate_relevance__swapping_the_vessels_changes_nothing() -> None:
    one, other = (
        {f"flag_{a}": "PRK", f"ship_type_{b}": "tanker"} for a, b in ("ab", "ba")
    )
    columns = ["relevance", "relevance_parts"]

    first, second = ranked(one, other)[columns].to_dict("records")

    assert first == second


def test_rate_relevance__leaves_likelihood_alone() -> None:
    plain, concerned = ranked({}, {"flag_a": "PRK"}).to_dict("records")

    assert plain["likelihood"] == concerned["likelihood"]
    assert plain["priority"] < concerned["priority"]


@given(st.floats(0.0001, 1.0), st.floats(0.0, 100.0), st.floats(0.0, 100.0))
def test_find_priority__more_relevance_never_lowers_it_and_none_leaves_half(
    likelihood: float, one: float, other: float
) -> None:
    less, more = find_priority(
        np.array([likelihood] * 2), np.array(sorted((one, other)))
    )
    none = find_priority(np.array([likelihood]), np.zeros(1))[0]

    assert less <= more
    assert none == pytest.approx(50 * likelihood, abs=0.006)
