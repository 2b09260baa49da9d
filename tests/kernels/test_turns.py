"""Turns of tracks: against a slow loop over one track, and by what they are about."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from stsdetect.kernels.turns import TurnBounds, Turns, find_turns

MINUTE = 60_000
DEGREE_M = math.radians(1) * 6_371_008.8
SMALL = TurnBounds(0, 10**12, 2 * MINUTE, 4, 2, 3, 9 * MINUTE, 50.0, 5.0, 0.5)
"""A shape of nine points."""


def turns(
    minutes: NDArray[np.int64],
    x: NDArray[np.floating],
    y: NDArray[np.floating],
    bounds: TurnBounds = SMALL,
    lon: float = 180.0,
) -> Turns:
    """Turns of one segment, metres east and north of a place on the equator."""
    where = (lon + x / DEGREE_M + 180.0) % 360.0 - 180.0
    start = np.array([0, minutes.size])
    lat, lon_deg = (y / DEGREE_M).astype(np.float64), where.astype(np.float64)
    return find_turns(start, minutes * MINUTE, lat, lon_deg, bounds)


def slow_turns(
    minutes: NDArray[np.int64], x: NDArray[np.float64], y: NDArray[np.float64]
) -> list[int]:
    """Minutes of the turns, by complex numbers and a dictionary."""
    place = {}
    for at in range(int(minutes[0]), int(minutes[-1]) + 1):
        if at % 2 == 0:
            k = int(np.searchsorted(minutes, at, side="right")) - 1
            exact = minutes[k] == at
            if exact or minutes[k + 1] - minutes[k] <= 9:
                place[at] = complex(
                    np.interp(at, minutes, x), np.interp(at, minutes, y)
                )
    size = {
        at: round(abs(place[at + 4] - 2 * place[at] + place[at - 4]), 2)
        for at in place
        if at + 4 in place and at - 4 in place
    }
    found = []
    for at, turn in size.items():
        around = [place.get(at + step) for step in range(-8, 9, 2)]
        near = [size.get(at + step) for step in (-6, -4, -2, 2, 4, 6)]
        if None in around or None in near or turn < 50.0:
            continue
        before, after = near[:3], near[3:]
        most = all(turn > one for one in before if one is not None) and all(
            turn >= one for one in after if one is not None
        )
        ways = [
            abs(b - a) for a, b in pairwise(around) if a is not None and b is not None
        ]
        if most and sum(way >= 5.0 for way in ways) >= 4:
            found.append(at)
    return found


@given(
    st.lists(st.integers(1, 11), min_size=6, max_size=25),
    st.integers(0, 2**32 - 1),
)
def test_find_turns__are_those_of_a_slow_loop(steps: list[int], seed: int) -> None:
    minutes = np.cumsum(steps)
    rng = np.random.default_rng(seed)
    x, y = (np.cumsum(rng.normal(0.0, 150.0, minutes.size)) for _ in range(2))

    found = turns(minutes, x, y)

    assert (found.time // MINUTE).tolist() == slow_turns(minutes, x, y)


BOUNDS = TurnBounds(0, 10**12, 2 * MINUTE, 30, 5, 15, 10 * MINUTE, 150.0, 120.0, 0.8)
CORNER = np.arange(0, 241, 3)


def corner(minutes: NDArray[np.int64] = CORNER, at: float = 120.0) -> Turns:
    """A vessel that turns from north to east at 12 kn."""
    way = 6.17 * 60 * (minutes - at)
    return turns(minutes, np.maximum(way, 0.0), np.minimum(way, 0.0), BOUNDS)


def test_find_turns__as_great_as_the_least_is_a_turn() -> None:
    size = round(math.hypot(6.17 * 60 * 10, 6.17 * 60 * 10), 2)
    way = 6.17 * 60 * (CORNER - 120)
    x, y = np.maximum(way, 0.0), np.minimum(way, 0.0)

    for least, n in ((size, 1), (size + 0.01, 0)):
        bounds = BOUNDS._replace(min_turn_m=least)
        assert turns(CORNER, x, y, bounds).time.size == n


def test_find_turns__of_a_corner_is_its_minute_and_its_two_legs() -> None:
    found = corner()

    assert found.time.tolist() == [120 * MINUTE]
    assert found.north[0, 0] == pytest.approx(-22_212.0, rel=1e-3)
    assert found.east[0, -1] == pytest.approx(22_212.0, rel=1e-3)
    assert found.east[0, :30] == pytest.approx(0.0, abs=1.0)


def test_find_turns__no_turn_without_an_hour_on_both_sides_or_across_a_hole() -> None:
    assert corner(np.arange(66, 241, 3)).time.size == 0
    assert corner(np.arange(0, 177, 3)).time.size == 0
    hole = CORNER[(CORNER <= 150) | (CORNER >= 162)]
    assert corner(hole).time.size == 0
    assert corner(CORNER[(CORNER <= 150) | (CORNER >= 159)]).time.size == 1
    assert corner(CORNER[(CORNER <= 171) | (CORNER >= 183)]).time.size == 0


def test_find_turns__no_turn_where_a_greater_one_could_lie_beyond_the_end() -> None:
    far = BOUNDS._replace(n_half=10, n_apart=60)

    def corners(minutes: NDArray[np.int64]) -> int:
        way = 6.17 * 60 * (minutes - 120)
        x, y = np.maximum(way, 0.0), np.minimum(way, 0.0)
        return turns(minutes, x, y, far).time.size

    assert corners(np.arange(-11, 253)) == 1
    assert corners(np.arange(2, 253)) == 0
    assert corners(np.arange(-11, 239)) == 0


def test_find_turns__a_segment_without_reports_has_none() -> None:
    way = 6.17 * 60 * (CORNER - 120)
    lat, lon = np.minimum(way, 0.0) / DEGREE_M, np.maximum(way, 0.0) / DEGREE_M

    found = find_turns(np.array([0, 0, CORNER.size]), CORNER * MINUTE, lat, lon, BOUNDS)

    assert found.segment.tolist() == [1]
    assert found.time.tolist() == [120 * MINUTE]


def test_find_turns__none_of_a_straight_way_or_a_vessel_that_lies_still() -> None:
    way = 370.0 * CORNER
    swing = 80.0 * np.sin(CORNER / 20.0)

    assert turns(CORNER, way, 0.5 * way, BOUNDS).time.size == 0
    assert turns(CORNER, 10 * swing * (CORNER == 120), swing, BOUNDS).time.size == 0


def test_find_turns__those_of_the_window_alone_and_the_same_ones() -> None:
    minutes = np.arange(0, 1_440, 3)
    x = 370.0 * minutes
    y = 6_000.0 * np.sin(minutes / 40.0)
    whole = turns(minutes, x, y, BOUNDS)

    halves = [
        turns(minutes, x, y, BOUNDS._replace(low=low * MINUTE, high=high * MINUTE))
        for low, high in ((0, 644), (644, 1_440))
    ]

    assert whole.time.size > 8
    assert np.concatenate([part.time for part in halves]).tolist() == (
        whole.time.tolist()
    )
    assert np.array_equal(np.vstack([part.east for part in halves]), whole.east)
    assert turns(minutes, x, y, BOUNDS, lon=20.0).time.tolist() == whole.time.tolist()


def test_find_turns__of_many_segments_are_those_of_each() -> None:
    minutes = np.tile(np.arange(0, 1_440, 3), 4)
    start = np.arange(5) * 480
    lat = 0.05 * np.sin(minutes / 40.0)
    lon = (370.0 * minutes / DEGREE_M).astype(np.float64)

    found = find_turns(start, minutes * MINUTE, lat, lon, BOUNDS)

    one = find_turns(start[:2], minutes * MINUTE, lat, lon, BOUNDS)
    assert one.time.size > 8
    assert found.segment.tolist() == np.repeat(np.arange(4), one.time.size).tolist()
    assert found.time.tolist() == np.tile(one.time, 4).tolist()
    assert np.array_equal(found.east, np.tile(one.east, (4, 1)))
