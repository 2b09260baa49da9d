"""What is looked up: weights by type, manner, mark and ramp; words by likelihood."""

import pandas as pd
import pytest

from stsdetect.scoring.approach import weigh_approach
from stsdetect.scoring.identity import weigh_false_positions
from stsdetect.scoring.pair_types import weigh_types
from stsdetect.scoring.signs import SIGNS
from stsdetect.scoring.waiting import weigh_mode, weigh_role
from stsdetect.scoring.words import say_likelihood


@pytest.mark.parametrize(
    ("one", "other", "weight"),
    [
        ("tanker", "tanker", 1.0),
        ("cargo", "cargo", 0.7),
        ("tanker", "cargo", 0.5),
        ("fishing", "fishing", -2.0),
        ("fishing", "tanker", 0.0),
        ("other", "other", 0.0),
        ("tanker", "pilot vessel", -2.0),
        ("tanker", "tug", -2.0),
        ("tanker", "passenger", -1.5),
        ("cargo", "pleasure craft", -1.5),
        ("tanker", "law enforcement", -1.0),
        ("tanker", "port tender", -1.0),
        ("passenger", "tug", -2.0),
    ],
)
def test_weigh_types__of_two_roles_in_both_orders(
    one: str, other: str, weight: float
) -> None:
    pair = pd.DataFrame({"ship_type_a": [one, other], "ship_type_b": [other, one]})

    assert weigh_types(pair).tolist() == [weight, weight]


def test_weigh_role__of_a_vessel_that_waits() -> None:
    told = {
        "tanker": 0.7,
        "cargo": 0.3,
        "wing in ground": -0.5,
        "fishing": -1.5,
        "port tender": -1.5,
        "law enforcement": -1.5,
        "sailing": -2.0,
        "ferry": -2.0,
        "pilot vessel": -2.0,
        "tug": -2.0,
    }

    weights = weigh_role(pd.DataFrame({"ship_type_a": list(told)}))

    assert dict(zip(told, weights, strict=True)) == told


def test_weigh_mode__drifting_speaks_for_and_holding_against() -> None:
    modes = pd.DataFrame({"mode": ["drifting", "anchored", "holding"]})

    assert weigh_mode(modes).tolist() == [0.3, 0.0, -0.5]


@pytest.mark.parametrize(
    ("kind", "weight"),
    [
        *(("replay", -1.0), ("smooth", -1.0), ("frozen", -0.7)),
        *(("regional_gnss", -0.7), ("receiver", -0.7), ("jump", 0.0)),
    ],
)
def test_weigh_false_positions__is_that_of_the_worst_of_either_vessel(
    kind: str, weight: float
) -> None:
    marks = pd.DataFrame(
        {
            "integrity_a": [kind, "jump", f"jump, {kind}"],
            "integrity_b": [None, kind, None],
            "integrity_marks": "told",
        }
    )

    assert weigh_false_positions(marks).tolist() == [weight] * 3


@pytest.mark.parametrize(
    ("name", "column", "value", "weight"),
    [
        ("boat", "smaller_length_m", 15.0, 1.0),
        ("boat", "smaller_length_m", 20.0, 0.8),
        ("boat", "smaller_length_m", 40.0, 0.0),
        ("bunkering_partners", "n_partners", 3.5, 0.5),
        ("bunkering_place", "distance_to_port_km", 20.0, 0.25),
        ("brief", "together_h", 1.125, 0.25),
    ],
)
def test_signs__weigh_along_a_ramp(
    name: str, column: str, value: float, weight: float
) -> None:
    (sign,) = (one for one in SIGNS if one.name == name)

    found = sign.weights(pd.DataFrame({column: [value], "kind": ["encounter"]}))

    assert found.tolist() == pytest.approx([weight])


@pytest.mark.parametrize(
    ("came", "waited", "weight"),
    [
        *((2.0, 1.0, 0.7), (4.0, 1.5, 0.35), (4.0, 2.25, 0.175), (4.0, 3.0, 0.0)),
        *((5.0, 1.0, 0.0), (6.5, 1.0, -0.15), (6.5, 5.0, -0.15), (9.0, 1.0, -0.3)),
    ],
)
def test_weigh_approach__a_slow_one_counts_as_far_as_the_other_waits(
    came: float, waited: float, weight: float
) -> None:
    lead = pd.DataFrame({"approach_kn": [came], "waiting_kn": [waited]})

    assert weigh_approach(lead).tolist() == pytest.approx([weight])


@pytest.mark.parametrize(
    ("likelihood", "words"),
    [
        *((0.0, "almost no chance"), (0.049, "almost no chance")),
        *((0.05, "very unlikely"), (0.199, "very unlikely")),
        *((0.2, "unlikely"), (0.449, "unlikely")),
        *((0.45, "roughly even chance"), (0.549, "roughly even chance")),
        *((0.55, "likely"), (0.799, "likely")),
        *((0.8, "very likely"), (0.949, "very likely")),
        *((0.95, "almost certain"), (1.0, "almost certain")),
    ],
)
def test_say_likelihood__has_the_words_of_icd_203(
    likelihood: float, words: str
) -> None:
    assert say_likelihood(likelihood) == words
