"""Evidence: each item up and down, its bounds, its words."""

from itertools import groupby
from typing import Any

import numpy as np
import pandas as pd
import pytest
from builders_leads import UNKNOWN, lead, leads

from stsdetect.schema.events import ACTIVITIES
from stsdetect.scoring.evidence import CAPS, EVIDENCE
from stsdetect.scoring.explain import TERM_COLUMNS, explain_terms
from stsdetect.scoring.likelihood import share_weights
from stsdetect.scoring.motion import ACTIVITY_WEIGHTS
from stsdetect.scoring.pair_types import name_role, weigh_roles
from stsdetect.scoring.term import Ramp

ITEMS = {item.name: item for item in EVIDENCE}
RAMPS = {
    name: item.weigh for name, item in ITEMS.items() if isinstance(item.weigh, Ramp)
}


STORIES: list[tuple[str, dict[str, Any], float, str]] = [
    # item, one lead, weight, what is said of it
    ("alongside", {}, 2.0, "alongside for 5 h 40 min, median 38 m"),
    ("alongside", {"duration_h": 0.5}, 1.0, "alongside for 30 min, median 38 m"),
    ("alongside", {"alongside": False}, -1.0, "hulls not alongside"),
    ("body_spread", {}, 2.0, "moored to each other: hulls shift by 6.8 m only"),
    (
        "body_spread",
        {"body_sd_m": 107.0},
        -2.0,
        "hulls shift by 107 m, as neighbours at anchor do",
    ),
    ("heading_spread", {}, 0.5, "headings parallel within 2.0°"),
    (
        "heading_spread",
        {"heading_sd_deg": 12.8},
        -0.5,
        "headings turn against each other by 13°",
    ),
    ("distance", {}, 2.0, "antennas 38 m apart by median"),
    (
        "distance",
        {"median_distance_m": 480.0},
        -1.92,
        "antennas 480 m apart by median: too far for a mooring",
    ),
    ("distance_spread", {}, 0.5, "distance steady within 4.6 m"),
    ("distance_spread", {"sd_distance_m": 80.0}, -0.5, "distance varies by 80 m"),
    ("duration", {}, 1.0, "together for 5 h 40 min"),
    ("duration", {"duration_h": 0.5}, -1.5, "together for 30 min only"),
    (
        "silence_between",
        {"longest_hole_min": 190.0},
        -0.722,
        "not heard for 3 h 10 min in between",
    ),
    (
        "support",
        {"support": 0.1},
        -0.333,
        "reports of both behind 10 % of the time only",
    ),
    ("speed", {}, 0.5, "slow, 0.8 kn by median"),
    ("speed", {"median_speed_kn": 8.5}, -1.5, "under way at 8.5 kn by median"),
    ("drift", {}, 1.0, "drifted 1.9 nm together"),
    ("drift", {"drift_nm": 0.1}, 0.0, ""),
    ("drift", {"drift_nm": 30.0, "median_speed_kn": 8.5}, 0.0, ""),
    ("activity", {"activity": "tow"}, -3.0, "moves like tug and tow"),
    ("activity", {"activity": "pair_trawl"}, -3.0, "moves like a pair of trawlers"),
    ("activity", {}, 0.0, ""),
    ("ship_types", {}, 1.0, "types that transfer cargo: tanker and tanker"),
    (
        "ship_types",
        {"ship_type_b": "pilot vessel"},
        -2.0,
        "types that seldom transfer cargo: pilot vessel and tanker",
    ),
    ("size", {}, 0.0, ""),
    ("size", {"length_b_m": 18.0}, -0.88, "the smaller is 18 m long: a boat, by size"),
    ("company", {}, 0.3, "no other vessel near by"),
    (
        "company",
        {"n_near": 12.0},
        -1.5,
        "12 others near by, so that nearness tells less",
    ),
    ("cluster", {"cluster_size": 8}, -1.0, "8 vessels lie together in one place"),
    (
        "fixed",
        {
            "duration_h": 48.0,
            "n_ticks": 577,
            "median_speed_kn": 0.01,
            "drift_nm": 0.002,
        },
        -2.5,
        "neither swings nor drifts in 2 d, as at a berth",
    ),
    (
        "partners",
        {"n_partners": 6},
        -1.0,
        (
            "one of the two meets 6 vessels within a week: a bunker or service "
            "craft, perhaps"
        ),
    ),
    ("distance_to_shore", {}, 0.2, "210 km from shore"),
    (
        "distance_to_shore",
        {"distance_to_shore_km": 0.5},
        -0.5,
        "close to shore: 0.5 km",
    ),
    ("distance_to_port", {}, 0.5, "260 km from the nearest port"),
    (
        "distance_to_port",
        {"distance_to_port_km": 1.5},
        -1.0,
        "1.5 km from a port: harbour work is usual",
    ),
]


