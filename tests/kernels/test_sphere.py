"""Distances, bearings and places on the sphere against plain vector algebra."""

import numpy as np
import oracle
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stsdetect.kernels.sphere import (
    arc_m,
    bearing_deg,
    chord_of,
    distance_m,
    haversine_m,
    midpoint,
    offset_m,
    unit_vectors,
)

places = st.tuples(
    st.one_of(st.sampled_from([-90.0, 0.0, 90.0]), st.floats(-90, 90)),
    st.one_of(st.sampled_from([-180.0, 0.0, 180.0]), st.floats(-180, 180)),
)
steps = st.tuples(st.floats(-0.01, 0.01), st.floats(-0.01, 0.01))


@given(places, places)
@example((0.0, 179.999), (0.0, -179.999))
@example((90.0, 0.0), (90.0, 120.0))
@example((45.0, 10.0), (-45.0, -170.0))
def test_haversine_m__is_the_angle_between_the_vectors(
    a: oracle.Place, b: oracle.Place
) -> None:
    truth = oracle.distance_m(a, b)

    assert float(haversine_m(*a, *b)) == pytest.approx(truth, rel=1e-7, abs=0.2)
    assert distance_m(*a, *b) == pytest.approx(truth, rel=1e-7, abs=0.2)


@given(places, steps)
def test_haversine_m__is_exact_for_small_distances(
    a: oracle.Place, step: tuple[float, float]
) -> None:
    b = (float(np.clip(a[0] + step[0], -90, 90)), a[1] + step[1])

    truth = oracle.distance_m(a, b)

    assert float(haversine_m(*a, *b)) == pytest.approx(truth, rel=1e-6, abs=1e-6)
    assert distance_m(*a, *b) == pytest.approx(truth, rel=1e-6, abs=1e-6)


@given(places, places)
def test_arc_m__undoes_the_chord(a: oracle.Place, b: oracle.Place) -> None:
    truth = oracle.distance_m(a, b)

    chord = unit_vectors(*a) - unit_vectors(*b)

    assert arc_m(float(chord @ chord)) == pytest.approx(truth, rel=1e-7, abs=0.2)
    assert chord_of(truth) == pytest.approx(np.linalg.norm(chord), abs=1e-9)


@given(places, steps)
def test_offset_m__is_the_distance_and_turns_with_the_pair(
    a: oracle.Place, step: tuple[float, float]
) -> None:
    b = (float(np.clip(a[0] + step[0], -90, 90)), a[1] + step[1])

    east_m, north_m = offset_m(*a, *b)
    back_east_m, back_north_m = offset_m(*b, *a)

    assert np.hypot(east_m, north_m) == pytest.approx(
        oracle.distance_m(a, b), rel=1e-6, abs=1e-6
    )
    assert back_east_m == pytest.approx(-east_m, abs=1e-6)
    assert back_north_m == pytest.approx(-north_m, abs=1e-6)


@given(places, steps)
def test_midpoint__is_as_far_from_both(
    a: oracle.Place, step: tuple[float, float]
) -> None:
    b = (float(np.clip(a[0] + step[0], -90, 90)), a[1] + step[1])

    lat, lon = (float(angle) for angle in midpoint(*a, *b))

    half = oracle.distance_m(a, b) / 2
    assert -180 <= lon <= 180
    assert oracle.distance_m(a, (lat, lon)) == pytest.approx(half, rel=1e-5, abs=1e-3)
    assert oracle.distance_m(b, (lat, lon)) == pytest.approx(half, rel=1e-5, abs=1e-3)


@pytest.mark.parametrize(
    ("b", "bearing"),
    [((1.0, 0.0), 0.0), ((0.0, 1.0), 90.0), ((-1.0, 0.0), 180.0), ((0.0, -1.0), 270.0)],
)
def test_bearing_deg__names_the_quarters(b: oracle.Place, bearing: float) -> None:
    assert bearing_deg(0.0, 0.0, *b) == pytest.approx(bearing)


@given(places, places)
def test_bearing_deg__stays_below_360(a: oracle.Place, b: oracle.Place) -> None:
    assert 0.0 <= float(bearing_deg(*a, *b)) < 360.0


def test_kernels__let_missing_places_through() -> None:
    east_m, north_m = offset_m(np.nan, 0.0, 0.0, 0.0)

    assert np.isnan([east_m, north_m, haversine_m(0.0, np.nan, 0.0, 0.0)]).all()
    assert np.isnan(bearing_deg(0.0, np.nan, 0.0, 0.0))
