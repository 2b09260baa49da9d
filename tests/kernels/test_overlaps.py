"""Pairs of silences against all pairs."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stsdetect.kernels.overlaps import pair_silences
from stsdetect.kernels.slack import as_silences, max_slack

LEAST_S = 2 * 3600.0


def silences(seed: int, n: int, lon: float) -> np.ndarray:
    """Silences of hours to days in a sea of 8° round a longitude."""
    draw = np.random.default_rng(seed)
    start = np.column_stack(
        [
            draw.uniform(0, 72 * 3600, n),
            draw.uniform(30, 38, n),
            lon + draw.uniform(-4, 4, n),
        ]
    )
    end = start + np.column_stack(
        [draw.uniform(3600, 86_400, n), draw.normal(0, 1, n), draw.normal(0, 1, n)]
    )
    return as_silences(start, end, draw.uniform(4, 8, n))


@given(st.integers(0, 10_000), st.integers(0, 60), st.sampled_from([123.0, 180.0]))
def test_pair_silences__leaves_out_no_pair_that_could_have_met(
    seed: int, n: int, lon: float
) -> None:
    rows = silences(seed, n, lon)
    vessel = np.arange(n) // 2
    still = np.zeros(n, dtype=np.bool_)

    first, second, n_overlaps = pair_silences(rows, vessel, still, LEAST_S)

    every = [p for p in combinations(range(n), 2) if vessel[p[0]] != vessel[p[1]]]
    a, b = np.array(every, dtype=np.int64).reshape(-1, 2).T
    slack = max_slack(rows, np.ascontiguousarray(a), np.ascontiguousarray(b), LEAST_S)
    can = {every[k] for k in np.flatnonzero(slack[:, 0] >= LEAST_S)}
    shared = np.minimum(rows[a, 7], rows[b, 7]) - np.maximum(rows[a, 6], rows[b, 6])
    assert n_overlaps == (shared >= LEAST_S).sum()
    assert can <= set(zip(first.tolist(), second.tolist(), strict=True))
    assert (vessel[first] < vessel[second]).all()


def test_pair_silences__the_one_that_waits_is_first_and_two_that_wait_are_no_pair() -> (
    None
):
    place = np.tile([0.0, 35.0, 123.0], (3, 1))
    rows = as_silences(place, place + np.array([9 * 3600.0, 0, 0]), np.full(3, 5.0))
    still = np.array([False, True, True])

    first, second, n_overlaps = pair_silences(rows, np.array([1, 2, 3]), still, LEAST_S)

    assert sorted(zip(first.tolist(), second.tolist(), strict=True)) == [(1, 0), (2, 0)]
    assert n_overlaps == 2


@pytest.mark.parametrize("scale", [1.0, 3.0])
def test_pair_silences__room_for_pairs_grows_as_they_come(scale: float) -> None:
    n = 80
    place = np.tile([0.0, 35.0, 123.0], (n, 1))
    rows = as_silences(place, place + np.array([scale * 3e4, 0, 0]), np.full(n, 5.0))

    first, _, n_overlaps = pair_silences(
        rows, np.arange(n), np.zeros(n, dtype=np.bool_), LEAST_S
    )

    assert first.size == n_overlaps == n * (n - 1) // 2
