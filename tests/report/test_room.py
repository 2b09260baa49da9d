"""Labels of a map: none covers another, and the most important are shown first."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from stsdetect.report.room import Labels, find_scales

FIRST = 0.01
PLACES = st.lists(
    st.tuples(st.floats(0, 1e4), st.floats(0, 1e4), st.floats(5, 60)),
    min_size=1,
    max_size=8,
)


def labels(places: list[tuple[float, float, float]], needed_px: float = 0.0) -> Labels:
    """Labels 12 px high round their places, each as wide as told to either side."""
    x, y, half = np.array(places).T
    high, needed = np.full(x.size, 6.0), np.full(x.size, needed_px)
    return Labels(x, y, -half, half, -high, high, needed, np.full(x.size, 1e3))


def cover(one: Labels, i: int, j: int, scale: float) -> bool:
    east = abs(one.x[i] - one.x[j]) * scale
    north = abs(one.y[i] - one.y[j]) * scale
    return bool(east < one.right[i] + one.right[j] and north < one.top[i] + one.top[j])


@given(PLACES)
def test_find_scales__no_label_covers_another_at_any_scale(
    places: list[tuple[float, float, float]],
) -> None:
    drawn = labels(places)

    scales = find_scales(drawn, FIRST)

    for i in range(len(places)):
        for j in range(i):
            later = max(scales[i], scales[j])
            for scale in (later, 2 * later) if np.isfinite(later) else ():
                assert not cover(drawn, i, j, scale)


@given(PLACES)
def test_find_scales__the_first_is_shown_from_the_first_scale_on(
    places: list[tuple[float, float, float]],
) -> None:
    assert find_scales(labels(places), FIRST)[0] == FIRST


def test_find_scales__a_label_at_the_place_of_another_never_has_room() -> None:
    scales = find_scales(labels([(0.0, 0.0, 20.0), (0.0, 0.0, 20.0)]), FIRST)

    assert scales.tolist() == [FIRST, np.inf]


def test_find_scales__a_name_waits_until_its_region_is_wide_enough() -> None:
    (scale,) = find_scales(labels([(0.0, 0.0, 20.0)], needed_px=40.0), FIRST)

    assert 0.04 <= scale < 0.05


def test_find_scales__of_nothing_is_nothing() -> None:
    assert find_scales(Labels(*(np.zeros(0) for _ in Labels._fields)), FIRST).size == 0
