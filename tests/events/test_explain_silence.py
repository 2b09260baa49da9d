"""Why two silent vessels could have met: each step of the rule says no for a reason."""

import pandas as pd
import pytest
from builders_meetings import gap, gaps, moved, types, wait, waits

from stsdetect.events.explain import Step
from stsdetect.events.explain_silence import explain_silence
from stsdetect.events.rendezvous import RendezvousParams, find_rendezvous

A, B, C = 412_000_001, 412_000_002, 412_000_003
PLACE = (35.0, 123.0)
NOBODY = types({})


def met(mmsi: int, course: float = 0.0, start_h: float = 0.0) -> dict[str, object]:
    """Silent for 10 h: 2.5 h to the place at 10 kn, 5 h there, 2.5 h on."""
    start, end = (moved(PLACE, course + turn, 25.0) for turn in (180.0, 0.0))
    courses = {"start_cog": course, "end_cog": course}
    return gap(mmsi, (start_h, start_h + 10.0), start, end, **courses)


def passing(mmsi: int, course: float) -> dict[str, object]:
    """Silent for 10 h as many are, of which the way at 10 kn takes all but minutes."""
    start, end = (moved(PLACE, course + turn, 48.0) for turn in (180.0, 0.0))
    elsewhere = (course + 120.0) % 360.0
    courses = {"start_cog": elsewhere, "end_cog": elsewhere}
    return gap(mmsi, (0.0, 10.0), start, end, p_silence=0.6, n_alike=9, **courses)


def steps(
    table: pd.DataFrame, waited: pd.DataFrame | None = None, n_pairs: int = 3
) -> list[Step]:
    there = waits() if waited is None else waited
    return explain_silence(
        (A, B), table, there, NOBODY, RendezvousParams(n_pairs=n_pairs)
    )


def test_explain_silence__a_pair_that_is_kept_passes_every_step() -> None:
    told = steps(gaps(met(A), met(B, 90.0)))

    assert [step.passed for step in told] == [True] * 5
    assert told[2].found == "6.0 h together at most (both_dark)"
    assert told[4].found == "number 1 of 1"


def test_explain_silence__who_waited_could_have_been_visited() -> None:
    told = steps(gaps(met(B)), waits(wait(A, (0.0, 10.0), PLACE)))

    assert all(step.passed for step in told)
    assert told[0].found == f"{A}: silences 0, waits 1; {B}: silences 1, waits 0"
    assert "one_dark" in told[2].found


@pytest.mark.parametrize(
    ("table", "waited", "question"),
    [
        (gaps(met(A)), waits(), "Was one silent"),
        (gaps(), waits(wait(A, (0, 9), PLACE), wait(B, (0, 9), PLACE)), "Was one"),
        (gaps(met(A), met(B, 90.0, start_h=11.0)), waits(), "At one time?"),
        (gaps(met(A), gap(B, (0, 10), (20.0, 123.0), (20.0, 123.1))), waits(), "speed"),
        (
            gaps(passing(A, 0.0), passing(B, 90.0)),
            waits(),
            "speak for a meeting",
        ),
    ],
    ids=["one alone", "both heard", "other times", "too far", "both sailed on"],
)
def test_explain_silence__ends_with_the_step_that_decides(
    table: pd.DataFrame, waited: pd.DataFrame, question: str
) -> None:
    told = steps(table, waited)

    assert question in told[-1].question
    assert [step.passed for step in told] == [True] * (len(told) - 1) + [False]
    assert find_rendezvous(table, waited, NOBODY).empty


def test_explain_silence__others_that_fit_better_come_first() -> None:
    late = gap(B, (1, 9), moved(PLACE, 270.0, 30.0), moved(PLACE, 90.0, 30.0))
    table = gaps(met(A), late, met(C, 90.0))

    told = steps(table, n_pairs=1)

    assert told[-1].question == "Is one of the best partners of the other?"
    assert (told[-1].passed, told[-1].found) == (False, "number 2 of 2")
    kept = find_rendezvous(table, waits(), NOBODY, RendezvousParams(n_pairs=1))
    assert set(kept["mmsi_b"]) == {C}
