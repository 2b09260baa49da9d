"""A vessel that claims to be far out, and is heard by stations on the coast (S20)."""

from dataclasses import replace

import polars as pl
import pytest

from stsdetect.events.receivers import count_receivers, find_unhearable
from stsdetect.events.reports import order_reports
from stsdetect.simulate.sea import EVERYTHING, WORLD
from stsdetect.simulate.world import World, make_world
from stsdetect.tracks.segment import find_segments

SEA = replace(
    WORLD, n_anchored=0, n_one_dark=0, n_both_dark=0, seed=101, scenarios=("S20",)
)


@pytest.fixture(scope="module")
def world() -> World:
    return make_world(SEA)


def unhearable(positions: pl.DataFrame) -> pl.DataFrame:
    tracks = find_segments(positions.sort("mmsi", "timestamp"))
    period = (SEA.start, SEA.start + SEA.duration)
    return find_unhearable(count_receivers(order_reports(tracks), period))


def test_receiver__tells_the_one_that_is_not_where_it_says(world: World) -> None:
    (story,) = world.truth.filter(pl.col("scenario") == "S20").to_dicts()

    (found,) = unhearable(world.positions).to_dicts()

    assert found["mmsi"] == story["mmsi_a"]
    assert found["start_time"] >= story["start_time"]
    assert found["end_time"] <= story["end_time"]


def test_receiver__who_lies_still_and_says_so_is_not_told(world: World) -> None:
    (story,) = world.truth.filter(pl.col("scenario") == "S20").to_dicts()
    claims = pl.col("timestamp").is_between(story["start_time"], story["end_time"])
    honest = world.positions.filter(~claims | (pl.col("mmsi") != story["mmsi_a"]))

    assert honest.height < world.positions.height
    assert unhearable(honest).is_empty()
    nobody_told = world.positions.with_columns(
        receiver=pl.lit(None, world.positions.schema["receiver"])
    )
    assert unhearable(nobody_told).is_empty()


def test_everything__does_not_hold_what_is_planted_where_it_is_named() -> None:
    assert "S20" not in EVERYTHING.scenarios
