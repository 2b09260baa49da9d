"""Worlds in tables: right by their schema, heard as their level says."""

from dataclasses import replace
from datetime import timedelta

import polars as pl
import pytest

from stsdetect.errors import ConfigError
from stsdetect.schema import POSITIONS, VESSELS
from stsdetect.simulate.levels import LEVELS
from stsdetect.simulate.sea import WORLD, SeaParams, sized
from stsdetect.simulate.world import World, make_world

DARK = replace(
    sized(30, WORLD),
    seed=21,
    duration=timedelta(days=5),
    n_transfers=2,
    n_one_dark=5,
    n_both_dark=5,
    n_decoys=0,
)


@pytest.fixture(scope="module")
def worlds() -> dict[str, World]:
    return {name: make_world(replace(DARK, level=name)) for name in LEVELS}


def gap_about(world: World, mmsi: int, event: dict) -> float:  # type: ignore[type-arg]
    """Hours between the reports of a vessel before and after the middle of an event."""
    heard = world.positions.filter(pl.col("mmsi") == mmsi)["timestamp"]
    middle = event["start_time"] + (event["end_time"] - event["start_time"]) / 2
    after, before = heard.filter(heard > middle), heard.filter(heard <= middle)
    hours: float = (after.to_list()[0] - before.to_list()[-1]) / timedelta(hours=1)
    return hours


def longest_gaps_h(world: World) -> pl.Series:
    hours = pl.col("timestamp").diff().dt.total_seconds() / 3600
    return world.positions.group_by("mmsi").agg(hours.max())["timestamp"]


def test_make_world__gives_the_tables_of_a_store(worlds: dict[str, World]) -> None:
    for world in worlds.values():
        POSITIONS.check(world.positions)
        VESSELS.check(world.vessels)
        assert world.positions.equals(world.positions.sort("mmsi", "timestamp"))
        assert set(world.vessels["mmsi"]) == set(world.positions["mmsi"])


def test_make_world__same_seed_same_world(worlds: dict[str, World]) -> None:
    again = make_world(replace(DARK, level="coastal"))

    assert again.positions.equals(worlds["coastal"].positions)
    assert again.truth.equals(worlds["coastal"].truth)


def test_make_world__the_level_changes_what_is_heard_and_not_what_happened(
    worlds: dict[str, World],
) -> None:
    truth = worlds["coastal"].truth

    assert worlds["satellite"].truth.equals(truth)
    assert worlds["satellite"].positions.height < worlds["coastal"].positions.height / 5


def test_make_world__of_one_dark_one_is_heard_and_of_both_none(
    worlds: dict[str, World],
) -> None:
    world = worlds["coastal"]
    dark = world.truth.filter(pl.col("observability") != "encounter")

    assert set(dark["scenario"]) == {"S3", "S4", "S5"}
    for event in dark.iter_rows(named=True):
        told = [event["silence_a_h"], event["silence_b_h"]]
        seen = [gap_about(world, event[f"mmsi_{one}"], event) for one in "ab"]
        n_silent = 1 if event["observability"] == "one_dark" else 2
        assert sum(hours > 3.0 for hours in seen) == n_silent, event
        assert seen == pytest.approx(told, abs=1.2), event  # an outage
        hours = (event["end_time"] - event["start_time"]) / timedelta(hours=1)
        assert max(told) > hours, event


def test_make_world__gaps_of_every_length_are_planted(worlds: dict[str, World]) -> None:
    dark = worlds["coastal"].truth.filter(pl.col("observability") == "one_dark")

    silent = dark.select(pl.max_horizontal("silence_a_h", "silence_b_h")).to_series()
    assert silent.sort().to_list() == pytest.approx([4, 8, 12, 24, 48], rel=0.1)


def test_make_world__at_the_coast_only_who_is_dark_is_silent(
    worlds: dict[str, World],
) -> None:
    gaps = longest_gaps_h(worlds["coastal"])

    assert (gaps > 3.0).sum() == 5 + 2 * 5


def test_make_world__a_third_falls_silent_for_no_reason(
    worlds: dict[str, World],
) -> None:
    gaps = longest_gaps_h(worlds["silences"])

    planted = longest_gaps_h(worlds["coastal"])
    innocent = gaps.filter(gaps > 3.0).len() - planted.filter(planted > 3.0).len()
    assert 0.15 * gaps.len() < innocent < 0.45 * gaps.len()


def test_make_world__no_innocent_silence_hides_an_encounter(
    worlds: dict[str, World],
) -> None:
    world = worlds["silences"]
    seen = world.truth.filter(
        pl.col("is_transfer") & (pl.col("observability") == "encounter")
    )

    assert seen.height
    for event in seen.iter_rows(named=True):
        for one in "ab":
            assert gap_about(world, event[f"mmsi_{one}"], event) < 2.0


def test_make_world__with_silences_half_of_the_transfers_lie_in_anchorages(
    worlds: dict[str, World],
) -> None:
    truth = worlds["silences"].truth.filter("is_transfer")

    crowded = truth["difficulty"].str.contains("among vessels").sum()
    assert 0.3 * truth.height < crowded < 0.7 * truth.height


def test_make_world__satellites_hear_in_passes_and_some_coarsely(
    worlds: dict[str, World],
) -> None:
    positions = worlds["satellite"].positions

    assert set(positions["receiver"]) == {"satellite"}
    types = positions["msg_type"].value_counts(normalize=True)
    coarse = types.filter(pl.col("msg_type") == 27)["proportion"].sum()
    assert 0.05 < coarse < 0.15
    assert positions.filter(pl.col("msg_type") == 27)["heading"].is_null().all()


def test_make_world__an_unknown_level_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"level 'arctic'.*coastal"):
        make_world(SeaParams(level="arctic"))


def test_make_world__the_test_motion_is_another_world() -> None:
    few = replace(DARK, n_lane=2, n_anchored=0, n_fishing=0, n_both_dark=0)
    ours, other = (
        make_world(replace(few, level="coastal", motion=motion)).truth
        for motion in ("development", "test")
    )

    assert ours["scenario"].sort().to_list() == other["scenario"].sort().to_list()
    assert not ours["start_time"].equals(other["start_time"])
    with pytest.raises(ConfigError, match="motion 'dancing'"):
        make_world(replace(few, motion="dancing"))
