"""How often a place sees pairs."""

from datetime import timedelta

import pandas as pd
import pytest
from builders_events import A, B, C, D, meeting, meetings
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle import distance_m

from stsdetect.events.base_rate import OURS, measure_base_rate
from stsdetect.schema import ENCOUNTERS

DAY = timedelta(days=1)
E, F = 412_000_005, 412_000_006


def rates(*rows: pd.DataFrame, days: float = 1.0) -> list[float]:
    return measure_base_rate(meetings(*rows), days * DAY)["pair_rate"].tolist()


def test_base_rate__counts_the_encounters_of_others_near_by() -> None:
    here, there = meeting((A, B)), meeting((C, D), lat=38.02)
    far = meeting((E, F), lat=38.2)

    assert rates(here, there, far) == [1.0, 1.0, 0.0]
    assert rates(here, there, far, days=4) == [0.25, 0.25, 0.0]


def test_base_rate__a_vessel_does_not_make_its_own_anchorage() -> None:
    assert rates(meeting((A, B)), meeting((B, C), 300, 400)) == [0.0, 0.0]


def test_base_rate__less_than_a_day_counts_as_one() -> None:
    assert rates(meeting((A, B)), meeting((C, D)), days=0.1) == [1.0, 1.0]


def test_base_rate__of_nothing_is_nothing() -> None:
    assert measure_base_rate(ENCOUNTERS.empty(), DAY).empty


@given(
    st.lists(
        st.tuples(
            st.sampled_from([(A, B), (C, D), (E, F), (A, C)]),
            st.floats(-0.06, 0.06),
            st.floats(-0.06, 0.06),
        ),
        min_size=1,
        max_size=12,
    )
)
@settings(max_examples=25)
def test_base_rate__is_that_of_a_slow_loop_across_the_antimeridian(
    rows: list[tuple[tuple[int, int], float, float]],
) -> None:
    places = [(30.0 + lat, (360.0 + lon) % 360.0 - 180.0) for _, lat, lon in rows]
    several = [
        meeting(pair, start=n, end=n + 60, lat=lat, lon=lon)
        for n, ((pair, _, _), (lat, lon)) in enumerate(zip(rows, places, strict=True))
    ]

    truth = [
        sum(
            not set(pair) & set(other)
            and distance_m(places[i], places[k]) <= OURS.radius_m
            for k, (other, _, _) in enumerate(rows)
        )
        for i, (pair, _, _) in enumerate(rows)
    ]
    assert rates(*several) == pytest.approx(truth)
