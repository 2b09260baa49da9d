"""Enclosing: what of a run goes into a case, so that it can be found again in it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

import pandas as pd
import polars as pl

from stsdetect.config import Config
from stsdetect.dossiers.carried import CARRIED, PLACE, Figures, by_table
from stsdetect.dossiers.rerun import TABLES, Enclosed, find_again, score_again
from stsdetect.events.edges import Span
from stsdetect.export.cells import plain
from stsdetect.export.geo import properties
from stsdetect.ingest.store import Store
from stsdetect.schema import Table
from stsdetect.windows.joining import Events

__all__ = ["AROUND", "enclose"]

AROUND: Final = timedelta(hours=72)
"""Of raw positions before and after; ours: the voyage in and the voyage out."""

_EDGE: Final = "rows of these vessels before or after those enclosed"


def enclose(
    candidate: "pd.Series[Any]",
    store: Store,
    events: Events,
    config: Config,
    period: Span,
) -> tuple[Enclosed, list[Figures]]:
    """Choose the rows and the events of the run that a candidate rests on.

    Events at the edges of the rows, which come out otherwise or not at all, are left
    out; where one that the candidate rests on has a figure that does, it is carried.

    Returns
    -------
    Enclosed
        Rows and events that give each other.
    list
        What is carried, with what it would need.
    """
    own = _own_events(candidate, events)
    first, last = _span(candidate, own, events, period)
    mmsis = [int(mmsi) for mmsi in candidate[["mmsi_a", "mmsi_b"]].dropna()]
    figures = [*CARRIED]
    if config.port_files or config.region_files:
        figures.append(PLACE)
    enclosed = Enclosed(
        positions=store.read_positions(first - AROUND, last + AROUND, mmsis),
        vessels=store.read_vessels().filter(pl.col("mmsi").is_in(mmsis)),
        events=_events_of(mmsis, events, own),
        period=period,
        carried=by_table(figures),
        told={str(name): plain(value) for name, value in candidate.items()},
    )
    enclosed, figures = _agree(enclosed, figures, own, config)
    again = score_again(enclosed.events, enclosed, config)
    row = pd.DataFrame([candidate])
    differ = _differing(next(properties(again), {}), next(properties(row)))
    if differ and not again.empty:
        figures.append(Figures("candidates", _EDGE, tuple(differ)))
    return replace(enclosed, carried=by_table(figures)), figures


def _own_events(candidate: "pd.Series[Any]", events: Events) -> dict[str, set[str]]:
    """Give the ids of the events that a candidate rests on, by table."""
    name = candidate["candidate_id"]
    own: dict[str, set[str]] = {table: {name} for table in TABLES}
    met = events.rendezvous[events.rendezvous["rendezvous_id"] == name]
    behind = {*met["event_a"].dropna(), *met["event_b"].dropna()}
    return own | {"gaps": behind, "loiterings": {name, *behind}}


def _events_of(
    mmsis: list[int], events: Events, own: dict[str, set[str]]
) -> dict[str, pl.DataFrame]:
    """Give the events of these vessels alone; of meetings in silence the own one."""
    known = pl.col("mmsi").is_in(mmsis)
    both = pl.col("mmsi_a").is_in(mmsis) & pl.col("mmsi_b").is_in(mmsis)
    which = {
        "encounters": both,
        "gaps": known,
        "loiterings": known,
        "rendezvous": pl.col("rendezvous_id").is_in(own["rendezvous"]),
    }
    return {
        name: table.from_pandas(getattr(events, name))
        .filter(which[name])
        .sort(table.key)
        for name, table in TABLES.items()
    }


def _span(
    candidate: "pd.Series[Any]", own: dict[str, set[str]], events: Events, period: Span
) -> Span:
    """Give the time of a candidate and of all events that it rests on."""
    starts, ends = [candidate["start_time"]], [candidate["end_time"]]
    for name in ("gaps", "loiterings"):
        rows = getattr(events, name)
        mine = rows[rows[TABLES[name].key[0]].isin(own[name])]
        starts += list(mine["start_time"])
        ends += list(mine["end_time"].fillna(period[1]))
    return min(starts), max(ends)


def _agree(
    enclosed: Enclosed, figures: list[Figures], own: dict[str, set[str]], config: Config
) -> tuple[Enclosed, list[Figures]]:
    """Leave out events that the rows don't give, until the others are given as told."""
    events = dict(enclosed.events)
    while True:
        enclosed = replace(enclosed, events=events, carried=by_table(figures))
        again = find_again(enclosed, config)
        kept = {}
        for name, table in TABLES.items():
            kept[name], differ = _same(events[name], again[name], table, own[name])
            if differ:
                figures = [*figures, Figures(name, _EDGE, tuple(differ))]
        if all(kept[name].equals(again[name]) for name in TABLES):
            return replace(enclosed, events=kept), figures
        events = kept


def _same(
    told: pl.DataFrame, again: pl.DataFrame, table: Table, own: set[str]
) -> tuple[pl.DataFrame, list[str]]:
    """Keep of the events told those that came out again, all but columns of own ones.

    Returns
    -------
    DataFrame
        The events kept, as the run tells them.
    list of str
        Columns in which own ones came out otherwise.
    """
    key = table.key[0]
    found = {row[key]: row for row in again.to_dicts()}
    kept, differ = [], []
    for row in told.to_dicts():
        other = found.get(row[key])
        if other is None:
            continue
        columns = _differing(row, other)
        if columns and row[key] not in own:
            continue
        kept.append(row[key])
        differ += [name for name in columns if name not in differ]
    return told.filter(pl.col(key).is_in(kept)), differ


def _differing(row: dict[str, Any], other: dict[str, Any]) -> list[str]:
    return [name for name, value in other.items() if row.get(name) != value]
