"""Meetings in silence: a month of 5,000, 20,000 and 80,000 gaps, chance included.

Vessels sail between random places of a sea of 16° by 20°, at 8 to 15 knots, and fall
silent now and then for hours to days; a fifth of the silences hides a wait. What a
pair that could have met costs should stay level while gaps grow; they grow as the
square of the gaps, in one sea. There is no baseline. A number asks for that many gaps
alone.
"""

import resource
import sys
import time
from datetime import UTC, datetime, timedelta

import numpy as np
import pandas as pd
import polars as pl

from stsdetect.events.bounds import as_rows
from stsdetect.events.possible import pair_up
from stsdetect.events.rendezvous import STSDETECT, bounded_silences, find_rendezvous
from stsdetect.kernels.sphere import haversine_m
from stsdetect.schema import GAPS, LOITERINGS, VESSELS
from stsdetect.units import M_PER_NM

START = datetime(2024, 3, 1, tzinfo=UTC)
MONTH_H = 30 * 24.0


def main() -> None:
    """Print gaps, pairs, rows kept, seconds of the processor, memory, and the ratio."""
    _measure(month_of_gaps(200))  # compile
    level = None
    for n_gaps in map(int, sys.argv[1:] or (5_000, 20_000, 80_000)):
        gaps = month_of_gaps(n_gaps)
        n_found, seconds = _measure(gaps)
        peak_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        n_pairs = _count_pairs(gaps)
        level = level or seconds / n_pairs
        print(
            f"{n_gaps:>7,} gaps of {n_gaps // 4:>6,} vessels in a month: "
            f"{n_pairs:>9,} pairs could have met, {n_found:>7,} rows, "
            f"{seconds:6.1f} s of one core, {peak_mib:5.0f} MiB at most, "
            f"{seconds / n_pairs / level:5.2f} x the first per pair that could",
            flush=True,
        )


def month_of_gaps(n_gaps: int) -> pd.DataFrame:
    """Make GAPS of a month, four a vessel, fixed seed."""
    draw = np.random.default_rng(n_gaps)
    hours = np.minimum(draw.lognormal(np.log(7.0), 0.8, n_gaps), 100.0)
    speed = draw.uniform(8.0, 15.0, n_gaps)
    waited = np.where(draw.random(n_gaps) < 0.2, draw.uniform(0, 1, n_gaps), 0.0)
    sailed_nm = hours * speed * (1.0 - waited) * draw.normal(0.97, 0.03, n_gaps)
    begin = draw.uniform(0.0, MONTH_H, n_gaps)
    lat, lon = draw.uniform(22, 42, n_gaps), draw.uniform(118, 134, n_gaps)
    course = draw.uniform(0.0, 360.0, n_gaps)
    end_lat = lat + sailed_nm / 60.0 * np.cos(np.radians(course))
    east = sailed_nm / 60.0 * np.sin(np.radians(course))
    end_lon = lon + east / np.cos(np.radians(lat))
    distance_nm = haversine_m(lat, lon, end_lat, end_lon) / M_PER_NM
    frame = pl.DataFrame(
        {
            "gap_id": [f"gap {number}" for number in range(n_gaps)],
            "mmsi": 200_000_000 + np.arange(n_gaps) % max(n_gaps // 4, 1),
            "start_time": _instants(begin),
            "start_lat": lat,
            "start_lon": lon,
            "start_sog": speed,
            "start_cog": course,
            "end_time": _instants(begin + hours),
            "end_lat": end_lat,
            "end_lon": end_lon,
            "end_sog": speed * draw.normal(1.0, 0.05, n_gaps),
            "end_cog": (course + draw.normal(0, 10, n_gaps)) % 360.0,
            "duration_h": hours,
            "distance_nm": distance_nm,
            "implied_speed_kn": distance_nm / hours,
            "own_speed_kn": speed * 1.1,
            "n_alike": 3,
            "mmsi_heard": False,
            "p_silence": draw.uniform(0.0, 1.0, n_gaps),
            "open": False,
        }
    )
    return GAPS.to_pandas(GAPS.conform(frame))


def _instants(hours: np.ndarray) -> list[datetime]:
    return [START + timedelta(hours=hour) for hour in hours.tolist()]


def _measure(gaps: pd.DataFrame) -> tuple[int, float]:
    start = time.process_time()
    found = find_rendezvous(gaps, LOITERINGS.empty(), VESSELS.empty_polars())
    return len(found), time.process_time() - start


def _count_pairs(gaps: pd.DataFrame) -> int:
    silences = bounded_silences(gaps, LOITERINGS.empty(), VESSELS.empty_polars())
    return pair_up(silences, as_rows(silences, "max_speed_kn"), STSDETECT)[0].height


if __name__ == "__main__":
    main()
