"""Apart: distances between reports, and none where a vessel is not known."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stsdetect.kernels.sphere import haversine_m
from stsdetect.tracks.apart import Bridge, Path, measure_apart

MINUTE = 60_000
BRIDGE = Bridge(60 * MINUTE, 240 * MINUTE, 1_852.0, 0.0257)
"""As the defaults of the detector: an hour, four hours within a mile, 50 kn."""


def path(*reports: tuple[float, float, float]) -> Path:
    minutes, lat, lon = np.array(reports, dtype=np.float64).reshape(-1, 3).T
    return Path((minutes * MINUTE).astype(np.int64), lat, lon)


STILL = path((0, 35.0, 124.0), (600, 35.0, 124.0))
AT_ANCHOR = path(*((minute, 35.0, 124.0) for minute in range(0, 601, 30)))


def apart(one: Path, other: Path, *minutes: float) -> list[float]:
    ticks = np.array([minute * MINUTE for minute in minutes], dtype=np.int64)
    distance: list[float] = measure_apart(one, other, ticks, BRIDGE).tolist()
    return distance


reports = st.lists(
    st.tuples(st.integers(0, 600), st.floats(34.9, 35.1), st.floats(123.9, 124.1)),
    unique_by=lambda one: one[0],
    max_size=8,
).map(sorted)


@given(reports, st.integers(0, 600))
@example([(0, 35.0, 124.0), (241, 35.0, 124.0)], 0)
def test_measure_apart__is_as_a_slow_reading_has_it(
    made: list[tuple[float, float, float]], minute: int
) -> None:
    expected = np.nan
    for before, after in zip(made, made[1:] + made[-1:], strict=True):
        length = after[0] - before[0]
        inside = before[0] <= minute <= after[0]
        way = float(haversine_m(*before[1:], *after[1:]))
        bridged = length <= 60 or (length <= 240 and way <= 1_852.0)
        if inside and bridged and way <= 0.0257 * length * MINUTE + 500:
            share = (minute - before[0]) / length if length else 0.0
            lat = before[1] + share * (after[1] - before[1])
            lon = before[2] + share * (after[2] - before[2])
            expected = float(haversine_m(35.0, 124.0, lat, lon))
        for time, lat, lon in (before, after):
            if minute == time:
                expected = float(haversine_m(35.0, 124.0, lat, lon))

    assert apart(AT_ANCHOR, path(*made), minute) == pytest.approx(
        [expected], nan_ok=True, abs=0.01
    )


def test_measure_apart__a_hole_is_bridged_only_of_a_vessel_that_lay_still() -> None:
    moved = path((0, 35.0, 124.0), (120, 35.1, 124.0))
    still = path((0, 35.001, 124.0), (120, 35.001, 124.0))

    assert np.isnan(apart(AT_ANCHOR, moved, 60)).all()
    assert apart(AT_ANCHOR, still, 60) == pytest.approx([111.2], abs=0.1)


def test_measure_apart__beyond_four_hours_nothing_is_known() -> None:
    assert np.isnan(apart(AT_ANCHOR, STILL, 300)).all()


def test_measure_apart__two_that_share_an_mmsi_are_not_put_half_way() -> None:
    shared = path((0, 35.0, 124.0), (10, 37.0, 124.0), (20, 35.0, 124.0))

    assert np.isnan(apart(AT_ANCHOR, shared, 5, 15)).all()


def test_measure_apart__goes_the_short_way_across_180() -> None:
    east = path((0, 0.0, 179.99), (10, 0.0, -179.99))
    west = path((0, 0.0, 180.0), (10, 0.0, 180.0))

    assert apart(east, west, 5) == pytest.approx([0.0], abs=1.0)


def test_measure_apart__of_nobody_is_unknown() -> None:
    assert np.isnan(apart(path(), AT_ANCHOR, 5)).all()
