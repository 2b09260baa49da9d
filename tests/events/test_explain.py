"""Why a pair is an encounter or is none."""

from typing import Any

import polars as pl
import pytest
from builders_events import NOBODY, every, near

from stsdetect.events.encounters import find_encounters
from stsdetect.events.explain import explain_pair
from stsdetect.events.presets import GFW
from stsdetect.schema import PROXIMITIES

FAR: dict[str, Any] = {"speed_a_kn": 12.0}
TOO_FAST = [2.0] * 4 + [9.0] * 8 + [2.0] * 4


@pytest.mark.parametrize(
    ("ticks", "n_steps", "found"),
    [
        (PROXIMITIES.empty_polars(), 1, "0 ticks"),
        (near(every(0, 60), 900.0), 1, "0 ticks, nearest 900 m"),
        (near(every(0, 60), 600.0), 2, "0 ticks close, 0 of them slow"),
        (
            near(every(0, 60), **FAR),
            2,
            "13 ticks close, 0 of them slow, slowest 12.0 kn",
        ),
        (near(every(0, 75), speed_a_kn=TOO_FAST), 4, "5.5 kn"),
        (near(every(0, 25)), 5, "25 min observed close in the longest of 1"),
        (near(every(0, 60)), 5, "60 min observed close in the longest of 1"),
    ],
)
def test_explain_pair__ends_with_the_step_that_decides(
    ticks: pl.DataFrame, n_steps: int, found: str
) -> None:
    steps = explain_pair(ticks)

    assert len(steps) == n_steps
    assert steps[-1].found.startswith(found)
    assert all(step.passed for step in steps[:-1])
    assert steps[-1].passed is (len(find_encounters(ticks, NOBODY)) > 0)


def test_explain_pair__a_contact_too_short_for_a_published_rule() -> None:
    steps = explain_pair(near(every(0, 50)), GFW)

    assert [step.passed for step in steps] == [True, True, False]
    assert steps[-1].found == "1 contacts, the longest 50 min"
    assert steps[-1].bound.startswith("each 60 min or more")


def test_explain_pair__contacts_and_groups_are_counted() -> None:
    ticks = pl.concat(
        [near(every(0, 20)), near(every(100, 130)), near(every(900, 905))]
    )

    steps = explain_pair(ticks)

    assert steps[2].found == "3 contacts, the longest 30 min"
    assert (
        steps[4].found == "50 min observed close in the longest of 2 groups of contacts"
    )
    assert steps[4].passed
