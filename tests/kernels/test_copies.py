"""Copies of shapes: against a search over all shifts, and by what they are about."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from stsdetect.kernels.copies import Fits, fit_copies

N = 61
TIME = np.arange(N) - N // 2


def wave(seed: int, late: float = 0.0) -> NDArray[np.float64]:
    """A smooth way with bends: rows of east and north [m]."""
    rng = np.random.default_rng(seed)
    t = TIME + late
    east = 300.0 * t + 2_000.0 * np.sin(t / rng.uniform(6.0, 12.0))
    north = 100.0 * t + 2_000.0 * np.cos(t / rng.uniform(6.0, 12.0))
    return np.array([east, north])


def fit(a: NDArray[np.float64], b: NDArray[np.float64], width: float = 1.0) -> Fits:
    east, north = (
        np.array([a[k], b[k]], dtype=np.float32) for k in (0, 1)
    )  # fmt: skip
    return fit_copies(east, north, np.array([[0, 1]]), np.array([width]), 0.8)


@given(st.integers(0, 10_000), st.floats(-1.5, 1.5), st.floats(-5e4, 5e4))
def test_fit_copies__finds_the_shift_in_time_and_place(
    seed: int, late: float, off: float
) -> None:
    found = fit(wave(seed), wave(seed, -late) + off)

    assert found.late_steps[0] == pytest.approx(late, abs=0.05)
    assert found.east[0] == pytest.approx(off, abs=15.0)
    assert found.north[0] == pytest.approx(off, abs=15.0)
    assert found.off_m[0] < 15.0


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_fit_copies__is_no_worse_than_the_best_of_all_shifts(a: int, b: int) -> None:
    first, second = wave(a), 0.5 * (wave(a, 0.7) + wave(b))
    squares = []
    for late in np.arange(-3.0, 3.01, 0.05):
        moved = np.array([np.interp(TIME + late, TIME, part) for part in second])
        inside = (TIME + late >= TIME[0]) & (TIME + late < TIME[-1])
        off = (moved - first)[:, inside]
        off -= off.mean(axis=1, keepdims=True)
        squares.append((late, (off**2).sum() / inside.sum()))
    best, least = min(squares, key=lambda one: one[1])

    late = fit(first, second).late_steps[0]

    at = min(squares, key=lambda one: abs(one[0] - late))
    if abs(best) < 2.5 and abs(late) < 2.5:
        assert at[1] <= 1.1 * least + 400.0


def test_fit_copies__a_wider_copy_fits_by_degrees() -> None:
    a = wave(3)
    copy = np.array([a[0] / 1.05, a[1]])

    assert fit(a, copy).off_m[0] > 100.0
    assert fit(a, copy, 1.05).off_m[0] < 1.0


def test_fit_copies__points_about_a_corner_may_be_cut_off() -> None:
    a = wave(5)
    cut = a.copy()
    cut[:, 28:34] += 900.0

    assert fit(a, cut).off_m[0] < 60.0


def test_fit_copies__shapes_that_do_not_overlap_fit_nowhere() -> None:
    straight = np.array([300.0 * TIME, 0.0 * TIME])
    slow = np.array([300.0 * TIME, 1.0 * np.sign(TIME)])

    assert fit(straight, straight).late_steps[0] == 0.0
    far = fit(slow * [[1.0], [9_000.0]], slow)
    assert np.isnan(far.off_m[0]) or far.off_m[0] > 1_000.0
