"""Rerun: events and score found again in the rows of a few vessels, without a store.

What hangs on other vessels can't come out of these rows. Such figures are carried over
from the run, each with what it would need, and everything else is made of the rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import numpy as np
import pandas as pd
import polars as pl

from stsdetect.config import Config
from stsdetect.context.draught import measure_draught
from stsdetect.context.leads import describe_leads
from stsdetect.context.sea_slack import respect_land
from stsdetect.context.sea_ways import measure_ways
from stsdetect.events.activity import classify_activity
from stsdetect.events.edges import Span, find_edges
from stsdetect.events.encounters import find_encounters
from stsdetect.events.gaps import find_gaps
from stsdetect.events.loitering import find_loiterings
from stsdetect.events.rendezvous import find_rendezvous
from stsdetect.events.reports import order_reports
from stsdetect.events.slow_spells import find_waiting
from stsdetect.events.speeds import count_speeds, join_speeds
from stsdetect.schema import (
    CANDIDATES,
    ENCOUNTERS,
    GAPS,
    LEADS,
    LOITERINGS,
    RENDEZVOUS,
    Table,
)
from stsdetect.scoring.rank import rank_candidates
from stsdetect.tracks.floods import thin_reports
from stsdetect.tracks.proximity import find_proximities
from stsdetect.tracks.segment import find_segments
from stsdetect.tracks.ticks import find_ticks

__all__ = ["TABLES", "Enclosed", "find_again", "score_again"]

TABLES: Final[dict[str, Table]] = {
    table.name: table for table in (ENCOUNTERS, GAPS, LOITERINGS, RENDEZVOUS)
}
"""Events that stand behind candidates, each by its key."""

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosed:
    """What is at hand of a run where nothing else of it is.

    Attributes
    ----------
    positions, vessels : DataFrame
        :data:`~stsdetect.schema.POSITIONS` and :data:`~stsdetect.schema.VESSELS`
        tables of the vessels of one candidate.
    events : dict of str to DataFrame
        Rows of the run by name of their table, those of :data:`TABLES`.
    period : pair of datetime
        What the run looked at.
    carried : mapping of str to sequence of str
        Columns taken over from the run, by name of the table; ``leads`` and
        ``candidates`` are those of the candidate.
    told : dict
        The columns of the candidate that are, and its ``candidate_id``.
    """

    positions: pl.DataFrame
    vessels: pl.DataFrame
    events: Mapping[str, pl.DataFrame]
    period: Span
    carried: Mapping[str, list[str]]
    told: Mapping[str, Any]


def find_again(enclosed: Enclosed, config: Config) -> dict[str, pl.DataFrame]:
    """Find the events of the run again that lie in the rows of its vessels.

    Parameters
    ----------
    enclosed : Enclosed
        Rows, and what is carried over.
    config : Config
        As the run had it; its region is not looked at.

    Returns
    -------
    dict of str to DataFrame
        The tables of :data:`TABLES` by key: of what the rows hold the events that the
        run has as well, so that one that is not found is missing.
    """
    config = config.aligned()
    positions = enclosed.positions.sort("mmsi", "timestamp")
    reports, _ = thin_reports(positions, config.floods)
    tracks = find_segments(reports, config.segments)
    if tracks.is_empty():
        return {name: table.empty_polars() for name, table in TABLES.items()}
    own = _span(tracks, enclosed.period)
    ticks = find_ticks(tracks, *own, config.ticks)
    gaps = _with_carried(_find_gaps(tracks, own, enclosed, config), GAPS, enclosed)
    waits = find_loiterings(
        [find_waiting(ticks, own, config.loitering)],
        GAPS.to_pandas(gaps),
        config.loitering,
    )
    loiterings = _with_carried(waits, LOITERINGS, enclosed)
    near = find_proximities(ticks, config.proximities)
    seen = find_encounters(near, enclosed.vessels, config.encounters)
    met = _with_carried(seen, ENCOUNTERS, enclosed)
    named = classify_activity(ENCOUNTERS.to_pandas(met), enclosed.vessels)
    again = {
        "encounters": _with_carried(named, ENCOUNTERS, enclosed),
        "gaps": gaps,
        "loiterings": loiterings,
        "rendezvous": _find_meetings(gaps, loiterings, enclosed, config),
    }
    return {name: again[name].sort(table.key) for name, table in TABLES.items()}


def score_again(
    events: Mapping[str, pl.DataFrame], enclosed: Enclosed, config: Config
) -> pd.DataFrame:
    """Make the row of the candidate anew from its events.

    Returns
    -------
    DataFrame
        A :data:`~stsdetect.schema.CANDIDATES` table of one row; of none where its
        event was not found again.
    """
    told, vessels = enclosed.told, enclosed.vessels
    described = describe_leads(
        ENCOUNTERS.to_pandas(events["encounters"]),
        RENDEZVOUS.to_pandas(events["rendezvous"]),
        LOITERINGS.to_pandas(events["loiterings"]),
        vessels,
    )
    leads = LEADS.from_pandas(described)
    lead = leads.filter(pl.col("candidate_id") == told["candidate_id"])
    if lead.is_empty():
        return CANDIDATES.empty()
    known = lead.with_columns(measure_draught(lead, vessels).get_columns())
    whole = _take(known, LEADS, told, enclosed.carried["leads"])
    ranked = rank_candidates(
        LEADS.to_pandas(whole),
        config.aligned().scoring,
        rival_odds=np.array([told["rival_odds"]]),
    )
    row = CANDIDATES.from_pandas(ranked)
    return CANDIDATES.to_pandas(
        _take(row, CANDIDATES, told, enclosed.carried["candidates"])
    )


def _span(tracks: pl.DataFrame, period: Span) -> Span:
    """Give the time of the rows, a day more on both sides, inside the period."""
    first, last = tracks["timestamp"].min(), tracks["timestamp"].max()
    if not isinstance(first, datetime) or not isinstance(last, datetime):
        return period
    return max(first - _DAY, period[0]), min(last + _DAY, period[1])


def _find_gaps(
    tracks: pl.DataFrame, own: Span, enclosed: Enclosed, config: Config
) -> pd.DataFrame:
    reports = order_reports(tracks)
    return find_gaps(
        [find_edges(reports, own, enclosed.period, config.gaps)],
        join_speeds([count_speeds(reports, own)]),
        enclosed.period[1],
        config.gaps,
    )


def _find_meetings(
    gaps: pl.DataFrame, loiterings: pl.DataFrame, enclosed: Enclosed, config: Config
) -> pl.DataFrame:
    silent, waited = GAPS.to_pandas(gaps), LOITERINGS.to_pandas(loiterings)
    met = find_rendezvous(
        measure_ways(silent), waited, enclosed.vessels, config.rendezvous
    )
    known = set(enclosed.events["rendezvous"]["rendezvous_id"])
    met = met[met["rendezvous_id"].isin(known)].reset_index(drop=True)
    by_sea = respect_land(met, silent, waited, config.rendezvous.least_h)
    return _with_carried(by_sea, RENDEZVOUS, enclosed)


def _with_carried(
    found: pd.DataFrame, table: Table, enclosed: Enclosed
) -> pl.DataFrame:
    """Keep what the run found too, with the columns that are carried from there."""
    key, carried = table.key[0], enclosed.carried[table.name]
    of_run = enclosed.events[table.name].select(key, *carried)
    again = table.from_pandas(found).drop(carried)
    return table.conform(again.join(of_run, on=key, maintain_order="left")).select(
        table.names
    )


def _take(
    row: pl.DataFrame, table: Table, told: Mapping[str, Any], names: list[str]
) -> pl.DataFrame:
    """Put columns that are carried into a row."""
    types = table.polars_schema
    carried = [pl.lit(told[name]).cast(types[name]).alias(name) for name in names]
    return table.conform(row.with_columns(carried)).select(table.names)
