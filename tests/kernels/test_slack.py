"""The slack of two silences against a grid that is drawn ever finer."""

import math

import numpy as np
import oracle
import pytest
from builders_slack import pairs
from hypothesis import example, given, settings
from hypothesis import strategies as st
from oracle_slack import Silence, max_slack_s, slack_s

from stsdetect.kernels.slack import as_silences, max_slack, slack_at_s
from stsdetect.kernels.sphere import unit_vectors

TOLERANCE_S = 10.0
H = 3600.0
ROWS = (np.array([0]), np.array([1]))


def measured(a: Silence, b: Silence, at_least_s: float = -np.inf) -> np.ndarray:
    """Row of :func:`max_slack` for one pair."""
    start = np.array([[s[0], *s[1]] for s in (a, b)])
    end = np.array([[s[2], *s[3]] for s in (a, b)])
    speed = np.array([s[4] for s in (a, b)])
    found: np.ndarray = max_slack(as_silences(start, end, speed), *ROWS, at_least_s)
    row: np.ndarray = found[0]
    return row


LYING: Silence = (0.0, (35.0, 123.0), 6 * H, (35.0, 123.0), 5.0)
ONE_LINE: tuple[Silence, Silence] = (  # from amid it both are heard again to the west
    (13.6 * H, (0.0, 0.2), 124 * H, (0.0, 0.0), 5.0),
    (0.0, (0.0, 2.8), 124 * H, (0.0, 0.8), 5.0),
)
MANY_STEPS: tuple[Silence, Silence] = (  # a ridge on which each step goes on a little
    (43_488.0, (81.761, 28.448), 107_532.0, (77.814, 25.311), 10.88),
    (55_224.0, (79.835, 26.493), 255_960.0, (78.819, 28.602), 2.3),
)
AT_A_TIP: tuple[Silence, Silence] = (  # who drifts is found as soon as looked for
    (14_566.0, (35.0, 123.0), 131_656.0, (35.0, 123.0), 0.26),
    (0.0, (34.23, 122.04), 144_000.0, (35.67, 122.2), 8.4),
)


@settings(max_examples=1_000)
@given(pairs())
@example((LYING, LYING))
@example((LYING, (1 * H, (35.0, 123.0), 9 * H, (36.0, 123.0), 5.0)))
@example(ONE_LINE)
@example(MANY_STEPS)
@example(AT_A_TIP)
def test_max_slack__is_the_best_of_every_place(pair: tuple[Silence, Silence]) -> None:
    truth = max_slack_s(*pair)

    slack, *place = measured(*pair)

    assert slack >= truth - TOLERANCE_S
    assert slack_s(*pair, np.array(place)) == pytest.approx(slack, abs=0.1)


@given(pairs())
def test_max_slack__is_the_same_for_a_and_b_swapped(
    pair: tuple[Silence, Silence],
) -> None:
    a, b = pair

    assert measured(a, b)[0] == pytest.approx(measured(b, a)[0], abs=TOLERANCE_S)


@given(pairs(), st.floats(1.0, 2.0))
def test_max_slack__never_shrinks_with_speed(
    pair: tuple[Silence, Silence], faster: float
) -> None:
    a, b = pair

    fast = (*a[:4], a[4] * faster)

    assert measured(fast, b)[0] >= measured(a, b)[0] - TOLERANCE_S


@given(pairs(), st.floats(0.0, 24 * H), st.floats(0.0, 24 * H))
def test_max_slack__never_shrinks_with_the_length_of_a_silence(
    pair: tuple[Silence, Silence], earlier_s: float, later_s: float
) -> None:
    a, b = pair

    longer = (a[0] - earlier_s, a[1], a[2] + later_s, *a[3:])

    assert measured(longer, b)[0] >= measured(a, b)[0] - TOLERANCE_S


@given(pairs())
def test_max_slack__below_the_least_of_interest_is_a_bound_that_is_less_too(
    pair: tuple[Silence, Silence],
) -> None:
    truth, asked = measured(*pair)[0], 2 * H

    slack = measured(*pair, asked)[0]

    if truth >= asked:
        assert slack == truth
    else:
        assert truth - TOLERANCE_S <= slack < asked


@given(pairs(), st.floats(0.0, 1.0), st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_slack_at_s__is_concave_along_a_great_circle(
    pair: tuple[Silence, Silence], x: float, y: float, share: float
) -> None:
    tips = [oracle.vector(tip) for s in pair for tip in (s[1], s[3])]
    first = oracle_mix(tips[0], tips[3], x)
    last = oracle_mix(tips[1], tips[2], y)
    angle = math.acos(max(-1.0, min(1.0, float(first @ last))))
    if angle < 1e-6:
        return
    between = (
        math.sin((1 - share) * angle) * first + math.sin(share * angle) * last
    ) / math.sin(angle)

    slack = at_places(pair, first, between, last)

    assert slack[1] >= (1 - share) * slack[0] + share * slack[2] - 0.1


def oracle_mix(a: np.ndarray, b: np.ndarray, share: float) -> np.ndarray:
    """A place on the great circle between two."""
    mixed: np.ndarray = (1 - share) * a + share * b
    mixed /= np.linalg.norm(mixed)
    return mixed


def at_places(pair: tuple[Silence, Silence], *places: np.ndarray) -> np.ndarray:
    """Slack of one pair at some unit vectors, by the kernel."""
    start = np.array([[s[0], *s[1]] for s in pair])
    end = np.array([[s[2], *s[3]] for s in pair])
    silence = as_silences(start, end, np.array([s[4] for s in pair]))
    slack: np.ndarray = slack_at_s(silence, *ROWS, np.array([places]))[0]
    return slack


@given(pairs(), st.floats(0.0, 1.0))
def test_slack_at_s__is_departure_less_arrival(
    pair: tuple[Silence, Silence], share: float
) -> None:
    place = oracle_mix(oracle.vector(pair[0][1]), oracle.vector(pair[1][3]), share)

    assert at_places(pair, place)[0] == pytest.approx(slack_s(*pair, place), abs=0.1)


@given(pairs(), st.floats(0.0, 1.0))
def test_slack_at_s__who_is_not_heard_again_need_not_come_back(
    pair: tuple[Silence, Silence], share: float
) -> None:
    a, b = pair
    place = oracle_mix(oracle.vector(a[1]), oracle.vector(b[3]), share)
    start = np.array([[s[0], *s[1]] for s in pair])
    end = np.array([[s[2], *s[3]] for s in pair])
    speed, gone = np.array([s[4] for s in pair]), np.array([True, False])

    slack = slack_at_s(as_silences(start, end, speed, gone), *ROWS, place[None, None])

    x, y, z = place.tolist()
    there = (
        math.degrees(math.atan2(z, math.hypot(x, y))),
        math.degrees(math.atan2(y, x)),
    )
    stays: Silence = (a[0], a[1], a[2], there, a[4])
    assert slack[0, 0] == pytest.approx(slack_s(stays, b, place), abs=0.1)


def test_max_slack__of_two_that_need_all_their_time_is_none() -> None:
    north = (0.0, (35.0, 123.0), 6 * H, (36.0, 123.0), 111_195 / (6 * H))
    south = (0.0, (36.0, 123.5), 6 * H, (35.0, 123.5), 111_195 / (6 * H))

    assert measured(north, south)[0] < 0


def test_as_silences__an_empty_table_stays_empty() -> None:
    none = np.empty((0, 3))

    assert as_silences(none, none, np.empty(0)).shape == (0, 10)
    assert unit_vectors([], []).shape == (3, 0)
