"""Small angles as series, against sines of the system."""

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stsdetect.kernels.small_angles import arc_of, turn_deg


@given(st.floats(1e-9, 3.0))
@example(0.0099)
@example(0.01)
def test_arc_of__takes_back_the_chord(arc: float) -> None:
    found = arc_of((2.0 * math.sin(arc / 2.0)) ** 2)

    assert found == pytest.approx(arc, rel=1e-13)


@given(st.floats(-180.0, 180.0), st.floats(0.1, 10.0))
@example(0.5, 1.0)
@example(0.58, 1.0)
def test_turn_deg__takes_back_the_angle(angle_deg: float, length: float) -> None:
    angle = math.radians(angle_deg)

    found = turn_deg(length * math.sin(angle), length * math.cos(angle))

    assert found == pytest.approx(angle_deg, rel=1e-13, abs=1e-13)
