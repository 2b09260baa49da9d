"""Approach and cast-off, against a slow walk."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stsdetect.kernels.approach import ApproachBounds, Meetings, measure_approach

MINUTE = 60_000
BOUNDS = ApproachBounds(10 * MINUTE, 60 * MINUTE, 150.0, 900.0)
Tick = tuple[int, int, float, float, float]


def table(ticks: list[Tick], hole_s: float = 60.0) -> Meetings:
    """Ticks as part, five minutes, metres and the knots of both."""
    rows = np.array(ticks, dtype=np.float64).reshape(-1, 5)
    part, time = rows[:, :2].astype(np.int64).T
    distance, speed_a, speed_b = (column.copy() for column in rows[:, 2:].T)
    hole = np.full(len(rows), hole_s)
    return Meetings(part, time * 5 * MINUTE, distance, speed_a, speed_b, hole)


def slow(ticks: list[Tick], row: int, step: int) -> tuple[float, float]:
    """Walk from a row to the farthest tick before a hole."""
    walk = [row]
    while 0 <= (i := walk[-1] + step) < len(ticks):
        same = ticks[i][0] == ticks[row][0]
        hole = abs(ticks[i][1] - ticks[walk[-1]][1])
        if not same or hole > 2 or abs(ticks[i][1] - ticks[row][1]) > 12:
            break
        walk.append(i)
    far = max(range(len(walk)), key=lambda n: (ticks[walk[n]][2], -n))
    way = ticks[walk[far]][2] - ticks[row][2]
    if way < 150.0:
        return np.nan, np.nan
    seconds = abs(ticks[walk[far]][1] - ticks[row][1]) * 300
    means = [np.mean([ticks[i][k] for i in walk[: far + 1]]) for k in (3, 4)]
    return way / seconds / (1852 / 3600), float(min(means))


ticks_of_pairs = st.lists(
    st.tuples(
        st.integers(0, 1),
        st.integers(0, 30),
        st.floats(10, 750),
        st.floats(0, 5),
        st.floats(0, 5),
    ),
    min_size=1,
    max_size=30,
    unique_by=lambda tick: tick[:2],
).map(sorted)


@given(ticks_of_pairs, st.sampled_from([-1, 1]))
def test_measure_approach__finds_what_a_slow_walk_finds(
    ticks: list[Tick], step: int
) -> None:
    found = measure_approach(table(ticks), np.arange(len(ticks)), step, BOUNDS)

    truth = [slow(ticks, row, step) for row in range(len(ticks))]
    assert found == pytest.approx(np.array(truth), nan_ok=True)


def test_measure_approach__a_guess_between_far_reports_was_not_seen() -> None:
    ticks = [(0, 0, 700.0, 0.0, 2.0), (0, 1, 40.0, 0.0, 0.0)]

    def approach_kn(hole_s: float) -> float:
        found = measure_approach(table(ticks, hole_s), np.array([1]), -1, BOUNDS)
        return float(found[0, 0])

    assert np.isnan(approach_kn(901.0))
    assert approach_kn(900.0) > 4.0
