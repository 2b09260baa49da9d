"""Pairs, against the same measures of whole arrays."""

from random import Random

import numpy as np
import oracle
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stsdetect.kernels.angles import angle_difference_deg
from stsdetect.kernels.pairs import (
    BLOCK,
    Rows,
    describe_pairs,
    empty_pairs,
    measure_pairs,
)
from stsdetect.kernels.sphere import midpoint, offset_m, unit_vectors

places = st.tuples(
    st.one_of(st.sampled_from([-90.0, 0.0, 90.0]), st.floats(-90, 90)),
    st.one_of(st.sampled_from([-180.0, 0.0, 180.0]), st.floats(-180, 180)),
)
steps = st.tuples(st.floats(-0.01, 0.01), st.floats(-0.01, 0.01))
headings = st.one_of(st.just(float("nan")), st.floats(0, 359, width=32))
vessels = st.tuples(headings, st.floats(0, 30), st.floats(0, 1800), st.floats(0, 14400))


def measured(
    lat: np.ndarray, lon: np.ndarray, first: np.ndarray, second: np.ndarray
) -> np.ndarray:
    measures = np.empty((4, first.size))
    measure_pairs(lat, lon, first, second, measures)
    return measures


@given(places, steps)
def test_measure_pairs__gives_what_the_arrays_give(
    a: oracle.Place, step: tuple[float, float]
) -> None:
    b = (float(np.clip(a[0] + step[0], -90, 90)), a[1] + step[1])
    lat, lon = np.array([b[0], a[0]]), np.array([b[1], a[1]])

    measures = measured(lat, lon, np.array([1, 1]), np.array([0, 1]))[:, 0]

    middle, offset = midpoint(*a, *b), offset_m(*a, *b)
    truth = unit_vectors(*middle)
    assert unit_vectors(*measures[:2]) == pytest.approx(truth, abs=1e-12)
    if abs(a[0]) < 89.9:  # at a pole east is anywhere
        assert measures[2:] == pytest.approx(np.array(offset), rel=1e-6, abs=1e-5)
    assert np.hypot(*measures[2:]) == pytest.approx(np.hypot(*offset), rel=1e-6)


def test_measure_pairs__gives_each_of_many_pairs_what_it_gives_one() -> None:
    rng = np.random.default_rng(5)
    n = 2 * BLOCK + 3
    lat, lon = rng.uniform(30, 31, n), rng.uniform(120, 121, n)
    first, second = rng.integers(0, n, (2, n))

    measures = measured(lat, lon, first, second)

    for k in (0, BLOCK - 1, BLOCK, n - 1):
        alone = measured(lat, lon, first[k : k + 1], second[k : k + 1])
        assert measures[:, k].tolist() == alone[:, 0].tolist()


@given(st.lists(vessels, min_size=2, max_size=6), st.randoms(use_true_random=False))
def test_describe_pairs__tells_of_both_rows(
    ticks: list[tuple[float, float, float, float]], random: Random
) -> None:
    heading, speed, age, hole = np.array(ticks).T.copy()
    mmsi = np.arange(len(ticks)) + 5
    rows = Rows(mmsi, mmsi * 300_000, speed, heading.astype(np.float32), age, hole)
    a, b = (np.array(random.choices(range(len(ticks)), k=4)) for _ in "ab")
    pairs = empty_pairs(4)

    describe_pairs(rows, a, b, pairs)

    assert pairs.mmsi_a.tolist() == mmsi[a].tolist()
    assert pairs.mmsi_b.tolist() == mmsi[b].tolist()
    assert pairs.time.tolist() == rows.time[a].tolist()
    assert pairs.speed_a_kn.tolist() == speed[a].tolist()
    assert pairs.speed_b_kn.tolist() == speed[b].tolist()
    assert np.array_equal(pairs.heading_a, rows.heading[a], equal_nan=True)
    assert np.array_equal(pairs.heading_b, rows.heading[b], equal_nan=True)
    turn = angle_difference_deg(rows.heading[a], rows.heading[b])
    assert np.array_equal(pairs.turn_deg, turn, equal_nan=True)
    assert pairs.age_s.tolist() == np.maximum(age[a], age[b]).tolist()
    assert pairs.hole_s.tolist() == np.maximum(hole[a], hole[b]).tolist()
