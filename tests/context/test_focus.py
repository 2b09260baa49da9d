"""Near North Korea or bound for it: each rule keeps, and nothing else does."""

from typing import Any

import pytest
from builders_leads import UNKNOWN, lead, leads

from stsdetect.context.focus import is_focus, near_or_bound_for

FAR: dict[str, Any] = {
    "region": "Yellow Sea",
    "region_kind": "sea",
    "port": "Busan, KOR",
}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, False),
        ({"region_kind": "waters"}, True),
        ({"region_kind": "reported"}, True),
        ({"flag_b": "PRK"}, True),
        ({"flag_a": "PRK"}, True),
        ({"port": "Nampo, PRK", "distance_to_port_km": 149.0}, True),
        ({"port": "Nampo, PRK", "distance_to_port_km": 151.0}, False),
        ({"port": "Busan, KOR", "distance_to_port_km": 1.0}, False),
        ({"days_since_dprk_b": 13.0}, True),
        ({"days_since_dprk_b": 15.0}, False),
        ({"bound_for": "b: told Nampo as its destination"}, True),
        ({"days_to_north_korea": 0.0}, True),
        ({"days_to_north_korea": 14.5}, False),
    ],
)
def test_near_or_bound_for__keeps_by_each_rule(
    changes: dict[str, Any],
    expected: Any,
) -> None:
    table = leads(lead(1, **{**FAR, **changes}), lead(2, **FAR))

    assert near_or_bound_for(table).tolist() == [expected, False]


def test_near_or_bound_for__what_is_not_known_makes_nothing_near() -> None:
    assert near_or_bound_for(leads(lead(1, **UNKNOWN))).tolist() == [False]


def test_is_focus__takes_any_capitals() -> None:
    assert is_focus(" Dprk ")
    assert not is_focus("Korea Bay")
