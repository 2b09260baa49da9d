"""The order of the stages: store, tracks, proximities, events, candidates.

Each window gives its part of every kind of event; what touches a border is joined
afterwards, so that the length of a window changes nothing but the memory it takes.
"""

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import polars as pl
import shapely
from shapely.geometry.base import BaseGeometry

from stsdetect.config import Config
from stsdetect.context.dark_voyages import find_dark_voyages
from stsdetect.context.dossier import add_dossier
from stsdetect.context.flags import flag_of
from stsdetect.context.focus import is_focus, near_or_bound_for
from stsdetect.context.imagery.tell import add_imagery
from stsdetect.context.leads import describe_leads
from stsdetect.context.port_history import add_port_history
from stsdetect.context.ports import leave_out_ports, read_ports
from stsdetect.context.regions import find_region
from stsdetect.context.sea_slack import respect_land
from stsdetect.context.sea_ways import measure_ways
from stsdetect.context.watchlists.match import match_watchlist
from stsdetect.context.watchlists.read import read_watchlists
from stsdetect.engine import SERIAL, Engine
from stsdetect.events.activity import classify_activity
from stsdetect.events.anomalies import find_anomalies
from stsdetect.events.base_rate import measure_base_rate
from stsdetect.events.clusters import cluster_encounters
from stsdetect.events.edges import Span
from stsdetect.events.encounters import find_encounters, split_settled
from stsdetect.events.gaps import find_gaps
from stsdetect.events.hearing import judge_gaps
from stsdetect.events.identity import find_identity_events
from stsdetect.events.inland import add_inland, find_inland_stays
from stsdetect.events.loitering import find_loiterings
from stsdetect.events.port_visits import find_port_visits
from stsdetect.events.reception import describe_reception, learn_reception
from stsdetect.events.rendezvous import find_rendezvous
from stsdetect.events.slots import Slots, add_silences, add_slots
from stsdetect.events.speeds import join_speeds
from stsdetect.ingest.store import Store
from stsdetect.progress import SILENT, Progress
from stsdetect.schema import (
    ANOMALIES,
    DARK_VOYAGES,
    ENCOUNTERS,
    GAPS,
    IDENTITY_EVENTS,
    LOITERINGS,
    PORT_VISITS,
    PROXIMITIES,
    RECEPTION,
    RENDEZVOUS,
)
from stsdetect.scoring.parts import gather_parts
from stsdetect.scoring.rank import rank_candidates
from stsdetect.sightings import view_scenes
from stsdetect.window_work import WindowPart, WindowSpec, work_window
from stsdetect.windows import leave_out_unheard, period_of, split_period

__all__ = [
    "Events",
    "find_encounters_alone",
    "find_events",
    "find_leads",
    "rank_leads",
    "score_events",
]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Events:
    """All that a run found, one table for each kind; a kind not looked for is empty."""

    encounters: pd.DataFrame = field(default_factory=ENCOUNTERS.empty)
    loiterings: pd.DataFrame = field(default_factory=LOITERINGS.empty)
    gaps: pd.DataFrame = field(default_factory=GAPS.empty)
    reception: pd.DataFrame = field(default_factory=RECEPTION.empty)
    dark_voyages: pd.DataFrame = field(default_factory=DARK_VOYAGES.empty)
    rendezvous: pd.DataFrame = field(default_factory=RENDEZVOUS.empty)
    port_visits: pd.DataFrame = field(default_factory=PORT_VISITS.empty)
    identity_events: pd.DataFrame = field(default_factory=IDENTITY_EVENTS.empty)
    anomalies: pd.DataFrame = field(default_factory=ANOMALIES.empty)


@dataclass(frozen=True, slots=True)
class _Parts:
    """What each window gave, in order of time, until it is joined."""

    vessels: pl.DataFrame
    period: Span
    encounters: list[pd.DataFrame] = field(default_factory=lambda: [ENCOUNTERS.empty()])
    edges: list[pl.DataFrame] = field(default_factory=list)
    speeds: list[pl.DataFrame] = field(default_factory=list)
    slots: list[Slots] = field(default_factory=list)
    spells: list[pl.DataFrame] = field(default_factory=list)
    calls: list[pl.DataFrame] = field(default_factory=list)
    hours: list[pl.DataFrame] = field(default_factory=list)
    inland: list[pl.DataFrame] = field(default_factory=list)


