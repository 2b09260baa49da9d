"""Tracks, proximities and encounters, against NumPy, a k-d tree and pandas."""

import hashlib
import json
import sys
import time
from datetime import timedelta
from pathlib import Path

import detector_baseline
import pandas as pd
import polars as pl
from side_by_side import measure_pair, show
from traffic import START, make_traffic

from stsdetect.events.contacts import find_contacts, find_near
from stsdetect.events.encounters import STSDETECT, find_encounters
from stsdetect.events.lasting import keep_lasting
from stsdetect.schema import VESSELS
from stsdetect.tracks.proximity import find_proximities
from stsdetect.tracks.segment import find_segments
from stsdetect.tracks.ticks import find_ticks

SIZES = (2_000, 20_000)
"""Vessels; 1.4 and 14 million positions."""
REACH = 2.5
STEP = pd.Timedelta(minutes=5)


def main() -> None:
    """Print one line per size, after both gave the same encounters."""
    for n_vessels in SIZES:
        arguments = (["stsdetect", str(n_vessels)], ["baseline", str(n_vessels)])
        pair = measure_pair(Path(__file__).name, *arguments)
        ours, baseline = (one.said for one in pair)
        if ours["digest"] != baseline["digest"] or not ours["n_encounters"]:
            raise SystemExit(f"not the same encounters: {ours}, {baseline}")
        n = ours["n_positions"]
        label = f"tracks to encounters, {n / 1e6:.1f} M positions (NumPy, cKDTree)"
        show(label, n, pair, reach=REACH)
        memory = pair[0].peak_mib * 2**20 / n
        print(
            f"    {ours['n_encounters']:,} encounters, the same from both; M positions "
            f"per CPU second: {n / ours['screen_cpu_s'] / 1e6:.1f} for the screen, "
            f"{n / ours['cpu_s'] / 1e6:.1f} with all features; {memory:.0f} bytes per "
            "position, table and libraries included"
        )


def detect(positions: pl.DataFrame) -> pd.DataFrame:
    """Find encounters with all their figures."""
    tracks = find_segments(positions)
    ticks = find_ticks(tracks, START, START + timedelta(days=2))
    return find_encounters(find_proximities(ticks), VESSELS.empty_polars())


def screen(positions: pl.DataFrame) -> pl.DataFrame:
    """Find the ticks of the pairs that are close and slow for long enough."""
    ticks = find_ticks(find_segments(positions), START, START + timedelta(days=2))
    near = find_near(find_proximities(ticks), STSDETECT)
    return keep_lasting(find_contacts(near, STSDETECT), STSDETECT)


def measure(detector: str, n_vessels: int) -> dict[str, float | str]:
    """Time one detector, after a small run in which numba compiles."""
    find = detect if detector == "stsdetect" else detector_baseline.find_encounters
    find(make_traffic(200))
    positions = make_traffic(n_vessels)
    start, cpu = time.perf_counter(), time.process_time()
    encounters = find(positions)
    seconds, cpu_s = time.perf_counter() - start, time.process_time() - cpu
    screen_cpu_s = 0.0
    if detector == "stsdetect":
        encounters = _plain(encounters)
        cpu = time.process_time()
        screen(positions)
        screen_cpu_s = time.process_time() - cpu
    return {
        "screen_cpu_s": screen_cpu_s,
        "seconds": seconds,
        "cpu_s": cpu_s,
        "n_positions": positions.height,
        "n_encounters": len(encounters),
        "digest": hashlib.sha256(encounters.to_csv().encode()).hexdigest(),
    }


def _plain(encounters: pd.DataFrame) -> pd.DataFrame:
    """Pair, start and end as numbers of ticks, in the order of the baseline."""
    epoch = pd.Timestamp(0, tz="UTC")
    plain = encounters[["mmsi_a", "mmsi_b"]].assign(
        start_tick=(encounters["start_time"] - epoch) // STEP,
        end_tick=(encounters["end_time"] - epoch) // STEP,
    )
    return plain.sort_values(list(plain.columns), ignore_index=True)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measure(sys.argv[1], int(sys.argv[2]))))
    else:
        main()
