"""Laden without a port: seen, and each time without one of its conditions."""

from typing import Any

import pandas as pd
import polars as pl
import pytest
from builders import at
from builders_events import vessel
from builders_leads import lead, leads
from builders_meetings import gap, gaps
from builders_voyages import DAY, MEETING, A, B, visit

from stsdetect.context.laden_without_port import add_laden_without_port
from stsdetect.schema import PORT_VISITS

END = MEETING + 300.0
SEA = (33.0, 125.0)


def draught(metres: float | None, day: float, **told: Any) -> pl.DataFrame:
    """What A told on a day."""
    return vessel(A, day * DAY, draught=metres, **told)


def told(
    *vessels: pl.DataFrame,
    visits: tuple[dict[str, Any], ...] = (),
    silences: tuple[dict[str, Any], ...] = (),
    **changes: Any,
) -> str | None:
    """What is told of A, who met B on day 10."""
    one = lead(mmsi_a=A, mmsi_b=B, start_time=at(MEETING), end_time=at(END), **changes)
    found = PORT_VISITS.empty_polars()
    if visits:
        found = PORT_VISITS.conform(pl.DataFrame(visits))
    (words,) = add_laden_without_port(
        leads(one), pl.concat(vessels), PORT_VISITS.to_pandas(found), gaps(*silences)
    )["laden_without_port"]
    return None if pd.isna(words) else str(words)


def silence(first_day: float, last_day: float) -> dict[str, Any]:
    return gap(A, (24 * first_day, 24 * last_day), SEA, SEA)


LOADED = (draught(4.0, 2), draught(6.0, 5))
WORDS = (
    "a: told 4.0 m from 2024-03-03 00:00 UTC and 6.0 m from 2024-03-06 00:00 UTC, "
    "seen in no port since the first"
)


def test_laden__light_first_then_deep_and_no_port() -> None:
    assert told(*LOADED) == WORDS


@pytest.mark.parametrize(
    "vessels",
    [
        (draught(None, 2), draught(None, 5)),
        (draught(6.0, 2),),  # never changed
        (draught(6.0, 2), draught(4.0, 5)),  # lighter
        (draught(5.0, 2), draught(6.0, 5)),  # not light by her own draughts
        (*LOADED, draught(9.0, 20)),  # not deep by them
        (draught(4.0, 4.5), draught(6.0, 5)),  # light for half a day
        (draught(4.0, 2), draught(6.0, 14)),  # told too long after the meeting
        (*LOADED, draught(4.2, 9)),  # light again when they met
        (draught(4.0, 2), draught(25.5, 5)),  # the end of the field
        (draught(1.0, 2), draught(1.2, 5)),  # less than is told apart
        (draught(4.0, 2, imo=2000006), draught(6.0, 5, imo=3000013)),
        (draught(4.0, 2, length_m=70.0), draught(6.0, 5, length_m=120.0)),
    ],
)
def test_laden__other_draughts_tell_nothing(vessels: tuple[pl.DataFrame, ...]) -> None:
    assert told(*vessels) is None


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (3.0, 4.0),  # between the two
        (1.5, 4.2),  # left a day before it was told
        (5.9, 6.5),  # on the way into port
        (8.0, 9.0),  # between what was told and the meeting
        (1.0, 5.5),  # in port all the while
    ],
)
@pytest.mark.parametrize("confidence", [1.0, 0.1])
def test_laden__a_port_may_be_where_it_loaded(
    start: float, end: float, confidence: float
) -> None:
    called = visit(
        A, start, "Gunsan, KOR", end_time=at(end * DAY), confidence=confidence
    )

    assert told(*LOADED, visits=(called,)) is None


@pytest.mark.parametrize(
    "called",
    [
        visit(A, 0.5, "Gunsan, KOR"),  # before it told the light one
        visit(A, 1.5, "Gunsan, KOR"),  # told there, and left with it
        visit(A, 11.0, "Nampo, PRK"),
        visit(B, 3.0, "Gunsan, KOR"),
    ],
)
def test_laden__other_calls_do_not_matter(called: dict[str, Any]) -> None:
    assert told(*LOADED, visits=(called,)) == WORDS


def test_laden__told_after_the_meeting_is_told_too() -> None:
    assert "6.0 m from 2024-03-12" in str(told(draught(4.0, 2), draught(6.0, 11)))


def test_laden__what_is_between_and_what_is_told_again_changes_nothing() -> None:
    vessels = (
        draught(4.0, 2),
        draught(4.0, 3, destination="KR PUS"),
        draught(None, 3.5),
        draught(5.0, 4),
        draught(6.0, 5),
        draught(6.1, 6),
    )

    assert told(*vessels) == WORDS


def test_laden__of_the_last_light_draught() -> None:
    called = visit(A, 1.5, "Gunsan, KOR")
    later = told(draught(3.9, 1), *LOADED, visits=(called,))

    assert later == WORDS


def test_laden__of_a_number_in_two_places_nothing_is_told() -> None:
    assert told(*LOADED, identity_a="churn, simultaneous") is None
    assert told(*LOADED, identity_a="churn", identity_b="simultaneous") == WORDS


def test_laden__the_longest_silence_in_between_is_named() -> None:
    between = (silence(2.5, 2.75), silence(4.0, 4.6))
    outside = (silence(1.0, 1.9), silence(6.0, 9.0), silence(3.0, 3.05))

    assert told(*LOADED, silences=between + outside) == (
        f"{WORDS}, silent for 14 h of it from 2024-03-05 00:00 UTC"
    )
    assert told(*LOADED, silences=outside) == WORDS


def test_laden__both_are_told_and_rows_in_any_order() -> None:
    vessels = pl.concat(
        [*LOADED, vessel(B, 2 * DAY, draught=3.0), vessel(B, 5 * DAY, draught=5.0)]
    )
    one = lead(1, mmsi_a=A, mmsi_b=B, start_time=at(MEETING), end_time=at(END))
    other = lead(2, mmsi_a=B, mmsi_b=None, start_time=at(DAY), end_time=at(DAY))
    calls = PORT_VISITS.empty()

    found = add_laden_without_port(leads(other, one), vessels, calls, gaps())
    turned = add_laden_without_port(leads(one, other), vessels[::-1], calls, gaps())

    words = found["laden_without_port"].tolist()
    assert pd.isna(words[0])
    assert words[1].startswith(f"{WORDS}, b: told 3.0 m")
    assert turned["laden_without_port"].tolist()[0] == words[1]


def test_laden__of_no_leads_and_of_leads_left_alone() -> None:
    none = leads().iloc[:0]
    asked = leads()
    copy = asked.copy()

    empty = add_laden_without_port(none, LOADED[0], PORT_VISITS.empty(), gaps())
    add_laden_without_port(asked, LOADED[0], PORT_VISITS.empty(), gaps())

    assert empty.empty
    pd.testing.assert_frame_equal(asked, copy)
