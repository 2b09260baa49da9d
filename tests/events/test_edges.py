"""Edges: clocks, dimensions and reports that are wrong, and what they must not do."""

from datetime import timedelta

import numpy as np
import polars as pl
import pytest
from builders_events import A, B, hull, vessel
from stories import Numbers, heard, meet, noise_m, proximities, sail, way_m

TANKER = 80
DAY = heard(0, 480)
N = DAY.size


def late(positions: pl.DataFrame, rows: slice, seconds: int = 90) -> pl.DataFrame:
    """Reports of which some bear the time of a receiver whose clock is ahead."""
    number = pl.int_range(pl.len())
    first, stop, step = rows.indices(positions.height)
    wrong = number.is_between(first, stop - 1) & ((number - first) % step == 0)
    ahead = pl.when(wrong).then(timedelta(seconds=seconds)).otherwise(timedelta(0))
    return positions.with_columns(pl.col("timestamp") + ahead).sort("timestamp")


def swinging(mmsi: int, east: float, lag_min: float) -> pl.DataFrame:
    """A vessel that turns round its anchor, 200 m of chain."""
    angle = 0.6 * np.sin((DAY - lag_min) / 50.0)
    return sail(
        mmsi,
        DAY,
        east + 200.0 * np.sin(angle) + noise_m(N, mmsi % 7),
        200.0 * np.cos(angle) + noise_m(N, mmsi % 11),
        np.degrees(angle) + 180.0,
    )


@pytest.mark.parametrize("rows", [slice(None), slice(60, 120), slice(0, None, 2)])
def test_a_clock_that_is_wrong_makes_no_meeting_of_a_convoy(rows: slice) -> None:
    north = way_m(10.0)(DAY)
    ahead = sail(A, DAY, 0.0, north + 460.0, 0.0)
    behind = sail(B, DAY, 0.0, north, 0.0)

    assert meet(ahead, late(behind, rows, -90)).empty
    assert meet(late(ahead, rows), behind).empty


@pytest.mark.parametrize("rows", [slice(None), slice(60, 120), slice(0, None, 2)])
def test_a_clock_that_is_wrong_does_not_undo_a_meeting(rows: slice) -> None:
    drift = way_m(0.8)(DAY)
    a = sail(A, DAY, noise_m(N, 1), drift + noise_m(N, 2), 20.0)
    b = sail(B, DAY, 25.0 + noise_m(N, 3), drift + noise_m(N, 4), 20.0)

    only = meet(a, late(b, rows)).iloc[0]

    assert only["alongside"]
    assert only["coupling"] == "coupled"
    assert only["end_time"] - only["start_time"] >= timedelta(hours=7.5)


def test_a_hull_said_to_be_400_m_long_does_not_lie_alongside_its_neighbour() -> None:
    giant = vessel(B, ship_type=TANKER, **hull(200, 200, 62, 62))

    only = meet(
        swinging(A, 0.0, 0.0),
        swinging(B, 70.0, 30.0),
        particulars=pl.concat([vessel(A, **hull(60, 20, 6, 6)), giant]),
    ).iloc[0]

    assert only["clearance_m"] <= 25.0
    assert only["coupling"] == "loose"
    assert only["alongside"] == False  # noqa: E712


def test_hulls_said_to_be_dinghies_are_told_by_their_coupling_while_near() -> None:
    tiny = [vessel(mmsi, **hull(2, 1, 1, 1)) for mmsi in (A, B)]
    turn = np.degrees(np.tanh((DAY - 240.0) / 60.0))
    side = 22.0
    a = sail(A, DAY, noise_m(N, 1), noise_m(N, 2), turn)
    b = sail(
        B,
        DAY,
        side * np.cos(np.radians(turn)) + noise_m(N, 3),
        -side * np.sin(np.radians(turn)) + noise_m(N, 4),
        turn,
    )

    only = meet(a, b, particulars=pl.concat(tiny)).iloc[0]

    assert only["coupling"] == "coupled"
    assert only["alongside"]


def coarse(positions: pl.DataFrame) -> pl.DataFrame:
    return positions.with_columns(msg_type=pl.lit(27, dtype=pl.Int8))


def test_long_range_reports_never_support_a_tick() -> None:
    a, b = sail(A, DAY, 0.0, 0.0), sail(B, DAY, 40.0, 0.0)

    assert proximities(a, coarse(b)).is_empty()
    assert meet(a, coarse(b)).empty


def test_long_range_reports_between_others_change_nothing() -> None:
    often, rarely = heard(0, 480, 6.0), heard(1, 480, 20.0)
    a, b = sail(A, often, 0.0, 0.0), sail(B, often, 40.0, 0.0)
    rounded = coarse(sail(B, rarely, 150.0, 90.0))

    assert proximities(a, pl.concat([b, rounded])).equals(proximities(a, b))


def test_flagged_positions_never_support_a_tick() -> None:
    far: Numbers = np.zeros(N)
    far[::20] = 90_000.0
    a = sail(A, DAY, 0.0, 0.0)
    b, jumpy = sail(B, DAY, 40.0, 0.0), sail(B, DAY, 40.0 + far, 0.0)
    kept = b.filter(pl.Series(far == 0.0))

    assert proximities(a, jumpy).equals(proximities(a, kept))


def test_two_vessels_of_one_mmsi_meet_as_the_one_that_is_near() -> None:
    apart = np.where(np.arange(N) % 2 == 1, 90_000.0, 0.0)

    found = proximities(sail(A, DAY, 0.0, 0.0), sail(B, DAY, 40.0 + apart, 0.0))

    assert found["distance_m"].max() == pytest.approx(40.0, abs=1.0)
