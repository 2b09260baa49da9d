"""One MMSI in two places: at once, by turns, and what one vessel alone can tell."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from builders import EPOCH
from builders_events import A
from stories import heard, sail

from stsdetect.events.edges import find_edges
from stsdetect.events.overlaps import find_overlaps
from stsdetect.events.reports import order_reports
from stsdetect.schema import POSITIONS
from stsdetect.tracks.segment import find_segments

PERIOD = (EPOCH, EPOCH + timedelta(days=6))
FAR_M = 400_000.0


def lying(start: float, stop: float, east_m: float = 0.0) -> pl.DataFrame:
    """One vessel that is heard every 10 minutes."""
    return sail(A, heard(start, stop, 10.0), east_m, 0.0)


def now_and_then(*hours: float, east_m: float = 0.0) -> pl.DataFrame:
    """One vessel that is heard once in some hours."""
    return sail(A, 60.0 * np.array(hours), east_m, 0.0)


def overlaps(*tracks: pl.DataFrame) -> pl.DataFrame:
    reports = order_reports(find_segments(pl.concat(tracks).sort("timestamp")))
    return find_overlaps([find_edges(reports, PERIOD, PERIOD)])


def hours(*tracks: pl.DataFrame) -> list[float]:
    """How long each overlap lasts."""
    found = overlaps(*tracks)
    lasts = found["end_time"] - found["start_time"]
    return sorted((lasts.dt.total_minutes() / 60).round(1).to_list())


def test_find_overlaps__two_that_are_heard_side_by_side() -> None:
    assert hours(lying(0, 600), lying(5, 900, FAR_M))[0] == 9.9


def test_find_overlaps__one_that_falls_silent_and_goes_on_is_in_no_third_place() -> (
    None
):
    other = [lying(5, 300, FAR_M), lying(600, 900, FAR_M)]

    assert hours(lying(0, 1_200), *other)[:2] == [4.8, 5.0]


def test_find_overlaps__by_turns_where_reports_come_hours_apart() -> None:
    one, other = (0.0, 4.0, 8.0, 12.0), (2.0, 6.0, 10.0, 14.0)

    found = overlaps(now_and_then(*one), now_and_then(*other, east_m=FAR_M))

    lasts = found["end_time"] - found["start_time"]
    assert (lasts.dt.total_hours().to_list(), found["by_turns"].to_list()) == (
        [10],
        [True],
    )
    at_once = overlaps(lying(0, 600), lying(5, 900, FAR_M))
    assert not at_once.filter(~pl.col("by_turns")).is_empty()


@pytest.mark.parametrize(
    ("one", "other", "east_m"),
    [
        ((0.0, 4.0, 8.0, 12.0), (2.0, 6.0, 10.0, 14.0), 150_000.0),  # not so far
        ((0.0, 4.0, 8.0), (5.0, 9.0), FAR_M),  # not for long
        ((0.0, 7.5, 12.0), (0.5, 7.0), FAR_M),  # fills the silence of the first
    ],
)
def test_find_overlaps__what_one_vessel_can_tell_is_none(
    one: tuple[float, ...], other: tuple[float, ...], east_m: float
) -> None:
    assert hours(now_and_then(*one), now_and_then(*other, east_m=east_m)) == []


SHARED = {376091000, 412331088, 412440453, 412449638, 416000000, 416241500, 567000000}
SHARED |= {636018024, 666000001}
"""Each was looked at: its reports go to and fro between places that no vessel can
reach, or sail two ways at once."""
ALONE = {416245700, 477293900, 600014098}
"""One vessel with noise, and two that cross 180 degrees."""


@pytest.mark.slow
def test_find_overlaps__of_real_numbers_those_that_vessels_share(
    real_ais: Path,
) -> None:
    rows = pl.read_csv(real_ais / "gfw_gpsdio_segment_unique_positions.csv.gz")
    known = rows.filter(pl.col("mmsi").is_in(SHARED | ALONE), pl.col("lat") <= 90.0)
    positions = known.with_row_index("source_row", 2).select(
        "mmsi",
        pl.col("timestamp").str.to_datetime(time_unit="ms", time_zone="UTC"),
        "lat",
        "lon",
        pl.lit("file").alias("source_id"),
        "source_row",
    )
    heard = POSITIONS.conform(positions.sort("mmsi", "timestamp", "source_row"))
    always = (datetime(2010, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC))

    reports = order_reports(find_segments(heard))
    found = find_overlaps([find_edges(reports, always, always)])

    assert set(found["mmsi"]) == SHARED
    assert set(reports["mmsi"]) == SHARED | ALONE
