"""Places along great circles, against vectors turned about an axis."""

import numpy as np
import oracle
from hypothesis import example, given
from hypothesis import strategies as st

from stsdetect.kernels.arcs import fill_along, fill_places
from stsdetect.kernels.places import place_beside
from stsdetect.kernels.sphere import unit_vectors

places = st.tuples(
    st.one_of(st.sampled_from([-90.0, 89.9999, 90.0]), st.floats(-90, 90)),
    st.one_of(st.sampled_from([-180.0, 0.0, 180.0]), st.floats(-180, 180)),
)
short = st.tuples(st.floats(-0.3, 0.3), st.floats(-0.3, 0.3))
long = st.tuples(st.floats(-60, 60), st.floats(-120, 120))
ways = st.lists(
    st.tuples(places, st.one_of(short, long), st.floats(0, 1)), min_size=1, max_size=6
)
Way = tuple[oracle.Place, tuple[float, float], float]


def ends_of(ways: list[Way]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    start = np.array([place for place, _, _ in ways])
    end = start + np.array([step for _, step, _ in ways])
    end[:, 0] = np.clip(end[:, 0], -90, 90)
    return start, end, np.array([share for *_, share in ways])


def along(ways: list[Way]) -> np.ndarray:
    start, end, shares = ends_of(ways)
    axes = (np.empty(len(ways)), np.empty(len(ways)), np.empty(len(ways)))
    fill_along(unit_vectors(*start.T), unit_vectors(*end.T), shares, axes)
    return np.array(axes)


@given(ways)
@example([((0.0, 0.0), (0.0, 180.0), 0.25), ((5.0, 5.0), (0.0, 0.0), 0.5)])
def test_fill_along__goes_that_share_of_the_arc(ways: list[Way]) -> None:
    vectors = along(ways)

    start, end, shares = ends_of(ways)
    a, b = unit_vectors(*start.T), unit_vectors(*end.T)
    arc = np.arctan2(np.linalg.norm(np.cross(a.T, b.T), axis=1), (a * b).sum(axis=0))
    gone = np.arctan2(
        np.linalg.norm(np.cross(a.T, vectors.T), axis=1), (a * vectors).sum(axis=0)
    )
    one_way = arc < np.pi - 1e-6  # antipodes: every way is as short
    assert np.allclose(gone[one_way], (shares * arc)[one_way], rtol=0, atol=1e-9)
    length = np.linalg.norm(vectors, axis=0)
    assert np.allclose(length[one_way], 1.0, rtol=0, atol=1e-9)


def test_fill_along__a_short_way_is_as_exact_as_a_long_one() -> None:
    """Along a meridian, where a share of the arc is one of latitude."""
    ways: list[Way] = [
        ((lat, 124.0), (step, 0.0), share)
        for lat in (0.0, 38.0)
        for step in (0.3, 0.7, 1.1, 1.2, 5.0)
        for share in (0.1, 0.25, 0.5, 0.75, 0.9)
    ]

    vectors = along(ways)

    start, end, shares = ends_of(ways)
    exact = unit_vectors(start[:, 0] + shares * (end - start)[:, 0], start[:, 1])
    assert np.allclose(vectors, exact, rtol=0, atol=5e-13)


@given(ways)
@example([((90.0, 0.0), (-0.2, 10.0), 0.5), ((38.0, 179.9), (0.1, 0.2), 0.9)])
def test_fill_places__gives_what_each_alone_gives(ways: list[Way]) -> None:
    start, _, _ = ends_of(ways)
    vectors, known = along(ways), unit_vectors(*start.T)
    vectors[:, np.linalg.norm(vectors, axis=0) < 1e-6] = 1.0  # amid antipodes
    lat, lon = np.empty(len(ways)), np.empty(len(ways))

    fill_places(tuple(vectors), known, tuple(start.T.copy()), (lat, lon))

    for k, place in enumerate(zip(lat, lon, strict=True)):
        alone = place_beside(tuple(vectors[:, k]), tuple(known[:, k]), *start[k])
        assert place == alone
