"""Slots of ten minutes, in each of which a vessel that was there is heard or not."""

from datetime import timedelta
from typing import Final, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from stsdetect.events.around import BY_SQUARE
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

__all__ = [
    "STSDETECT",
    "ReceptionParams",
    "Slots",
    "count_heard",
    "kind_of",
    "slots_of",
    "sum_hours",
    "sum_vessels",
    "ways_of",
]

HOUR_MS: Final = 3_600_000
ALWAYS: Final = (-(2**30), 2**30)
"""Hours that hold all times."""


class Slots(NamedTuple):
    """Slots counted, of a window."""

    by_vessel: pl.DataFrame
    """``mmsi, cell, kind, n_slots, n_heard, n_space, n_land``."""
    by_hour: pl.LazyFrame
    """``cell, hour, kind, n_slots, n_heard, n_space, n_land, n_vessels`` (heard); not
    read before it is asked for: of all windows it grows with the days."""
    squares: pl.DataFrame
    """``block, hour, n_vessels`` (heard), and ``part_0, part_1, …``: slots of vessels
    heard in each part of the hour; where any was."""


COUNTS: Final = ("n_slots", "n_heard", "n_space", "n_land")
BY_VESSEL: Final = ("mmsi", "cell", "kind")
BY_HOUR: Final = ("cell", "hour", "kind")
SMALL: Final = pl.Int32()
"""Holds every cell, square and hour, and the counts of one, in half of the memory."""


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
    names = ("row", "hour", "cell", "kind", *COUNTS, "which")
    frame = pl.DataFrame(dict(zip(names, counts.T, strict=True))).with_columns(
        reports["mmsi"].gather(counts[:, 0])
    )
    return _add_up(frame, params)


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
    heard = pl.col("n_heard") > 0
    n_vessels = pl.col("mmsi").filter(heard).n_unique().cast(SMALL)
    block = pl.Series("block", block_of(whole(counts["cell"])))
    which = pl.col("which")
    parts = {
        f"part_{number}": ((which // 2**number) % 2).sum().cast(SMALL)
        for number in range(params.per_hour)
    }
    return Slots(
        sum_vessels(counts),
        sum_hours(counts, n_vessels).lazy(),
        counts.with_columns(block)
        .filter(heard)
        .group_by(pl.col(BY_SQUARE).cast(SMALL))
        .agg(n_vessels=n_vessels, **parts),
    )


def sum_vessels(counts: pl.DataFrame) -> pl.DataFrame:
    """Add up counts of slots as ``by_vessel`` of :class:`Slots` has them."""
    place = pl.col("cell", "kind").cast(SMALL)
    return counts.group_by("mmsi", place).agg(pl.col(COUNTS).sum().cast(SMALL))


def sum_hours(counts: pl.DataFrame, n_vessels: pl.Expr) -> pl.DataFrame:
    """Add up counts of slots as ``by_hour`` of :class:`Slots` has them."""
    sums = pl.col(COUNTS).sum().cast(SMALL)
    return counts.group_by(pl.col(BY_HOUR).cast(SMALL)).agg(sums, n_vessels=n_vessels)
