"""Courses: who turned aside to a place, and who sailed on past it."""

import polars as pl
import pytest
from builders_meetings import gap, gaps, moved, types, wait, waits

from stsdetect.events.bounds import list_silences
from stsdetect.events.courses import add_courses
from stsdetect.schema import GAPS, LOITERINGS

A, B = 412_000_001, 412_000_002
PLACE = (35.0, 179.95)


def told(**columns: float | None) -> dict[str, float | None]:
    """Courses of a visitor of a vessel that waits: south of it, then west of it."""
    silent = gap(B, (0, 10), moved(PLACE, 180, 25), moved(PLACE, 270, 25), **columns)
    silences = list_silences(
        GAPS.from_pandas(gaps(silent)),
        LOITERINGS.from_pandas(waits(wait(A, (2.0, 8.0), PLACE))),
        types({}),
    )
    pair = {"first": [1], "second": [0], "lat": [PLACE[0]], "lon": [PLACE[1]]}
    return add_courses(pl.DataFrame(pair), silences).to_dicts()[0]


def test_add_courses__who_came_to_the_place_and_left_it_was_on_course() -> None:
    one = told(start_cog=0.0, end_cog=270.0)

    assert one["off_course_deg"] == pytest.approx(0.0, abs=1.0)
    assert one["aside_deg"] == pytest.approx(45.0, abs=1.0)


def test_add_courses__who_sailed_straight_on_was_not() -> None:
    one = told(start_cog=315.0, end_cog=315.0)

    assert one["off_course_deg"] == pytest.approx(45.0, abs=1.0)
    assert one["aside_deg"] == pytest.approx(-45.0, abs=1.0)


@pytest.mark.parametrize("slow", [{"end_sog": 1.0}, {"end_cog": None}])
def test_add_courses__an_end_that_tells_no_course_does_not_count(
    slow: dict[str, float | None],
) -> None:
    one = told(**({"start_cog": 20.0, "end_cog": 90.0} | slow))

    assert one["off_course_deg"] == pytest.approx(20.0, abs=1.0)


def test_add_courses__where_nothing_is_told_nothing_is_known() -> None:
    one = told(start_sog=0.2, end_sog=0.2)

    assert one["off_course_deg"] is None
    assert one["aside_deg"] is None


def test_add_courses__north_is_no_border_of_angles() -> None:
    west, east = (told(start_cog=cog, end_cog=270.0) for cog in (350.0, 10.0))

    assert west["off_course_deg"] == pytest.approx(5.0, abs=1.0)
    assert east["off_course_deg"] == pytest.approx(5.0, abs=1.0)
