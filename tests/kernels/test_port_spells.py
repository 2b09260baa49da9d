"""Stretches of reports near a port, against a slow loop."""

from itertools import pairwise

import numpy as np
import oracle
from hypothesis import example, given
from hypothesis import strategies as st

from stsdetect.kernels.port_spells import (
    AFTER,
    BEFORE,
    FIRST,
    LAST,
    CallBounds,
    Calls,
    find_port_spells,
)

HOUR = 3_600_000
BOUNDS = CallBounds(3_000.0, 8_000.0, 0.2, 0.5, 4 * HOUR)
EVER = (0, 10**12)

Report = tuple[int, int, float, float, float]
"""Segment, hour, longitude, distance to the nearest port [m] and speed [kn]."""

reports = st.tuples(
    st.integers(1, 2),
    st.integers(0, 30),
    st.sampled_from([179.98, -179.98, -179.9]),
    st.sampled_from([np.nan, 500.0, 2_900.0, 3_500.0]),
    st.sampled_from([np.nan, 0.1, 0.3, 8.0]),
)
histories = st.lists(reports, max_size=20, unique_by=lambda one: one[:2]).map(
    lambda found: sorted(found, key=lambda one: one[:2])
)


def calls(history: list[Report]) -> Calls:
    segment, hour, lon, away, speed = np.array(history, dtype=float).reshape(-1, 5).T
    return Calls(
        segment.astype(np.int64),
        hour.astype(np.int64) * HOUR,
        np.zeros(lon.size),
        lon.copy(),
        speed.copy(),
        away.copy(),
    )


def slow_spells(history: list[Report]) -> list[list[int]]:
    """Rows of each spell."""
    found: list[list[int]] = []
    for row, (segment, _, lon, away, _) in enumerate(history):
        if np.isnan(away):
            continue
        last = found[-1][-1] if found else -2
        goes_on = (
            last == row - 1
            and history[last][0] == segment
            and oracle.distance_m((0.0, history[last][2]), (0.0, lon)) <= 8_000.0
        )
        if goes_on:
            found[-1].append(row)
        else:
            found.append([row])
    return found


def figures(history: list[Report], spell: list[int]) -> list[int]:
    """First, last, came in, nearest; gaps, and hours known to be stopped."""
    away = [history[row][3] for row in spell]
    inside = [row for row in spell if history[row][3] <= 3_000.0]
    stopped, n_gaps, hours = False, 0, 0
    for row, later in pairwise(spell):
        speed, passed = history[row][4], history[later][1] - history[row][1]
        stopped = speed <= 0.2 or (stopped and not speed >= 0.5)
        n_gaps += passed >= 4
        hours += passed * (stopped and passed < 4)
    came_in, nearest = inside[0] if inside else -1, spell[away.index(min(away))]
    return [spell[0], spell[-1], came_in, nearest, n_gaps, hours * HOUR]


@given(histories)
@example([(k, 0, 179.98, 500.0, 0.1) for k in range(150)])
def test_find_port_spells__are_what_a_slow_loop_finds(history: list[Report]) -> None:
    found = find_port_spells(calls(history), EVER, EVER, BOUNDS)

    truth = [figures(history, spell) for spell in slow_spells(history)]
    assert found[:, [0, 1, 2, 3, 8, 9]].tolist() == truth


def test_find_port_spells__the_first_moment_of_a_period_is_in_it() -> None:
    """A stay goes on from a report that another window owns."""
    stay = calls([(1, 5, 179.98, 500.0, 0.1), (1, 6, 179.98, 500.0, 0.1)])
    own, end = (6 * HOUR, 9 * HOUR), 9 * HOUR

    within = find_port_spells(stay, own, (5 * HOUR, end), BOUNDS)
    beyond = find_port_spells(stay, own, (5 * HOUR + 1, end), BOUNDS)

    assert within[:, BEFORE].tolist() == [0]
    assert beyond[:, BEFORE].tolist() == [-1]


@given(histories, st.integers(0, 31), st.integers(0, 31))
def test_find_port_spells__of_a_window_are_named_with_the_rows_they_go_on_from(
    history: list[Report], low: int, high: int
) -> None:
    found = find_port_spells(calls(history), (low * HOUR, high * HOUR), EVER, BOUNDS)

    told = []
    for spell in slow_spells(history):
        own = [k for k in spell if low <= history[k][1] < high]
        if own:
            before = own[0] - 1 if own[0] > spell[0] else -1
            after = own[-1] + 1 if own[-1] < spell[-1] else -1
            told.append([own[0], own[-1], before, after])
    assert found[:, [FIRST, LAST, BEFORE, AFTER]].tolist() == told
