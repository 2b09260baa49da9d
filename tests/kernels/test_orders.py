"""Orders by counting, against stable sorts."""

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from stsdetect.kernels.orders import group_segments, order_by_pair, order_by_tick


@given(
    st.lists(st.integers(-9, 9), max_size=12), st.integers(1, 400), st.integers(-9, 9)
)
@example([0, 1], 10**12, 5)
@example([0, 10**6], 1, 0)
@example([10**6, 1, 0, 1], 1, 0)
def test_order_by_tick__is_a_stable_order(
    numbers: list[int], step: int, origin: int
) -> None:
    time = np.array([number * step + origin for number in numbers], dtype=np.int64)

    assert order_by_tick(time).tolist() == np.argsort(time, kind="stable").tolist()


@given(
    st.lists(st.integers(1, 9), min_size=1, max_size=9),
    st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=20),
)
@example([1, 2, 2, 5], [(3, 1), (0, 1), (0, 2), (0, 1)])
def test_order_by_pair__is_a_stable_order(
    mmsis: list[int], rows: list[tuple[int, int]]
) -> None:
    mmsi = np.array(mmsis, dtype=np.int64)
    pairs = np.array(rows, dtype=np.int64).reshape(-1, 2) % mmsi.size
    first, second = pairs[:, 0].copy(), pairs[:, 1].copy()

    order = order_by_pair(mmsi, first, second)

    assert order.tolist() == np.lexsort((mmsi[second], mmsi[first])).tolist()


@given(st.lists(st.tuples(st.integers(1, 3), st.integers(0, 3)), max_size=12))
def test_group_segments__is_a_stable_order(rows: list[tuple[int, int]]) -> None:
    rows = sorted(rows, key=lambda row: row[0])
    mmsi, segment = np.array(rows, dtype=np.int64).reshape(-1, 2).T

    order = group_segments(mmsi, segment)

    assert order.tolist() == np.lexsort((segment, mmsi)).tolist()
