"""Ways by sea: straight where nothing lies between, round a wall where one does."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

from stsdetect.kernels.sea_ways import (
    N_LAT,
    N_LON,
    NODES_PER_DEG,
    fill_land,
    node_of,
    way_to,
    ways_from,
)
from stsdetect.kernels.sphere import haversine_m

OPEN = np.zeros((N_LAT, N_LON), dtype=np.bool_)


def middle(row: int, column: int) -> tuple[float, float]:
    """Place amid a cell."""
    lat = (row + 0.5) / NODES_PER_DEG - 90.0
    return lat, (column % N_LON + 0.5) / NODES_PER_DEG - 180.0


@given(
    st.lists(st.floats(0.2, 3.0), min_size=3, max_size=9),
    st.sampled_from([(35.0, 123.0), (-89.0, 0.0), (62.0, -178.5)]),
)
def test_fill_land__is_the_cells_whose_middle_lies_in_a_ring(
    away: list[float], at: tuple[float, float]
) -> None:
    angle = np.arange(len(away)) * 2 * np.pi / len(away)
    lat = np.clip(at[0] + np.array(away) * np.sin(angle), -90.0, 90.0)
    lon = np.clip(at[1] + np.array(away) * np.cos(angle), -180.0, 180.0)
    row, column = node_of(*at)
    rows = np.arange(max(row - 40, 0), row + 41)
    columns = np.arange(max(column - 40, 0), column + 41)
    middles = [[middle(int(k), int(j))[::-1] for j in columns] for k in rows]

    land = fill_land(np.array([0, lat.size]), lat, lon)

    ring = shapely.Polygon(np.column_stack([lon, lat]))
    there = shapely.points(middles)
    clear = shapely.distance(ring.boundary, there) > 1e-9
    around = land[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    assert land.sum() == around.sum()
    assert (around == shapely.contains(ring, there))[clear].all()


@settings(max_examples=30)
@given(
    st.sampled_from([(35.0, 123.0), (0.0, 179.97), (62.0, 10.0)]),
    st.integers(-15, 15),
    st.integers(-15, 15),
)
def test_ways_from__on_the_open_sea_are_straight(
    start: tuple[float, float], north: int, east: int
) -> None:
    row, column = node_of(*start)
    here, there = middle(row, column), middle(row + north, column + east)

    ways = ways_from(OPEN, *here, 400_000.0)

    half = ways.shape[0] // 2
    straight_m = float(haversine_m(*here, *there))
    way_m = ways[half + north, half + east]
    assert straight_m / 1.1 - 1.0 <= way_m <= straight_m * 1.005 + 1.0


def test_ways_from__go_round_a_wall() -> None:
    row, column = node_of(35.05, 123.05)
    walled = OPEN.copy()
    walled[row - 10 : row + 11, column + 3 : column + 5] = True

    ways = ways_from(walled, *middle(row, column), 500_000.0)

    half = ways.shape[0] // 2
    behind, corner = middle(row, column + 8), middle(row + 11, column + 4)
    round_m = float(haversine_m(*middle(row, column), *corner))
    round_m += float(haversine_m(*corner, *behind))
    straight_m = float(haversine_m(*middle(row, column), *behind))
    assert 2.0 * straight_m < ways[half, half + 8]
    assert ways[half, half + 8] == pytest.approx(round_m, rel=0.04)
    assert np.isinf(ways[half, half + 3])


def test_ways_from__are_those_of_a_graph_of_all_cells() -> None:
    draw = np.random.default_rng(7)
    row, column = node_of(35.05, 123.05)
    rough = OPEN.copy()
    part = draw.random((25, 25)) < 0.35
    part[12, 12] = False
    rough[row - 12 : row + 13, column - 12 : column + 13] = part
    steps = [(i, j) for i in range(-2, 3) for j in range(-2, 3)]
    steps = [(i, j) for i, j in steps if np.gcd(i, j) == 1]

    ways = ways_from(rough, *middle(row, column), 90_000.0)

    size, half = ways.shape[0], ways.shape[0] // 2
    longer = float(haversine_m(*middle(row, column), *middle(row, column + 1)))
    longer /= ways_from(OPEN, *middle(row, column), 90_000.0)[half, half + 1]
    edges = []
    for i in range(size):
        for j in range(size):
            for di, dj in steps:
                k, m = i + di, j + dj
                inside = 0 <= k < size and 0 <= m < size
                if inside and not rough[row + k - half, column + m - half]:
                    a = middle(row + i - half, column)
                    b = middle(row + k - half, column + dj)
                    metres = float(haversine_m(*a, *b)) / longer
                    edges.append((i * size + j, k * size + m, metres))
    source, target, lengths = zip(*edges, strict=True)
    graph = coo_array((lengths, (source, target)), shape=(size**2, size**2)).tocsr()
    truth = dijkstra(graph, indices=half * size + half).reshape(size, size)
    truth[truth > 90_000.0] = np.inf
    sea = np.isfinite(ways)
    assert (sea == np.isfinite(truth)).all()
    np.testing.assert_allclose(ways[sea], truth[sea], rtol=1e-9)


def test_ways_from__end_at_the_reach() -> None:
    ways = ways_from(OPEN, 35.0, 123.0, 50_000.0)

    assert ways[np.isfinite(ways)].max() <= 50_000.0


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([(35.05, 123.05), (0.05, 179.95)]),
    st.integers(-9, 9),
    st.integers(-9, 9),
    st.integers(0, 2),
    st.integers(0, 99),
)
def test_way_to__is_the_least_of_the_ways_to_the_cells_around(
    start: tuple[float, float], north: int, east: int, beside: int, seed: int
) -> None:
    row, column = node_of(*start)
    rough = OPEN.copy()
    columns = np.arange(column - 10, column + 11) % N_LON
    part = np.random.default_rng(seed).random((21, 21)) < 0.6
    rough[np.ix_(np.arange(row - 10, row + 11), columns)] = part
    there = middle(row + north, column + east)

    way_m = way_to(rough, start, there, 120_000.0, beside)

    ways = ways_from(rough, *start, 120_000.0)
    half = ways.shape[0] // 2
    i, j = half + north, half + east
    around = ways[i - beside : i + beside + 1, j - beside : j + beside + 1]
    assert way_m == around.min()


def test_fill_land__a_ring_within_a_ring_is_water() -> None:
    outer = [(10.0, 20.0), (10.0, 24.0), (14.0, 24.0), (14.0, 20.0)]
    inner = [(11.0, 21.0), (11.0, 23.0), (13.0, 23.0), (13.0, 21.0)]
    lat, lon = np.array(outer + inner).T

    land = fill_land(np.array([0, 4, 8]), lat.copy(), lon.copy())

    assert land.sum() == (40 * 40 - 20 * 20)
    assert land[node_of(10.5, 20.5)]
    assert not land[node_of(12.0, 22.0)]
    assert not land[node_of(12.0, 24.5)]


def test_fill_land__are_the_cells_whose_middles_lie_inside() -> None:
    lat = np.array([10.0, 10.0, 14.0, 14.0])
    lon = np.array([20.0, 24.0, 24.0, 20.0])

    land = fill_land(np.array([0, 4]), lat, lon)

    rows, columns = np.nonzero(land)
    south, west = middle(int(rows.min()), int(columns.min()))
    north, east = middle(int(rows.max()), int(columns.max()))
    assert (south, north) == pytest.approx((10.05, 13.95))
    assert (west, east) == pytest.approx((20.05, 23.95))
