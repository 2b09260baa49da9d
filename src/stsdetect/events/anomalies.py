"""Anomalies: positions that can't be true, or tracks that no vessel makes.

A position is flagged, never moved or dropped. Where many vessels jump to one place at
once, satellite navigation is disturbed, and the kind ``regional_gnss`` excuses them.
"""

import hashlib
import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import Final, NamedTuple

import pandas as pd
import polars as pl

from stsdetect.events.floods import join_floods
from stsdetect.events.hours import join_strange_hours
from stsdetect.events.jumps import find_jumps, find_regional_events
from stsdetect.events.own_replays import find_own_replays
from stsdetect.events.particulars import longest_known
from stsdetect.events.receivers import find_unhearable
from stsdetect.events.replays import find_replays
from stsdetect.schema import ANOMALIES
from stsdetect.units import M_PER_NM

__all__ = ["Seen", "find_anomalies"]

log = logging.getLogger(__name__)

LARGE_M: Final = 80.0
"""Ours: no vessel so long is alone on a river that no chart of the world shows."""
BESIDE: Final = timedelta(hours=1)
"""Ours: from a jump to the stay on land that it begins or ends."""


class Seen(NamedTuple):
    """What each window of a period saw: of each kind one table or more."""

    edges: Sequence[pl.DataFrame]
    """:data:`~stsdetect.schema.EDGES` of windows that together are the period."""
    hours: Sequence[pl.DataFrame]
    """As :func:`~stsdetect.events.hours.find_strange_hours` gives them."""
    turns: Sequence[pl.LazyFrame]
    """As :func:`~stsdetect.events.turns.keep_turns` gives them."""
    floods: Sequence[pl.DataFrame] = ()
    """``kind, mmsi, start_time, end_time, n`` of periods that hold more than can be."""
    places: Sequence[pl.DataFrame] = ()
    """Of vessels that jump, as :func:`~stsdetect.events.own_replays.keep_places` gives
    them."""


def find_anomalies(
    seen: Seen, heard: pl.DataFrame, inland: pl.DataFrame, vessels: pl.DataFrame
) -> pd.DataFrame:
    """Join what each window found into the anomalies of a whole period.

    Parameters
    ----------
    seen : Seen
        What windows saw.
    heard : pl.DataFrame
        As :func:`~stsdetect.events.receivers.add_receivers` gives it.
    inland : pl.DataFrame
        ``mmsi, start_time, end_time, detail`` of vessels on land. It tells of large
        vessels, and of those that jump there or away: smaller ones sail on rivers that
        the coastline doesn't know.
    vessels : pl.DataFrame
        A :data:`~stsdetect.schema.VESSELS` table, in any order.

    Returns
    -------
    pd.DataFrame
        An :data:`~stsdetect.schema.ANOMALIES` table, by start and id.
    """
    jumps = find_jumps(seen.edges)
    parts = [
        _tell_jumps(jumps),
        _tell_regional(find_regional_events(jumps)),
        join_strange_hours(seen.hours),
        _replays(seen.turns, seen.places, jumps),
        find_unhearable(heard),
        join_floods(seen.floods),
        _out_of_place(inland, jumps, vessels),
    ]
    columns = ("mmsi", "kind", "start_time", "end_time", "detail")
    found = pl.concat([part.select(columns) for part in parts])
    keys = found.select("kind", "mmsi", pl.col("start_time").dt.epoch("ms")).iter_rows()
    ids = [
        hashlib.sha256(" ".join(map(str, key)).encode()).hexdigest()[:16]
        for key in keys
    ]
    named = found.with_columns(pl.Series("anomaly_id", ids, dtype=pl.String))
    table = ANOMALIES.conform(named).select(ANOMALIES.names)
    anomalies = ANOMALIES.to_pandas(table.sort("start_time", "anomaly_id"))
    ANOMALIES.check(anomalies)
    log.info("%d anomalies", len(anomalies))
    return anomalies


def _replays(
    turns: Sequence[pl.LazyFrame], places: Sequence[pl.DataFrame], jumps: pl.DataFrame
) -> pl.DataFrame:
    """Give what turns tell, and what follows a jump and no turn told of."""
    by_turns = find_replays(turns)
    own = find_own_replays(places, jumps)
    known = own.join(by_turns, on="mmsi", suffix="_known").filter(
        pl.col("start_time") < pl.col("end_time_known"),
        pl.col("start_time_known") < pl.col("end_time"),
    )
    new = own.join(known, on=["mmsi", "start_time"], how="anti")
    return pl.concat([by_turns, new])


def _out_of_place(
    inland: pl.DataFrame, jumps: pl.DataFrame, vessels: pl.DataFrame
) -> pl.DataFrame:
    large = longest_known(vessels).filter(pl.col("length_m") >= LARGE_M)["mmsi"]
    leaps = jumps.select(
        "mmsi", pl.col("start_time").alias("left"), pl.col("end_time").alias("came")
    )
    by_jump = inland.join(leaps, on="mmsi").filter(
        (pl.col("came") - pl.col("start_time")).abs().le(BESIDE)
        | (pl.col("left") - pl.col("end_time")).abs().le(BESIDE)
    )["mmsi"]
    return inland.filter(
        pl.col("mmsi").is_in(pl.concat([large, by_jump]).unique().implode())
    ).with_columns(pl.lit("on_land").alias("kind"))


def _tell_jumps(jumps: pl.DataFrame) -> pl.DataFrame:
    return jumps.with_columns(
        pl.lit("jump").alias("kind"),
        pl.format(
            "{} nm away at once, as if at {} kn",
            (pl.col("distance_m") / M_PER_NM).round(0),
            pl.col("speed_kn").round(0),
        ).alias("detail"),
    )


def _tell_regional(jumps: pl.DataFrame) -> pl.DataFrame:
    return jumps.with_columns(
        pl.lit("regional_gnss").alias("kind"),
        pl.format("{} vessels jump to one place", "n_vessels").alias("detail"),
    )
