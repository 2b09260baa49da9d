"""The region of a meeting, and its likeliest place, against a grid."""

import numpy as np
import pytest
from builders_slack import pairs
from hypothesis import assume, given, settings
from oracle_slack import Silence, slack_s

from stsdetect.kernels.bridge import likeliest_places
from stsdetect.kernels.feasible import bound_regions, region_km2
from stsdetect.kernels.slack import as_silences, max_slack, slack_at_s

A, B = np.array([0]), np.array([1])
LEAST_S = 2 * 3600.0
EARTH_KM = 6_371.0088


def rows_of(pair: tuple[Silence, Silence]) -> np.ndarray:
    """Both silences as kernels take them."""
    start = np.array([[s[0], *s[1]] for s in pair])
    end = np.array([[s[2], *s[3]] for s in pair])
    return as_silences(start, end, np.array([s[4] for s in pair]))


def region_of(rows: np.ndarray) -> np.ndarray | None:
    """Middle and border of the region of a pair, if there is one of some size."""
    top = max_slack(rows, A, B, LEAST_S)
    if top[0, 0] < LEAST_S + 600.0:
        return None
    regions: np.ndarray = bound_regions(rows, A, B, top[:, 1:], LEAST_S)
    return regions


@settings(max_examples=80)
@given(pairs())
def test_bound_regions__end_where_slack_is_the_duration(
    pair: tuple[Silence, Silence],
) -> None:
    rows = rows_of(pair)
    region = region_of(rows)
    assume(region is not None)
    assert region is not None

    border = slack_at_s(rows, A, B, region)[0]

    assert border[0] >= LEAST_S
    assert border[1:] == pytest.approx(LEAST_S, abs=60.0)
    assert (border[1:] >= LEAST_S).all()


@settings(max_examples=15)
@given(pairs())
def test_region_km2__is_that_of_a_grid(pair: tuple[Silence, Silence]) -> None:
    rows = rows_of(pair)
    region = region_of(rows)
    assume(region is not None)
    assert region is not None
    middle = region[0, 0]
    width = 1.1 * float(np.linalg.norm(region[0, 1:] - middle, axis=1).max())
    first = np.cross(middle, [1.0, 0, 0] if abs(middle[0]) < 0.7 else [0, 1.0, 0])
    first /= np.linalg.norm(first)
    second = np.cross(middle, first)
    steps = (np.arange(40) + 0.5) / 20.0 - 1.0
    nodes = [middle + width * (x * first + y * second) for x in steps for y in steps]

    inside = sum(
        slack_s(*pair, node / np.linalg.norm(node)) >= LEAST_S for node in nodes
    )

    cell_km2 = (width * EARTH_KM / 20.0) ** 2
    # long and narrow ones are cut short by the rays, and coarse on the grid
    assert region_km2(region)[0] == pytest.approx(inside * cell_km2, rel=0.2, abs=9)


@settings(max_examples=60)
@given(pairs())
def test_likeliest_places__are_feasible(pair: tuple[Silence, Silence]) -> None:
    rows = rows_of(pair)
    region = region_of(rows)
    assume(region is not None)
    assert region is not None

    place = likeliest_places(rows, np.zeros((2, 6)), A, B, region, LEAST_S)

    assert slack_at_s(rows, A, B, place[:, None])[0, 0] >= LEAST_S - 1.0


def test_likeliest_places__lie_where_the_vessels_were_going() -> None:
    here = np.array([[0.0, 35.0, 123.0], [0.0, 35.0, 123.0]])
    rows = as_silences(here, here + np.array([36_000.0, 0.0, 0.0]), np.full(2, 6.0))
    top = max_slack(rows, A, B, LEAST_S)
    region = bound_regions(rows, A, B, top[:, 1:], LEAST_S)
    east = np.array([-np.sin(np.radians(123.0)), np.cos(np.radians(123.0)), 0.0])
    ways = np.tile(np.concatenate([5.0 * east, -5.0 * east]), (2, 1))

    place = likeliest_places(rows, ways, A, B, region, LEAST_S)[0]

    assert np.degrees(np.arctan2(place[1], place[0])) > 123.2
    back = likeliest_places(rows, -ways, A, B, region, LEAST_S)[0]
    assert np.degrees(np.arctan2(back[1], back[0])) < 122.8
