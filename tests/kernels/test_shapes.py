"""Shapes of stretches: against slow loops, and by what they are about."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import least_squares

from stsdetect.kernels.shapes import Shapes, Stretches, measure_shapes

DEGREE_M = math.radians(1) * 6_371_008.8
Points = list[tuple[float, float]]


def shapes(points: Points, cog: float | None = None, sog: float = 5.0) -> Shapes:
    """Shapes of one stretch, metres east and north of 60° N at 180° E."""
    x, y = np.array(points, dtype=float).reshape(-1, 2).T
    n = len(points)
    lon = (180.0 + x / (DEGREE_M * 0.5) + 180.0) % 360.0 - 180.0
    return measure_shapes(
        Stretches(
            np.array([0, n]),
            60.0 + y / DEGREE_M,
            lon,
            np.full(n, sog),
            np.full(n, np.nan if cog is None else cog),
        )
    )


coordinates = st.floats(-5_000.0, 5_000.0).map(lambda value: round(value, 1))


@given(st.lists(st.tuples(coordinates, coordinates), min_size=3, max_size=8))
def test_measure_shapes__beside_is_the_farthest_from_the_line(points: Points) -> None:
    origin_lat = 60.0 + points[0][1] / DEGREE_M
    scale = math.cos(math.radians(origin_lat)) / 0.5
    plane = [complex(x * scale, y) for x, y in points]
    beside = [
        abs(((b - a).conjugate() * (m - a)).imag) / abs(b - a)
        for a, m, b in zip(plane, plane[1:], plane[2:], strict=False)
        if abs(b - a) >= 50.0
    ]
    near_fifty = any(
        abs(abs(b - a) - 50.0) < 1e-3 for a, b in zip(plane, plane[2:], strict=False)
    )

    found = shapes(points).beside_m[0]

    if beside and not near_fifty:
        assert found == pytest.approx(max(beside), abs=1e-3)
    elif not near_fifty:
        assert np.isnan(found)


@pytest.mark.parametrize("clockwise", [1, -1])
@pytest.mark.parametrize("noise", [0.0, 30.0])
def test_measure_shapes__fits_a_circle_and_counts_its_turns(
    clockwise: int, noise: float
) -> None:
    rng = np.random.default_rng(1)
    angle = clockwise * np.linspace(0.0, 2 * np.pi * 1.6, 40)
    x, y = 900.0 + 2_000.0 * np.sin(angle), -300.0 + 2_000.0 * np.cos(angle)
    x, y = x + rng.normal(0, noise, 40), y + rng.normal(0, noise, 40)

    found = shapes(list(zip(x, y, strict=True)))
    best = least_squares(
        lambda c: np.hypot(x - c[0], y - c[1]) - c[2], [0.0, 0.0, 1_000.0]
    )

    assert found.radius_m[0] == pytest.approx(best.x[2], rel=0.01)
    assert found.turns[0] == pytest.approx(clockwise * 1.6, abs=0.02)
    assert found.rms_m[0] == pytest.approx(np.sqrt(2 * best.cost / 40), abs=3.0)


@pytest.mark.parametrize("clockwise", [1, -1])
def test_measure_shapes__tells_a_course_along_the_circle_from_another(
    clockwise: int,
) -> None:
    angle = clockwise * np.linspace(0.0, 2 * np.pi, 30)
    points = list(zip(1e3 * np.sin(angle), 1e3 * np.cos(angle), strict=True))
    n = len(points)
    along = np.degrees(angle + clockwise * np.pi / 2) % 360.0
    x, y = np.array(points).T
    stretch = Stretches(
        np.array([0, n]), y / DEGREE_M, x / DEGREE_M, np.full(n, 5.0), along
    )

    assert measure_shapes(stretch).along[0] == pytest.approx(1.0, abs=1e-3)
    assert shapes(points, cog=90.0).along[0] < 0.1
    assert np.isnan(shapes(points).along[0])


def test_measure_shapes__of_a_line_or_of_few_positions_is_no_circle() -> None:
    line = [(100.0 * k, 50.0 * k) for k in range(10)]

    assert np.isnan(shapes(line).radius_m[0]) or shapes(line).radius_m[0] > 1e6
    assert np.isnan(shapes(line[:4]).radius_m[0])
    assert np.isnan(shapes([(0.0, 0.0)] * 9).radius_m[0])


def test_measure_shapes__extent_and_least_speed() -> None:
    found = shapes([(0.0, 0.0), (300.0, 400.0)], sog=2.0)

    assert found.extent_m[0] == pytest.approx(500.0, rel=1e-3)
    assert found.min_sog[0] == 2.0
    assert np.isnan(shapes([(0.0, 0.0)], sog=np.nan).min_sog[0])
    assert np.isnan(shapes([]).extent_m[0])
