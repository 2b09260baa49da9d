"""Write docs/encounter-families.md: recall and false rate by reporting interval.

``python benchmarks/encounter_families.py [RUNS]``. Each family is told in so many runs,
far apart, and heard at each interval; nothing in the detector was set by these runs.
"""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
from family_motions import MINUTES, Track
from family_stories import FAMILIES, Family
from numpy.typing import NDArray

from stsdetect.events.activity import classify_activity
from stsdetect.events.clusters import cluster_encounters
from stsdetect.events.encounters import find_encounters
from stsdetect.schema import POSITIONS, VESSELS
from stsdetect.tracks.proximity import find_proximities
from stsdetect.tracks.segment import find_segments
from stsdetect.tracks.ticks import find_ticks
from stsdetect.units import M_PER_NM, MS_PER_KN

PAGE = Path(__file__).parents[1] / "docs" / "encounter-families.md"
INTERVALS_S = (10, 60, 180, 600, 1_800, 3_600)
SEED, N_RUNS = 40_000, 40
START = datetime(2024, 3, 1, tzinfo=UTC)
DEGREE_M = 60 * M_PER_NM
GPS_M, GPS_S = 3.5, 600.0
LOST = 0.03
PER_RUN = 10
Z = 1.96
"""Of the normal distribution, for 95 %."""

TEXT = """# How does the detector do by family and reporting interval?

Written by `python benchmarks/encounter_families.py`; {runs} runs of each family and
interval, seed {seed}. Two to three invented hulls a run, 30 hours each; errors of
position of {gps} m that last ten minutes, {lost:.0f} % of reports lost, intervals up to
10 % off. No threshold was set by these runs. The stories are simple and without other
traffic, so the figures are bounds of what a rule can tell, not of what a sea holds. A
share of 1.00 is at least {least:.2f}, one of 0.00 at most {most:.2f} (Wilson, 95 %).

**Transfers.** First the share of runs in which an encounter was found, then the share
named `transfer_like` (for those of several hulls: at least one pair of them).

{transfers}

**Everything else.** First the share of runs in which an encounter was found at all,
then the **false rate**: the share with a pair named `transfer_like`. A fishing raft and
two MMSIs on one hull do lie alongside; what they are is told by `activity`.

{others}

**How thin the evidence is.** Median `support`, and the share of encounters whose
`coupling` is `insufficient`, over all families of transfers:

{support}
"""


def main(n_runs: int) -> None:
    """Hear every family at every interval and write the page."""
    heard = {
        (family.name, interval): _hear(family, number, interval, n_runs)
        for number, family in enumerate(FAMILIES)
        for interval in INTERVALS_S
    }
    page = TEXT.format(
        runs=n_runs,
        seed=SEED,
        gps=GPS_M,
        lost=100 * LOST,
        least=n_runs / (n_runs + Z**2),
        most=Z**2 / (n_runs + Z**2),
        transfers=_table(heard, n_runs, transfer=True),
        others=_table(heard, n_runs, transfer=False),
        support=_thin(heard),
    )
    PAGE.write_text(page, encoding="utf-8")


def _hear(family: Family, number: int, interval_s: int, n_runs: int) -> pd.DataFrame:
    """Find the encounters of all runs of a family; ``run`` tells of which."""
    positions, vessels = [], []
    for run in range(n_runs):
        rng = np.random.default_rng((SEED, number, run))
        for k, track in enumerate(family.tell(rng)):
            mmsi = 200_000_000 + PER_RUN * run + k
            dimensions = _dimensions(rng, track)
            positions.append(_observe(rng, track, mmsi, interval_s, dimensions))
            vessels.append(_particulars(mmsi, track, dimensions))
    tracks = find_segments(POSITIONS.conform(pl.concat(positions)))
    ticks = find_ticks(tracks, START, START + timedelta(minutes=float(MINUTES[-1])))
    known = VESSELS.conform(pl.DataFrame(vessels))
    found = cluster_encounters(find_encounters(find_proximities(ticks), known))
    run_of = (found["mmsi_a"] - 200_000_000) // PER_RUN
    return classify_activity(found, known).assign(run=run_of)


