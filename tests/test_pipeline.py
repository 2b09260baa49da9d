"""The order of the stages: windows, period, region, and stages that agree."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

import stsdetect as sts
from stsdetect.config import Config
from stsdetect.errors import InputError
from stsdetect.pipeline import find_events
from stsdetect.windows.window import period_of, split_period

DAY = datetime(2024, 4, 16, tzinfo=UTC)


def test_split_period__windows_own_every_instant_once() -> None:
    first, stop = DAY + timedelta(hours=5), DAY + timedelta(hours=53)

    windows = list(split_period(first, stop, timedelta(days=1)))

    assert windows[0].start == first
    assert windows[-1].stop == stop
    for one, following in pairwise(windows):
        assert one.stop == following.start
    assert [window.start.hour for window in windows[1:]] == [0, 0]


def test_split_period__of_nothing_is_empty() -> None:
    assert list(split_period(DAY, DAY, timedelta(days=1))) == []


def test_aligned__proximities_reach_as_far_as_the_rule() -> None:
    config = Config().with_preset("marinetraffic")

    reach_m = config.aligned().proximities.max_distance_m

    assert reach_m >= config.encounters.keep_distance_m


def test_aligned__encounters_count_ticks_of_the_grid() -> None:
    config = Config()
    config = replace(config, ticks=replace(config.ticks, step=timedelta(minutes=10)))

    assert config.aligned().encounters.step == timedelta(minutes=10)


def test_find_events__a_region_leaves_out_what_lies_outside(
    sample_run: sts.Run,
) -> None:
    store = sts.open_store(sample_run.folder / "store")

    everywhere = find_events(store, Config()).encounters
    inside = find_events(store, Config(region="Yellow Sea")).encounters

    assert 0 < len(inside) < len(everywhere)
    assert set(inside["encounter_id"]) < set(everywhere["encounter_id"])
    assert (inside["lat"] > 30).all()


def test_find_events__since_and_until_bound_the_ticks(sample_run: sts.Run) -> None:
    store = sts.open_store(sample_run.folder / "store")
    since, until = DAY + timedelta(hours=6), DAY + timedelta(hours=18)

    found = find_events(store, Config(since=since, until=until)).encounters

    assert not found.empty
    assert found["start_time"].min() >= since
    assert found["end_time"].max() < until


def test_period_of__a_period_without_positions_is_told(sample_run: sts.Run) -> None:
    store = sts.open_store(sample_run.folder / "store")

    with pytest.raises(InputError, match="the store holds 2024-04-16"):
        period_of(store, Config(since=datetime(2030, 1, 1, tzinfo=UTC)))


def test_period_of__only_the_ends_that_were_asked_for_are_told(
    sample_run: sts.Run,
) -> None:
    store = sts.open_store(sample_run.folder / "store")

    with pytest.raises(InputError) as told:
        period_of(store, Config(until=datetime(2020, 1, 1, tzinfo=UTC)))

    assert str(told.value).startswith("no position until 2020-01-01 00:00 UTC: ")


def test_run__an_unknown_region_is_refused_before_any_work(
    sample_ais: Path, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match="Atlantis"):
        sts.run(sample_ais, tmp_path / "out", Config(region="Atlantis"))

    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "preset", ["gfw", "skylight", "starboard", "marinetraffic", "kerch"]
)
def test_find_events__every_preset_runs_on_the_sample(
    sample_run: sts.Run, preset: str
) -> None:
    store = sts.open_store(sample_run.folder / "store")

    found = find_events(store, Config().with_preset(preset)).encounters

    assert set(found.columns) >= {"mmsi_a", "mmsi_b", "start_time"}
