"""Crowds: cells and the marks on rows, against slow counts."""

import math
from collections import defaultdict

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from stsdetect.kernels.crowds import cell_numbers, count_visits, may_be_crowded

DEGREE_M = math.radians(1) * 6_371_008.8

degrees = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


@given(
    st.lists(degrees, min_size=1, max_size=30), st.sampled_from([100.0, 750.0, 11e3])
)
def test_cell_numbers__places_of_a_cell_are_near_each_other(
    places: list[tuple[float, float]], side_m: float
) -> None:
    lat, lon = (np.array(column) for column in zip(*places, strict=True))

    cells = cell_numbers(lat, lon, side_m)

    for i in range(len(places)):
        for k in range(i):
            if cells[i] != cells[k] or abs(lat[i]) > 89:
                continue
            north = abs(lat[i] - lat[k]) * 111_195
            turn = abs((lon[i] - lon[k] + 180) % 360 - 180)
            east = turn * 111_195 * math.cos(math.radians(lat[i]))
            assert max(north, east) <= side_m * 1.3


@given(st.floats(-89, 89), st.sampled_from([750.0, 11_000.0]))
def test_cell_numbers__are_as_wide_amid_their_row_as_they_are_high(
    lat: float, side_m: float
) -> None:
    n_rows = (lat + 90.0) * DEGREE_M / side_m
    amid = math.radians((math.floor(n_rows) + 0.5) * side_m / DEGREE_M - 90.0)
    n_round = 360.0 * DEGREE_M * math.cos(amid) / side_m
    assume(abs(n_rows - round(n_rows)) > 1e-6 and abs(n_round - round(n_round)) > 1e-6)

    first, last = cell_numbers(
        np.full(2, lat), np.array([-180.0, np.nextafter(180.0, 0.0)]), side_m
    )

    assert last - first == math.floor(n_round)


def test_cell_numbers__a_full_turn_of_longitude_is_no_turn() -> None:
    cells = cell_numbers(np.full(2, 36.0), np.array([-180.0, 180.0]), 750.0)

    assert cells[0] == cells[1]


rows = st.lists(
    st.tuples(st.integers(1, 9), st.integers(0, 2), st.integers(0, 3)), max_size=60
)


@given(rows, st.integers(1, 4))
def test_may_be_crowded__misses_none(rows: list[tuple[int, int, int]], n: int) -> None:
    rows = sorted(rows)
    mmsis, periods, cells = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    vessels = defaultdict(set)
    for mmsi, period, cell in rows:
        vessels[period, cell].add(mmsi)

    half = mmsis.size // 2
    counts = np.zeros(1 << 18, np.int32)
    for part in (slice(half), slice(half, None)):
        counts += count_visits(
            mmsis[part].copy(), periods[part].copy(), cells[part].copy()
        )
    marked = may_be_crowded(periods.copy(), cells.copy(), counts, n)

    for (_, period, cell), mark in zip(rows, marked, strict=True):
        assert mark or len(vessels[period, cell]) <= n


def test_may_be_crowded__a_vessel_that_stays_is_counted_once() -> None:
    same = np.ones(100, np.int64)

    assert not may_be_crowded(same, same, count_visits(same, same, same), 1).any()


def test_count_visits__a_vessel_that_stays_is_counted_in_each_period() -> None:
    same, periods = np.ones(4, np.int64), np.array([0, 1, 1, 2])

    counts = count_visits(same, periods, same)

    assert sorted(counts[counts > 0]) == [1, 1, 1]


def test_count_visits__another_vessel_and_one_that_is_back_are_counted() -> None:
    mmsi, cell = np.array([1, 2, 2, 2, 2]), np.array([5, 5, 5, 6, 5])

    counts = count_visits(mmsi, np.zeros(5, np.int64), cell)

    assert sorted(counts[counts > 0]) == [1, 3]
