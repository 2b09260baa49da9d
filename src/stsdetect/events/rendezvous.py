"""Rendezvous: meetings that silence would have hidden, ranked by what chance does not.

Two silences, or a silence and a vessel that waited, of which speed allows that they
met (slack). Where many vessels fall silent many pairs could have met; see
:mod:`~stsdetect.events.partners` for what ranks them and
:mod:`~stsdetect.events.chance` for the figure in front of each.
"""

import hashlib
import logging
from collections.abc import Sequence
from datetime import timedelta

import numpy as np
import pandas as pd
import polars as pl
from numpy.typing import NDArray

from stsdetect.events.arrays import numbers, whole
from stsdetect.events.bounds import as_rows, as_ways, list_silences
from stsdetect.events.chance import measure_chance
from stsdetect.events.courses import add_courses
from stsdetect.events.decoys import false_discovery_rate, move_in_time
from stsdetect.events.meeting_params import STSDETECT, RendezvousParams
from stsdetect.events.meeting_places import measure_places, measure_waits
from stsdetect.events.partners import fit_of, keep_best, rank_partners
from stsdetect.events.possible import describe_pairs, pair_up
from stsdetect.schema import (
    GAPS,
    LOITERINGS,
    RENDEZVOUS,
    RENDEZVOUS_KINDS,
    VESSELS,
)
from stsdetect.threads import map_parts
from stsdetect.units import S_PER_H

__all__ = [
    "STSDETECT",
    "RendezvousParams",
    "bounded_silences",
    "find_rendezvous",
    "possible_partners",
]

log = logging.getLogger(__name__)

Numbers = NDArray[np.float64]


def find_rendezvous(
    gaps: pd.DataFrame,
    loiterings: pd.DataFrame,
    vessels: pl.DataFrame,
    params: RendezvousParams = STSDETECT,
    n_threads: int = 1,
) -> pd.DataFrame:
    """Find the pairs of vessels that could have met while one or both were silent.

    Parameters
    ----------
    gaps : pd.DataFrame
        A :data:`~stsdetect.schema.GAPS` table, in any order. Of vessels that are not
        heard again the suspicious ones could have come to a vessel that waits, up to
        the end of the data; no two silences that go on are paired, nor one of them
        with one that ended, since nothing bounds where.
    loiterings : pd.DataFrame
        A :data:`~stsdetect.schema.LOITERINGS` table, in any order.
    vessels : pl.DataFrame
        A :data:`~stsdetect.schema.VESSELS` table, in any order; may be empty.
    params : RendezvousParams
        Bounds.
    n_threads : int
        In which pairs are sought at the true times and at others.

    Returns
    -------
    pd.DataFrame
        A :data:`~stsdetect.schema.RENDEZVOUS` table by start and id: of each silence
        the best partners, of each wait the best visitors.
    """
    GAPS.check(gaps)
    LOITERINGS.check(loiterings)
    VESSELS.check(vessels)
    silences = bounded_silences(gaps, loiterings, vessels, params)
    n_long = int((gaps["duration_h"] > params.max_gap / timedelta(hours=1)).sum())
    log.info("%d silences of more than %s meet nobody", n_long, params.max_gap)
    rows = as_rows(silences, "max_speed_kn")
    moved = [move_in_time(silences, number) for number in range(params.n_decoys)]
    kept, *decoys = map_parts(
        lambda some: _best_pairs(some, params), [silences, *moved], n_threads
    )
    kept = measure_chance(
        _count_decoys(kept, decoys),
        silences,
        rows,
        params.min_visit.total_seconds(),
        params.n_draws,
    )
    found = RENDEZVOUS.to_pandas(_conform(_place(kept, silences, rows, params)))
    RENDEZVOUS.check(found)
    log.info("%d silences and waits, %d meetings", silences.height, len(found))
    return found


def bounded_silences(
    gaps: pd.DataFrame,
    loiterings: pd.DataFrame,
    vessels: pl.DataFrame,
    params: RendezvousParams = STSDETECT,
) -> pl.DataFrame:
    """List the silences and waits that a meeting can be part of.

    As :func:`~stsdetect.events.bounds.list_silences`, without those too short or too
    long, and of vessels not heard again with the suspicious silences alone.
    """
    return list_silences(
        _bounded(GAPS.from_pandas(gaps), params),
        _long_enough(LOITERINGS.from_pandas(loiterings), params),
        vessels,
    )


