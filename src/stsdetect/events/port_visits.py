"""Port visits: the calls that the spells of all windows make."""

import hashlib
import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import numpy as np
import pandas as pd
import polars as pl

from stsdetect.events.arrays import whole
from stsdetect.events.port_spells import STSDETECT, PortParams
from stsdetect.kernels.links import chain_ids
from stsdetect.schema import PORT_SPELLS, PORT_VISITS

__all__ = ["STSDETECT", "PortParams", "find_port_visits"]

log = logging.getLogger(__name__)

HOUR_MS: Final = 3_600_000
NEAREST: Final = ("port", "lat", "lon", "distance_m")


def find_port_visits(
    spells: Sequence[pl.DataFrame],
    ports: pl.DataFrame,
    params: PortParams = STSDETECT,
) -> pd.DataFrame:
    """Find the visits that the spells of all windows make.

    Parameters
    ----------
    spells : sequence of pl.DataFrame
        :data:`~stsdetect.schema.PORT_SPELLS` tables.
    ports : pl.DataFrame
        ``name`` and ``country`` of each port, in the order that the spells number.
    params : PortParams
        What a visit is.

    Returns
    -------
    pd.DataFrame
        A :data:`~stsdetect.schema.PORT_VISITS` table, by start and id. ``confidence``
        has the four levels of Global Fishing Watch as quarters: 1 where a vessel comes
        in, stops or falls silent, and leaves; 0.75 where one end was not heard; 0.5
        where it was heard in port alone; 0.25 where it passed through without a stop.
    """
    table = pl.concat([PORT_SPELLS.empty_polars(), *spells])
    PORT_SPELLS.check(table)
    visits = _join(_chain(table.sort(PORT_SPELLS.key)), "chain")
    visits = _join(_wait(visits, params), "call")
    visits = visits.filter(pl.col("came_in_time").is_not_null())
    found = PORT_VISITS.to_pandas(_conform(visits, ports))
    PORT_VISITS.check(found)
    log.info("%d port spells, %d port visits", table.height, len(found))
    return found


def _chain(spells: pl.DataFrame) -> pl.DataFrame:
    """Give spells that windows cut one chain: each ends where the next begins."""
    spells = spells.with_row_index("row")
    ends = spells.select(
        "mmsi",
        pl.col("end_time").alias("before_time"),
        pl.col("after_time").alias("start_time"),
        pl.col("row").cast(pl.Int64).alias("link"),
    ).drop_nulls()
    linked = spells.join(
        ends,
        on=["mmsi", "before_time", "start_time"],
        how="left",
        maintain_order="left",
    )
    links = whole(linked["link"].fill_null(-1))
    chain = np.empty(links.size, dtype=np.int64)
    chain_ids(links, whole(linked["mmsi"]), whole(linked["start_time"]), chain)
    carried = pl.col("stopped").forward_fill().shift().over("chain")
    unsettled = pl.col("unsettled_ms")
    return linked.with_columns(pl.Series("chain", chain)).with_columns(
        pl.col("stopped_ms") + pl.when(carried).then(unsettled).otherwise(0)
    )


def _wait(visits: pl.DataFrame, params: PortParams) -> pl.DataFrame:
    """Give visits that a short silence in one port parts one number."""
    visits = visits.sort("mmsi", "start_time", "port")

    def before(name: str) -> pl.Expr:
        return pl.col(name).shift().over("mmsi")

    silence = pl.col("start_time") - before("end_time")
    goes_on = (
        (pl.col("port") == before("port"))
        & ~pl.col("entered")
        & ~before("left")
        & (silence > timedelta(0))
        & (silence <= params.max_silence)
    ).fill_null(value=False)
    return visits.with_columns(
        (~goes_on).cum_sum().alias("call"),
        pl.col("n_gaps") + (goes_on & (silence >= params.min_gap)).cast(pl.Int64),
    )


def _join(parts: pl.DataFrame, by: str) -> pl.DataFrame:
    """Join the parts of one visit, which follow each other in time."""
    nearest = pl.col("distance_m").arg_min()
    return parts.group_by(by, maintain_order=True).agg(
        pl.col("mmsi", "start_time", "entered").first(),
        pl.col("end_time", "left").last(),
        pl.col("came_in_time").min(),
        pl.col("n_gaps", "stopped_ms").sum(),
        pl.col(NEAREST).get(nearest),
    )


def _conform(visits: pl.DataFrame, ports: pl.DataFrame) -> pl.DataFrame:
    halted = (pl.col("stopped_ms") > 0) | (pl.col("n_gaps") > 0)
    n_ends = pl.col("entered").cast(pl.Int64) + pl.col("left").cast(pl.Int64)
    quarters = pl.when(halted).then(n_ends + 2).otherwise(1)
    visits = visits.with_columns(
        pl.col("came_in_time").alias("start_time"),
        (quarters / 4.0).alias("confidence"),
        (pl.col("distance_m") / 1_000.0).alias("distance_km"),
        (pl.col("stopped_ms") / HOUR_MS).alias("stopped_h"),
        ports["country"].gather(visits["port"]),
        ports["name"].gather(visits["port"]).alias("port"),
    )
    keys = visits.select("mmsi", pl.col("start_time").dt.epoch("ms")).iter_rows()
    visits = visits.with_columns(
        pl.Series("visit_id", [_visit_id(*key) for key in keys], pl.String)
    )
    order = ("start_time", "mmsi", "visit_id")
    return PORT_VISITS.conform(visits).select(PORT_VISITS.names).sort(order)


def _visit_id(mmsi: int, start_ms: int) -> str:
    return hashlib.sha256(f"port visit {mmsi} {start_ms}".encode()).hexdigest()[:16]
