"""The nearest of fixed places against a loop over all of them."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from stsdetect.kernels.nearest import nearest_site, order_sites
from stsdetect.kernels.sphere import haversine_m

SPOTS = st.lists(
    st.tuples(
        st.one_of(st.floats(-90, 90), st.floats(89.9, 90), st.floats(-0.3, 0.3)),
        st.one_of(st.floats(-180, 180), st.floats(179.9, 180), st.floats(-180, -179.9)),
    ),
    min_size=1,
    max_size=12,
)


@given(SPOTS, SPOTS, st.sampled_from([500.0, 4_000.0, 60_000.0]))
def test_nearest_site__is_what_a_loop_over_all_finds(
    sites: list[tuple[float, float]],
    positions: list[tuple[float, float]],
    reach_m: float,
) -> None:
    site_lat, site_lon = np.array(sites).T
    lat, lon = np.array(positions).T

    found, distance = nearest_site(lat, lon, order_sites(site_lat, site_lon, reach_m))

    away = haversine_m(lat[:, None], lon[:, None], site_lat, site_lon)
    least = away.min(axis=1)
    clear = abs(least - reach_m) > 1e-3
    near = least <= reach_m
    assert (((found >= 0) == near) | ~clear).all()
    np.testing.assert_allclose(distance[near & clear], least[near & clear], atol=1e-3)
    rows = np.flatnonzero(near & clear)
    np.testing.assert_allclose(away[rows, found[rows]], least[rows], atol=1e-3)


def test_nearest_site__without_sites_nothing_is_near() -> None:
    none = np.empty(0)

    found, distance = nearest_site(
        np.zeros(1), np.zeros(1), order_sites(none, none, 9.0)
    )

    assert found.tolist() == [-1]
    assert np.isnan(distance).all()
