"""Builders of the tracks and proximities behind the rafted pair of builders_leads."""

from datetime import timedelta

import numpy as np
import polars as pl
from builders import at, positions
from builders_leads import RAFTED

from stsdetect.report.trails import NOTHING_FOLLOWED, Followed
from stsdetect.schema import PROXIMITIES, TRACKS


def pair_tracks(lon: float = 124.5) -> pl.DataFrame:
    """TRACKS of the rafted pair: b comes from the north, both drift, b leaves."""
    minutes = np.arange(0, 601, 10.0)
    together = np.clip((minutes - 120) / 340, 0, 1)
    apart = np.maximum(0, np.maximum(120 - minutes, minutes - 460)) / 60
    lat_a = RAFTED["lat"] + 0.03 * together
    frames = [
        positions(mmsi, minutes.tolist(), lat.tolist(), _wrap(east).tolist())
        for mmsi, lat, east in (
            (RAFTED["mmsi_a"], lat_a, lon + 0.01 * together + 0.002 * apart),
            (RAFTED["mmsi_b"], lat_a + 0.08 * apart, lon + 0.01 * together),
        )
    ]
    segments = [
        frame.with_columns(segment_id=pl.lit(number), jump=pl.lit(value=False))
        for number, frame in enumerate(frames)
    ]
    return TRACKS.conform(pl.concat(segments))


def pair_proximities() -> pl.DataFrame:
    """PROXIMITIES of the rafted pair, with a hole of an hour and another pair."""
    minutes = [m for m in range(115, 466, 5) if not 300 < m < 360]
    n = len(minutes)
    distance = [38.0 + 4 * np.sin(m / 20) for m in minutes]
    own = {
        "mmsi_a": [RAFTED["mmsi_a"]] * n,
        "mmsi_b": [RAFTED["mmsi_b"]] * n,
        "timestamp": [at(m) for m in minutes],
        "distance_m": [600.0, *distance[1:-1], 700.0],
        "speed_a_kn": [0.8] * n,
        "speed_b_kn": [3.0, *[0.9] * (n - 2), 4.0],
        "lat": [RAFTED["lat"]] * n,
        "lon": [RAFTED["lon"]] * n,
        "age_s": [60.0] * n,
        "hole_s": [180.0] * n,
        "east_m": [30.0] * n,
        "north_m": [20.0] * n,
        "n_near": [0] * n,
    }
    stranger = {name: values[:1] for name, values in own.items()} | {"mmsi_b": [999]}
    frames = [pl.DataFrame(own), pl.DataFrame(stranger)]
    return PROXIMITIES.conform(pl.concat(frames))


def pair_followed(
    tracks: pl.DataFrame | None = None,
    *,
    a: int = RAFTED["mmsi_a"],
    distances: bool = True,
) -> Followed:
    """What the report knows of the rafted pair; ``a`` is the vessel on the left."""
    own = pair_tracks() if tracks is None else tracks
    kept = (
        own.with_columns(leg=(pl.col("mmsi") != a).cast(pl.Int64))
        .sort("leg", "timestamp")
        .with_columns(
            after_hole=(
                pl.col("timestamp").diff().over("leg") > timedelta(hours=1)
            ).fill_null(value=False)
        )
    )
    near = pair_proximities().filter(pl.col("mmsi_b") == RAFTED["mmsi_b"])
    return NOTHING_FOLLOWED._replace(
        tracks=kept,
        distances=near.select(
            "timestamp", "distance_m", leg=pl.lit(0, dtype=pl.Int64)
        ).head(near.height if distances else 0),
    )


def _wrap(lon: np.ndarray) -> np.ndarray:
    return (lon + 180) % 360 - 180
