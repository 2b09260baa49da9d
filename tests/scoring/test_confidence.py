"""Confidence: what must be known for each of the three words."""

import pytest
from builders_leads import UNKNOWN, lead, leads

from stsdetect.scoring.confidence import rate_confidence
from stsdetect.scoring.rank import rank_candidates


@pytest.mark.parametrize(
    ("changes", "confidence"),
    [
        ({}, "high"),
        ({"support": 0.79}, "moderate"),
        ({"n_ticks": 23}, "moderate"),
        ({"longest_hole_min": 45.0}, "moderate"),
        ({"body_sd_m": None}, "moderate"),
        ({"ship_type_b": None}, "moderate"),
        ({"length_a_m": None}, "moderate"),
        ({"support": 0.49}, "low"),
        ({"n_ticks": 11}, "low"),
        ({"longest_hole_min": 121.0}, "low"),
        (UNKNOWN, "low"),
    ],
)
def test_rate_confidence__needs_all_of_a_line(
    changes: dict[str, object], confidence: str
) -> None:
    assert rate_confidence(leads(lead(1, **changes))).tolist() == [confidence]


def test_rate_confidence__two_unknown_vessels_are_low() -> None:
    nameless = {
        f"{name}_{side}{unit}": None
        for side in ("a", "b")
        for name, unit in (("ship_type", ""), ("length", "_m"))
    }

    assert rate_confidence(leads(lead(1, **nameless))).tolist() == ["low"]


def test_rate_confidence__is_apart_from_likelihood() -> None:
    ranked = rank_candidates(
        leads(lead(1, alongside=False, body_sd_m=200.0), lead(2, support=0.3))
    ).set_index("candidate_id")

    clear_no, unclear_yes = ranked.loc[f"{1:016x}"], ranked.loc[f"{2:016x}"]
    assert clear_no["likelihood"] < unclear_yes["likelihood"]
    assert (clear_no["confidence"], unclear_yes["confidence"]) == ("high", "low")


DARK = {"kind": "one_dark", "p_chance": 0.01, "n_possible": 3}


@pytest.mark.parametrize(
    ("changes", "confidence"),
    [
        ({}, "moderate"),
        ({"p_chance": 0.03}, "low"),
        ({"p_chance": None}, "low"),
        ({"n_possible": 6}, "low"),
        ({"ship_type_b": None}, "low"),
        ({"kind": "both_dark"}, "moderate"),
        ({"kind": "both_dark", "p_chance": 0.015}, "low"),
        ({"kind": "loitering"}, "low"),
    ],
)
def test_rate_confidence__what_was_not_seen_is_never_high(
    changes: dict[str, object], confidence: str
) -> None:
    assert rate_confidence(leads(lead(1, **{**DARK, **changes}))).tolist() == [
        confidence
    ]
