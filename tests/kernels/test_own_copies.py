"""A stretch that copies what was before it, against a slow search and by its lag."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from stsdetect.kernels.own_copies import find_copy
from stsdetect.units import M_PER_DEG

Numbers = NDArray[np.float64]


def track(n: int, seed: int = 1) -> tuple[Numbers, Numbers]:
    """A way to the east whose speed and course change slowly."""
    rng = np.random.default_rng(seed)
    east, north = (np.cumsum(np.cumsum(rng.normal(0.0, 3.0, n))) for _ in range(2))
    east = 600.0 * np.arange(n) + east - np.linspace(0.0, east[-1], n)
    north = north - np.linspace(0.0, north[-1], n)
    lat = 36.0 + north / M_PER_DEG
    return lat, 123.0 + east / (M_PER_DEG * np.cos(np.radians(36.0)))


def slow_copy(lat: Numbers, lon: Numbers, stretch: slice, min_lag: int) -> int:
    """Lag of the least spread of differences, in degrees, by numpy alone."""
    wide = np.cos(np.radians(lat[(stretch.start + stretch.stop) // 2]))
    spreads = {}
    for lag in range(min_lag, stretch.start + 1):
        before = slice(stretch.start - lag, stretch.stop - lag)
        ways = (lat[stretch] - lat[before], wide * (lon[stretch] - lon[before]))
        spreads[lag] = sum(np.var(way) for way in ways)
    return min(spreads, key=lambda lag: spreads[lag])


@given(st.integers(20, 110), st.integers(0, 2**32 - 1))
def test_find_copy__finds_the_lag_that_a_slow_search_finds(
    begin: int, seed: int
) -> None:
    lat, lon = track(200, seed)
    lat[150:], lon[150:] = lat[begin - 20 : begin + 30] + 0.2, lon[begin - 20 :][:50]

    found = find_copy(lat, lon, (150, 200), 15, 0.8)

    assert round(found.lag_steps) == slow_copy(lat, lon, slice(150, 200), 15)
    assert found.lag_steps == pytest.approx(170 - begin, abs=1e-6)
    assert found.off_m == pytest.approx(0.0, abs=1e-6)
    assert found.north_m == pytest.approx(0.2 * M_PER_DEG, rel=1e-9)
    assert found.east_m == pytest.approx(0.0, abs=1e-6)


def test_find_copy__a_lag_between_two_steps_and_a_shift_in_metres() -> None:
    t = np.arange(300.0)
    east, north = 600.0 * t + 900 * np.sin(t / 23), 700.0 * np.cos(t / 31)
    late = t[200:] - 150.4
    east[200:] = 600.0 * late + 900 * np.sin(late / 23) + 40_000.0
    north[200:] = 700.0 * np.cos(late / 31) + 200_000.0
    lat = 30.0 + north / M_PER_DEG
    # metres from the meridian that both begin at, each by its own latitude
    wide = M_PER_DEG * np.cos(np.radians(np.where(t < 200, 30.0, lat[250])))
    lon = 120.0 + east / wide

    found = find_copy(lat, lon, (200, 300), 15, 0.8)

    assert found.lag_steps == pytest.approx(150.4, abs=0.11)
    assert found.off_m < 20.0
    assert found.north_m == pytest.approx(200_000.0, rel=0.01)


def test_find_copy__holes_are_passed_over_and_nothing_before_is_nan() -> None:
    lat, lon = track(200)
    lat[150:], lon[150:] = lat[40:90] + 0.2, lon[40:90]
    lat[60:64] = lon[60:64] = np.nan

    assert find_copy(lat, lon, (150, 200), 15, 0.8).lag_steps == 110.0
    lat[174:177] = lon[174:177] = np.nan
    assert find_copy(lat, lon, (150, 200), 15, 0.8).lag_steps == 110.0
    lat[40:80] = lon[40:80] = np.nan
    assert find_copy(lat, lon, (150, 200), 15, 0.8).lag_steps != 110.0
    lat[:150] = lon[:150] = np.nan
    assert np.isnan(find_copy(lat, lon, (150, 200), 15, 0.8).off_m)


def test_find_copy__across_the_antimeridian_is_the_same() -> None:
    lat, lon = track(200)
    lat[150:], lon[150:] = lat[40:90] + 0.2, lon[40:90] + 1.0
    turned = (lon - lon[50] + 360.0) % 360.0 - 180.0

    there, here = (find_copy(lat, way, (150, 200), 15, 0.8) for way in (turned, lon))

    assert np.ptp(turned) > 300.0
    np.testing.assert_allclose(there, here, atol=1e-5)