def find_events(
    store: Store,
    config: Config,
    *,
    engine: Engine = SERIAL,
    progress: Progress = SILENT,
) -> Events:
    """Find the events of a store, window after window.

    An engine works on several windows at a time; their parts are taken in order of
    time. Proximities of pairs that may go on are carried to the next window; of
    everything else the parts are joined.

    Returns
    -------
    Events
        Each table by start time and id.
    """
    area = _area(config.region)
    config = config.aligned()
    period = period_of(store, config)
    specs = _cut(store, config, period)
    parts = _Parts(store.read_vessels(), period)
    carried = PROXIMITIES.empty_polars()
    progress.start("looking for events", len(specs))
    for spec, part in zip(specs, engine.map(work_window, specs), strict=True):
        _keep(part, parts)
        carried = _meet(part.near, spec, carried, parts)
        progress.advance(1)
    parts.encounters.append(find_encounters(carried, parts.vessels, config.encounters))
    events = _join(parts, config, area)
    progress.finish(
        f"{len(events.encounters):,} encounters, {len(events.loiterings):,} loiterings "
        f"and {len(events.gaps):,} gaps in {len(specs)} windows"
    )
    return events


def find_encounters_alone(store: Store, config: Config) -> pd.DataFrame:
    """Find encounters and nothing else, as the published rules do; the area is all."""
    config = config.aligned()
    first, stop = period_of(store, config)
    parts = _Parts(store.read_vessels(), (first, stop))
    carried = PROXIMITIES.empty_polars()
    for spec in _cut(store, config, (first, stop)):
        carried = _meet(work_window(spec).near, spec, carried, parts)
    parts.encounters.append(find_encounters(carried, parts.vessels, config.encounters))
    return _settle(parts)


def _cut(store: Store, config: Config, period: Span) -> list[WindowSpec]:
    """Cut the work into windows, but for those in which nothing was heard."""
    windows = leave_out_unheard(split_period(*period, config.window), store)
    return [
        WindowSpec(store=store.folder, window=window, period=period, config=config)
        for window in windows
    ]


def _keep(part: WindowPart, parts: _Parts) -> None:
    """Keep what is joined at the end; what is much is added up at once."""
    parts.edges.append(part.edges)
    parts.speeds.append(part.speeds)
    parts.slots[:] = [add_slots(part.heard, *parts.slots)]
    parts.spells.append(part.spells)
    parts.calls.append(part.calls)
    parts.hours.append(part.hours)
    parts.inland[:] = [add_inland(part.inland, *parts.inland)]


def _meet(
    near: pl.DataFrame, spec: WindowSpec, carried: pl.DataFrame, parts: _Parts
) -> pl.DataFrame:
    """Take the encounters that are over by the end of a window; give what goes on."""
    rule = spec.config.encounters
    settled, carried = split_settled(
        pl.concat([carried, near]), spec.window.stop, parts.vessels, rule
    )
    parts.encounters.append(find_encounters(settled, parts.vessels, rule))
    return carried


def _join(parts: _Parts, config: Config, area: BaseGeometry | None) -> Events:
    """Join the parts of all windows, and keep what lies in the area."""
    gaps = find_gaps(
        parts.edges, join_speeds(parts.speeds), parts.period[1], config.gaps
    )
    (heard,) = parts.slots
    slots = add_silences(heard, gaps, config.segments.max_gap, config.reception)
    reception = learn_reception(slots, config.reception)
    gaps = judge_gaps(gaps, reception, config.reception)
    loiterings = leave_out_ports(find_loiterings(parts.spells, config.loitering))
    rendezvous = find_rendezvous(
        measure_ways(gaps), loiterings, parts.vessels, config.rendezvous
    )
    rendezvous = respect_land(rendezvous, gaps, loiterings, config.rendezvous.least_h)
    encounters = _settle(parts)
    (inland,) = parts.inland
    return Events(
        encounters=_inside(encounters, area),
        identity_events=find_identity_events(
            parts.vessels, parts.edges, encounters, _flags(parts)
        ),
        anomalies=find_anomalies(
            parts.edges, parts.hours, find_inland_stays(inland), parts.vessels
        ),
        loiterings=_inside(loiterings, area),
        gaps=_inside(gaps, area, ("start_", "end_")),
        dark_voyages=find_dark_voyages(
            _inside(gaps, area, ("start_", "end_")), config.voyages
        ),
        rendezvous=_inside(rendezvous, area),
        port_visits=find_port_visits(
            parts.calls,
            pl.from_pandas(read_ports(config.port_files)[["name", "country"]]),
            config.ports,
        ),
        reception=_inside(describe_reception(reception, config.reception), area),
    )


