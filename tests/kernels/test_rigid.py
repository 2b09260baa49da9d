"""Rigid coupling against slow loops and shapely."""

import numpy as np
import oracle_events as oracle
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stsdetect.kernels.angles import axial_sd_deg
from stsdetect.kernels.rigid import (
    body_frame_m,
    farthest_corner_m,
    hull_clearance_m,
    nearest_to_median,
)

metres = st.floats(-300, 300)
directions = st.floats(0, 360)
sides = st.tuples(*[st.floats(0, 200)] * 4).filter(
    lambda hull: hull[0] + hull[1] > 1 and hull[2] + hull[3] > 1
)


@given(metres, metres, directions)
def test_body_frame_m__equals_a_turned_complex_number(
    east: float, north: float, heading: float
) -> None:
    forward, starboard = body_frame_m(*(np.array([v]) for v in (east, north, heading)))

    expected = oracle.in_body_frame(east, north, heading)
    assert (forward[0], starboard[0]) == pytest.approx(expected, abs=1e-6)


@given(st.tuples(metres, metres), st.tuples(directions, directions), sides, sides)
@settings(max_examples=200)
def test_hull_clearance_m__equals_the_distance_of_two_rectangles(
    offset: tuple[float, float],
    headings: tuple[float, float],
    a: tuple[float, ...],
    b: tuple[float, ...],
) -> None:
    arrays = [np.array([values]) for values in (offset, headings, a, b)]

    clearance = hull_clearance_m(*arrays)

    expected = oracle.clearance(offset, headings, a, b)
    assert clearance[0] == pytest.approx(expected, abs=1e-4)


def test_hull_clearance_m__crossed_hulls_without_a_corner_inside_overlap() -> None:
    long = np.array([[100.0, 100.0, 5.0, 5.0]])

    crossed = hull_clearance_m(np.zeros((1, 2)), np.array([[0.0, 90.0]]), long, long)

    assert crossed.tolist() == [0.0]


def test_hull_clearance_m__what_is_not_known_stays_unknown() -> None:
    hull = np.array([[100.0, 100.0, np.nan, 5.0]])

    unknown = hull_clearance_m(np.zeros((1, 2)), np.zeros((1, 2)), hull, hull)

    assert np.isnan(unknown).all()


@given(sides)
def test_farthest_corner_m__is_the_farthest_of_four(hull: tuple[float, ...]) -> None:
    corner = farthest_corner_m(np.array([hull]))

    assert corner[0] == pytest.approx(oracle.farthest_corner(hull))  # type: ignore[arg-type]


@given(
    st.lists(st.tuples(metres | st.just(float("nan")), metres), max_size=12),
    st.lists(st.tuples(metres, metres), max_size=12),
    st.floats(0, 1),
)
def test_nearest_to_median__keeps_what_a_slow_loop_keeps(
    first: list[tuple[float, float]], second: list[tuple[float, float]], share: float
) -> None:
    points = np.array(first + second, dtype=float).reshape(-1, 2)
    start = np.array([0, len(first), len(first) + len(second)])
    x, y = np.ascontiguousarray(points.T)

    kept = nearest_to_median(x, y, start, share)

    expected = [
        keep
        for group in (first, second)
        for keep in oracle.kept_near_median(
            [p[0] for p in group], [p[1] for p in group], share
        )
    ]
    assert kept.tolist() == expected


@given(st.lists(st.floats(-180, 180), min_size=1, max_size=20))
def test_axial_sd_deg__equals_the_spread_of_doubled_angles(angles: list[float]) -> None:
    doubled = np.radians(2 * np.array(angles))

    spread = axial_sd_deg(
        np.array([np.cos(doubled).mean()]), np.array([np.sin(doubled).mean()])
    )

    if spread[0] < 100:
        assert spread[0] == pytest.approx(oracle.axial_sd(angles), abs=1e-4)


def test_axial_sd_deg__head_to_stern_is_as_parallel_as_head_to_head() -> None:
    doubled = np.radians(2 * np.array([0.0, 180.0, 0.0, -180.0]))

    spread = axial_sd_deg(
        np.array([np.cos(doubled).mean()]), np.array([np.sin(doubled).mean()])
    )

    assert spread[0] == pytest.approx(0.0, abs=1e-6)
