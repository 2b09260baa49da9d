"""Vectors of many places, against sines of the system."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stsdetect.kernels.sphere import unit_vectors
from stsdetect.kernels.vectors import fill_vectors, sine_and_cosine

places = st.lists(st.tuples(st.floats(-90, 90), st.floats(-180, 180)), max_size=20)


@given(places, st.integers(0, 3))
def test_fill_vectors__gives_those_of_the_arrays(
    places: list[tuple[float, float]], n_more: int
) -> None:
    lat, lon = np.array(places).reshape(-1, 2).T.copy()
    vectors = np.full((3, lat.size + n_more), 7.0)

    fill_vectors(lat, lon, vectors)

    truth = unit_vectors(lat, lon)
    assert np.allclose(vectors[:, : lat.size], truth, rtol=0, atol=1e-15)
    assert (vectors[:, lat.size :] == 7.0).all()


@given(st.floats(-720, 720))
def test_sine_and_cosine__are_those_of_the_system(deg: float) -> None:
    angle = math.radians(deg)
    truth = (math.sin(angle), math.cos(angle))

    assert sine_and_cosine(deg) == pytest.approx(truth, rel=0, abs=2e-15)


@given(st.floats(-180, 180))
def test_sine_and_cosine__lie_on_the_circle(deg: float) -> None:
    sine, cosine = sine_and_cosine(deg)

    assert sine * sine + cosine * cosine == pytest.approx(1.0, rel=0, abs=4e-16)


@pytest.mark.parametrize("n", range(-8, 9))
def test_sine_and_cosine__are_exact_at_right_angles(n: int) -> None:
    assert sine_and_cosine(90.0 * n) == ((0, 1, 0, -1)[n % 4], (1, 0, -1, 0)[n % 4])
