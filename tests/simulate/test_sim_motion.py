"""Hulls move as hulls do."""

import numpy as np
import pytest

from stsdetect.simulate.chart import Array, offset_m
from stsdetect.simulate.manners import DEVELOPMENT, TEST, Manner
from stsdetect.simulate.motion import (
    Path,
    beside,
    drift,
    follow,
    join,
    length_m,
    reverse,
    sail,
    swing,
)
from stsdetect.simulate.weather import make_weather, wander, wander_smoothly
from stsdetect.units import M_PER_NM, MS_PER_KN

ROUTE = ((31.0, 123.0), (31.5, 123.0), (31.5, 124.0))


def rng() -> np.random.Generator:
    return np.random.default_rng(5)


def speed_kn(path: Path) -> Array:
    ways = offset_m(path.lat[:-1], path.lon[:-1], path.lat[1:], path.lon[1:])
    return np.hypot(*ways) / 60.0 / MS_PER_KN


def test_sail__gains_speed_holds_it_and_stops_at_the_end() -> None:
    path = sail(rng(), make_weather(rng(), 2), ROUTE, 12.0, 900)

    speed = speed_kn(path)
    assert speed[0] < 1.0
    assert np.median(speed[60:300]) == pytest.approx(12.0, abs=0.6)
    assert speed[-60:].max() < 1.0
    assert np.hypot(*offset_m(path.lat[-1], path.lon[-1], *ROUTE[-1])) < 0.2 * M_PER_NM


def test_sail__turns_from_the_heading_that_she_had() -> None:
    path = sail(rng(), make_weather(rng(), 2), ROUTE, 12.0, 60, heading=90.0)

    assert path.heading[0] == pytest.approx(90.0)
    assert abs(path.heading[-1]) < 3.0


def test_follow__keeps_to_starboard_between_the_ends() -> None:
    length = length_m(ROUTE[:2])
    run = np.array([0.0, length / 2, length])

    path = follow(ROUTE[:2], run, np.full(3, 1_000.0))

    east, _ = offset_m(path.lat, np.full(3, 123.0), path.lat, path.lon)
    # at the very end she has still some way to lose, and a little of the offset left
    assert east == pytest.approx([0.0, 1_000.0, 1_000.0 * 1.5 / np.e / 10], abs=5)


def test_reverse__runs_back_to_where_it_began() -> None:
    path = sail(rng(), make_weather(rng(), 2), ROUTE, 12.0, 100)

    back = reverse(path)

    assert back.lat[-1] == path.lat[0]
    assert back.heading[0] == path.heading[-1] + 180.0


def test_beside__is_ahead_and_to_starboard() -> None:
    path = Path(np.array([31.0]), np.array([123.0]), np.array([90.0]))

    other = beside(path, np.array([200.0]), np.array([30.0]), turn_deg=180.0)

    east, north = offset_m(31.0, 123.0, other.lat, other.lon)
    assert east == pytest.approx([200.0], abs=0.1)
    assert north == pytest.approx([-30.0], abs=0.1)
    assert other.heading == pytest.approx([270.0])


def test_drift__goes_with_the_tide_slower_than_2_kn() -> None:
    weather = make_weather(rng(), 2_881)

    speed = speed_kn(drift(rng(), weather, (29.0, 125.0), 100, 1_000))

    assert 0.2 < np.median(speed) < 1.5
    assert speed.max() < 2.5


def test_swing__stays_within_the_scope_and_points_to_the_anchor() -> None:
    weather = make_weather(rng(), 2_881)

    path = swing(rng(), weather, (31.0, 122.5), 200.0)

    away = np.hypot(*offset_m(31.0, 122.5, path.lat, path.lon))
    assert away.max() < 230.0
    assert away.min() > 60.0
    assert speed_kn(path).max() < 2.5
    assert np.ptp(path.heading) > 90.0, "she turns with the tide"


def test_join__headings_do_not_jump_by_a_whole_turn() -> None:
    one = Path(np.zeros(2), np.zeros(2), np.array([350.0, 359.0]))
    two = Path(np.zeros(2), np.zeros(2), np.array([2.0, 5.0]))

    assert np.abs(np.diff(join(one, two).heading)).max() < 10.0


def test_wander__has_its_spread_and_its_memory() -> None:
    value = wander(rng(), 200_000, sd=3.0, tau_s=600.0)

    lagged = np.corrcoef(value[:-10], value[10:])[0, 1]
    assert value.std() == pytest.approx(3.0, rel=0.05)
    assert lagged == pytest.approx(np.exp(-1.0), abs=0.05)
    assert not wander(rng(), 0, 1.0, 60.0).size


def test_wander_smoothly__spreads_like_wander_and_has_no_kinks() -> None:
    rough, smooth = (
        draw(rng(), 200_000, 2.0, 1_800.0) for draw in (wander, wander_smoothly)
    )

    assert smooth.std() == pytest.approx(2.0, rel=0.1)
    assert rough.std() == pytest.approx(2.0, rel=0.1)
    assert np.diff(smooth, 2).std() < 0.3 * np.diff(rough, 2).std()
    assert wander_smoothly(rng(), 0, 2.0, 60.0).size == 0


def test_make_weather__in_worlds_to_be_judged_by_the_tide_runs_to_and_fro() -> None:
    def narrowness(manner: Manner) -> float:
        east, north = make_weather(rng(), 2_881, manner).current(30.0, 123.0)
        return float(np.ptp(east) / np.ptp(north))

    assert narrowness(DEVELOPMENT) == pytest.approx(0.8, abs=0.05)
    assert narrowness(TEST) < 0.2
