"""Runs and contacts against slow loops."""

import numpy as np
import oracle_events as oracle
from hypothesis import given, settings
from hypothesis import strategies as st

from stsdetect.kernels.runs import (
    ContactBounds,
    contact_ids,
    in_order,
    part_ids,
    run_ids,
)

TICKS = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.integers(0, 40),
        st.sampled_from([100.0, 500.0, 501.0, 740.0]),
        st.sampled_from([0.0, 3.0, 3.1]),
    ),
    max_size=40,
    unique_by=lambda tick: tick[:2],
).map(sorted)


@given(TICKS, st.integers(0, 6))
@settings(max_examples=200)
def test_contact_ids__equal_a_slow_loop(
    ticks: list[tuple[int, int, float, float]], silence: int
) -> None:
    columns = list(zip(*ticks, strict=True)) or [()] * 4
    pair, time, distance, speed = (
        np.array(column, dtype=dtype)
        for column, dtype in zip(columns, "qqdd", strict=True)
    )

    contact = contact_ids(
        pair, time, distance, speed, ContactBounds(500.0, 3.0, silence)
    )

    expected = np.full(len(ticks), -1)
    for number, members in enumerate(oracle.contacts(ticks, 500.0, 3.0, silence)):
        expected[members] = number
    assert contact.tolist() == expected.tolist()


@given(TICKS, st.integers(0, 6))
def test_run_ids__a_run_breaks_at_a_new_key_or_a_gap(
    ticks: list[tuple[int, int, float, float]], max_gap: int
) -> None:
    key = np.array([tick[0] for tick in ticks], dtype=np.int64)
    time = np.array([tick[1] for tick in ticks], dtype=np.int64)

    runs = run_ids(key, time, max_gap).tolist()

    expected, number = [], 0
    for i, tick in enumerate(ticks):
        before = ticks[i - 1] if i else tick
        number += i > 0 and (tick[0] != before[0] or tick[1] - before[1] > max_gap)
        expected.append(number)
    assert runs == expected


@given(st.lists(st.tuples(*[st.integers(0, 2)] * 3), max_size=5))
def test_in_order__equals_sorting(rows: list[tuple[int, int, int]]) -> None:
    keys = np.array(rows, dtype=np.int64).reshape(-1, 3).T

    assert in_order(keys[0], keys[1], keys[2]) == (sorted(rows) == rows)


@given(TICKS, st.integers(0, 6), st.integers(1, 12))
def test_part_ids__equal_a_slow_loop_from_any_part_on(
    ticks: list[tuple[int, int, float, float]], max_gap: int, max_length: int
) -> None:
    key = np.array([tick[0] for tick in ticks], dtype=np.int64)
    time = np.array([tick[1] for tick in ticks], dtype=np.int64)

    parts = part_ids(key, time, max_gap, max_length)

    assert parts.tolist() == oracle.parts(ticks, max_gap, max_length)
    last = np.searchsorted(parts, parts[-1]) if parts.size else 0
    again = part_ids(key[last:], time[last:], max_gap, max_length)
    assert not again.any()
