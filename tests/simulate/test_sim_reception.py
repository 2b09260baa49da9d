"""Stations hear the coast, satellites the open sea, now and then."""

import numpy as np

from stsdetect.simulate.reception import (
    STATIONS,
    decode_probability,
    hear,
    make_listeners,
)

DAY_S = 86_400.0


def heard_at(lat: float, lon: float, power: float = 1.0) -> dict[str, np.ndarray]:
    listeners = make_listeners(np.random.default_rng(1), 2 * DAY_S)
    times = np.arange(0.0, 2 * DAY_S, 10.0)
    track = (np.array([lat]), np.array([lon]))
    sent = (times, np.zeros(times.size, np.int64))
    heard = hear(np.random.default_rng(2), listeners, sent, track, power)
    return {network: times[mask] for network, mask in heard.items()}


def test_decode_probability__half_of_the_best_at_the_range_of_a_station() -> None:
    station = STATIONS[0]
    lat = np.array([station.lat, station.lat + station.range_nm / 60.0])

    on_land, _ = decode_probability(lat, np.full(2, station.lon))

    assert on_land[0, 0] > 0.89
    assert abs(on_land[0, 1] - 0.45) < 0.01


def test_decode_probability__crowded_slots_near_the_coast() -> None:
    _, in_space = decode_probability(np.array([31.2, 29.3]), np.array([122.3, 125.2]))

    assert in_space[0] < 0.013
    assert in_space[1] > 0.04


def test_hear__no_station_far_out_and_holes_between_passes() -> None:
    heard = heard_at(29.3, 125.2)

    holes_min = np.diff(heard["satellite"]) / 60.0
    assert not heard["north"].size
    assert not heard["south"].size
    assert 20 < (holes_min > 10).sum() < 120
    assert holes_min.max() > 40


def test_hear__a_weak_transponder_is_heard_less_from_space() -> None:
    strong, weak = heard_at(29.3, 125.2), heard_at(29.3, 125.2, power=0.3)

    assert weak["satellite"].size < 0.5 * strong["satellite"].size


def test_hear__near_a_station_most_reports_arrive() -> None:
    heard = heard_at(31.2, 122.4)

    assert heard["south"].size > 0.8 * 2 * DAY_S / 10


def test_stations__none_on_the_coast_of_north_korea() -> None:
    assert not [s for s in STATIONS if s.lat > 38.05 and 124.2 < s.lon < 131]


def test_make_listeners__outages_are_rare() -> None:
    listeners = make_listeners(np.random.default_rng(1), 30 * DAY_S)

    assert 0.003 < listeners.outage.mean() < 0.008
    assert np.diff(listeners.pass_start_s).min() > 12 * 60