def _observe(
    rng: np.random.Generator,
    track: Track,
    mmsi: int,
    interval_s: int,
    dimensions: tuple[float, ...],
) -> pl.DataFrame:
    """Hear a hull's antenna at an interval, with noise and losses."""
    n = int(60 * MINUTES[-1] / interval_s)
    first = rng.uniform(0, interval_s)
    seconds = first + interval_s * (np.arange(n) + rng.uniform(-0.05, 0.05, n))
    seconds = np.sort(seconds[rng.uniform(size=n) >= LOST])
    at = np.clip(seconds / 60.0, 0.0, MINUTES[-1])
    heading = np.interp(at, MINUTES, track.heading)
    forward = (dimensions[1] - dimensions[0]) / 2
    angle = np.radians(heading)
    east = np.interp(at, MINUTES, track.east) + forward * np.sin(angle)
    north = np.interp(at, MINUTES, track.north) + forward * np.cos(angle)
    sog = np.hypot(np.gradient(track.east), np.gradient(track.north)) / 60.0 / MS_PER_KN
    run = (mmsi - 200_000_000) // PER_RUN
    lat0, lon0 = 30.0 + 1.5 * (run % 7), 120.0 + 1.5 * (run // 7)
    east, north = east + _drifting_error(rng, at), north + _drifting_error(rng, at)
    gyro = (heading + rng.normal(0, 1.0, at.size)).round() % 360.0
    return pl.DataFrame(
        {
            "mmsi": mmsi,
            "timestamp": pl.Series((1_000 * seconds).astype(np.int64)).cast(
                pl.Duration("ms")
            )
            + START,
            "lat": lat0 + north / DEGREE_M,
            "lon": lon0 + east / DEGREE_M / np.cos(np.radians(lat0)),
            "sog": np.interp(at, MINUTES, sog).round(1),
            "heading": gyro if track.gyro else pl.repeat(None, at.size, eager=True),
            "source_id": "family",
            "source_row": np.arange(at.size) + 2,
        },
        schema_overrides={"heading": pl.Float64},
    )


def _drifting_error(
    rng: np.random.Generator, minutes: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Error of a position, correlated over ten minutes (Ornstein and Uhlenbeck)."""
    kept = np.exp(-np.diff(60.0 * minutes, prepend=-1e9) / GPS_S)
    shock = rng.normal(0, GPS_M, minutes.size) * np.sqrt(1.0 - kept**2)
    error = np.empty(minutes.size)
    last = 0.0
    for i in range(minutes.size):
        last = kept[i] * last + shock[i]
        error[i] = last
    return error


def _dimensions(rng: np.random.Generator, track: Track) -> tuple[float, ...]:
    """From the antenna to bow, stern, port and starboard: bridges stand aft."""
    aft = rng.uniform(0.75, 0.95)
    half = track.beam_m / 2
    return (aft * track.length_m, (1 - aft) * track.length_m, half, half)


def _particulars(
    mmsi: int, track: Track, dimensions: tuple[float, ...]
) -> dict[str, object]:
    names = ("to_bow_m", "to_stern_m", "to_port_m", "to_starboard_m")
    return {
        "mmsi": mmsi,
        "valid_from": START,
        "ship_type": track.ship_type,
        **{name: round(value) for name, value in zip(names, dimensions, strict=True)},
        "source_id": "family",
        "source_row": 2,
    }


def _table(
    heard: dict[tuple[str, int], pd.DataFrame], n_runs: int, *, transfer: bool
) -> str:
    lines = ["| family | " + " | ".join(map(_interval, INTERVALS_S)) + " |"]
    lines.append("|---" * (1 + len(INTERVALS_S)) + "|")
    for family in FAMILIES:
        if family.transfer is not transfer:
            continue
        cells = [_shares(heard[family.name, one], n_runs) for one in INTERVALS_S]
        lines.append(f"| {family.name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _shares(found: pd.DataFrame, n_runs: int) -> str:
    likely = found[found["activity"] == "transfer_like"]
    shares = [one["run"].nunique() / n_runs for one in (found, likely)]
    return " / ".join(f"{share:.2f}" for share in shares)


def _thin(heard: dict[tuple[str, int], pd.DataFrame]) -> str:
    names = [family.name for family in FAMILIES if family.transfer]
    rows = {"support": "median `support`", "coupling": "`insufficient`"}
    cells: dict[str, list[str]] = {column: [] for column in rows}
    for interval in INTERVALS_S:
        together = pd.concat([heard[name, interval] for name in names])
        lacking = (together["coupling"] == "insufficient").mean()
        cells["support"].append(f"{together['support'].median():.2f}")
        cells["coupling"].append(f"{lacking:.2f}")
    head = "| | " + " | ".join(map(_interval, INTERVALS_S)) + " |"
    body = [f"| {rows[name]} | " + " | ".join(cells[name]) + " |" for name in rows]
    return "\n".join([head, "|---" * (1 + len(INTERVALS_S)) + "|", *body])


def _interval(seconds: int) -> str:
    return f"{seconds} s" if seconds < 60 else f"{seconds // 60} min"


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else N_RUNS)
