"""Settling: which rows of a window nothing that comes later can join."""

from datetime import datetime

import polars as pl

from stsdetect.events.contacts import (
    PAIR,
    find_contacts,
    find_near,
    reach_of,
    within_lengths,
)
from stsdetect.events.lasting import chain_ids, find_short
from stsdetect.events.rule import STSDETECT, EncounterParams

__all__ = ["split_settled"]


def split_settled(
    proximities: pl.DataFrame,
    stop: datetime,
    vessels: pl.DataFrame,
    params: EncounterParams = STSDETECT,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Split off the pairs whose encounter can still go on after an instant.

    Rows that a tick at `stop` or later could join, as the same contact, by a merge or
    as a repeated contact, stay open together with every row that hangs on them; what
    lies before the last break of the pair that nothing can bridge is settled.
    Encounters of the settled rows of window after window are those of all rows at
    once.

    Parameters
    ----------
    proximities : pl.DataFrame
        The open rows so far and those of a window that ends at `stop`; a
        :data:`~stsdetect.schema.PROXIMITIES` table, in any order.
    stop : datetime
        End of the window, exclusive.
    vessels : pl.DataFrame
        A :data:`~stsdetect.schema.VESSELS` table, for a rule by length.
    params : EncounterParams
        Bounds of the encounters.

    Returns
    -------
    settled, open : pl.DataFrame
        PROXIMITIES tables by pair and time. Rows beyond the distance at which a
        contact closes, or of what is no vessel, are in neither.
    """
    near = find_near(proximities, params)
    first, last = pl.col("timestamp").first(), pl.col("timestamp").last()
    parts = near.group_by("part", maintain_order=True).agg(
        pl.col(PAIR).first(),
        first,
        goes_on=(pl.lit(stop) - last <= reach_of(params))
        & (pl.lit(stop) - first < params.max_length),
    )
    latest = pl.col("part") == pl.col("part").last().over(PAIR)
    parts = parts.with_columns(waits=pl.col("goes_on") & latest)
    going_on = parts.filter("waits").drop("goes_on", "waits")
    contacts = find_contacts(within_lengths(near, vessels, params), params)
    repeating = _repeating(find_short(contacts, params), going_on, stop, params)
    waiting = pl.concat([going_on["part"], repeating])
    waits = pl.col("part").is_in(waiting.implode())
    columns = proximities.columns
    return near.filter(~waits).select(columns), near.filter(waits).select(columns)


def _repeating(
    short: pl.DataFrame, going_on: pl.DataFrame, stop: datetime, params: EncounterParams
) -> pl.Series:
    """Give the parts whose short contacts one at `stop` or later could repeat.

    Short contacts of a pair, and the part of it that goes on and may yet turn out to
    be one, hang together in chains.
    """
    if not params.repeat_time:
        return going_on["part"].clear()
    chains = pl.concat(
        [
            short.join(going_on, on="part", how="anti").with_columns(
                goes_on=pl.lit(value=False)
            ),
            going_on.select(short.columns).with_columns(goes_on=pl.lit(value=True)),
        ]
    ).sort(*PAIR, "timestamp", "part")
    first, last = pl.col("timestamp").first(), pl.col("timestamp").last()
    open_end = (pl.lit(stop) - last <= params.repeat_time) & (
        pl.lit(stop) - first < params.max_length
    )
    return (
        chains.with_columns(pl.Series("chain", chain_ids(chains, params)))
        .filter((open_end | pl.col("goes_on").any()).over("chain"))
        .get_column("part")
    )