def possible_partners(
    silences: pl.DataFrame, rows: Numbers, params: RendezvousParams = STSDETECT
) -> pl.DataFrame:
    """Find who could have met whom, with ``fit, partner_rank, n_partners``.

    Parameters
    ----------
    silences : pl.DataFrame
        As :func:`bounded_silences` gives them.
    rows : (n, 10) array
        The same for kernels, at the greatest speed.
    params : RendezvousParams
        Bounds of the slack.
    """
    pairs, n_overlaps = pair_up(silences, rows, params)
    log.info("%d pairs at one time, %d could have met", n_overlaps, pairs.height)
    return rank_partners(fit_of(_describe(pairs, silences)))


def _best_pairs(silences: pl.DataFrame, params: RendezvousParams) -> pl.DataFrame:
    """Keep the best partners of each."""
    rows = as_rows(silences, "max_speed_kn")
    kept = _keep(possible_partners(silences, rows, params), params)
    log.info("%d pairs kept", kept.height)
    return kept


def _count_decoys(kept: pl.DataFrame, decoys: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Add what share of chance the fits have, by the same silences at other times."""
    parts = []
    for kind in RENDEZVOUS_KINDS:
        of_kind = pl.col("kind") == kind
        mine = kept.filter(of_kind)
        chance = [numbers(decoy.filter(of_kind)["fit"]) for decoy in decoys]
        rate = false_discovery_rate(numbers(mine["fit"]), chance)
        parts.append(mine.with_columns(false_discovery_rate=pl.Series(rate)))
    return pl.concat(parts)


def _describe(pairs: pl.DataFrame, silences: pl.DataFrame) -> pl.DataFrame:
    """Describe pairs, with courses where the place of the meeting was seen."""
    described = describe_pairs(pairs, silences)
    waited = pl.col("kind") == "one_dark"
    place = silences[whole(described["first"])].select(lat="start_lat", lon="start_lon")
    one = described.hstack(place).filter(waited)
    return pl.concat(
        [add_courses(one, silences), described.filter(~waited)],
        how="diagonal",
    ).drop("lat", "lon")


def _bounded(gaps: pl.DataFrame, params: RendezvousParams) -> pl.DataFrame:
    hours = pl.col("duration_h")
    strange = pl.col("suspicious").fill_null(value=False)
    near = hours <= params.max_open.total_seconds() / S_PER_H
    return gaps.filter(
        ~pl.col("open") | (strange & near),
        hours >= params.min_visit.total_seconds() / S_PER_H,
        hours <= params.max_gap.total_seconds() / S_PER_H,
    )


def _long_enough(loiterings: pl.DataFrame, params: RendezvousParams) -> pl.DataFrame:
    length = pl.col("end_time") - pl.col("start_time")
    return loiterings.filter(length >= params.min_visit)


def _keep(ranked: pl.DataFrame, params: RendezvousParams) -> pl.DataFrame:
    parts = [
        keep_best(ranked.filter(pl.col("kind") == kind), n_kept, params.min_fit)
        for kind, n_kept in (
            ("one_dark", params.n_visitors),
            ("both_dark", params.n_pairs),
        )
    ]
    return pl.concat(parts)


def _place(
    kept: pl.DataFrame, silences: pl.DataFrame, rows: Numbers, params: RendezvousParams
) -> pl.DataFrame:
    heard = pl.col("kind") == "one_dark"
    least_s = params.min_meeting.total_seconds()
    both = measure_places(
        kept.filter(~heard), silences, rows, as_ways(silences), least_s
    )
    return pl.concat(
        [
            measure_waits(kept.filter(heard), silences),
            add_courses(both, silences).select(both.columns),
        ]
    )


def _conform(placed: pl.DataFrame) -> pl.DataFrame:
    keys = placed.select("kind", "event_a", "event_b").iter_rows()
    times = [
        (1_000.0 * pl.col(second)).round().cast(pl.Int64).cast(pl.Datetime("ms", "UTC"))
        for second in ("earliest_s", "latest_s")
    ]
    found = placed.with_columns(
        earliest_start=times[0],
        latest_end=times[1],
        rendezvous_id=pl.Series([_identity(*key) for key in keys], dtype=pl.String),
    )
    return (
        RENDEZVOUS.conform(found)
        .select(RENDEZVOUS.names)
        .sort("earliest_start", "rendezvous_id")
    )


def _identity(kind: str, event_a: str, event_b: str) -> str:
    return hashlib.sha256(f"{kind} {event_a} {event_b}".encode()).hexdigest()[:16]
