"""What is heard of a vessel shows how she reports and how well she measures."""

from datetime import timedelta

import numpy as np
import polars as pl
import pytest

from stsdetect.simulate.chart import offset_m
from stsdetect.simulate.fleet import Fleet, Vessel
from stsdetect.simulate.motion import Path
from stsdetect.simulate.observe import observe
from stsdetect.simulate.reception import make_listeners
from stsdetect.simulate.stories import ANCHORED, UNDER_WAY, Sailing

N_STEPS = 1_441
OFF_SHANGHAI = (31.2, 122.4)
STILL = Path(
    np.full(N_STEPS, OFF_SHANGHAI[0]),
    np.full(N_STEPS, OFF_SHANGHAI[1]),
    np.full(N_STEPS, 45.0),
)


def cargo(**traits: object) -> Vessel:
    vessel = Fleet(1).build(np.random.default_rng(1), "cargo")
    return vessel._replace(ais_class="A", stale_status=False, gyro=True)._replace(
        **traits  # type: ignore[arg-type]
    )


def heard(
    vessel: Vessel, nav_status: int, minutes: float = 0.0, path: Path = STILL
) -> pl.DataFrame:
    """Rows of a vessel near a station for a day; she lies still if nothing is said."""
    sailing = Sailing(vessel, 0, path, np.full(N_STEPS, nav_status, np.int8))
    listeners = make_listeners(np.random.default_rng(3), N_STEPS * 60.0)
    thin = timedelta(minutes=minutes)
    return observe(np.random.default_rng(4), sailing, listeners, thin)["south"]


@pytest.mark.parametrize(
    ("nav_status", "stale", "interval"),
    [(ANCHORED, False, 180.0), (UNDER_WAY, False, 10.0), (UNDER_WAY, True, 10.0)],
)
def test_observe__reports_as_often_as_the_status_says(
    nav_status: int, stale: object, interval: float
) -> None:
    rows = heard(cargo(stale_status=stale), nav_status)

    step = np.diff(rows["second"].to_numpy())
    assert np.median(step) == pytest.approx(interval, rel=0.1)


def test_observe__thins_to_one_row_in_a_stretch_of_time() -> None:
    second = heard(cargo(), UNDER_WAY, minutes=2)["second"].to_numpy()

    assert np.diff(second).min() > 60
    assert second.size <= 721


def test_observe__a_turn_is_told_more_often_and_by_special_reports() -> None:
    minute = np.arange(N_STEPS)
    turning = (minute >= 600) & (minute < 720)
    heading = np.cumsum(np.where(turning, 30.0, 0.0))
    way = 0.15 / 60.0  # 9 kn, in degrees a minute
    north, east = (
        np.cumsum(way * wave(np.radians(heading))) for wave in (np.cos, np.sin)
    )
    lat, lon = OFF_SHANGHAI
    path = Path(lat + north - north[660], lon + east - east[660], heading)

    rows = heard(cargo(), UNDER_WAY, path=path)

    special = rows.filter(pl.col("msg_type") == 3)["second"].to_numpy()
    assert special.min() >= 600 * 60 - 60
    assert special.max() <= 720 * 60 + 60
    assert np.median(np.diff(special)) == pytest.approx(10.0 / 3.0, abs=1.0)
    assert rows["msg_type"].value_counts().height == 2


@pytest.mark.parametrize(
    ("ais_class", "nav_status", "expected"),
    [("A", ANCHORED, [1]), ("B", UNDER_WAY, [18])],
)
def test_observe__who_turns_at_anchor_or_is_of_class_b_has_no_special_report(
    ais_class: str, nav_status: int, expected: list[int]
) -> None:
    spinning = STILL._replace(heading=np.cumsum(np.full(N_STEPS, 30.0)))

    rows = heard(cargo(ais_class=ais_class), nav_status, path=spinning)

    assert rows["msg_type"].unique().to_list() == expected


def test_observe__errors_are_some_metres_and_last() -> None:
    vessel = cargo(ahead_m=0.0, abeam_m=0.0)
    rows = heard(vessel, UNDER_WAY)

    east, north = offset_m(
        *OFF_SHANGHAI, rows["lat"].to_numpy(), rows["lon"].to_numpy()
    )
    assert 1.0 < np.median(np.hypot(east, north)) < 8.0
    assert np.hypot(east, north).max() < 80.0
    tame = np.hypot(east, north) < 15
    assert np.abs(np.diff(east[tame])).mean() < 0.5 * east[tame].std()


def test_observe__the_antenna_is_not_the_middle_of_the_hull() -> None:
    rows = heard(cargo(ahead_m=-50.0, abeam_m=0.0), UNDER_WAY)

    east, north = offset_m(
        *OFF_SHANGHAI, rows["lat"].to_numpy(), rows["lon"].to_numpy()
    )
    assert np.median(east) == pytest.approx(-50.0 * np.sin(np.pi / 4), abs=4)
    assert np.median(north) == pytest.approx(-50.0 * np.cos(np.pi / 4), abs=4)


def test_observe__what_is_not_known_is_told_so() -> None:
    rows = heard(cargo(gyro=False, ais_class="B"), UNDER_WAY)

    assert (rows["heading"] == 511).all()
    assert (rows["nav_status"] == 15).all()


def test_observe__values_are_rounded_as_ais_does() -> None:
    rows = heard(cargo(), UNDER_WAY)

    quanta = rows["lat"].to_numpy() * 600_000
    assert np.abs(quanta - np.round(quanta)).max() < 1e-3
    assert rows["cog"].is_between(0, 359.95).all()
    assert rows["heading"].is_between(0, 359).all()


def test_observe__one_step_is_no_track() -> None:
    path = Path(np.full(1, 31.0), np.full(1, 122.0), np.zeros(1))
    sailing = Sailing(cargo(), 0, path, np.zeros(1, np.int8))
    listeners = make_listeners(np.random.default_rng(3), 3_600.0)

    assert observe(np.random.default_rng(4), sailing, listeners, timedelta(0)) == {}
