"""Reports go out as often as ITU-R M.1371 says."""

import numpy as np
import pytest

from stsdetect.simulate.emission import emission_times_s, reporting_interval_s


@pytest.mark.parametrize(
    ("ais_class", "sog", "status", "turning", "interval"),
    [
        ("A", 0.2, 1, False, 180),
        ("A", 0.2, 5, True, 180),
        ("A", 3.5, 1, False, 10),
        ("A", 0.2, 0, False, 10),
        ("A", 12.0, 0, False, 10),
        ("A", 12.0, 0, True, 10 / 3),
        ("A", 18.0, 0, False, 6),
        ("A", 18.0, 0, True, 2),
        ("A", 25.0, 0, False, 2),
        ("B", 1.5, 15, False, 180),
        ("B", 8.0, 15, True, 30),
    ],
)
def test_reporting_interval_s__is_that_of_the_tables(
    ais_class: str, sog: float, status: int, turning: object, interval: float
) -> None:
    found = reporting_interval_s(
        ais_class, np.array([sog]), np.array([status], np.int8), np.array([turning])
    )

    assert found.tolist() == [interval]


@pytest.mark.parametrize("interval", [2.0, 10.0, 180.0])
def test_emission_times_s__jitter_is_a_tenth_of_the_interval(interval: float) -> None:
    times = emission_times_s(np.random.default_rng(1), np.full(600, interval))

    step = np.diff(times)
    assert times.size == pytest.approx(599 * 60 / interval, abs=2)
    assert step.min() >= 0.79 * interval
    assert step.max() <= 1.21 * interval


def test_emission_times_s__the_interval_may_change_on_the_way() -> None:
    interval = np.repeat([10.0, 180.0], 300)

    times = emission_times_s(np.random.default_rng(1), interval)

    half = 300 * 60.0
    assert np.median(np.diff(times[times < half])) == pytest.approx(10, rel=0.05)
    assert np.median(np.diff(times[times > half])) == pytest.approx(180, rel=0.05)


def test_emission_times_s__one_step_sends_nothing() -> None:
    assert not emission_times_s(np.random.default_rng(1), np.array([10.0])).size
