"""Places at whole steps against numpy's interpolation, and where nothing is known."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from stsdetect.kernels.steps import places_at_steps, turned_deg


@given(
    st.lists(st.integers(1, 14), min_size=1, max_size=20),
    st.integers(-5, 60),
    st.integers(0, 2**32 - 1),
)
def test_places_at_steps__are_those_of_interpolation(
    waits: list[int], first: int, seed: int
) -> None:
    time = np.cumsum(waits)
    rng = np.random.default_rng(seed)
    lat, lon = rng.uniform(-60, 60, time.size), rng.uniform(-80, 80, time.size)

    found = places_at_steps(time, (lat, lon), (first, 30), (2, 10))

    at = 2 * np.arange(first, first + 30)
    row = np.searchsorted(time, at, side="right") - 1
    following = np.minimum(row + 1, time.size - 1)
    exact = (row >= 0) & (time[row] == at)
    short = (row >= 0) & (row < time.size - 1) & (time[following] - time[row] <= 10)
    for ours, told in zip(found, (lon, lat), strict=True):
        expected = np.where(exact | short, np.interp(at, time, told), np.nan)
        np.testing.assert_allclose(ours, expected, atol=1e-9)


def test_places_at_steps__cross_the_antimeridian_the_short_way() -> None:
    lon, _ = places_at_steps(
        np.array([0, 4]), (np.zeros(2), np.array([179.0, -179.5])), (0, 3), (2, 10)
    )

    np.testing.assert_allclose(lon, [179.0, 179.75, -179.5])
    assert turned_deg(-358.0) == 2.0
