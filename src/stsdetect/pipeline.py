"""The order of the stages: files, store, proximities, encounters, candidates."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import polars as pl
import shapely
from shapely.geometry.base import BaseGeometry

from stsdetect.config import Config
from stsdetect.context.leads import describe_encounters
from stsdetect.context.regions import find_region
from stsdetect.errors import InputError
from stsdetect.events.activity import classify_activity
from stsdetect.events.clusters import cluster_encounters
from stsdetect.events.encounters import find_encounters, split_settled
from stsdetect.ingest.store import Store
from stsdetect.progress import SILENT, Progress
from stsdetect.schema import ENCOUNTERS, PROXIMITIES
from stsdetect.scoring.likelihood import ScoreParams
from stsdetect.scoring.rank import rank_candidates
from stsdetect.tracks.proximity import find_proximities
from stsdetect.tracks.segment import find_segments
from stsdetect.tracks.ticks import find_ticks

__all__ = [
    "Window",
    "aligned",
    "find_events",
    "follow_pair",
    "follow_vessels",
    "period_of",
    "score_events",
    "split_period",
]

log = logging.getLogger(__name__)

MARGIN: Final = timedelta(hours=9)
"""Read on both sides of a window; ours: the longest gap inside a segment, 8 h, and
an hour for the reports around it, so that a window sees what the whole would see."""

AROUND: Final = timedelta(hours=6)
"""Shown on both sides of a candidate; ours: approach and departure of slow vessels."""

ANYWHERE_M: Final = 21_000_000.0
"""Farther than any two places on earth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A stretch of time that owns its ticks: ``start`` included, ``stop`` not."""

    start: datetime
    stop: datetime


def find_events(
    store: Store, config: Config, *, progress: Progress = SILENT
) -> pd.DataFrame:
    """Find the encounters of a store, window after window.

    Proximities of pairs that may go on are carried to the next window, so that the
    length of a window changes nothing but the memory that it takes.

    Returns
    -------
    DataFrame
        A :data:`~stsdetect.schema.ENCOUNTERS` table, by start time and id.
    """
    area = None if config.region is None else find_region(config.region)
    config = aligned(config)
    windows = _heard(split_period(*period_of(store, config), config.window), store)
    vessels = store.read_vessels()
    carried = PROXIMITIES.empty_polars()
    found = [ENCOUNTERS.empty()]
    progress.start("looking for encounters", len(windows))
    for window in windows:
        near = pl.concat([carried, _near(store, window, config)])
        settled, carried = split_settled(near, window.stop, config.encounters)
        found.append(find_encounters(settled, vessels, config.encounters))
        progress.advance(1)
    found.append(find_encounters(carried, vessels, config.encounters))
    encounters = _join(found)
    encounters = classify_activity(cluster_encounters(encounters), vessels)
    encounters = _inside(encounters, area)
    progress.finish(f"{len(encounters):,} encounters in {len(windows)} windows")
    return encounters


def score_events(
    encounters: pd.DataFrame, store: Store, config: Config
) -> pd.DataFrame:
    """Turn events into a ranked :data:`~stsdetect.schema.CANDIDATES` table."""
    leads = describe_encounters(encounters, store.read_vessels())
    return rank_candidates(leads, ScoreParams(tick_step=config.ticks.step))


def follow_pair(
    store: Store, candidate: "pd.Series[Any]", config: Config
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give what the two vessels of a candidate did around it, however far apart.

    Returns
    -------
    tracks : pl.DataFrame
        A :data:`~stsdetect.schema.TRACKS` table of both vessels.
    proximities : pl.DataFrame
        A :data:`~stsdetect.schema.PROXIMITIES` table of the pair, at any distance;
        both from six hours before to six hours after.
    """
    start, stop = candidate["start_time"] - AROUND, candidate["end_time"] + AROUND
    pair = (int(candidate["mmsi_a"]), int(candidate["mmsi_b"]))
    return follow_vessels(store, pair, Window(start=start, stop=stop), config)


def follow_vessels(
    store: Store, pair: tuple[int, int], period: Window, config: Config
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give tracks of two vessels in a period, and their proximities at any distance."""
    start, stop = period.start - MARGIN, period.stop + MARGIN
    own = [
        store.read_positions(part.start, part.stop, pair)
        for part in split_period(start, stop, config.window)
    ]
    tracks = find_segments(pl.concat(own), config.segments)
    ticks = find_ticks(tracks, period.start, period.stop, config.ticks)
    anywhere = replace(
        config.proximities, max_distance_m=ANYWHERE_M, near_radius_m=ANYWHERE_M
    )
    during = pl.col("timestamp").is_between(period.start, period.stop)
    return tracks.filter(during), find_proximities(ticks, anywhere)


def aligned(config: Config) -> Config:
    """Let the stages agree: one grid, and proximities as far as the rule looks."""
    proximities, encounters = config.proximities, config.encounters
    reach_m = max(proximities.max_distance_m, encounters.keep_distance_m)
    return replace(
        config,
        proximities=replace(
            proximities,
            max_distance_m=reach_m,
            near_radius_m=max(proximities.near_radius_m, reach_m),
        ),
        encounters=replace(encounters, step=config.ticks.step),
    )


def split_period(
    first: datetime, stop: datetime, length: timedelta
) -> Iterator[Window]:
    """Cut a period into windows on whole multiples of their length since 1970."""
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    edge = epoch + (first - epoch) // length * length
    while edge < stop:
        yield Window(start=max(edge, first), stop=min(edge + length, stop))
        edge += length


def period_of(store: Store, config: Config) -> tuple[datetime, datetime]:
    """Give what of a store a config looks at: from the first, before the second.

    Raises
    ------
    InputError
        The store holds nothing in it.
    """
    first, last = store.period
    start = first if config.since is None else max(first, config.since)
    stop = last + timedelta(milliseconds=1)
    if config.until is not None:
        stop = min(stop, config.until)
    if start >= stop:
        raise InputError(
            f"no position from {config.since} until {config.until}: "
            f"the store holds {first} to {last}"
        )
    return start, stop


def _heard(windows: Iterable[Window], store: Store) -> list[Window]:
    """Leave out windows in which, and near which, nothing was heard at all."""
    days = np.array(store.days, dtype="datetime64[D]")
    edges = [
        (window, window.start - MARGIN, window.stop + MARGIN) for window in windows
    ]
    return [
        window
        for window, start, stop in edges
        if (
            (days >= np.datetime64(start.date())) & (days <= np.datetime64(stop.date()))
        ).any()
    ]


def _near(store: Store, window: Window, config: Config) -> pl.DataFrame:
    positions = store.read_positions(window.start - MARGIN, window.stop + MARGIN)
    tracks = find_segments(positions, config.segments)
    ticks = find_ticks(tracks, window.start, window.stop, config.ticks)
    log.info("%s: %d positions, %d ticks", window.start, positions.height, ticks.height)
    return find_proximities(ticks, config.proximities)


def _join(found: Sequence[pd.DataFrame]) -> pd.DataFrame:
    filled = [table for table in found if not table.empty]
    if not filled:
        return found[0]
    return pd.concat(filled, ignore_index=True).sort_values(
        ["start_time", "encounter_id"], ignore_index=True
    )


def _inside(encounters: pd.DataFrame, area: BaseGeometry | None) -> pd.DataFrame:
    if area is None or encounters.empty:
        return encounters
    places = gpd.points_from_xy(encounters["lon"], encounters["lat"])
    inside: pd.DataFrame = encounters[shapely.intersects(area, places)]
    return inside.reset_index(drop=True)
