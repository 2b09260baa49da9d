"""Directions go round: differences, means and spreads against complex numbers."""

import cmath
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stsdetect.kernels.angles import (
    angle_difference_deg,
    axial_difference_deg,
    axial_sd_deg,
    circular_mean_deg,
    circular_sd_deg,
)

angles = st.floats(-720, 720)


@given(angles, angles)
def test_angle_difference_deg__is_the_shorter_turn(a: float, b: float) -> None:
    turn = float(angle_difference_deg(a, b))

    truth = cmath.exp(1j * math.radians(b - a))
    assert -180 < turn <= 180
    assert cmath.exp(1j * math.radians(turn)) == pytest.approx(truth, abs=1e-9)


@pytest.mark.parametrize(("a", "b"), [(0, 180), (180, 0), (90, 270), (270, 90)])
def test_angle_difference_deg__of_opposites_is_180(a: float, b: float) -> None:
    assert angle_difference_deg(a, b) == 180.0


@given(angles)
def test_axial_difference_deg__is_half_the_turn_of_the_doubled_angle(
    turn: float,
) -> None:
    apart = float(axial_difference_deg(turn))

    doubled = cmath.exp(2j * math.radians(turn))
    assert 0 <= apart <= 90
    assert apart == pytest.approx(math.degrees(abs(cmath.phase(doubled))) / 2, abs=1e-6)


@given(st.lists(st.floats(-80, 80), min_size=1, max_size=9))
def test_axial_sd_deg__is_half_the_spread_of_the_doubled_angles(
    headings: list[float],
) -> None:
    doubled = np.exp(2j * np.radians(headings)).mean()

    spread = axial_sd_deg(np.array([doubled.real]), np.array([doubled.imag]))

    plain = circular_sd_deg(2.0 * np.array(headings)) / 2.0
    assert spread[0] == pytest.approx(plain, abs=1e-3)


@given(st.lists(st.floats(-80, 80), min_size=1, max_size=9), angles)
def test_circular_mean_and_sd_deg__turn_with_the_angles(
    spread: list[float], turn: float
) -> None:
    still, turned = np.array(spread), np.array(spread) + turn

    moved = angle_difference_deg(circular_mean_deg(still), circular_mean_deg(turned))

    assert float(angle_difference_deg(moved, turn)) == pytest.approx(0.0, abs=1e-6)
    assert circular_sd_deg(turned) == pytest.approx(circular_sd_deg(still), abs=1e-4)
    assert 0.0 <= circular_mean_deg(turned) < 360.0


def test_circular_sd_deg__of_a_narrow_spread_is_the_plain_one() -> None:
    narrow = np.random.default_rng(3).normal(0.0, 2.0, 500)

    assert circular_sd_deg(narrow + 359.0) == pytest.approx(narrow.std(), rel=0.01)


def test_circular_sd_deg__of_what_cancels_out_is_beyond_measure() -> None:
    assert circular_sd_deg([0.0, 180.0]) > 400.0
    assert circular_sd_deg(np.array([0.0, 90.0, 180.0, 270.0])) > 400.0


def test_kernels__have_no_answer_without_angles() -> None:
    assert np.isnan([circular_mean_deg([np.nan]), circular_sd_deg([np.nan])]).all()
