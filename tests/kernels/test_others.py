"""Others near a place, against a loop over all that was seen."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from stsdetect.kernels.others import Seen, count_others
from stsdetect.kernels.sphere import chord_of, haversine_m, unit_vectors

LAT = st.one_of(st.floats(-90, 90), st.floats(89.9, 90), st.floats(-0.03, 0.03))
LON = st.one_of(st.floats(179.9, 180), st.floats(-180, -179.9), st.floats(0, 0.03))
SPOTS = st.lists(st.tuples(LAT, LON, st.integers(0, 3)), max_size=12)
ASKED = st.lists(
    st.tuples(LAT, LON, st.integers(-1, 3), st.integers(-1, 3)), max_size=6
)


@given(SPOTS, ASKED, st.sampled_from([500.0, 1_500.0, 60_000.0]))
def test_count_others__is_what_a_loop_over_all_counts(
    spots: list[tuple[float, float, int]],
    asked: list[tuple[float, float, int, int]],
    reach_m: float,
) -> None:
    lat, lon, vessel = np.array(spots).reshape(-1, 3).T
    asked = [row for row in asked for _ in range(2)]  # the same place again
    at_lat, at_lon, *own = np.array(asked).reshape(-1, 4).T
    away = haversine_m(at_lat[:, None], at_lon[:, None], lat, lon)
    if (abs(away - reach_m) < 1e-3).any():
        return

    found = count_others(
        np.ascontiguousarray(unit_vectors(at_lat, at_lon).T),
        np.column_stack(own).astype(np.int64),
        Seen(
            np.ascontiguousarray(unit_vectors(lat, lon).T),
            np.ascontiguousarray(vessel).astype(np.int64),
        ),
        chord_of(reach_m),
    )

    told = [
        len(set(vessel[near <= reach_m]) - set(pair))
        for near, pair in zip(away, np.column_stack(own), strict=True)
    ]
    assert found.tolist() == told


@given(
    st.tuples(st.floats(-89, 89), st.floats(-180, 180)),
    st.lists(
        st.tuples(st.floats(0, 360), st.sampled_from([0.2, 0.9, 0.999, 1.001, 1.2])),
        min_size=8,
        max_size=20,
    ),
)
def test_count_others__in_every_direction_are_those_within_reach(
    place: tuple[float, float], around: list[tuple[float, float]]
) -> None:
    reach_m = 1_500.0
    toward, share = np.radians([one[0] for one in around]), [one[1] for one in around]
    away = np.array(share) * reach_m / 6_371_008.8
    (here,) = np.ascontiguousarray(unit_vectors(np.array([place[0]]), [place[1]]).T)
    east = np.cross([0.0, 0.0, 1.0], here)
    east /= np.linalg.norm(east)
    north = np.cross(here, east)
    side = np.outer(np.sin(toward), east) + np.outer(np.cos(toward), north)
    spots = np.outer(np.cos(away), here) + np.sin(away)[:, None] * side

    (found,) = count_others(
        here[None],
        np.full((1, 2), -1),
        Seen(spots, np.arange(len(around))),
        chord_of(reach_m),
    )

    assert found == sum(one < 1.0 for one in share)


def test_count_others__nothing_seen_is_nobody() -> None:
    nobody = Seen(np.empty((0, 3)), np.empty(0, np.int64))

    found = count_others(np.eye(3), np.full((3, 2), -1), nobody, 1e-3)

    assert found.tolist() == [0, 0, 0]
