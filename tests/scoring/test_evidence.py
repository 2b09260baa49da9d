"""Evidence: each item up and down, its bounds, its words."""

from datetime import timedelta

import numpy as np
import pandas as pd
import pytest
from builders_leads import UNKNOWN, lead, leads
from hypothesis import given
from hypothesis import strategies as st
from stories_evidence import STORIES

from stsdetect.context.ship_types import ship_type_name
from stsdetect.schema import KINDS, LEADS
from stsdetect.schema.events import ACTIVITIES
from stsdetect.scoring.evidence import CAPS, EVIDENCE
from stsdetect.scoring.explain import TERM_COLUMNS, explain_terms
from stsdetect.scoring.likelihood import ScoreParams, share_weights
from stsdetect.scoring.meeting import weigh_chance
from stsdetect.scoring.motion import ACTIVITY_WEIGHTS
from stsdetect.scoring.observe import observe
from stsdetect.scoring.pair_types import name_role, weigh_roles
from stsdetect.scoring.term import Ramp
from stsdetect.scoring.waiting import ROLE_WEIGHTS
from stsdetect.scoring.weighting import EXPERT, Weighting

JUDGED = ScoreParams(weightings=EXPERT)

ITEMS = {item.name: item for item in EVIDENCE}
RAMPS = {
    name: item.weigh for name, item in ITEMS.items() if isinstance(item.weigh, Ramp)
}


@pytest.fixture(scope="module")
def told() -> pd.DataFrame:
    """Terms of all stories, whose number is their id."""
    stories = [lead(n, **changes) for n, (_, changes, *_) in enumerate(STORIES)]
    return explain_terms(leads(*stories), JUDGED)


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
    assert {item.group for item in EVIDENCE} <= set(CAPS)


def test_evidence__no_two_items_share_a_name() -> None:
    assert len(ITEMS) == len(EVIDENCE)


def test_evidence__every_item_speaks_of_known_kinds() -> None:
    assert all(item.kinds and set(item.kinds) <= set(KINDS) for item in EVIDENCE)


@pytest.mark.parametrize("name", ITEMS)
def test_evidence__a_missing_column_is_no_evidence(name: str) -> None:
    item = ITEMS[name]
    observed = observe(leads(lead(kind=item.kinds[0])), timedelta(minutes=5))

    for column in item.columns:
        weights = item.weights(observed.drop(columns=column))

        assert np.isnan(weights).all()


DERIVED = {
    "duration_h": ("together_h",),
    "n_ticks": ("together_h",),
    "length_a_m": ("smaller_length_m",),
    "length_b_m": ("smaller_length_m",),
    "ship_type_a": ("ship_types",),
    "ship_type_b": ("ship_types",),
}
"""What :func:`observe` makes of a column."""


OPTIONAL = [one.name for one in LEADS if one.missing]


@pytest.mark.parametrize("kind", KINDS)
def test_evidence__an_absent_input_leaves_all_other_items_alone(kind: str) -> None:
    known, *absent = (
        lead(number, **{"kind": kind, **dict.fromkeys(columns)})
        for number, columns in enumerate([(), *((one,) for one in OPTIONAL)])
    )
    alone, beside = (
        observe(leads(*rows), timedelta(minutes=5))
        for rows in ((known,), (known, *absent))
    )

    moved = []
    for item in EVIDENCE:
        (weight,), weights = item.weights(alone), item.weights(beside)
        same = np.isclose(weights, weight, rtol=0, atol=0, equal_nan=True)
        hangs_on = {*item.columns, item.value}
        moved += [
            (item.name, column)
            for column, is_same in zip(OPTIONAL, same[1:], strict=True)
            if not is_same and not {column, *DERIVED.get(column, ())} & hangs_on
        ]

    assert len(OPTIONAL) > 100
    assert moved == []


@pytest.mark.parametrize("kind", KINDS)
def test_evidence__says_nothing_of_kinds_that_it_does_not_know(kind: str) -> None:
    observed = observe(leads(lead(kind=kind)), timedelta(minutes=5))

    strangers = [item for item in EVIDENCE if kind not in item.kinds]

    assert all(np.isnan(item.weights(observed)).all() for item in strangers)


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
    missing = terms[(terms["group"] != "prior") & (terms["evidence"] != "duration")]

    assert missing["weight"].isna().all()
    assert (missing["counted"] == 0).all()
    assert (missing["sentence"] == "").all()
    assert (missing["value"] == "").sum() >= len(missing) - 1


def test_explain_terms__a_group_counts_no_more_than_its_cap() -> None:
    table = leads(lead(1), lead(2, ship_type_a="tug", length_b_m=10.0))
    terms = explain_terms(table, ScoreParams(weightings={"encounter": Weighting()}))
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
    terms = explain_terms(leads(lead(1), lead(2, kind="loitering")))

    of_pairs, of_waiting = (
        sum(kind in item.kinds for item in EVIDENCE)
        for kind in ("encounter", "loitering")
    )
    assert list(terms.columns) == list(TERM_COLUMNS)
    assert terms["candidate_id"].value_counts().tolist() == [
        of_pairs + 2,
        of_waiting + 2,
    ]
    assert not terms.duplicated(["candidate_id", "evidence"]).any()


def test_activity_weights__know_every_activity() -> None:
    assert set(ACTIVITY_WEIGHTS) == set(ACTIVITIES)


def test_role_weights__know_every_role() -> None:
    roles = {name_role(ship_type_name(np.array([code]))[0]) for code in range(1, 100)}

    assert roles - {None} <= set(ROLE_WEIGHTS)


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_weigh_chance__a_rarer_chance_never_weighs_less(
    one: float, other: float
) -> None:
    rare, usual = weigh_chance(pd.DataFrame({"p_chance": sorted((one, other))}))

    assert 2.5 >= rare >= usual >= 0.0


@pytest.mark.parametrize(
    ("role_a", "role_b", "weight"),
    [
        ("tanker", "tanker", 1.0),
        ("cargo", "tanker", 0.5),
        ("tanker", "fishing", 0.0),
        ("fishing", "fishing", -2.0),
        ("pilot", None, -2.0),
        ("fishing", None, -1.0),
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
