"""The order of the stages: store, tracks, proximities, events, candidates.

Each window gives its part of every kind of event; what touches a border is joined
afterwards, so that the length of a window changes nothing but the memory it takes.
"""

import os
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import pandas as pd
import polars as pl
from shapely.geometry.base import BaseGeometry

from stsdetect.config import Config
from stsdetect.context.anchored import add_anchored
from stsdetect.context.destination_doubts import add_destination_doubts, ask_places
from stsdetect.context.dossier import add_dossier
from stsdetect.context.focus import is_focus, near_or_bound_for
from stsdetect.context.imagery.tell import add_imagery
from stsdetect.context.imagery.unseen import find_unseen_pairs
from stsdetect.context.laden_without_port import add_laden_without_port
from stsdetect.context.leads import describe_leads
from stsdetect.context.motifs import add_motifs
from stsdetect.context.port_history import add_port_history
from stsdetect.context.regions import find_region
from stsdetect.context.registry import REGISTRY_KINDS, add_ages, find_mismatches
from stsdetect.context.sea_state import add_sea_state, read_sea_states
from stsdetect.context.watchlists.match import match_watchlist
from stsdetect.context.watchlists.read import read_watchlists
from stsdetect.engine import SERIAL, Engine, none_lost
from stsdetect.ingest.store import Store
from stsdetect.progress import SILENT, Progress
from stsdetect.schema import IDENTITY_EVENTS
from stsdetect.scoring.challenger import Challenger
from stsdetect.scoring.parts import gather_parts
from stsdetect.scoring.rank import rank_candidates
from stsdetect.windows.joining import Events, join_parts, settle
from stsdetect.windows.keeping import Parts, keep_near, keep_part, settle_near
from stsdetect.windows.leapt import follow_leapt
from stsdetect.windows.places import find_places
from stsdetect.windows.sightings import view_scenes
from stsdetect.windows.sizing import Size, choose_size
from stsdetect.windows.window import period_of
from stsdetect.windows.window_files import run_windows
from stsdetect.windows.work import WindowPart, WindowSpec, cut_work, work_window

__all__ = [
    "Events",
    "compare_registries",
    "find_encounters_alone",
    "find_events",
    "find_leads",
    "find_unseen",
    "rank_leads",
    "score_events",
]


def find_events(
    store: Store,
    config: Config,
    *,
    engine: Engine = SERIAL,
    progress: Progress = SILENT,
    parts_folder: Path | None = None,
) -> Events:
    """Find the events of a store, window after window.

    An engine works on several windows at a time; their parts are taken in order of
    time. Proximities of pairs that may go on wait for the windows that follow; of
    everything else the parts are joined.

    Parameters
    ----------
    store : Store
        What is looked at.
    config : Config
        Thresholds.
    engine : Engine
        Where windows are worked on.
    progress : Progress
        Told how far the work is.
    parts_folder : Path, optional
        Where parts are kept from run to run, so that only windows are worked on whose
        input changed; in memory, and once, when left out.

    Returns
    -------
    Events
        Each table by start time and id.
    """
    area = _area(config)
    config = config.aligned()
    period = period_of(store, config)
    size = choose_size(store, config, engine.memory_mib)
    specs = cut_work(store, config, period, size)
    parts = Parts(store.read_vessels(), period)
    progress.start("looking for events", len(specs))
    done = _work(specs, engine, progress, parts_folder)
    for spec, part in zip(specs, done, strict=True):
        keep_part(part, parts)
        keep_near(part.near, spec, parts)
    settle_near(parts, config.encounters)
    n_threads = min(engine.n_workers, os.cpu_count() or 1)
    leapt = partial(follow_leapt, store, specs, parts.edges)
    events = join_parts(parts, leapt, config, area, n_threads)
    progress.finish(
        f"{len(events.encounters):,} encounters, {len(events.loiterings):,} loiterings "
        f"and {len(events.gaps):,} gaps in {len(specs)} windows"
    )
    return events


