"""Port visits: who comes in, stops and leaves, whatever the windows."""

from datetime import timedelta

import numpy as np
import pandas as pd
import polars as pl
import pytest
from builders import EPOCH, at
from builders_silence import cut, near
from hypothesis import given, settings
from hypothesis import strategies as st
from stories import heard, sail

from stsdetect.context.ports import nearest_port, port_near, read_ports
from stsdetect.errors import ConfigError
from stsdetect.events.port_spells import PortParams, find_calls
from stsdetect.events.port_visits import STSDETECT, find_port_visits
from stsdetect.kernels.nearest import nearest_site, order_sites
from stsdetect.schema import PORT_VISITS, POSITIONS

A = 412_000_001
HERE = (38.4, 124.2)
PORTS = pl.DataFrame({"name": ["Here", "There"], "country": ["PRK", "CHN"]})
SITES = order_sites(np.array([38.4, 38.4]), np.array([124.2, 124.3]), 4_000.0)
DAY = heard(0, 1_440, 5)


def visits_of(
    positions: pl.DataFrame, hours: float = 10_000, params: PortParams = STSDETECT
) -> pd.DataFrame:
    """PORT_VISITS over four days, of a port at HERE and one 8.7 km east of it."""
    period = (EPOCH, at(4 * 1_440))
    spells = []
    for window in cut(period, hours):
        reports = near(positions, window)
        lat, lon = (reports[name].to_numpy() for name in ("lat", "lon"))
        spells.append(
            find_calls(reports, nearest_site(lat, lon, SITES), window, period, params)
        )
    return find_port_visits(spells, PORTS, params)


def call(
    minutes: np.ndarray, come: float, go: float, least_m: float = 500.0
) -> pl.DataFrame:
    """A vessel that comes in from the west by a minute and goes from another on."""
    way = 300.0 * np.maximum(np.maximum(come - minutes, minutes - go), 0.0)
    return sail(A, minutes, -least_m - way, 0.0)


def test_find_port_visits__a_vessel_that_comes_stops_and_goes() -> None:
    visits = visits_of(call(DAY, 300, 900))

    PORT_VISITS.check(visits)
    PORT_VISITS.check_key(visits)
    visit = visits.iloc[0]
    assert len(visits) == 1
    assert (visit["port"], visit["country"]) == ("Here", "PRK")
    # 300 m a minute: inside 3 km at 295 (2 km), beyond 4 km at 915 (5 km)
    assert (visit["start_time"], visit["end_time"]) == (at(295), at(910))
    assert visit["confidence"] == 1.0
    assert visit["distance_km"] == pytest.approx(0.5, abs=0.01)
    assert visit["stopped_h"] == pytest.approx(10, abs=0.2)


@pytest.mark.parametrize(("least_m", "n"), [(2_900.0, 1), (3_100.0, 0)])
def test_find_port_visits__three_km_are_in_port(least_m: float, n: int) -> None:
    assert len(visits_of(call(DAY, 300, 900, least_m))) == n


def test_find_port_visits__up_to_four_km_it_has_not_left() -> None:
    out = np.where((DAY > 600) & (DAY < 700), 3_000.0, 0.0)
    farther = np.where((DAY > 600) & (DAY < 700), 4_000.0, 0.0)
    east = call(DAY, 300, 900)

    def moved(by: np.ndarray) -> pd.DataFrame:
        return visits_of(east.with_columns(pl.col("lon") - pl.Series(by / 87_142.0)))

    assert len(moved(out)) == 1
    assert len(moved(farther)) == 2


def test_find_port_visits__passing_through_is_told_as_such() -> None:
    visits = visits_of(sail(A, DAY, (DAY - 500) * 300.0, 0.0))

    assert visits["confidence"].tolist() == [0.25, 0.25]
    assert visits["stopped_h"].tolist() == [0, 0]
    assert visits["port"].tolist() == ["Here", "There"]


def test_find_port_visits__a_stop_lasts_until_half_a_knot() -> None:
    speeds = np.select([DAY < 400, DAY < 500, DAY < 700], [9.0, 0.1, 0.4], 0.6)
    vessel = sail(A, DAY, 0.0, 0.0).with_columns(
        sog=pl.Series(speeds, dtype=pl.Float32)
    )

    visits = visits_of(vessel)

    assert visits["stopped_h"].tolist() == [pytest.approx(5)]


