"""Rivals: the sweep agrees with a slow loop over all pairs."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from stsdetect.kernels.rivals import sum_rivals

EVENTS = st.lists(
    st.tuples(
        st.integers(1, 3), st.integers(4, 6), st.integers(0, 9), st.integers(0, 4)
    ),
    max_size=12,
)


def slowly(
    vessel: NDArray[np.int64], spans: NDArray[np.int64], worth: NDArray[np.float64]
) -> list[float]:
    """Sum over all other events of the same vessel that share an instant."""
    return [
        sum(
            worth[j]
            for j in range(len(worth))
            if j != i
            and vessel[i] == vessel[j]
            and spans[i, 0] <= spans[j, 1]
            and spans[j, 0] <= spans[i, 1]
        )
        for i in range(len(worth))
    ]


@given(EVENTS)
def test_sum_rivals__is_what_a_slow_loop_gives(
    events: list[tuple[int, int, int, int]],
) -> None:
    events = sorted(events, key=lambda one: (one[0], one[2]))
    vessel, other, start, length = np.array(events, dtype=np.int64).reshape(-1, 4).T
    spans = np.column_stack([start, start + length])
    worth = np.exp2(np.arange(len(events), dtype=np.float64))

    total = sum_rivals(vessel, other, spans, worth)

    np.testing.assert_allclose(total, slowly(vessel, spans, worth))


def test_sum_rivals__two_events_of_one_pair_are_rivals_once() -> None:
    vessel, other = np.array([1, 1, 2, 2]), np.array([2, 2, 1, 1])
    spans = np.array([[0, 5], [3, 9], [0, 5], [3, 9]])

    total = sum_rivals(vessel, other, spans, np.ones(4))

    assert total.tolist() == [1.0, 1.0, 0.0, 0.0]
