"""Traffic of a day in the Yellow Sea, the same for the same seed; no real vessel."""

from datetime import UTC, datetime

import numpy as np
import polars as pl
from numpy.typing import NDArray

from stsdetect.schema import POSITIONS
from stsdetect.units import MS_PER_KN

Numbers = NDArray[np.float64]

START = datetime(2024, 3, 1, tzinfo=UTC)
N_REPORTS = 720
INTERVAL_S = 120.0
SOUTH, NORTH, WEST, EAST = 34.0, 40.0, 119.5, 125.5
M_PER_DEGREE = 111_195.0
PER_ANCHORAGE, ANCHORAGE_M = 100, 3_000.0


def make_traffic(n_vessels: int, seed: int = 1) -> pl.DataFrame:
    """Make POSITIONS of vessels on passage, at anchor and in pairs, for 24 hours.

    A report every 2 minutes, less than 20 s off, 3 % missing, 5 m of noise. Of a
    hundred vessels ten lie in anchorages, three are pairs adrift 40 to 300 m apart for
    2.5 to 6 hours, and as many sail in company at 8 to 11 kn.
    """
    rng = np.random.default_rng(seed)
    north, east = _passages(rng, n_vessels)
    n_anchored = n_vessels // 10 // PER_ANCHORAGE * PER_ANCHORAGE
    _anchor(rng, north[:n_anchored], east[:n_anchored])
    n_pairs = 3 * n_vessels // 200
    first = n_anchored
    for top_kn in (1.0, 11.0):
        _pair(rng, north[first:], east[first:], n_pairs, top_kn)
        first += 2 * n_pairs
    return _report(rng, north, east)


def _passages(rng: np.random.Generator, n: int) -> tuple[Numbers, Numbers]:
    """Random walks of course and speed at 6 to 14 kn [m]."""
    speed = rng.uniform(6, 14, (n, 1)) + rng.normal(0, 0.05, (n, N_REPORTS)).cumsum(1)
    course = rng.uniform(0, 6.28, (n, 1)) + rng.normal(0, 0.02, (n, N_REPORTS)).cumsum(
        1
    )
    way = np.clip(speed, 6, 14) * MS_PER_KN * INTERVAL_S
    height = (NORTH - SOUTH) * M_PER_DEGREE
    width = (EAST - WEST) * M_PER_DEGREE * np.cos(np.radians(37))
    north = rng.uniform(0, height, (n, 1)) + (way * np.cos(course)).cumsum(1)
    east = rng.uniform(0, width, (n, 1)) + (way * np.sin(course)).cumsum(1)
    return north, east


def _anchor(rng: np.random.Generator, north: Numbers, east: Numbers) -> None:
    """Put a hundred vessels each around one place, lying still."""
    for first in range(0, len(north), PER_ANCHORAGE):
        mine = slice(first, first + PER_ANCHORAGE)
        radius = ANCHORAGE_M * np.sqrt(rng.uniform(0, 1, (PER_ANCHORAGE, 1)))
        angle = rng.uniform(0, 6.28, (PER_ANCHORAGE, 1))
        north[mine] = north[first, 0] + radius * np.cos(angle)
        east[mine] = east[first, 0] + radius * np.sin(angle)


def _pair(
    rng: np.random.Generator, north: Numbers, east: Numbers, n: int, top_kn: float
) -> None:
    """Let pairs come together for hours, adrift or under way, and part again."""
    for a in range(0, 2 * n, 2):
        first, length = rng.integers(100, 300), rng.integers(75, 180)
        together = slice(first, first + length)
        speed = rng.uniform(0.7, 1.0) * top_kn * MS_PER_KN * INTERVAL_S
        angle, gap = rng.uniform(0, 6.28), rng.uniform(40, 300)
        for place, part in ((north, np.cos(angle)), (east, np.sin(angle))):
            start = place[a, first]
            way = speed * part * np.arange(length)
            shift = place[a, first + length] - start - speed * part * length
            place[a, first + length :] -= shift
            place[a, together] = start + way
            place[a + 1] += start - place[a + 1, first]
            shift = place[a + 1, first + length] - start - speed * part * length
            place[a + 1, first + length :] -= shift
            place[a + 1, together] = place[a, together] + gap * (place is north)


def _report(rng: np.random.Generator, north: Numbers, east: Numbers) -> pl.DataFrame:
    n, start_ms = len(north), int(START.timestamp() * 1000)
    kept = rng.uniform(size=north.shape) >= 0.03
    off_s = np.arange(N_REPORTS) * INTERVAL_S + rng.uniform(-20, 20, north.shape)
    north = north + rng.normal(0, 5, north.shape)
    east = east + rng.normal(0, 5, north.shape)
    lat = np.clip(SOUTH + north / M_PER_DEGREE, -80, 80)
    lon = WEST + east / (M_PER_DEGREE * np.cos(np.radians(37)))
    mmsi = np.broadcast_to(np.arange(n)[:, None] + 200_000_000, north.shape)
    frame = pl.DataFrame(
        {
            "mmsi": mmsi[kept],
            "timestamp": start_ms + (1000 * off_s[kept]).astype(np.int64) + 20_000,
            "lat": lat[kept],
            "lon": lon[kept],
            "source_id": pl.repeat("traffic", int(kept.sum()), eager=True),
            "source_row": np.arange(int(kept.sum())) + 2,
        }
    ).with_columns(pl.col("timestamp").cast(pl.Datetime("ms", "UTC")))
    return POSITIONS.conform(frame)