def test_find_port_visits__a_silence_in_port_counts_like_a_stop() -> None:
    moving = pl.lit(5.0, pl.Float32)
    silent = DAY[(DAY < 310) | (DAY > 600)]

    (visit,) = visits_of(call(silent, 300, 900).with_columns(sog=moving)).to_dict(
        "records"
    )

    assert (visit["n_gaps"], visit["stopped_h"], visit["confidence"]) == (1, 0, 1.0)


@pytest.mark.parametrize(("hours", "n"), [(20, 1), (30, 2)])
def test_find_port_visits__a_long_silence_ends_a_visit(hours: float, n: int) -> None:
    minutes = np.append(heard(0, 300, 5), heard(300 + 60 * hours, 3_000, 5))

    visits = visits_of(sail(A, minutes, 100.0, 0.0))

    assert len(visits) == n
    assert set(visits["confidence"]) == {0.5}


def test_find_port_visits__who_left_in_between_came_twice() -> None:
    minutes = np.append(heard(0, 300, 5), heard(1_500, 2_000, 5))
    east = np.where(minutes <= 300, -300.0 * np.maximum(minutes - 280, 0), 0.0)

    assert len(visits_of(sail(A, minutes, east, 0.0))) == 2


def test_find_port_visits__two_vessels_with_one_mmsi_call_each() -> None:
    one = sail(A, DAY, 100.0, 0.0)
    other = sail(A, DAY + 1, 100.0, 300_000.0)

    assert len(visits_of(pl.concat([one, other]))) == 1


def test_find_port_visits__nothing_gives_nothing() -> None:
    visits = visits_of(POSITIONS.empty_polars())

    assert visits.empty
    assert list(visits.columns) == PORT_VISITS.names


@given(st.integers(0, 1_000), st.sampled_from([1.0, 5.0, 7.5]))
@settings(max_examples=10)
def test_find_port_visits__windows_of_any_length_give_the_same(
    seed: int, hours: float
) -> None:
    rng = np.random.default_rng(seed)
    vessels, speeds = [], [0.1, 0.3, 0.6, np.nan]
    for k in range(4):
        steps = rng.choice([4.0, 30.0, 300.0, 1_200.0], 200, p=[0.8, 0.15, 0.03, 0.02])
        minutes = np.cumsum(steps)
        way = np.cumsum(rng.choice([0.0, 0.0, 1_500.0, -1_500.0], 200))
        vessels.append(
            sail(A + k % 3, minutes + 0.1 * k, way, k).with_columns(
                sog=pl.Series(rng.choice(speeds, 200), dtype=pl.Float32).fill_nan(None)
            )
        )
    positions = pl.concat(vessels).filter(pl.col("timestamp") < at(4 * 1_440))

    at_once, by_window = visits_of(positions), visits_of(positions, hours)

    pd.testing.assert_frame_equal(by_window, at_once, check_exact=True)


def test_port_params__refuse_what_no_visit_can_keep() -> None:
    with pytest.raises(ConfigError, match="enter_km"):
        PortParams(enter_km=5.0)
    with pytest.raises(ConfigError, match="stop_kn"):
        PortParams(stop_kn=0.7)
    with pytest.raises(ConfigError, match="min_gap"):
        PortParams(min_gap=timedelta(0))


def test_port_near__agrees_with_the_nearest_port() -> None:
    lat = np.array([38.72, 35.1, 0.0])
    lon = np.array([125.4, 129.04, -30.0])

    port, distance_m = port_near(lat, lon, 4.0)

    slow = nearest_port(lat, lon)
    near_enough = slow["distance_km"].to_numpy() <= 4.0
    assert near_enough.tolist() == (port >= 0).tolist()
    assert near_enough[0]
    assert read_ports()["name"].iloc[port[0]] == slow["name"].iloc[0]
    assert distance_m[0] == pytest.approx(1_000 * slow["distance_km"].iloc[0], rel=1e-6)
