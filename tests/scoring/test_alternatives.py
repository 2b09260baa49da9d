"""Alternatives: what speaks for each innocent reading, and when nothing does."""

from typing import Any

import pandas as pd
import pytest
from builders_leads import UNKNOWN, lead, leads

from stsdetect.scoring.rank import rank_candidates
from stsdetect.scoring.signs import SIGNS

STORIES: list[tuple[str, dict[str, Any], str]] = [
    # sign, changes to two tankers that drift lashed together, what is told
    (
        "bunkering_partners",
        {"n_partners": 6},
        "bunkering (one of the two meets 6 vessels within a week)",
    ),
    (
        "bunkering_partners",
        {"n_partners": 3},
        "bunkering (one of the two meets 3 vessels within a week)",
    ),
    (
        "bunkering_place",
        {"distance_to_port_km": 8.0, "port": "Busan, KOR"},
        "bunkering (8.0 km from Busan, KOR)",
    ),
    (
        "bunkering_motion",
        {"activity": "bunkering"},
        "bunkering (moves like a bunker tanker and a client)",
    ),
    (
        "one_hull_motion",
        {"activity": "one_hull"},
        "one hull (moves like two transponders on one hull)",
    ),
    ("tow_motion", {"activity": "tow"}, "tow (moves like tug and tow)"),
    ("tow_type", {"ship_type_b": "tug"}, "tow (by type tanker and tug)"),
    (
        "pilotage_motion",
        {"activity": "pilotage"},
        "pilotage (moves like a pilot boat and its vessel)",
    ),
    (
        "pilotage_type",
        {"ship_type_a": "pilot vessel"},
        "pilotage (by type pilot vessel and tanker)",
    ),
    (
        "fishing_motion",
        {"activity": "pair_trawl"},
        "fishing (moves like a pair of trawlers)",
    ),
    (
        "fishing_type",
        {"ship_type_a": "fishing", "ship_type_b": "fishing"},
        "fishing (by type fishing and fishing)",
    ),
    (
        "convoy_motion",
        {"activity": "convoy"},
        "convoy (moves like vessels under way in company)",
    ),
    (
        "anchorage_neighbours_motion",
        {"activity": "anchorage"},
        "anchorage neighbours (moves like neighbours at anchor)",
    ),
    (
        "anchorage_company",
        {"n_near": 12.0},
        "anchorage neighbours (12 others near by)",
    ),
    (
        "anchorage_hulls",
        {"alongside": False},
        "anchorage neighbours (hulls not alongside)",
    ),
    (
        "berth",
        {"duration_h": 48.0, "n_ticks": 577, "median_speed_kn": 0.01, "drift_nm": 0.0},
        "berth (neither swings nor drifts in 2 d)",
    ),
    (
        "boat",
        {"length_b_m": 18.0},
        "stores or crew change (the smaller is 18 m long)",
    ),
    (
        "stores_or_crew_change_type",
        {"ship_type_b": "port tender"},
        "stores or crew change (by type port tender and tanker)",
    ),
    (
        "boarding_by_the_authorities_type",
        {"ship_type_b": "law enforcement"},
        "boarding by the authorities (by type law enforcement and tanker)",
    ),
    (
        "brief",
        {"duration_h": 0.75},
        "stores or crew change (together for 45 min only)",
    ),
    (
        "drifting",
        {"kind": "loitering", "mode": "drifting"},
        "breakdown (drifts rather than anchors)",
    ),
    (
        "holding",
        {"kind": "loitering", "mode": "holding"},
        "weather (goes to and fro, as who holds against wind and sea)",
    ),
    (
        "chance",
        {"kind": "both_dark", "p_chance": 0.4},
        "chance (40 % of random pairs of silences could have met as well)",
    ),
    (
        "reception",
        {"kind": "one_dark", "p_silence": 0.3},
        "poor reception (30 % of such silences are reception alone)",
    ),
    (
        "regional_gnss",
        {"integrity_b": "jump, regional_gnss"},
        (
            "regional interference (many vessels jumped at that time "
            "(b: jump, regional_gnss))"
        ),
    ),
    (
        "simultaneous",
        {"identity_a": "simultaneous"},
        "shared MMSI (one number in two places, at once or by turns (a: simultaneous))",
    ),
]


def alternatives(**changes: Any) -> str:
    """What else the rafted tankers may be, with one thing changed."""
    table = leads(lead(1, **changes))
    beyond = {key: [value] for key, value in changes.items() if key not in table}
    row = rank_candidates(table.assign(**beyond)).iloc[0]
    return str(row["alternatives"])


@pytest.mark.parametrize(("name", "changes", "told"), STORIES)
def test_tell_alternatives__says_what_speaks_for_each(
    name: str, changes: dict[str, Any], told: str
) -> None:
    assert name in {sign.name for sign in SIGNS}
    assert alternatives(**changes) == told


def test_signs__every_one_has_a_story_and_a_source() -> None:
    assert {name for name, *_ in STORIES} == {sign.name for sign in SIGNS}
    assert all(sign.source for sign in SIGNS)


def test_tell_alternatives__nothing_known_speaks_for_nothing() -> None:
    assert alternatives(**{**UNKNOWN, "n_near": 0.0}) == ""


def test_tell_alternatives__begin_with_the_strongest() -> None:
    told = alternatives(ship_type_a="tug", activity="tow", alongside=False)

    assert told == (
        "tow (moves like tug and tow, by type tanker and tug); "
        "anchorage neighbours (hulls not alongside)"
    )


def test_tell_alternatives__leave_the_likelihood_alone() -> None:
    table = leads(lead(1))

    calm = rank_candidates(table)
    rough = rank_candidates(table.assign(identity_a="simultaneous"))

    pd.testing.assert_series_equal(calm["likelihood"], rough["likelihood"])
