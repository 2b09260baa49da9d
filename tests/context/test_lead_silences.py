"""Leads of silences: who could have come, and the less suspicious silence."""

import pandas as pd
import pytest
from builders_meetings import gap, gaps, moved, types, wait, waits

from stsdetect.context.leads import describe_leads
from stsdetect.events.rendezvous import find_rendezvous
from stsdetect.schema import ENCOUNTERS

A, B, C = 412_000_001, 412_000_002, 412_000_003
PLACE, FAR = (35.0, 123.0), (31.0, 125.0)


@pytest.fixture(scope="module")
def described() -> pd.DataFrame:
    """A vessel that waits where another may have come, and one where none may."""
    start, end = moved(PLACE, 270.0, 25.0), moved(PLACE, 90.0, 25.0)
    silent = [
        gap(mmsi, (0.0, 10.0), start, end, p_silence=p_silence, n_alike=n_alike)
        for mmsi, p_silence, n_alike in ((B, 0.01, 0), (C, 0.3, 4))
    ]
    there = waits(wait(A, (1.0, 9.0), PLACE), wait(A + 10, (1.0, 9.0), FAR))
    nobody = types({})
    met = find_rendezvous(gaps(*silent), there, nobody)
    return describe_leads(ENCOUNTERS.empty(), met, there, nobody)


def test_describe_leads__a_wait_says_how_many_could_have_come(
    described: pd.DataFrame,
) -> None:
    waited = described[described["kind"] == "loitering"].set_index("mmsi_a")

    assert waited["n_possible"].to_dict() == {A: 2, A + 10: 0}


def test_describe_leads__two_silences_are_as_suspicious_as_the_lesser(
    described: pd.DataFrame,
) -> None:
    both = described[described["kind"] == "both_dark"].iloc[0]

    assert both["p_silence"] == 0.3
    assert both["n_alike"] == 4


def test_describe_leads__a_visit_is_told_with_the_time_it_took(
    described: pd.DataFrame,
) -> None:
    one = described[(described["kind"] == "one_dark") & (described["mmsi_b"] == B)]

    assert one["silent_b_h"].item() == pytest.approx(10.0)
    assert one["needed_b_h"].item() == pytest.approx(5.0, abs=0.05)
    assert one["usual_slack_h"].item() == pytest.approx(5.0, abs=0.05)
    assert one["silent_a_h"].isna().all()
