"""Anchored neighbours: how the cost of a crowded roads grows with its close pairs.

The vessels of a roads lie at one density, so that close pairs grow with the vessels;
what one close pair costs per tick should stay level. There is no baseline: the figure
of the smallest roads is what the others are held against.
"""

import time
from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl

from stsdetect.events.encounters import find_encounters
from stsdetect.schema import POSITIONS, VESSELS
from stsdetect.tracks.proximity import find_proximities
from stsdetect.tracks.segment import find_segments
from stsdetect.tracks.ticks import find_ticks
from stsdetect.units import M_PER_NM

START = datetime(2024, 3, 1, tzinfo=UTC)
DAY = timedelta(days=1)
PER_KM2 = 4.0
REPORT_S = 180
SWING_M = 60.0


def main() -> None:
    """Print close pairs, seconds and microseconds per close pair of each roads."""
    _measure(roads(20))  # compile
    level = None
    for n_vessels in (100, 400, 1_600):
        n_pairs, seconds = _measure(roads(n_vessels))
        each_us = 1e6 * seconds / n_pairs
        level = level or each_us
        print(
            f"roads of {n_vessels:>5,} anchored vessels: {n_pairs:>10,} close pairs at "
            f"ticks, {seconds:6.2f} s, {each_us:5.2f} us each, "
            f"{each_us / level:4.2f} x the first",
            flush=True,
        )


def roads(n_vessels: int) -> pl.DataFrame:
    """Make POSITIONS of a day: vessels that swing round their anchors, fixed seed."""
    draw = np.random.default_rng(n_vessels)
    side_m = 1_000.0 * np.sqrt(n_vessels / PER_KM2)
    n_reports = int(DAY.total_seconds()) // REPORT_S
    angle = np.linspace(0, 4 * np.pi, n_reports) + draw.normal(0, 0.1, (n_vessels, 1))
    x = draw.uniform(0, side_m, (n_vessels, 1)) + SWING_M * np.cos(angle)
    y = draw.uniform(0, side_m, (n_vessels, 1)) + SWING_M * np.sin(angle)
    degree_m = 60 * M_PER_NM
    seconds = np.arange(n_reports) * REPORT_S + draw.integers(0, 60, (n_vessels, 1))
    return POSITIONS.conform(
        pl.DataFrame(
            {
                "mmsi": np.repeat(200_000_000 + np.arange(n_vessels), n_reports),
                "timestamp": pl.Series(seconds.ravel() * 1_000).cast(pl.Duration("ms"))
                + START,
                "lat": (34.0 + y / degree_m).ravel(),
                "lon": (123.0 + x / degree_m / np.cos(np.radians(34))).ravel(),
            }
        ).with_columns(
            source_id=pl.lit("bench"), source_row=pl.int_range(2, pl.len() + 2)
        )
    )


def _measure(positions: pl.DataFrame) -> tuple[int, float]:
    start = time.perf_counter()
    ticks = find_ticks(find_segments(positions), START, START + DAY)
    near = find_proximities(ticks)
    find_encounters(near, VESSELS.empty_polars())
    return near.height, time.perf_counter() - start


if __name__ == "__main__":
    main()
