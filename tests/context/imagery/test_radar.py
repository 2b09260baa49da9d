"""Where a radar shows vessels that move."""

from typing import Any

import numpy as np
import polars as pl
import pytest
from builders import at, positions

from stsdetect.context.imagery.radar import Radar, shift_places
from stsdetect.context.imagery.scene import Scene, expect_places, match_scene

A = 200_000_001
HERE = (38.4, 124.2)
M_PER_DEGREE = 111_195.0
KNOTS = 1_852.0 / 3_600.0
NORTHBOUND, RANGE_M = 0.0, 350_000.0


def shifted(
    east_kn: float, north_kn: float, radar: Radar | None
) -> tuple[float, float]:
    """By what a vessel is moved to the east and to the north [m]."""
    place = {
        "lat": HERE[0],
        "lon": HERE[1],
        "east_m_s": east_kn * KNOTS,
        "north_m_s": north_kn * KNOTS,
    }
    found = shift_places(pl.DataFrame([place]), radar)
    per_degree = M_PER_DEGREE * np.cos(np.radians(HERE[0]))
    return (
        (found["lon"][0] - HERE[1]) * per_degree,
        (found["lat"][0] - HERE[0]) * M_PER_DEGREE,
    )


def test_shift_places__towards_the_radar_is_shown_ahead() -> None:
    right, left = Radar(RANGE_M, NORTHBOUND), Radar(-RANGE_M, NORTHBOUND)

    # What a satellite that goes north sees to its right comes nearer going west.
    assert shifted(-10.0, 0.0, right) == pytest.approx((0.0, 237.0), abs=1.0)
    assert shifted(10.0, 0.0, right) == pytest.approx((0.0, -237.0), abs=1.0)
    assert shifted(-10.0, 0.0, left) == pytest.approx((0.0, -237.0), abs=1.0)
    assert shifted(0.0, 10.0, Radar(RANGE_M, 270.0)) == pytest.approx(
        (237.0, 0.0), abs=1.0
    )


def test_shift_places__nothing_along_the_track_without_speed_or_without_radar() -> None:
    radar, nothing = Radar(RANGE_M, NORTHBOUND), pytest.approx((0.0, 0.0), abs=0.1)

    assert shifted(0.0, 15.0, radar) == nothing
    assert shifted(np.nan, np.nan, radar) == nothing
    assert shifted(-10.0, 0.0, None) == nothing


@pytest.mark.parametrize("minutes", [(598, 602), (600,)])
def test_match_scene__a_moving_vessel_is_found_where_the_radar_shows_it(
    minutes: Any,
) -> None:
    """15 kn to the west; told by two reports, or by speed and course in one."""
    lon = [
        HERE[1] - 15.0 * KNOTS * 60 * (m - 600) / M_PER_DEGREE / 0.7837 for m in minutes
    ]
    track = positions(A, minutes, HERE[0], lon).with_columns(
        pl.lit(15.0, pl.Float32).alias("sog"), pl.lit(270.0, pl.Float32).alias("cog")
    )
    shown = {"lat": HERE[0] + 355.0 / M_PER_DEGREE, "lon": HERE[1]}
    hulls = pl.DataFrame([shown | {"length_m": 90.0, "width_m": None}])
    known = pl.DataFrame({"mmsi": [A], "length_m": [92.0], "beam_m": [15.0]})
    radar = Radar(RANGE_M, NORTHBOUND)

    corrected, plain = (
        match_scene(Scene("S1", at(600), None, hulls, how), track, known)
        for how in (radar, None)
    )

    assert corrected.matched.tolist() == [A]
    assert plain.matched.tolist() != [A] or (
        corrected.probability[0] > plain.probability[0]
    )
    assert expect_places(track, at(600))["east_m_s"][0] == pytest.approx(
        -7.72, abs=0.05
    )