@pytest.fixture(scope="module")
def told() -> pd.DataFrame:
    """Terms of all stories, whose number is their id."""
    stories = [lead(n, **changes) for n, (_, changes, *_) in enumerate(STORIES)]
    return explain_terms(leads(*stories))


@pytest.mark.parametrize(("name", "changes", "weight", "sentence"), STORIES)
def test_explain_terms__tells_each_item_with_its_numbers(
    told: pd.DataFrame,
    name: str,
    changes: dict[str, object],
    weight: float,
    sentence: str,
) -> None:
    number = STORIES.index((name, changes, weight, sentence))
    terms = told[told["candidate_id"] == f"{number:016x}"]
    own = terms[terms["evidence"] == name].to_dict("records")[0]

    assert own["weight"] == pytest.approx(weight, abs=1e-3)
    assert own["sentence"] == sentence


def test_evidence__every_item_has_a_story() -> None:
    assert {name for name, *_ in STORIES} == set(ITEMS)


def test_evidence__every_item_names_a_source_and_a_group_with_a_cap() -> None:
    assert all(item.source for item in EVIDENCE)
    assert {item.group for item in EVIDENCE} == set(CAPS)


def test_evidence__the_items_of_a_group_stand_together() -> None:
    groups = [group for group, _ in groupby(EVIDENCE, key=lambda item: item.group)]

    assert len(groups) == len(set(groups))


def test_evidence__no_sentence_holds_what_joins_sentences() -> None:
    said = [item.speaks_for + item.speaks_against + item.unknown for item in EVIDENCE]

    assert not any(";" in sentence for sentence in said)


@pytest.mark.parametrize("name", RAMPS)
def test_ramp__is_monotone_and_bounded(name: str) -> None:
    ramp = RAMPS[name]
    values = np.linspace(-10.0, 1000.0, 2021)

    weights = ramp(pd.DataFrame({ramp.column: values}))

    steps = np.diff(weights)
    assert (steps >= 0).all() or (steps <= 0).all()
    assert np.abs(weights).max() <= CAPS[ITEMS[name].group]


def test_explain_terms__what_is_missing_counts_nothing_and_says_nothing() -> None:
    terms = explain_terms(leads(lead(1, **UNKNOWN)))
    missing = terms[~terms["evidence"].isin(["base_rate", "duration"])]

    assert missing["weight"].isna().all()
    assert (missing["counted"] == 0).all()
    assert (missing["sentence"] == "").all()
    assert (missing["value"] == "").sum() >= len(missing) - 1


def test_explain_terms__a_group_counts_no_more_than_its_cap() -> None:
    terms = explain_terms(leads(lead(1), lead(2, ship_type_a="tug", length_b_m=10.0)))
    counted = terms[terms["group"] != "prior"]

    totals = counted.groupby(["candidate_id", "group"])["counted"].sum().reset_index()

    assert (totals["counted"].abs() <= totals["group"].map(CAPS) + 1e-12).all()
    geometry = terms[terms["group"] == "geometry"].groupby("candidate_id")
    assert geometry["weight"].sum().max() > CAPS["geometry"]


def test_share_weights__a_group_within_its_cap_is_left_alone() -> None:
    weights = np.zeros((1, len(EVIDENCE)))
    weights[0, 0] = -1.0

    assert (share_weights(weights) == weights).all()


def test_explain_terms__has_every_item_of_every_lead_once() -> None:
    terms = explain_terms(leads(lead(1), lead(2, **UNKNOWN)))

    assert list(terms.columns) == list(TERM_COLUMNS)
    assert len(terms) == 2 * (len(EVIDENCE) + 1)
    assert not terms.duplicated(["candidate_id", "evidence"]).any()


def test_activity_weights__know_every_activity() -> None:
    assert set(ACTIVITY_WEIGHTS) == set(ACTIVITIES)


@pytest.mark.parametrize(
    ("role_a", "role_b", "weight"),
    [
        ("tanker", "tanker", 1.0),
        ("cargo", "tanker", 0.5),
        ("tanker", "fishing", 0.0),
        ("fishing", "fishing", -2.0),
        ("pilot", None, -2.0),
        ("tug", "tanker", -2.0),
        ("other", "tanker", 0.0),
    ],
)
def test_weigh_roles__knows_no_order(
    role_a: str | None, role_b: str | None, weight: float
) -> None:
    assert weigh_roles(role_a, role_b) == weigh_roles(role_b, role_a) == weight


def test_weigh_roles__a_missing_type_that_could_decide_is_missing() -> None:
    assert np.isnan(weigh_roles("tanker", None))


@pytest.mark.parametrize(
    ("ship_type", "role"),
    [
        ("Tanker, all ships of this type", "tanker"),
        ("Towing: length exceeds 200 m", "tug"),
        ("Pleasure craft", "leisure"),
        ("Dredging or underwater operations", "other"),
        (float("nan"), None),
    ],
)
def test_name_role__reads_the_words_of_a_type(
    ship_type: object, role: str | None
) -> None:
    assert name_role(ship_type) == role
