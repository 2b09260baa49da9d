"""Followed: many candidates in one reading, whatever the length of a window."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pandas as pd
import polars as pl
import pytest
from builders import at
from builders_leads import candidates
from builders_runs import write_run

import stsdetect as sts
from stsdetect.config import Config
from stsdetect.events.reception_by_hour import ReceptionByHour
from stsdetect.followed import N_FINE, N_STRETCHES, follow_listed
from stsdetect.ingest.store import Store
from stsdetect.report.trails import Followed, sides_of

FOUR_HOURS = {"start_time": at(720), "end_time": at(960), "duration_h": 4.0}
BOTH = candidates(FOUR_HOURS)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Two vessels that lie 48 m apart for 60 h, each heard every half hour."""
    folder = write_run(tmp_path_factory.mktemp("run"), BOTH)
    return sts.open_store(folder / "store")


def follow(
    store: Store, table: pd.DataFrame, config: Config | None = None, **silences: Any
) -> dict[str, Followed]:
    spans = dict(zip(table["candidate_id"], silences.values(), strict=False))
    return follow_listed(store, table, spans, ReceptionByHour(), config or Config())


def test_follow_listed__tells_both_vessels_and_their_distance(store: Store) -> None:
    (followed,) = follow(store, BOTH).values()

    a, b = sides_of(followed.tracks)
    times = a["timestamp"]
    assert set(a["mmsi"]) | set(b["mmsi"]) == {200000001, 300000002}
    assert (times[0], times[-1]) == (at(360), at(1290))
    assert a.height == b.height == 32
    assert followed.distances["distance_m"].round(0).unique().to_list() == [48.0]
    assert followed.hearing.height == 32
    assert not followed.tracks["after_hole"][1:32].any()


@pytest.mark.parametrize("hours", [1, 5, 24])
def test_follow_listed__windows_of_any_length_give_the_same(
    store: Store, hours: int
) -> None:
    short = replace(Config(), window=timedelta(hours=hours))

    (one,), (other,) = (follow(store, BOTH, c).values() for c in (short, Config()))

    assert one.distances.equals(other.distances)
    # The edges of windows are kept besides: more positions, none of them others.
    assert set(other.tracks["timestamp"]) <= set(one.tracks["timestamp"])
    assert one.tracks["after_hole"].sum() == other.tracks["after_hole"].sum()


def test_follow_listed__a_silence_is_shown_whole(store: Store) -> None:
    (followed,) = follow(store, BOTH, silence=(at(480), at(1800))).values()

    times = followed.tracks["timestamp"]
    assert (times.min(), times.max()) == (at(120), at(2130))


def test_follow_listed__those_far_down_the_list_are_thinner(store: Store) -> None:
    days = {"start_time": at(0), "end_time": at(3_500), "duration_h": 58.3}
    table = candidates(*(days | {"mmsi_b": None} for _ in range(N_FINE + 1)))

    followed = list(follow(store, table).values())

    assert followed[0].tracks.height == 120
    assert followed[-1].tracks.height < N_STRETCHES[1] + 10


def test_follow_listed__of_a_stranger_is_nothing(store: Store) -> None:
    stranger = candidates(FOUR_HOURS | {"mmsi_a": 5, "mmsi_b": 6})

    assert follow(store, stranger) == {}


def test_follow_listed__of_no_candidate_is_nothing(store: Store) -> None:
    assert follow(store, BOTH.head(0)) == {}


def test_follow_listed__one_vessel_in_two_candidates_is_followed_in_both(
    store: Store,
) -> None:
    later = {"start_time": at(900), "end_time": at(1140), "duration_h": 4.0}
    table = candidates(FOUR_HOURS, later)

    first, second = follow(store, table).values()

    assert first.tracks["timestamp"].max() == at(1290)
    assert second.tracks["timestamp"].max() == at(1470)
    assert first.tracks.select(pl.col("segment_id").n_unique()).item() == 2
