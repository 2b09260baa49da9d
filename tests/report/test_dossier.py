"""Dossier: text of strangers is text, and every point against is told."""

import pandas as pd
from builders_leads import candidates

from stsdetect.report.brief.blocks import Text
from stsdetect.report.case_brief import case_sections
from stsdetect.report.dossier import (
    describe_alternatives,
    describe_case,
    describe_identity,
)


def test_describe_case__markup_in_names_is_text() -> None:
    hostile = candidates({"shipname_a": "[x](javascript:1) <b>\nBOLD"}).iloc[0]

    text = describe_case(hostile.to_dict(), "priority = 1")

    assert "\\[x\\]\\(javascript:1\\) \\<b\\> BOLD" in text
    assert "never a finding" in text


def test_describe_case__tells_likelihood_apart_from_confidence() -> None:
    candidate = candidates({"likelihood_words": "very likely"}).iloc[0]

    lines = describe_case(candidate.to_dict(), "priority = 1").splitlines()

    assert "- likelihood: 0.90, very likely" in lines
    assert f"- confidence: {candidate['confidence']}" in lines


def test_describe_case__tells_a_destination_that_does_not_fit() -> None:
    candidate = candidates({"destination_doubts": "a: told [x] and went away"}).iloc[0]
    sections = case_sections(candidate, TERMS, "", "", ORIGIN, {})
    facts = [block.text for block in sections[0].blocks if isinstance(block, Text)]

    lines = describe_case(candidate.to_dict(), "priority = 1").splitlines()

    assert "- destination, not counted: a: told \\[x\\] and went away" in lines
    assert "Destination, not counted: a: told [x] and went away" in facts
    bare = candidates().iloc[0].to_dict()
    assert "destination" not in describe_case(bare, "priority = 1")


def test_describe_case__tells_who_is_laden_without_a_port() -> None:
    candidate = candidates({"laden_without_port": "a: told 4.0 m and 6.0 m"}).iloc[0]
    sections = case_sections(candidate, TERMS, "", "", ORIGIN, {})
    facts = [block.text for block in sections[0].blocks if isinstance(block, Text)]

    lines = describe_case(candidate.to_dict(), "priority = 1").splitlines()

    assert "- laden without a port, not counted: a: told 4.0 m and 6.0 m" in lines
    assert "Laden without a port, not counted: a: told 4.0 m and 6.0 m" in facts
    assert "laden" not in describe_case(candidates().iloc[0].to_dict(), "priority = 1")


TERMS = pd.DataFrame({"evidence": ["alone"], "counted": [0.0], "sentence": [""]})
ORIGIN = {"sources": [], "stsdetect_version": "0", "config_hash": "0"}


def test_describe_identity__tells_each_change_and_who_told_nothing() -> None:
    vessels = pd.DataFrame(
        {
            "mmsi": [200000001, 200000001],
            "valid_from": pd.to_datetime(["2024-03-02", "2024-03-01"], utc=True),
            "shipname": ["SIM SECOND", "SIM FIRST"],
            "draught": [7.25, None],
        }
    )

    text = describe_identity(vessels, [200000001, 300000002])

    assert text.index("SIM FIRST") < text.index("SIM SECOND")
    assert "name SIM SECOND, draught 7.2 m" in text
    assert "## MMSI 300000002\n\nNo particulars were received." in text


def test_describe_alternatives__tells_points_against_with_their_source() -> None:
    terms = pd.DataFrame(
        {
            "evidence": ["base_rate", "calibration", "distance", "company"],
            "counted": [-4.6, -2.2, 1.0, -0.8],
            "sentence": ["1 %", "taken off", "near", "4 others near by"],
            "source": ["ours", "ours", "ours", "ours: crowds"],
        }
    )

    text = describe_alternatives(terms, "", "4 others near by")

    assert "- 4 others near by (-0.80; ours: crowds)" in text
    assert "1 %" not in text
    assert "taken off" not in text
    assert "+1.00" not in text
