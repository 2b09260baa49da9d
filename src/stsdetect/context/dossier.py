"""Dossier: who the vessels of each lead are, beyond what they say of themselves."""

import pandas as pd
import polars as pl

from stsdetect.context.draught import measure_draught
from stsdetect.context.listed import strong_hits, tell_listed
from stsdetect.context.marks import tell_marks
from stsdetect.context.network import measure_network
from stsdetect.schema import (
    ANOMALIES,
    ENCOUNTERS,
    IDENTITY_EVENTS,
    LEADS,
    VESSELS,
    WATCHLIST_HITS,
)

__all__ = ["add_dossier"]


def add_dossier(
    leads: pd.DataFrame,
    encounters: pd.DataFrame,
    vessels: pl.DataFrame,
    hits: pl.DataFrame,
    identity_events: pd.DataFrame,
    anomalies: pd.DataFrame,
) -> pd.DataFrame:
    """Add to each lead what its vessels' history tells.

    Parameters
    ----------
    leads : DataFrame
        A :data:`~stsdetect.schema.LEADS` table, in any order.
    encounters, identity_events, anomalies : DataFrame
        Tables of events of the whole run, in any order.
    vessels : DataFrame
        A :data:`~stsdetect.schema.VESSELS` table, in any order.
    hits : DataFrame
        A :data:`~stsdetect.schema.WATCHLIST_HITS` table; empty without a watch list.

    Returns
    -------
    DataFrame
        The leads in their order, with marks of integrity and identity, entries of
        watch lists, changes of draught and their place in the network of encounters.
    """
    LEADS.check(leads)
    VESSELS.check(vessels)
    WATCHLIST_HITS.check(hits)
    if leads.empty:
        return leads
    plain = LEADS.from_pandas(leads)
    met = ENCOUNTERS.from_pandas(encounters)
    parts = [
        tell_marks(
            plain,
            IDENTITY_EVENTS.from_pandas(identity_events),
            ANOMALIES.from_pandas(anomalies),
        ),
        tell_listed(plain, hits),
        measure_draught(plain, vessels),
        measure_network(plain, met, strong_hits(hits)),
    ]
    known = plain.with_columns(
        column for part in parts for column in part.get_columns()
    )
    described = LEADS.to_pandas(LEADS.conform(known).select(LEADS.names))
    LEADS.check(described)
    return described
