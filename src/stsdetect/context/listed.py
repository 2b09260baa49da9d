"""Listed: what watch lists say of the vessels of a lead, at its time."""

from datetime import datetime
from typing import Any, Final

import polars as pl

__all__ = ["strong_hits", "tell_listed"]

_BASES: Final = {
    "imo": "by IMO number",
    "mmsi_and_name": "by MMSI and name",
    "mmsi": "by MMSI alone",
    "name_and_callsign": "by name and call sign",
    "name_and_length": "by name and length",
}


def tell_listed(leads: pl.DataFrame, hits: pl.DataFrame) -> pl.DataFrame:
    """Tell which entries of watch lists name the vessels of each lead.

    Parameters
    ----------
    leads : pl.DataFrame
        ``mmsi_a, mmsi_b, end_time``.
    hits : pl.DataFrame
        A :data:`~stsdetect.schema.WATCHLIST_HITS` table, in any order.

    Returns
    -------
    pl.DataFrame
        ``watchlist_a, watchlist_b``, row by row: list, entry, name, what agrees, and
        how the day of listing stands to the event, joined by ``" / "``; missing
        without an entry. An entry that came later, or was lifted before, is told with
        that: it is no entry in force, and still a fact.
    """
    by_vessel: dict[int, list[dict[str, Any]]] = {}
    for hit in hits.sort("list_name", "entry", "hit_id").iter_rows(named=True):
        by_vessel.setdefault(hit["mmsi"], []).append(hit)
    times = leads["end_time"].to_list()
    return pl.DataFrame(
        {
            f"watchlist_{side}": [
                " / ".join(_tell(hit, time) for hit in by_vessel.get(mmsi, ())) or None
                for mmsi, time in zip(leads[f"mmsi_{side}"], times, strict=True)
            ]
            for side in ("a", "b")
        },
        schema={f"watchlist_{side}": pl.String for side in ("a", "b")},
    )


def strong_hits(hits: pl.DataFrame) -> pl.DataFrame:
    """Give ``mmsi, listed, delisted`` of hits that name one hull, not only resemble."""
    strong = pl.col("strength").cast(pl.String).is_in(("exact", "strong"))
    return hits.filter(strong).select("mmsi", "listed", "delisted").unique()


def _tell(hit: dict[str, Any], time: datetime) -> str:
    name = f" {hit['listed_name']}" if hit["listed_name"] else ""
    basis = f"{_BASES[hit['basis']]}, {hit['strength']}"
    return f"{hit['list_name']} {hit['entry']}{name} ({basis}{_when(hit, time)})"


def _when(hit: dict[str, Any], time: datetime) -> str:
    listed, delisted = hit["listed"], hit["delisted"]
    if delisted is not None and delisted <= time:
        return f", lifted on {delisted:%Y-%m-%d}"
    if listed is None:
        return ", day of listing not given"
    after = ", after this event" if listed > time else ""
    return f", listed on {listed:%Y-%m-%d}{after}"