def _work(
    specs: Sequence[WindowSpec],
    engine: Engine,
    progress: Progress,
    parts_folder: Path | None,
) -> Iterator[WindowPart]:
    """Give the part of each window, from files or by way of memory."""
    if parts_folder is not None:
        yield from run_windows(specs, parts_folder, engine, progress)
        return
    for part in none_lost(engine.map(work_window, specs)):
        progress.advance(1)
        yield part


def find_encounters_alone(store: Store, config: Config) -> pd.DataFrame:
    """Find encounters and nothing else, as the published rules do; the area is all."""
    config = config.aligned()
    first, stop = period_of(store, config)
    parts = Parts(store.read_vessels(), (first, stop))
    for spec in cut_work(store, config, (first, stop), Size(config.window)):
        keep_near(work_window(spec).near, spec, parts)
    settle_near(parts, config.encounters)
    return settle(parts)


def score_events(events: Events, store: Store, config: Config) -> pd.DataFrame:
    """Turn events into a ranked :data:`~stsdetect.schema.CANDIDATES` table."""
    leads = find_leads(events, store, config)
    candidates = gather_parts(rank_leads(leads, config))
    top = config.scoring.top
    return candidates if top is None else candidates.head(top)


def compare_registries(events: Events, store: Store, config: Config) -> Events:
    """Renew among the identity events those that registers and watch lists tell of."""
    known = read_watchlists(map(Path, (*config.registries, *config.watchlists)))
    found = find_mismatches(store.read_vessels(), known)
    own = IDENTITY_EVENTS.from_pandas(events.identity_events)
    kept = own.filter(~pl.col("kind").is_in(REGISTRY_KINDS))
    both = pl.concat([kept, found]).sort("time", "event_id")
    return replace(events, identity_events=IDENTITY_EVENTS.to_pandas(both))


def find_leads(
    events: Events, store: Store, config: Config | None = None
) -> pd.DataFrame:
    """Say what is known of every event: a :data:`~stsdetect.schema.LEADS` table.

    The config names the files of the user: ports, registers, watch lists, heights of
    waves, and detections in images, to which vessels and places are matched.
    """
    files = config or Config()
    vessels = store.read_vessels()
    listed = read_watchlists(map(Path, files.watchlists))
    registered = read_watchlists(map(Path, files.registries))
    leads = add_dossier(
        describe_leads(
            events.encounters,
            events.rendezvous,
            events.loiterings,
            vessels,
            files.port_files,
            files.region_files,
        ),
        events.encounters,
        vessels,
        match_watchlist(vessels, listed),
        events.identity_events,
        events.anomalies,
    )
    leads = add_anchored(leads, events.loiterings)
    leads = add_ages(leads, pl.concat([listed, registered]))
    calls = (events.port_visits, events.dark_voyages)
    leads = add_port_history(leads, *calls)
    leads = add_motifs(leads, *calls, vessels, files.port_files)
    leads = add_destination_doubts(
        leads,
        vessels,
        events.port_visits,
        find_places(store, ask_places(leads)),
        files.port_files,
    )
    leads = add_laden_without_port(leads, vessels, events.port_visits, events.gaps)
    leads = add_sea_state(leads, read_sea_states(map(Path, files.sea_states)))
    return add_imagery(leads, view_scenes(files.detections, store))


def find_unseen(store: Store, config: Config) -> pl.DataFrame:
    """Say which hulls lie side by side in images and are no vessel of the store."""
    return find_unseen_pairs(view_scenes(config.detections, store))


def rank_leads(
    leads: pd.DataFrame,
    config: Config,
    *,
    without: Collection[str] = (),
    challengers: dict[str, Challenger] | None = None,
) -> pd.DataFrame:
    """Score and rank leads, each a candidate of its own, not gathered yet.

    Groups of evidence named in ``without`` are left out, and ``challengers`` take over,
    to see what they are worth.
    """
    if is_focus(config.region):
        leads = leads[near_or_bound_for(leads)]
    scoring = config.aligned().scoring
    return rank_candidates(leads, scoring, without=without, challengers=challengers)


def _area(config: Config) -> BaseGeometry | None:
    """Find the area of a region; the focus is a rule for leads, and has none."""
    region = config.region
    if region is None or is_focus(region):
        return None
    return find_region(region, config.region_files)
