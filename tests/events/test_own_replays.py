"""Replays of straight ways after a jump, each beside what is none."""

from datetime import timedelta

import numpy as np
import polars as pl
import pytest
import stories
from builders import EPOCH
from builders_events import A, B

from stsdetect.events.edges import Span, find_edges
from stsdetect.events.jumps import find_jumps
from stsdetect.events.own_replays import (
    find_own_replays,
    keep_places,
    worth_following,
)
from stsdetect.events.replays import find_replays
from stsdetect.events.reports import order_reports
from stsdetect.events.turns import keep_turns
from stsdetect.tracks.segment import find_segments

PERIOD = (EPOCH, EPOCH + timedelta(days=2))
FAR = (30_000.0, 24_000.0)


def straight(
    start: float,
    stop: float,
    *,
    first: float | None = None,
    off: tuple[float, float] = (0.0, 0.0),
    mmsi: int = A,
    gentle: float = 1.0,
) -> pl.DataFrame:
    """A vessel at 10 kn that wanders off her line within hours, not within minutes."""
    minutes = stories.heard(start, stop)
    told = minutes if first is None else minutes - start + first
    east = 309.0 * told + gentle * 500.0 * np.sin(told / 97.0)
    north = gentle * (400.0 * np.cos(told / 131.0) + 300.0 * np.sin(told / 71.0))
    noise = stories.noise_m(minutes.size, int(start) + mmsi % 97, 4.0)
    return stories.sail(mmsi, minutes, east + off[0] + noise, north + off[1] - noise)


def replay(
    begin: float = 1000.0,
    end: float = 1360.0,
    first: float = 300.0,
    off: tuple[float, float] = FAR,
    gentle: float = 1.0,
) -> pl.DataFrame:
    """Her day, of which a stretch is what she did before."""
    parts = [
        straight(0, begin - 3, gentle=gentle),
        straight(begin, end, first=first, off=off, gentle=gentle),
        straight(end + 3, 1700, gentle=gentle),
    ]
    return pl.concat(parts)


def reports_of(track: pl.DataFrame, own: Span = PERIOD) -> pl.DataFrame:
    margin = timedelta(hours=9)
    near = pl.col("timestamp").is_between(own[0] - margin, own[1] + margin)
    heard = track.filter(near).sort("mmsi", "timestamp")
    return order_reports(find_segments(heard))


def found(track: pl.DataFrame, hours: float = 48.0) -> pl.DataFrame:
    step = timedelta(hours=hours)
    starts = [EPOCH + k * step for k in range(-(-48 // int(hours)))]
    windows = [(start, min(start + step, PERIOD[1])) for start in starts]
    edges = [find_edges(reports_of(track, one), one, PERIOD) for one in windows]
    places = [keep_places(reports_of(track, one), one) for one in windows]
    return find_own_replays(places, find_jumps(edges))


def test_own_replay__of_a_straight_way_after_a_jump() -> None:
    track = replay()

    (row,) = found(track).to_dicts()

    assert (row["mmsi"], row["kind"]) == (A, "replay")
    assert row["start_time"] == EPOCH + timedelta(minutes=1000)
    assert row["detail"].startswith("its own track of 11.7 h before again, 20.7 nm")
    turns = keep_turns(reports_of(track), PERIOD, PERIOD)
    assert find_replays([turns]).is_empty()  # no turn in it is sharp enough


def test_own_replay__a_lag_that_is_no_whole_step_and_a_shift_in_degrees() -> None:
    copy = straight(1000.0, 1360.0, first=301.3).with_columns(pl.col("lat") + 0.4)
    parts = [straight(0, 997), copy, straight(1363, 1700)]

    assert found(pl.concat(parts)).height == 1


@pytest.mark.parametrize(
    "track",
    [
        replay(end=1150.0),  # for less than three hours
        replay(gentle=0.05),  # a way that has no shape
        replay(off=(900.0, 900.0)),  # to where she was, by half a mile
        replay(first=2_000.0),  # another way than before
        straight(0, 1700),  # no jump
        pl.concat(  # what another vessel did
            [
                straight(0, 700, mmsi=B),
                straight(800, 997, gentle=-0.7),
                straight(1000, 1360, first=300.0, off=FAR),
            ]
        ),
    ],
)
def test_own_replay__what_is_none(track: pl.DataFrame) -> None:
    assert found(track).is_empty()


def test_own_replay__a_vessel_that_lies_still_has_no_shape() -> None:
    minutes = stories.heard(0, 1700)
    swing = 70.0 * np.sin(minutes / 60.0)
    away = (minutes >= 1000) & (minutes < 1360)
    track = stories.sail(A, minutes, swing + 30_000.0 * away, swing)

    assert found(track).is_empty()


def test_own_replay__an_mmsi_in_two_places_at_once_is_not_followed() -> None:
    twin = straight(900, 1500, first=5_000.0, off=(-900_000.0, 300_000.0))

    assert found(pl.concat([replay(), twin])).is_empty()


@pytest.mark.parametrize("hours", [5, 7, 24])
def test_own_replay__windows_give_what_all_time_gives(hours: int) -> None:
    assert found(replay(), hours).equals(found(replay()))


def jumps(*rows: tuple[int, float, float]) -> pl.DataFrame:
    """JUMPS of vessels from one minute to another, to places 1° apart."""
    return pl.DataFrame(
        [
            (
                mmsi,
                EPOCH + timedelta(minutes=left),
                EPOCH + timedelta(minutes=came),
                30.0 + k,
                120.0,
            )
            for k, (mmsi, left, came) in enumerate(rows)
        ],
        schema={
            "mmsi": pl.Int64,
            "start_time": pl.Datetime("ms", "UTC"),
            "end_time": pl.Datetime("ms", "UTC"),
            "lat": pl.Float64,
            "lon": pl.Float64,
        },
        orient="row",
    )


def test_worth_following__up_to_the_next_jump_and_no_longer_than_half_a_day() -> None:
    told = worth_following(jumps((A, 0, 3), (A, 250, 253), (A, 300, 303), (B, 5, 6)))

    minutes = [
        (mmsi, *((instant - EPOCH) / timedelta(minutes=1) for instant in span))
        for mmsi, *span in told.iter_rows()
    ]
    assert minutes == [(A, 3, 250), (A, 303, 1023), (B, 6, 726)]


def test_worth_following__no_disturbed_region_and_no_number_of_many_vessels() -> None:
    region = jumps(*((A + k, 0, 3) for k in range(5))).with_columns(lat=pl.lit(30.0))
    often = jumps(*((A, 300.0 * k, 300.0 * k + 3) for k in range(51)))

    assert worth_following(region).is_empty()
    assert worth_following(region.head(4)).height == 4
    assert worth_following(often).is_empty()
    assert worth_following(often.head(50)).height == 50


def test_find_own_replays__of_nothing_is_nothing() -> None:
    nothing = find_own_replays([], jumps())

    assert nothing.is_empty()
    assert nothing.columns == ["mmsi", "kind", "start_time", "end_time", "detail"]
