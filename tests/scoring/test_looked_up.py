"""Weights that are looked up: by the type of a vessel, how it waits, what is false."""

import pandas as pd
import pytest

from stsdetect.scoring.identity import weigh_false_positions
from stsdetect.scoring.pair_types import weigh_types
from stsdetect.scoring.waiting import weigh_mode, weigh_role


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
