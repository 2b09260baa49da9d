"""Thin: few positions, with the turns and silences of the track kept."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stsdetect.tracks.thin import few_of

TIMES = st.lists(st.integers(0, 10_000), unique=True, max_size=60).map(sorted)


@given(TIMES, st.integers(0, 10_000), st.integers(0, 3_000), st.integers(1, 900))
def test_few_of__keeps_a_position_of_each_stretch_and_both_sides_of_a_hole(
    times: list[int], start: int, length: int, step: int
) -> None:
    time = np.array(times, dtype=np.int64)

    kept = set(time[few_of(time, (start, start + length), step, 500)].tolist())

    assert {one // step for one in times} == {one // step for one in kept}
    for before, after in itertools.pairwise(times):
        if after - before > 500:
            assert {before, after} <= kept
    within = [one for one in times if start <= one <= start + length]
    assert set(within[:1] + within[-1:]) <= kept
    assert set([one for one in times if one < start][-1:]) <= kept
    assert set([one for one in times if one > start + length][:1]) <= kept


@pytest.mark.parametrize("n", [2_000, 20_000])
def test_few_of__of_a_long_track_keeps_few(n: int) -> None:
    time = np.arange(n) * 10_000

    assert few_of(time, (0, 1), n * 100, 3_600_000).sum() < 115
