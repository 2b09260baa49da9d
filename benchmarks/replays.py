"""Replays of thirty days of traffic: turns are few, and compared with all others.

Vessels bend about at sea, so that each of their tracks has turns; one in a hundred
sails again what another one did, 20 nm away. The baseline is the ordering of the same
reports into segments, which every stage needs. What is told must be the copies, and
nothing else.
"""

import time
from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from stsdetect.events.replays import find_replays
from stsdetect.events.reports import order_reports
from stsdetect.events.turns import keep_turns
from stsdetect.schema import POSITIONS
from stsdetect.tracks.segment import find_segments

START = datetime(2024, 3, 1, tzinfo=UTC)
PERIOD = (START, START + timedelta(days=30))
STEP_MIN, HOURS = 4, 30
M_PER_DEGREE = 111_195.0
Numbers = NDArray[np.float64]
Track = tuple[int, Numbers, Numbers, Numbers]
"""MMSI, minutes, metres to the east and to the north."""


def main() -> None:
    """Print seconds of the processor of each part, by reports."""
    _measure(_sea(20))  # compile
    for n_vessels in (200, 1_000, 4_000):
        positions = _sea(n_vessels)
        seconds, n_turns, found = _measure(positions)
        told = ", ".join(f"{name} {one:.2f} s" for name, one in seconds.items())
        print(
            f"{positions.height:>10,} reports, {n_turns:>7,} turns: {told}; "
            f"{found} replays of {n_vessels // 100} planted",
            flush=True,
        )


def _measure(positions: pl.DataFrame) -> tuple[dict[str, float], int, int]:
    marks = [time.process_time()]
    reports = order_reports(find_segments(positions))
    marks.append(time.process_time())
    turns = keep_turns(reports, PERIOD, PERIOD).collect()
    marks.append(time.process_time())
    found = find_replays([turns.lazy()])
    marks.append(time.process_time())
    names = ("segments", "turns", "replays")
    return dict(zip(names, np.diff(marks), strict=True)), turns.height, found.height


def _sea(n_vessels: int) -> pl.DataFrame:
    """Make tracks of 30 h at random times of 30 days, one in a hundred a copy."""
    draw = np.random.default_rng(n_vessels)
    minutes = np.arange(0, HOURS * 60, STEP_MIN)
    tracks: list[Track] = []
    way, begin = np.zeros(minutes.size, complex), 0.0
    for k in range(n_vessels):
        if k % 100 == 99:
            way, begin = way + 37_000.0, begin + 1_000.0
        else:
            turn = draw.normal(0.0, 0.05, minutes.size).cumsum() + draw.uniform(0, 6.3)
            speed = 300.0 + draw.normal(0.0, 2.0, minutes.size).cumsum()
            off = complex(*draw.uniform(-5e5, 5e5, 2))
            way = off + np.cumsum(np.exp(1j * turn) * speed * STEP_MIN)
            begin = draw.uniform(0, 27 * 1_440)
        east, north = draw.normal(0.0, 5.0, (2, minutes.size))
        times = np.asarray(begin + minutes, dtype=np.float64)
        tracks.append((200_000_000 + k, times, way.real + east, way.imag + north))
    return _positions(tracks)


def _positions(tracks: list[Track]) -> pl.DataFrame:
    mmsi = np.repeat([one[0] for one in tracks], [one[1].size for one in tracks])
    minutes, east, north = (
        np.concatenate([one[n] for one in tracks]) for n in (1, 2, 3)
    )
    lat = 30.0 + north / M_PER_DEGREE
    epoch = np.datetime64(START.replace(tzinfo=None), "ms")
    table = pl.DataFrame(
        {
            "mmsi": mmsi,
            "timestamp": pl.Series(
                epoch + (minutes * 60_000).astype("timedelta64[ms]")
            ).dt.replace_time_zone("UTC"),
            "lat": lat,
            "lon": 124.0 + east / M_PER_DEGREE / np.cos(np.radians(lat)),
            "source_id": "bench",
            "source_row": np.arange(2, mmsi.size + 2),
        }
    )
    return POSITIONS.conform(table).sort("mmsi", "timestamp")


if __name__ == "__main__":
    main()
