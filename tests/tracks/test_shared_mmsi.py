"""Vessels that share an MMSI: kept apart by where speed and course lead."""

import numpy as np
import polars as pl
import pytest
import stories

from stsdetect.tracks.segment import find_segments

HERE = (38.4, 124.2)


def sailing(
    start: tuple[float, float], kn: float, course: float, minutes: np.ndarray
) -> pl.DataFrame:
    """POSITIONS of a vessel on a steady course from a place, east and north [m]."""
    way = stories.way_m(kn)(minutes)
    east, north = np.sin(np.radians(course)), np.cos(np.radians(course))
    track = stories.sail(1, minutes, start[0] + way * east, start[1] + way * north)
    told = [pl.lit(kn).alias("sog"), pl.lit(course).alias("cog")]
    return track.with_columns(pl.col("cog").cast(pl.Float32)).with_columns(
        *(one.cast(pl.Float32) for one in told)
    )


def segments_of(tracks: pl.DataFrame, vessel: pl.DataFrame) -> int:
    own = vessel.select("timestamp", "lat", "lon")
    return tracks.join(own, on=["timestamp", "lat", "lon"])["segment_id"].n_unique()


EAST = sailing((-9_000.0, 0.0), 10.0, 90.0, np.arange(0.0, 120.0, 20.0))
WEST = sailing((9_000.0, 6_000.0), 10.0, 270.0, np.arange(10.0, 120.0, 20.0))


def test_find_segments__two_vessels_within_reach_of_each_other_stay_two() -> None:
    both = pl.concat([EAST, WEST])

    tracks = find_segments(both)

    assert segments_of(tracks, EAST) == 1
    assert segments_of(tracks, WEST) == 1
    assert tracks["segment_id"].n_unique() == 2
    assert not tracks["jump"].any()


def test_find_segments__without_speed_and_course_they_mix() -> None:
    both = pl.concat([EAST, WEST]).with_columns(
        pl.lit(None, pl.Float32).alias("sog"), pl.lit(None, pl.Float32).alias("cog")
    )

    assert (
        segments_of(find_segments(both), EAST) != 1
        or segments_of(find_segments(both), WEST) != 1
    )


def test_find_segments__hours_apart_a_usual_speed_tells_two_vessels() -> None:
    # 150 km in two hours are 40 kn: within reach, but no usual speed.
    here = stories.sail(1, np.arange(0.0, 1_440.0, 240.0), 0.0, 0.0)
    there = stories.sail(1, np.arange(120.0, 1_440.0, 240.0), 150_000.0, 0.0)

    tracks = find_segments(pl.concat([here, there]))

    assert segments_of(tracks, here) == segments_of(tracks, there) == 1
    assert tracks["segment_id"].n_unique() == 2


@pytest.mark.parametrize("kn", [12.0, 35.0])
def test_find_segments__a_vessel_that_turns_round_stays_one(kn: float) -> None:
    minutes = np.arange(0.0, 60.0, 1.0)
    out = sailing((0.0, 0.0), kn, 90.0, minutes[:30])
    end = float(stories.way_m(kn)(np.array([30.0]))[0])
    back = sailing((2 * end, 0.0), kn, 270.0, minutes[30:])

    assert find_segments(pl.concat([out, back]))["segment_id"].n_unique() == 1


def test_find_segments__a_wrong_course_takes_no_track_away() -> None:
    wrong = EAST.with_columns(pl.lit(10.0, pl.Float32).alias("cog"))

    assert find_segments(wrong)["segment_id"].n_unique() == 1
