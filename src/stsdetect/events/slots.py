"""Slots of ten minutes, in each of which a vessel that was there is heard or not."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
import polars as pl
from numpy.typing import NDArray

from stsdetect.events.arrays import numbers, whole
from stsdetect.events.cells import block_of
from stsdetect.events.edges import Span, epoch_ms
from stsdetect.events.reception_rule import STSDETECT, ReceptionParams
from stsdetect.kernels.slots import (
    Grid,
    Heard,
    Ways,
    count_slots,
    spread_ways,
)
from stsdetect.schema import GAPS

__all__ = [
    "STSDETECT",
    "ReceptionParams",
    "Slots",
    "add_silences",
    "add_slots",
    "count_heard",
    "kind_of",
    "slots_of",
    "ways_of",
]

HOUR_MS: Final = 3_600_000
ALWAYS: Final = (-(2**40), 2**40)
"""Hours that hold all times."""


class Slots(NamedTuple):
    """Slots counted, of a window or of all of them."""

    by_vessel: pl.DataFrame
    """``mmsi, cell, kind, n_slots, n_heard, n_space, n_land``."""
    by_hour: pl.DataFrame
    """``cell, hour, kind, n_slots, n_heard, n_space, n_land, n_vessels`` (heard)."""
    witnesses: pl.DataFrame
    """``block, hour, n_vessels`` heard in it."""
    by_slot: pl.DataFrame
    """``block, slot`` (since 1970), ``n_heard``: slots of vessels, where any was."""


_COUNTS: Final = ("n_slots", "n_heard", "n_space", "n_land")
_N: Final = pl.len().cast(pl.Int64)


def count_heard(
    reports: pl.DataFrame,
    own: Span,
    period: Span,
    params: ReceptionParams = STSDETECT,
) -> Slots:
    """Count the slots of a window in which vessels that were there were heard or not.

    Parameters
    ----------
    reports : pl.DataFrame
        As :func:`~stsdetect.events.reports.order_reports` gives them, to the longest
        gap of a segment, and an hour, beyond both ends of the window.
    own, period : pair of datetime
        The window, which owns the hours that start in it, and all windows together:
        the hour in which the period starts belongs to the first one.
    params : ReceptionParams
        How long a slot is.

    Returns
    -------
    Slots
        Whole numbers, so that they add up in any order.
    """
    first, stop = (-(-epoch_ms(instant) // HOUR_MS) for instant in own)
    if own[0] == period[0]:
        first = epoch_ms(own[0]) // HOUR_MS
    heard = Heard(
        whole(reports["segment_id"]),
        whole(reports["timestamp"]),
        numbers(reports["lat"]),
        numbers(reports["lon"]),
        kind_of(reports["ais_class"], reports["speed_kn"], params),
        (reports["receiver"] == "satellite").fill_null(value=False).to_numpy(),
    )
    counts = count_slots(heard, _grid(params, first, stop))
    names = ("row", "hour", "cell", "kind", *_COUNTS, "which")
    frame = pl.DataFrame(dict(zip(names, counts.T, strict=True))).with_columns(
        reports["mmsi"].gather(counts[:, 0])
    )
    return _add_up(frame, params)


def add_slots(part: Slots, total: Slots | None = None) -> Slots:
    """Add the slots of a window to those of the windows before, if any.

    Vessels are added up at once, so that they take memory by the places they were in
    and not by the days; an hour has its counts from one window alone.
    """
    if total is None:
        return part
    by_vessel = pl.concat([total.by_vessel, part.by_vessel])
    return Slots(
        by_vessel.group_by("mmsi", "cell", "kind").agg(pl.col(_COUNTS).sum()),
        pl.concat([total.by_hour, part.by_hour]),
        pl.concat([total.witnesses, part.witnesses]),
        pl.concat([total.by_slot, part.by_slot]),
    )


def add_silences(
    slots: Slots,
    gaps: pd.DataFrame,
    max_gap: timedelta,
    params: ReceptionParams = STSDETECT,
) -> Slots:
    """Add the slots of silences too long for a segment, in which nothing was heard.

    Parameters
    ----------
    slots : Slots
        Of all windows.
    gaps : pd.DataFrame
        A :data:`~stsdetect.schema.GAPS` table.
    max_gap : timedelta
        Longest silence inside a segment.
    params : ReceptionParams
        How long a silence tells that the vessel was not heard.

    Returns
    -------
    Slots
        In order of their keys.
    """
    hours = pl.col("duration_h")
    long = GAPS.from_pandas(gaps).filter(
        ~pl.col("open"),
        hours > max_gap / timedelta(hours=1),
        hours <= params.max_trial / timedelta(hours=1),
    )
    row, slot, cell = slots_of(ways_of(long), params, 2**30).T
    kind = kind_of(long["ais_class"], long["implied_speed_kn"], params)
    columns = {"hour": slot // params.per_hour, "cell": cell, "kind": kind[row]}
    none = [pl.lit(0, pl.Int64).alias(name) for name in (*_COUNTS[1:], "which")]
    missed = pl.DataFrame(columns).with_columns(
        long["mmsi"].gather(row), *none, n_slots=pl.lit(1, pl.Int64)
    )
    whole_time = add_slots(_add_up(missed, params), slots)
    keys = (
        ("mmsi", "cell", "kind"),
        ("cell", "hour", "kind"),
        ("block", "hour"),
        ("block", "slot"),
    )
    return Slots(*(_sum(*one) for one in zip(whole_time, keys, strict=True)))


def kind_of(
    ais_class: pl.Series, speed_kn: pl.Series, params: ReceptionParams
) -> NDArray[np.int64]:
    """Give the numbers of the kinds of report that are equally well heard.

    Returns
    -------
    (n,) array
        0 Class A under way, 1 Class A still, 2 and 3 the same of Class B. A class that
        is not told counts as A, a speed that is not known as under way.
    """
    of_b = (ais_class == "B").fill_null(value=False).to_numpy()
    still = (speed_kn <= params.max_still_kn).fill_null(value=False).to_numpy()
    kind: NDArray[np.int64] = 2 * of_b.astype(np.int64) + still
    return kind


def ways_of(gaps: pl.DataFrame) -> Ways:
    """Give silences with the places before and after as arrays."""
    places = ("start_lat", "start_lon", "end_lat", "end_lon")
    return Ways(
        whole(gaps["start_time"]),
        whole(gaps["end_time"]),
        *(numbers(gaps[name]) for name in places),
    )


def slots_of(gaps: Ways, params: ReceptionParams, max_slots: int) -> NDArray[np.int64]:
    """Give the slots inside silences, at any time: row, slot, cell of each."""
    pieces: NDArray[np.int64] = spread_ways(gaps, _grid(params), max_slots)
    return pieces


def _grid(
    params: ReceptionParams, first: int = ALWAYS[0], stop: int = ALWAYS[1]
) -> Grid:
    slot_ms = params.slot // timedelta(milliseconds=1)
    return Grid(slot_ms, params.per_hour, first, stop)


def _add_up(counts: pl.DataFrame, params: ReceptionParams) -> Slots:
    """Add up slots by vessel and by hour, and count the vessels heard."""
    sums = [pl.col(name).sum() for name in _COUNTS]
    heard = pl.col("n_heard") > 0
    n_vessels = pl.col("mmsi").filter(heard).n_unique().cast(pl.Int64)
    blocks = counts.with_columns(block=pl.Series(block_of(whole(counts["cell"]))))
    return Slots(
        counts.group_by("mmsi", "cell", "kind").agg(sums),
        counts.group_by("cell", "hour", "kind").agg(*sums, n_vessels=n_vessels),
        blocks.group_by("block", "hour").agg(n_vessels=n_vessels),
        _heard_slots(blocks, params.per_hour),
    )


def _heard_slots(blocks: pl.DataFrame, per_hour: int) -> pl.DataFrame:
    """Count who was heard in each slot of an hour, in each degree square."""
    which = whole(blocks["which"])
    parts = []
    for number in range(per_hour):
        heard = blocks.filter(pl.Series((which >> number) & 1 > 0))
        slot = pl.col("hour") * per_hour + number
        parts.append(heard.group_by("block", slot.alias("slot")).agg(n_heard=_N))
    return pl.concat(parts)


def _sum(table: pl.DataFrame, key: Sequence[str]) -> pl.DataFrame:
    return table.group_by(key).agg(pl.exclude(key).sum()).sort(key)
