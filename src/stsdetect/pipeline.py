"""The order of the stages: store, tracks, proximities, events, candidates.

Each window gives its part of every kind of event; what touches a border is joined
afterwards, so that the length of a window changes nothing but the memory it takes.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field

import geopandas as gpd
import pandas as pd
import polars as pl
import shapely
from shapely.geometry.base import BaseGeometry

from stsdetect.config import Config
from stsdetect.context.leads import describe_leads
from stsdetect.context.regions import find_region
from stsdetect.events.activity import classify_activity
from stsdetect.events.clusters import cluster_encounters
from stsdetect.events.encounters import find_encounters, split_settled
from stsdetect.ingest.store import Store
from stsdetect.progress import SILENT, Progress
from stsdetect.schema import (
    ANOMALIES,
    ENCOUNTERS,
    GAPS,
    IDENTITY_EVENTS,
    LOITERINGS,
    PORT_VISITS,
    PROXIMITIES,
    RENDEZVOUS,
)
from stsdetect.scoring.likelihood import ScoreParams
from stsdetect.scoring.rank import rank_candidates
from stsdetect.tracks.proximity import find_proximities
from stsdetect.tracks.segment import find_segments
from stsdetect.tracks.ticks import find_ticks
from stsdetect.windows import (
    MARGIN,
    Window,
    leave_out_unheard,
    period_of,
    split_period,
)

__all__ = ["Events", "find_events", "score_events"]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Events:
    """All that a run found, one table for each kind; a kind not looked for is empty."""

    encounters: pd.DataFrame = field(default_factory=ENCOUNTERS.empty)
    loiterings: pd.DataFrame = field(default_factory=LOITERINGS.empty)
    gaps: pd.DataFrame = field(default_factory=GAPS.empty)
    rendezvous: pd.DataFrame = field(default_factory=RENDEZVOUS.empty)
    port_visits: pd.DataFrame = field(default_factory=PORT_VISITS.empty)
    identity_events: pd.DataFrame = field(default_factory=IDENTITY_EVENTS.empty)
    anomalies: pd.DataFrame = field(default_factory=ANOMALIES.empty)


def find_events(store: Store, config: Config, *, progress: Progress = SILENT) -> Events:
    """Find the events of a store, window after window.

    Proximities of pairs that may go on are carried to the next window.

    Returns
    -------
    Events
        Each table by start time and id.
    """
    area = None if config.region is None else find_region(config.region)
    config = config.aligned()
    windows = leave_out_unheard(
        split_period(*period_of(store, config), config.window), store
    )
    vessels = store.read_vessels()
    carried = PROXIMITIES.empty_polars()
    found = [ENCOUNTERS.empty()]
    progress.start("looking for encounters", len(windows))
    for window in windows:
        tracks = _tracks(store, window, config)
        near = pl.concat([carried, _proximities(tracks, window, config)])
        settled, carried = split_settled(near, window.stop, config.encounters)
        found.append(find_encounters(settled, vessels, config.encounters))
        progress.advance(1)
    found.append(find_encounters(carried, vessels, config.encounters))
    encounters = _join(found)
    encounters = classify_activity(cluster_encounters(encounters), vessels)
    encounters = _inside(encounters, area)
    progress.finish(f"{len(encounters):,} encounters in {len(windows)} windows")
    return Events(encounters=encounters)


def score_events(events: Events, store: Store, config: Config) -> pd.DataFrame:
    """Turn events into a ranked :data:`~stsdetect.schema.CANDIDATES` table."""
    leads = describe_leads(
        events.encounters, events.rendezvous, events.loiterings, store.read_vessels()
    )
    return rank_candidates(leads, ScoreParams(tick_step=config.ticks.step))


def _tracks(store: Store, window: Window, config: Config) -> pl.DataFrame:
    positions = store.read_positions(window.start - MARGIN, window.stop + MARGIN)
    return find_segments(positions, config.segments)


def _proximities(tracks: pl.DataFrame, window: Window, config: Config) -> pl.DataFrame:
    ticks = find_ticks(tracks, window.start, window.stop, config.ticks)
    log.info("%s: %d positions, %d ticks", window.start, tracks.height, ticks.height)
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
