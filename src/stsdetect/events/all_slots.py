"""All slots: those of each window put together, with those of long silences."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
import polars as pl

from stsdetect.events.around import BY_SQUARE
from stsdetect.events.arrays import numbers
from stsdetect.events.slots import (
    ALWAYS,
    BY_HOUR,
    BY_VESSEL,
    COUNTS,
    SMALL,
    STSDETECT,
    ReceptionParams,
    Slots,
    kind_of,
    slots_of,
    sum_hours,
    sum_vessels,
    ways_of,
)
from stsdetect.schema import GAPS

__all__ = ["AllSlots", "add_silences", "batches_of", "keep_slots"]

_BATCH: Final = 1_000_000
"""Slots of silences looked at together; ours: some 150 MB in each thread."""


class AllSlots(NamedTuple):
    """Slots of all windows, with those of silences; in order of their keys."""

    by_vessel: pl.DataFrame
    by_hour: tuple[pl.LazyFrame, ...]
    """In order of time; an hour is in one of them alone."""
    squares: pl.DataFrame


def keep_slots(part: Slots, kept: list[Slots]) -> None:
    """Keep the slots of a window with those of the windows before.

    Those of vessels are added up whenever they have doubled, so that they take memory
    by the places that vessels were in and not by the days.
    """
    kept.append(part)
    before, after = kept[0].by_vessel, [one.by_vessel for one in kept[1:]]
    if sum(one.height for one in after) > before.height:
        total = _sum([before, *after], BY_VESSEL)
        nothing = total.clear()
        kept[:] = [one._replace(by_vessel=nothing) for one in kept]
        kept[0] = kept[0]._replace(by_vessel=total)


def add_silences(
    parts: Sequence[Slots],
    gaps: pd.DataFrame,
    max_gap: timedelta,
    params: ReceptionParams = STSDETECT,
) -> AllSlots:
    """Add up all slots, and those of silences too long for a segment, all missed.

    Parameters
    ----------
    parts : sequence of Slots
        Of all windows, in order of time.
    gaps : pd.DataFrame
        A :data:`~stsdetect.schema.GAPS` table.
    max_gap : timedelta
        Longest silence inside a segment.
    params : ReceptionParams
        How long a silence tells that the vessel was not heard.

    Returns
    -------
    AllSlots
        In order of their keys.
    """
    hours = pl.col("duration_h")
    long = GAPS.from_pandas(gaps).filter(
        ~pl.col("open"),
        hours > max_gap / timedelta(hours=1),
        hours <= params.max_trial / timedelta(hours=1),
    )
    missed = [_missed(some, params) for some in batches_of(long, params)]
    silent = _sum([by_hour for _, by_hour in missed], BY_HOUR)
    of_vessels = [*(one.by_vessel for one in parts), *(own for own, _ in missed)]
    return AllSlots(
        _sum(of_vessels, BY_VESSEL),
        _by_hour([one.by_hour for one in parts], silent),
        _sum([one.squares for one in parts], BY_SQUARE),
    )


def batches_of(
    gaps: pl.DataFrame, params: ReceptionParams, most: int = 2**30
) -> Iterator[pl.DataFrame]:
    """Cut a table of gaps so that the slots of each piece are not too many.

    Parameters
    ----------
    gaps : DataFrame
        With ``duration_h``; one piece without rows where there is none.
    params : ReceptionParams
        How long a slot is.
    most : int
        Slots of a gap that are looked at.
    """
    hours = numbers(gaps["duration_h"])
    n_slots = np.minimum(hours * params.per_hour + 1.0, most)
    number = np.cumsum(n_slots) // _BATCH
    edges = np.flatnonzero(np.diff(number, prepend=-1.0))
    for first, stop in pairwise([*(edges.tolist() or [0]), gaps.height]):
        yield gaps[first:stop]


def _missed(
    gaps: pl.DataFrame, params: ReceptionParams
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Count the slots of silences, by vessel and by hour; nobody is heard in them."""
    row, slot, cell = slots_of(ways_of(gaps), params, 2**30).T
    kind = kind_of(gaps["ais_class"], gaps["implied_speed_kn"], params)
    columns = {"hour": slot // params.per_hour, "cell": cell, "kind": kind[row]}
    none = [pl.lit(0, pl.Int64).alias(name) for name in COUNTS[1:]]
    missed = pl.DataFrame(columns).with_columns(
        gaps["mmsi"].gather(row), pl.lit(1, pl.Int64).alias(COUNTS[0]), *none
    )
    return sum_vessels(missed), sum_hours(missed, pl.lit(0, SMALL))


def _by_hour(
    parts: Sequence[pl.LazyFrame], silent: pl.DataFrame
) -> tuple[pl.LazyFrame, ...]:
    """Give each window its hours of silences, those before its first to the one before.

    Hours of silences may lie where no window is, since nobody was heard there.
    """
    hour = pl.col("hour")
    firsts = [one.select(hour.min()).collect().item() for one in parts]
    heard = [one for one in zip(firsts, parts, strict=True) if one[0] is not None]
    known = heard or [(ALWAYS[0], silent.clear().lazy())]
    edges = [ALWAYS[0], *(first for first, _ in known[1:]), ALWAYS[1]]
    return tuple(
        pl.concat([one, silent.lazy().filter(hour >= low, hour < high)])
        .group_by(BY_HOUR)
        .agg(pl.exclude(BY_HOUR).sum())
        .sort(BY_HOUR)
        for (low, high), (_, one) in zip(pairwise(edges), known, strict=True)
    )


def _sum(tables: Iterable[pl.DataFrame], key: Sequence[str]) -> pl.DataFrame:
    table = pl.concat(tables)
    return table.group_by(key).agg(pl.exclude(key).sum()).sort(key)
