"""Injected transfers: two tracks meet, lie together and part; the rest is untouched."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import polars as pl
import pytest

from stsdetect.errors import ConfigError
from stsdetect.schema import POSITIONS
from stsdetect.simulate.chart import Array, offset_m
from stsdetect.simulate.inject import Injected, InjectParams, inject_transfers
from stsdetect.simulate.sea import SeaParams
from stsdetect.simulate.world import make_world

TRAFFIC = SeaParams(
    seed=9,
    duration=timedelta(days=3),
    level="coastal",
    n_lane=90,
    n_anchored=0,
    n_fishing=0,
    n_transfers=0,
    n_decoys=0,
)
PLAN = InjectParams(n_transfers=5)


@pytest.fixture(scope="module")
def traffic() -> pl.DataFrame:
    return make_world(TRAFFIC).positions


@pytest.fixture(scope="module")
def injected(traffic: pl.DataFrame) -> Injected:
    return inject_transfers(traffic, PLAN)


def of(positions: pl.DataFrame, mmsi: int) -> pl.DataFrame:
    return positions.filter(pl.col("mmsi") == mmsi)


def events(found: Injected) -> list[dict]:  # type: ignore[type-arg]
    return found.truth.rows(named=True)


def between(rows: pl.DataFrame, event: dict) -> pl.DataFrame:  # type: ignore[type-arg]
    return rows.filter(
        pl.col("timestamp").is_between(event["start_time"], event["end_time"])
    )


def apart_m(found: Injected, event: dict) -> Array:  # type: ignore[type-arg]
    a, b = (between(of(found.positions, event[f"mmsi_{one}"]), event) for one in "ab")
    both = a.join_asof(b, on="timestamp", strategy="nearest", tolerance="3m")
    both = both.drop_nulls("lat_right")
    names = ("lat", "lon", "lat_right", "lon_right")
    return np.asarray(np.hypot(*offset_m(*(both[name].to_numpy() for name in names))))


def test_inject_transfers__gives_a_table_of_positions(injected: Injected) -> None:
    POSITIONS.check(injected.positions)

    assert injected.truth.height == PLAN.n_transfers
    assert injected.truth["is_transfer"].all()
    assert set(injected.truth["injected_by"]) == {"inject"}
    assert injected.positions.equals(injected.positions.sort("mmsi", "timestamp"))


def test_inject_transfers__hulls_lie_together_and_are_heard(injected: Injected) -> None:
    for event in events(injected):
        assert np.median(apart_m(injected, event)) < 60.0, event
        for one in "ab":
            rows = between(of(injected.positions, event[f"mmsi_{one}"]), event)
            hours = (event["end_time"] - event["start_time"]) / timedelta(hours=1)
            assert rows.height > 4 * hours
            assert rows["sog"].to_numpy().mean() < 2.0


def test_inject_transfers__everybody_else_stays_as_received(
    traffic: pl.DataFrame, injected: Injected
) -> None:
    taken = injected.truth.select(pl.concat_list("mmsi_a", "mmsi_b").explode())
    others = ~pl.col("mmsi").is_in(taken.to_series().implode())

    assert injected.positions.filter(others).equals(traffic.filter(others))


def test_inject_transfers__a_vessel_keeps_her_track_until_she_is_led(
    traffic: pl.DataFrame, injected: Injected
) -> None:
    for event in events(injected):
        early = event["start_time"] - timedelta(hours=5)
        old, new = (
            of(one, event["mmsi_a"]).filter(pl.col("timestamp") < early)
            for one in (traffic, injected.positions)
        )
        assert old["timestamp"].to_list() == new["timestamp"].to_list()
        names = ("lat", "lon")
        ends = [table[name].to_numpy() for table in (old, new) for name in names]
        if old.height:
            assert np.median(np.hypot(*offset_m(*ends))) < 100.0


def test_inject_transfers__nobody_races_to_the_meeting(injected: Injected) -> None:
    made = injected.positions.filter(pl.col("source_id") == "injected")

    assert made["sog"].to_numpy().max() < 30.0


@pytest.mark.parametrize(("dark", "n_silent"), [("one", 1), ("both", 2)])
def test_inject_transfers__who_is_dark_is_not_heard(
    traffic: pl.DataFrame, dark: str, n_silent: int
) -> None:
    found = inject_transfers(traffic, replace(PLAN, dark=dark, n_transfers=2))

    for event in events(found):
        heard = [
            between(of(found.positions, event[f"mmsi_{one}"]), event).height
            for one in "ab"
        ]
        assert heard.count(0) == n_silent
        assert event["observability"] == f"{dark}_dark"
        assert event["silence_b_h"] == pytest.approx(12.0, abs=0.1)


def test_inject_transfers__same_seed_same_transfers_in_any_order(
    traffic: pl.DataFrame, injected: Injected
) -> None:
    again = inject_transfers(traffic.sample(fraction=1.0, shuffle=True, seed=1), PLAN)

    assert again.truth.equals(injected.truth)
    assert again.positions.equals(injected.positions)


def test_inject_transfers__traffic_without_a_pair_stays_as_it_is(
    traffic: pl.DataFrame,
) -> None:
    alone = of(traffic, traffic["mmsi"][0])
    found = inject_transfers(alone, PLAN)

    assert found.truth.is_empty()
    assert found.positions.equals(alone)
    assert inject_transfers(POSITIONS.empty_polars()).positions.is_empty()


def test_inject_transfers__an_unknown_darkness_is_refused(
    traffic: pl.DataFrame,
) -> None:
    with pytest.raises(ConfigError, match="dark 'some'"):
        inject_transfers(traffic, InjectParams(dark="some"))
