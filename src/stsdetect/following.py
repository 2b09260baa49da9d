"""Following: what two vessels did around a candidate, however far apart."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

import pandas as pd
import polars as pl

from stsdetect.config import Config
from stsdetect.ingest.store import Store
from stsdetect.tracks.proximity import find_proximities
from stsdetect.tracks.segment import find_segments
from stsdetect.tracks.ticks import find_ticks
from stsdetect.windows.window import MARGIN, Window, split_period

__all__ = ["follow_pair", "follow_vessels"]

AROUND: Final = timedelta(hours=6)
"""Shown on both sides of a candidate; ours: approach and departure of slow vessels."""

ANYWHERE_M: Final = 21_000_000.0
"""Farther than any two places on earth."""


def follow_pair(
    store: Store,
    candidate: "pd.Series[Any]",
    config: Config,
    *,
    silence: tuple[datetime, datetime] | None = None,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give what the vessels of a candidate did around it, however far apart.

    Parameters
    ----------
    store : Store
        Where they were heard.
    candidate : Series
        A row of :data:`~stsdetect.schema.CANDIDATES`.
    config : Config
        How tracks are cut and put on ticks.
    silence : pair of datetime, optional
        When they were silent; it is given whole, with six hours around it.

    Returns
    -------
    tracks : pl.DataFrame
        A :data:`~stsdetect.schema.TRACKS` table of both vessels, or of the one vessel
        of a candidate that names no partner.
    proximities : pl.DataFrame
        A :data:`~stsdetect.schema.PROXIMITIES` table of the pair, at any distance;
        both from six hours before to six hours after, candidate and silence.
    """
    start, stop = candidate["start_time"] - AROUND, candidate["end_time"] + AROUND
    if silence is not None:
        start = min(start, silence[0] - AROUND)
        stop = max(stop, silence[1] + AROUND)
    known = candidate[["mmsi_a", "mmsi_b"]].dropna()
    vessels = tuple(int(mmsi) for mmsi in known)
    return follow_vessels(store, vessels, Window(start=start, stop=stop), config)


def follow_vessels(
    store: Store, vessels: tuple[int, ...], period: Window, config: Config
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give tracks of vessels in a period, and their proximities at any distance."""
    start, stop = period.start - MARGIN, period.stop + MARGIN
    own = [
        store.read_positions(part.start, part.stop, vessels)
        for part in split_period(start, stop, config.window)
    ]
    tracks = find_segments(pl.concat(own), config.segments)
    ticks = find_ticks(tracks, period.start, period.stop, config.ticks)
    anywhere = replace(
        config.proximities, max_distance_m=ANYWHERE_M, near_radius_m=ANYWHERE_M
    )
    during = pl.col("timestamp").is_between(period.start, period.stop)
    return tracks.filter(during), find_proximities(ticks, anywhere)
