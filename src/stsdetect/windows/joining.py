"""Joining: what all windows gave, put together into the events of all time."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import polars as pl
import shapely
from shapely.geometry.base import BaseGeometry

from stsdetect.config import Config
from stsdetect.context.dark_voyages import find_dark_voyages
from stsdetect.context.flags import callsign_flag, flag_of
from stsdetect.context.ports import leave_out_ports, read_ports
from stsdetect.context.sea_slack import respect_land
from stsdetect.context.sea_ways import measure_ways
from stsdetect.events.activity import classify_activity
from stsdetect.events.all_slots import add_silences
from stsdetect.events.anchorages import find_anchorages
from stsdetect.events.anomalies import Seen, find_anomalies
from stsdetect.events.base_rate import measure_base_rate
from stsdetect.events.clusters import cluster_encounters
from stsdetect.events.gaps import find_gaps
from stsdetect.events.hearing import judge_gaps
from stsdetect.events.identity import find_identity_events
from stsdetect.events.inland import add_inland, find_inland_stays
from stsdetect.events.loitering import find_loiterings
from stsdetect.events.port_visits import find_port_visits
from stsdetect.events.presence import count_sharing, leave_out_crowded, mark_sharing
from stsdetect.events.receivers import add_receivers
from stsdetect.events.reception import Reception, describe_reception, learn_reception
from stsdetect.events.reception_by_hour import ReceptionByHour
from stsdetect.events.rendezvous import find_rendezvous
from stsdetect.events.speeds import join_speeds
from stsdetect.schema import (
    ANCHORAGES,
    ANOMALIES,
    DARK_VOYAGES,
    ENCOUNTERS,
    GAPS,
    IDENTITY_EVENTS,
    LOITERINGS,
    PORT_VISITS,
    RENDEZVOUS,
)
from stsdetect.threads import Aside
from stsdetect.windows.keeping import Parts

__all__ = ["Events", "join_parts", "settle"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Events:
    """All that a run found, one table for each kind; a kind not looked for is empty.

    Reception, which has more rows than all others, is read when it is asked for.
    """

    encounters: pd.DataFrame = field(default_factory=ENCOUNTERS.empty)
    loiterings: pd.DataFrame = field(default_factory=LOITERINGS.empty)
    anchorages: pd.DataFrame = field(default_factory=ANCHORAGES.empty)
    gaps: pd.DataFrame = field(default_factory=GAPS.empty)
    reception: ReceptionByHour = field(default_factory=ReceptionByHour)
    dark_voyages: pd.DataFrame = field(default_factory=DARK_VOYAGES.empty)
    rendezvous: pd.DataFrame = field(default_factory=RENDEZVOUS.empty)
    port_visits: pd.DataFrame = field(default_factory=PORT_VISITS.empty)
    identity_events: pd.DataFrame = field(default_factory=IDENTITY_EVENTS.empty)
    anomalies: pd.DataFrame = field(default_factory=ANOMALIES.empty)


def settle(parts: Parts) -> pd.DataFrame:
    """Look at all encounters together: company, base rate of the place, activity."""
    first, stop = parts.period
    encounters = cluster_encounters(_by_start(parts.encounters))
    encounters = measure_base_rate(encounters, stop - first)
    return classify_activity(encounters, parts.vessels)


def join_parts(
    parts: Parts,
    leapt: Callable[[], Iterable[pl.DataFrame]],
    config: Config,
    area: BaseGeometry | None,
    n_threads: int = 1,
) -> Events:
    """Join the parts of all windows, and keep what lies in the area.

    What is seen and what is not heard know nothing of each other: they are looked at
    side by side where more than one thread may be taken, and so is what is only told
    of silences beside the meetings that they may hide.

    Parameters
    ----------
    parts : Parts
        Of all windows; emptied of what is added up, so that it is joined once.
    leapt : callable
        Reads where vessels were that jump; see
        :func:`~stsdetect.windows.leapt.follow_leapt`.
    config : Config
        Thresholds.
    area : geometry, optional
        Where events count.
    n_threads : int
        Changes no result.
    """
    with Aside(n_threads) as aside:
        seen = aside.start(lambda: _look_at_seen(parts, leapt, config))
        silence = _judge_silences(parts, config, n_threads)
        gaps = _inside(silence.gaps, area, ("start_", "end_"))
        voyages = aside.start(lambda: find_dark_voyages(gaps, config.voyages))
        met = _meet_in_silence(silence, parts, config, n_threads)
        return replace(
            (found := seen()),
            encounters=_inside(found.encounters, area),
            loiterings=_inside(silence.loiterings, area),
            anchorages=_inside(find_anchorages(silence.loiterings), area),
            gaps=gaps,
            dark_voyages=voyages(),
            rendezvous=_inside(met, area),
            reception=describe_reception(silence.reception, config.reception, area),
        )


class _Silences(NamedTuple):
    """Silences of all time, and what they are judged by."""

    gaps: pd.DataFrame
    loiterings: pd.DataFrame
    reception: Reception
    sharing: pl.DataFrame


def _judge_silences(parts: Parts, config: Config, n_threads: int) -> _Silences:
    """Find silences, and who waited; tell which of them reception explains.

    What of the parts is added up here is looked at nowhere else, and let go.
    """
    gaps = find_gaps(
        parts.edges, join_speeds(parts.speeds), parts.period[1], config.gaps
    )
    parts.speeds.clear()
    longest = config.segments.max_gap
    slots = add_silences(parts.slots, gaps, longest, config.reception)
    parts.slots.clear()
    reception = learn_reception(slots, config.reception)
    gaps = judge_gaps(gaps, reception, config.reception, n_threads)
    sharing = count_sharing(parts.edges)
    waits = find_loiterings(parts.spells, gaps, config.loitering)
    parts.spells.clear()
    loiterings = mark_sharing(leave_out_ports(waits), sharing)
    return _Silences(gaps, loiterings, reception, sharing)


def _meet_in_silence(
    silence: _Silences, parts: Parts, config: Config, n_threads: int
) -> pd.DataFrame:
    """Find who could have met unheard, and leave out what land forbids."""
    gaps, loiterings, _, sharing = silence
    rendezvous = find_rendezvous(
        measure_ways(leave_out_crowded(gaps, sharing)),
        leave_out_crowded(loiterings, sharing),
        parts.vessels,
        config.rendezvous,
        n_threads,
    )
    return respect_land(rendezvous, gaps, loiterings, config.rendezvous.least_h)


def _look_at_seen(
    parts: Parts, leapt: Callable[[], Iterable[pl.DataFrame]], config: Config
) -> Events:
    """Join what hangs on no silence."""
    encounters = settle(parts)
    return Events(
        encounters=encounters,
        identity_events=find_identity_events(
            parts.vessels,
            parts.edges,
            encounters,
            _flags(parts),
            parts.rigid,
            _callsigns(parts.vessels),
        ),
        anomalies=find_anomalies(
            Seen(parts.edges, parts.hours, parts.turns, parts.floods, list(leapt())),
            add_receivers(parts.receivers),
            find_inland_stays(add_inland(parts.inland)),
            parts.vessels,
        ),
        port_visits=find_port_visits(
            parts.calls,
            pl.from_pandas(read_ports(config.port_files)[["name", "country"]]),
            config.ports,
        ),
    )


def _flags(parts: Parts) -> pl.DataFrame:
    """Give the flag of each MMSI that was heard, or told its particulars."""
    heard = [edges["mmsi"] for edges in parts.edges]
    mmsi = pl.concat([parts.vessels["mmsi"], *heard]).unique().sort()
    flags = pl.Series("flag", flag_of(mmsi.to_numpy()).tolist(), dtype=pl.String)
    return pl.DataFrame([mmsi, flags])


def _callsigns(vessels: pl.DataFrame) -> pl.DataFrame:
    """Give of whose series each call sign is that was told."""
    told = vessels["callsign"].drop_nulls().unique().sort()
    series = pl.Series("series", [callsign_flag(one) for one in told], pl.String)
    return pl.DataFrame([told, series])


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
