"""The likeliest place of a meeting, against a look at every one that is tried."""

from itertools import product

import numpy as np
import pytest
from builders_slack import pairs
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from oracle_slack import Silence

from stsdetect.kernels.bridge import likeliest_places
from stsdetect.kernels.feasible import bound_regions
from stsdetect.kernels.slack import as_silences, max_slack

A, B = np.array([0]), np.array([1])
LEAST_S = 2 * 3600.0
EARTH_M = 6_371_008.8
FORGET_S = 4 * 3600.0
NEAR_M = 18_520.0

Vector = NDArray[np.float64]


def leg(tip: Vector, way: Vector, spot: Vector, time_s: float, speed: float) -> float:
    """Log density of the integral of an Ornstein-Uhlenbeck velocity, but a constant."""
    t, spread = time_s / FORGET_S, speed / 2 * FORGET_S
    variance = spread**2 * (2 * t - 3 + 4 * np.exp(-t) - np.exp(-2 * t)) + NEAR_M**2
    off = EARTH_M * (spot - tip) - way * FORGET_S * (1 - np.exp(-t))
    return float(-np.log(variance) - (off @ off) / (2 * variance))


def arc_m(a: Vector, b: Vector) -> float:
    return float(EARTH_M * 2 * np.arcsin(np.linalg.norm(a - b) / 2))


def density(silences: Vector, ways: Vector, spot: Vector) -> float:
    """The greatest of five instants from the first at which both can be there."""
    arrive = max(one[6] + arc_m(one[:3], spot) / one[8] for one in silences)
    leave = min(one[7] - arc_m(one[3:6], spot) / one[8] for one in silences)
    totals = []
    for begin in np.linspace(arrive, max(leave - LEAST_S, arrive), 5):
        total = 0.0
        for one, way in zip(silences, ways, strict=True):
            since, until = max(begin - one[6], 0), max(one[7] - begin - LEAST_S, 0)
            total += leg(one[:3], way[:3], spot, since, one[8])
            total += leg(one[3:6], -way[3:], spot, until, one[8])
        totals.append(total)
    return max(totals)


@settings(max_examples=60)
@given(pairs(), st.lists(st.floats(-4.0, 4.0), min_size=12, max_size=12))
def test_likeliest_places__are_the_best_of_all_that_are_tried(
    pair: tuple[Silence, Silence], velocities: list[float]
) -> None:
    start = np.array([[one[0], *one[1]] for one in pair])
    end = np.array([[one[2], *one[3]] for one in pair])
    rows = as_silences(start, end, np.array([one[4] for one in pair]))
    top = max_slack(rows, A, B, LEAST_S)
    assume(top[0, 0] >= LEAST_S + 600.0)
    regions = bound_regions(rows, A, B, top[:, 1:], LEAST_S)
    ways = np.array(velocities).reshape(2, 6)

    middle, *border = regions[0]
    spots = [middle]
    for end, share in product(border, (0.35, 0.7, 0.95)):
        spot = (1 - share) * middle + share * end
        spots.append(spot / np.linalg.norm(spot))
    worth = [density(rows, ways, spot) for spot in spots]
    ray = max(int(np.argmax(worth)) - 1, 0) // 3  # goes first, and where it is
    for first in (0, ray):
        turned = np.vstack([middle, np.roll(border, -first, axis=0)])[None]
        (place,) = likeliest_places(rows, ways, A, B, turned, LEAST_S)

        assert min(np.linalg.norm(spot - place) for spot in spots) < 1e-12
        assert density(rows, ways, place) == pytest.approx(max(worth), rel=1e-7)
