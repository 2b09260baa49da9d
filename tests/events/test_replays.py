"""Replays by stories of invented vessels, each with one that is none."""

from datetime import timedelta

import numpy as np
import polars as pl
import pytest
import stories
from builders import EPOCH
from builders_events import A, B
from numpy.typing import NDArray

from stsdetect.events.edges import Span
from stsdetect.events.replays import find_replays
from stsdetect.events.reports import order_reports
from stsdetect.events.turns import keep_turns
from stsdetect.tracks.segment import find_segments

DAY = 1_440.0
PERIOD = (EPOCH, EPOCH + timedelta(days=30))
Numbers = NDArray[np.float64]


def way(minutes: Numbers, phase: float = 0.0) -> tuple[Numbers, Numbers]:
    """East and north [m] of a coaster that bends about, at some 9 kn."""
    east = 260.0 * minutes + 2_500.0 * np.sin(minutes / 31.0 + phase)
    north = 2_500.0 * np.sin(minutes / 47.0 + phase) + 900.0 * np.cos(minutes / 17.0)
    return east, north


def sails(
    mmsi: int,
    start: float,
    hours: float = 6.0,
    *,
    first: float = 0.0,
    off: tuple[float, float] = (0.0, 0.0),
    phase: float = 0.0,
    speed: float = 1.0,
    step: float = 3.0,
) -> pl.DataFrame:
    """A vessel that begins at a minute with what the way shows from ``first`` on."""
    minutes = stories.heard(start, start + 60.0 * hours, step)
    east, north = way((minutes - start) * speed + first, phase)
    noise = stories.noise_m(minutes.size, int(start) + mmsi % 97, 4.0)
    return stories.sail(mmsi, minutes, east + off[0] + noise, north + off[1] - noise)


def turns(track: pl.DataFrame, own: Span = PERIOD) -> pl.LazyFrame:
    margin = timedelta(hours=9)
    near = pl.col("timestamp").is_between(own[0] - margin, own[1] + margin)
    heard = track.filter(near).sort("mmsi", "timestamp")
    return keep_turns(order_reports(find_segments(heard)), own, PERIOD)


def replays(*tracks: pl.DataFrame) -> pl.DataFrame:
    return find_replays([turns(pl.concat(tracks))])


def test_replay__of_its_own_track_elsewhere() -> None:
    track = [sails(A, 0), sails(A, DAY + 7.3, off=(9_000.0, 17_000.0))]

    (found,) = replays(*track).to_dicts()

    assert (found["mmsi"], found["kind"]) == (A, "replay")
    assert found["start_time"] >= EPOCH + timedelta(minutes=DAY)
    assert found["end_time"] - found["start_time"] > timedelta(hours=3)
    assert found["detail"].startswith("its own track of 24.1 h before again, 10.4 nm")


def test_replay__of_another_vessel_elsewhere_heard_more_seldom() -> None:
    copy = sails(B, 600.5, off=(60_000.0, -4_000.0), step=4.0)

    (found,) = replays(sails(A, 0), copy).to_dicts()

    assert found["mmsi"] == B
    assert f"the track of {A} of 10.0 h before" in found["detail"]


def test_replay__a_shift_in_degrees_is_one_as_well() -> None:
    copy = sails(A, DAY).with_columns(pl.col("lat") + 1.4, pl.col("lon") - 0.8)

    assert replays(sails(A, 0), copy).height == 1


@pytest.mark.parametrize(
    "other",
    [
        sails(A, DAY, off=(300.0, 200.0)),  # the same way again
        sails(B, 600, off=(2_000.0, 900.0)),  # behind another in a lane
        sails(B, 0.0, off=(30_000.0, 900.0)),  # beside another, as a tow
        sails(A, DAY, off=(9_000.0, 17_000.0), speed=1.01),  # a little faster
        sails(A, DAY, off=(9_000.0, 17_000.0), phase=0.2),  # another way
        sails(A, 15 * DAY, off=(9_000.0, 17_000.0)),  # too long ago
        sails(A, DAY, 2.2, off=(9_000.0, 17_000.0)),  # for two hours
        sails(A, DAY, off=(9_000.0, 17_000.0), step=12.0),  # heard too seldom
    ],
)
def test_replay__what_vessels_do_by_themselves_is_none(other: pl.DataFrame) -> None:
    assert replays(sails(A, 0), other).is_empty()


def test_replay__straight_ways_and_vessels_that_lie_still_are_all_alike() -> None:
    minutes = stories.heard(0, 400.0)
    straight = [
        stories.sail(A, minutes + late, 300.0 * minutes + off, 80.0 * minutes)
        for late, off in ((0.0, 0.0), (DAY, 20_000.0))
    ]
    still = [
        stories.sail(B, minutes + late, 70.0 * np.sin(minutes / 30.0) + off, 0.0)
        for late, off in ((0.0, 0.0), (DAY, 20_000.0))
    ]

    assert replays(*straight, *still).is_empty()


@pytest.mark.parametrize("hours", [5, 7, 24])
def test_find_replays__windows_give_what_all_time_gives(hours: int) -> None:
    track = pl.concat(
        [
            sails(A, 0),
            sails(A, DAY + 7.3, off=(9_000.0, 17_000.0)),
            sails(B, DAY + 100, phase=1.0),
            sails(B, 2 * DAY, off=(-40_000.0, 0.0)),
        ]
    )
    step = timedelta(hours=hours)
    starts = [EPOCH + k * step for k in range(-(-720 // hours))]
    windows = [(start, min(start + step, PERIOD[1])) for start in starts]

    joined = find_replays([turns(track, window) for window in reversed(windows)])

    assert joined.equals(find_replays([turns(track)]))
    assert joined.height == 2


def test_find_replays__of_nothing_is_nothing() -> None:
    nothing = turns(sails(A, 0).head(0))

    assert find_replays([nothing]).is_empty()
    assert find_replays([nothing]).columns == [
        *("mmsi", "kind", "start_time", "end_time", "detail")
    ]
