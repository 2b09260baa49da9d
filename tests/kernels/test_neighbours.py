"""All pairs of vessels near each other, against slow loops and a k-d tree."""

import numpy as np
import oracle
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from stsdetect.kernels.neighbours import (
    Neighbours,
    Search,
    Vessels,
    find_neighbours,
)
from stsdetect.kernels.orders import order_by_tick
from stsdetect.kernels.sphere import chord_of

Vessel = tuple[int, int, oracle.Place]

MAX_M, NEAR_M = 750.0, 1852.0
SEARCH = Search(chord_of(MAX_M), chord_of(NEAR_M))

corners = st.sampled_from(
    [(0.0, 180.0), (0.0, 0.0), (90.0, 0.0), (-90.0, 50.0), (38.0, 124.0), (89.99, 7.0),
     (-38.0, -180.0), (60.0, 90.0)]
)  # fmt: skip
jitter = st.floats(-0.02, 0.02).map(lambda angle: round(angle, 4))


@st.composite
def places(draw: st.DrawFn) -> oracle.Place:
    corner = draw(corners)
    lat = min(90.0, max(-90.0, corner[0] + draw(jitter)))
    return lat, (corner[1] + draw(jitter) + 180.0) % 360.0 - 180.0


fleets = st.lists(
    st.tuples(st.integers(0, 2), st.integers(1, 9), places()), max_size=24
)


def vessels(fleet: list[Vessel]) -> Vessels:
    where = np.array([place for _, _, place in fleet]).reshape(-1, 2)
    return Vessels(
        np.array([tick for tick, _, _ in fleet], dtype=np.int64),
        np.array([mmsi for _, mmsi, _ in fleet], dtype=np.int64),
        where[:, 0].copy(),
        where[:, 1].copy(),
    )


def neighbours(fleet: list[Vessel], search: Search) -> Neighbours:
    table = vessels(fleet)
    return find_neighbours(table, order_by_tick(table.time), search)


@given(fleets)
@settings(max_examples=300)
@example([(0, 1, (0.0, 179.999)), (0, 2, (0.0, -179.999))])
@example([(0, 2, (90.0, 10.0)), (0, 1, (89.995, -170.0))])
@example([(0, 1, (38.0, 124.0)), (1, 2, (38.0, 124.0))])
@example([(0, 1, (38.0, 124.0)), (0, 1, (38.0, 124.0)), (0, 3, (38.0, 124.0))])
def test_find_neighbours__finds_what_a_slow_loop_finds(fleet: list[Vessel]) -> None:
    found = neighbours(fleet, SEARCH)

    truth = oracle.pairs_within(fleet, MAX_M)
    pairs = list(zip(found.first.tolist(), found.second.tolist(), strict=True))
    assert len(pairs) == len(truth)
    assert set(pairs) == set(truth)
    assert found.distance_m.tolist() == pytest.approx(
        [truth[pair] for pair in pairs], rel=1e-6, abs=1e-6
    )
    near = [row for pair in oracle.pairs_within(fleet, NEAR_M) for row in pair]
    company = [max(near.count(a), near.count(b)) - 1 for a, b in pairs]
    assert found.n_near.tolist() == company


@pytest.mark.parametrize("radius_m", [5.0, 750.0, 20_000.0])
def test_find_neighbours__finds_what_a_tree_finds(radius_m: float) -> None:
    rng = np.random.default_rng(7)
    around = [(38.0, 124.0), (0.0, 180.0), (89.9, 0.0), (-89.999, 0.0), (70.0, -180.0)]
    where = np.concatenate(
        [
            np.array(place) + rng.normal(0.0, 12 * radius_m / 111e3, (300, 2))
            for place in around
        ]
        + [rng.uniform((-90, -180), (90, 180), (1500, 2))]
    )
    where[:, 0] = np.clip(where[:, 0], -90, 90)
    fleet = [(5, 1 + row, (lat, lon)) for row, (lat, lon) in enumerate(where)]

    chord = chord_of(radius_m)
    found = neighbours(fleet, Search(chord, chord))

    truth = oracle.tree_pairs(where, radius_m)
    assert len(truth) > 1_000
    assert found.first.size == len(truth)
    assert set(zip(found.first.tolist(), found.second.tolist(), strict=True)) == truth


def test_find_neighbours__keeps_every_pair_of_a_crowd() -> None:
    crowd = [(0, 1 + k, (38.0, 124.0 + k * 1e-5)) for k in range(200)]

    found = neighbours(crowd, SEARCH)

    assert found.first.size == 200 * 199 // 2
    assert (found.n_near == 198).all()


def test_find_neighbours__keeps_the_pairs_of_a_tick_before_a_crowd() -> None:
    few = [(0, 1 + k, (38.0, 124.0 + k * 1e-5)) for k in range(3)]
    crowd = [(1, 1 + k, (38.0, 124.0 + k * 1e-5)) for k in range(60)]

    found = neighbours(few + crowd, SEARCH)

    assert found.first.size == 3 + 60 * 59 // 2
    early = zip(found.first[:3].tolist(), found.second[:3].tolist(), strict=True)
    assert set(early) == {(0, 1), (0, 2), (1, 2)}
    assert found.n_near.tolist() == [1] * 3 + [58] * (60 * 59 // 2)


@given(fleets, st.floats(10.0, 740.0))
def test_find_neighbours__a_wider_bound_never_finds_less(
    fleet: list[Vessel], narrow_m: float
) -> None:
    wide = neighbours(fleet, SEARCH)
    narrow = neighbours(fleet, Search(chord_of(narrow_m), 0.001))

    pairs = [
        set(zip(one.first.tolist(), one.second.tolist(), strict=True))
        for one in (narrow, wide)
    ]
    assert pairs[0] <= pairs[1]