def _flags(parts: _Parts) -> pl.DataFrame:
    """Give the flag of each MMSI that was heard, or told its particulars."""
    heard = [edges["mmsi"] for edges in parts.edges]
    mmsi = pl.concat([parts.vessels["mmsi"], *heard]).unique().sort()
    flags = pl.Series("flag", flag_of(mmsi.to_numpy()).tolist(), dtype=pl.String)
    return pl.DataFrame([mmsi, flags])


def _settle(parts: _Parts) -> pd.DataFrame:
    """Look at all encounters together: company, base rate of the place, activity."""
    first, stop = parts.period
    encounters = cluster_encounters(_by_start(parts.encounters))
    encounters = measure_base_rate(encounters, stop - first)
    return classify_activity(encounters, parts.vessels)


def score_events(events: Events, store: Store, config: Config) -> pd.DataFrame:
    """Turn events into a ranked :data:`~stsdetect.schema.CANDIDATES` table."""
    leads = find_leads(events, store, config.watchlists, config.detections)
    candidates = gather_parts(rank_leads(leads, config))
    top = config.scoring.top
    return candidates if top is None else candidates.head(top)


def find_leads(
    events: Events,
    store: Store,
    watchlists: Collection[str] = (),
    detections: Collection[str] = (),
) -> pd.DataFrame:
    """Say what is known of every event: a :data:`~stsdetect.schema.LEADS` table.

    The vessels are matched to the watch lists and to the detections in images, files
    by their paths.
    """
    vessels = store.read_vessels()
    leads = add_dossier(
        describe_leads(
            events.encounters, events.rendezvous, events.loiterings, vessels
        ),
        events.encounters,
        vessels,
        match_watchlist(vessels, read_watchlists(map(Path, watchlists))),
        events.identity_events,
        events.anomalies,
    )
    leads = add_port_history(leads, events.port_visits, events.dark_voyages)
    return add_imagery(leads, view_scenes(detections, store))


def rank_leads(
    leads: pd.DataFrame, config: Config, *, without: Collection[str] = ()
) -> pd.DataFrame:
    """Score and rank leads, each a candidate of its own, not gathered yet.

    Groups of evidence named in ``without`` are left out, to see what they are worth.
    """
    if is_focus(config.region):
        leads = leads[near_or_bound_for(leads)]
    return rank_candidates(leads, config.aligned().scoring, without=without)


def _area(region: str | None) -> BaseGeometry | None:
    """Find the area of a region; the focus is a rule for leads, and has none."""
    return None if region is None or is_focus(region) else find_region(region)


def _by_start(found: Sequence[pd.DataFrame]) -> pd.DataFrame:
    filled = [table for table in found if not table.empty]
    if not filled:
        return found[0]
    return pd.concat(filled, ignore_index=True).sort_values(
        ["start_time", "encounter_id"], ignore_index=True
    )


def _inside(
    events: pd.DataFrame, area: BaseGeometry | None, places: Sequence[str] = ("",)
) -> pd.DataFrame:
    """Keep the events of which one of the places lies in the area."""
    if area is None or events.empty:
        return events
    inside = np.zeros(len(events), dtype=np.bool_)
    for place in places:
        points = gpd.points_from_xy(events[f"{place}lon"], events[f"{place}lat"])
        inside |= shapely.intersects(area, points)
    return events[inside].reset_index(drop=True)
