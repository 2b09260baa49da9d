"""Stories of vessels at sea: positions made from where each goes, minute by minute."""

from collections.abc import Callable
from datetime import timedelta

import numpy as np
import pandas as pd
import polars as pl
from builders import EPOCH
from builders_events import NOBODY
from numpy.typing import NDArray

from stsdetect.events.activity import classify_activity
from stsdetect.events.clusters import cluster_encounters
from stsdetect.events.encounters import STSDETECT, EncounterParams, find_encounters
from stsdetect.schema import POSITIONS
from stsdetect.tracks.proximity import find_proximities
from stsdetect.tracks.segment import find_segments
from stsdetect.tracks.ticks import find_ticks
from stsdetect.units import MS_PER_KN

Numbers = NDArray[np.float64]
Place = tuple[float, float]
HERE: Place = (38.4, 124.2)
M_PER_DEGREE = 111_195.0


def sail(
    mmsi: int,
    minutes: Numbers,
    east_m: Numbers | float,
    north_m: Numbers | float,
    heading: Numbers | float | None = None,
    around: Place = HERE,
) -> pl.DataFrame:
    """POSITIONS of a vessel that is heard at minutes, metres from a place."""
    lat = around[0] + np.broadcast_to(north_m, minutes.shape) / M_PER_DEGREE
    per_degree = M_PER_DEGREE * np.cos(np.radians(around[0]))
    lon = around[1] + np.broadcast_to(east_m, minutes.shape) / per_degree
    n = minutes.size
    bearings = None if heading is None else np.broadcast_to(heading, n) % 360.0
    return POSITIONS.conform(
        pl.DataFrame(
            {
                "mmsi": [mmsi] * n,
                "timestamp": [EPOCH + timedelta(minutes=float(m)) for m in minutes],
                "lat": lat,
                "lon": (lon + 180.0) % 360.0 - 180.0,
                "heading": pl.Series([None] * n if bearings is None else bearings),
                "source_id": ["story"] * n,
                "source_row": list(range(2, n + 2)),
            }
        )
    )


def heard(start: float, stop: float, step: float = 3.0) -> Numbers:
    """Minutes of the reports from start to stop."""
    return np.arange(start, stop + step / 2, step)


def way_m(speed_kn: float) -> Callable[[Numbers], Numbers]:
    """Metres made good by a minute at a steady speed."""
    return lambda minutes: minutes * 60.0 * speed_kn * MS_PER_KN


def noise_m(n: int, seed: int, sd: float = 3.0) -> Numbers:
    """Errors of position, the same for the same seed."""
    return np.random.default_rng(seed).normal(0.0, sd, n)


def proximities(*vessels: pl.DataFrame) -> pl.DataFrame:
    """PROXIMITIES of the vessels, over all of their time."""
    time = pl.concat(vessels)["timestamp"].to_list()
    margin = timedelta(days=1)
    tracks = find_segments(pl.concat(vessels))
    ticks = find_ticks(tracks, min(time) - margin, max(time) + margin)
    return find_proximities(ticks)


def meet(
    *vessels: pl.DataFrame,
    particulars: pl.DataFrame = NOBODY,
    params: EncounterParams = STSDETECT,
) -> pd.DataFrame:
    """ENCOUNTERS of the vessels, with clusters and activity."""
    encounters = find_encounters(proximities(*vessels), particulars, params)
    return classify_activity(cluster_encounters(encounters), particulars)
