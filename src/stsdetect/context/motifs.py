"""Motifs: what several things told of a voyage mean together.

A load that goes on from hull to hull to North Korea, a destination elsewhere of one who
went there, and a draught that changed at sea: each is made of facts that stand alone.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any, Final

import pandas as pd
import polars as pl

from stsdetect.context.destinations import find_destination
from stsdetect.context.port_history import (
    Calls,
    list_calls,
    nearest_event,
    tell_history,
)
from stsdetect.schema import LEADS, VESSELS

__all__ = ["add_motifs"]

LOADED: Final = timedelta(days=20)
"""Ours: the tanker of a reported case left Gunsan 11 days before (FT
and RUSI, of the Mercury and the Shundlli)."""
MAX_DAYS: Final = 10.0
"""Ours: to North Korea afterwards; that case took 4."""
MIN_CHANGE_M: Final = 0.3
MIN_SHARE: Final = 0.05
"""Ours: of a draught, as a length and as a share of it."""
AROUND: Final = timedelta(hours=72)
"""Ours: in which the change was told, and no port was called at."""


def add_motifs(
    leads: pd.DataFrame,
    visits: pd.DataFrame,
    dark_voyages: pd.DataFrame,
    vessels: pl.DataFrame,
    port_files: tuple[str, ...] = (),
) -> pd.DataFrame:
    """Add ``supply_chain``, ``false_destination``, ``bound_for``, ``draught_at_sea``.

    Parameters
    ----------
    leads : DataFrame
        A :data:`~stsdetect.schema.LEADS` table with its changes of draught, in any
        order.
    visits : DataFrame
        A :data:`~stsdetect.schema.PORT_VISITS` table, in any order.
    dark_voyages : DataFrame
        A :data:`~stsdetect.schema.DARK_VOYAGES` table, in any order.
    vessels : DataFrame
        A :data:`~stsdetect.schema.VESSELS` table, in any order.
    port_files : tuple of str
        Ports of the user, beside those that ship, which destinations may name.

    Returns
    -------
    DataFrame
        The leads in the order given, each motif in words, missing where it is not seen:
        one vessel came from a port outside North Korea and the other is there within
        ten days; a vessel told a port elsewhere and is there within ten days; a vessel
        told a port there; the draught of a vessel changed, and no port call is seen
        three days around.
    """
    LEADS.check(leads)
    VESSELS.check(vessels)
    if leads.empty:
        return leads
    table = LEADS.from_pandas(leads)
    calls = list_calls(visits, dark_voyages)
    sides = [_side(table, calls, vessels, side) for side in "ab"]
    false, bound = (partial(tell, port_files=port_files) for tell in (_false, _bound))
    rows = list(zip(*(side.to_dicts() for side in sides), strict=True))
    told = table.with_columns(
        pl.Series("supply_chain", [_chain(a, b) for a, b in rows], pl.String),
        pl.Series("false_destination", [_both(false, *r) for r in rows], pl.String),
        pl.Series("bound_for", [_both(bound, *r) for r in rows], pl.String),
        pl.Series("draught_at_sea", [_both(_draught, *r) for r in rows], pl.String),
    )
    frame = LEADS.to_pandas(told.select(LEADS.names))
    LEADS.check(frame)
    return frame


def _side(
    leads: pl.DataFrame,
    calls: Calls,
    vessels: pl.DataFrame,
    side: str,
) -> pl.DataFrame:
    """Give of one vessel of each lead what the motifs are made of, row by row."""
    rows = leads.select(
        pl.col(f"mmsi_{side}").alias("mmsi"),
        "start_time",
        "end_time",
        (pl.col("end_time") + AROUND).alias("late"),
    ).with_row_index("row")
    left = calls.called.filter(pl.col("country") != "PRK").sort("end_time", "visit_id")
    load = nearest_event(
        rows,
        "start_time",
        left.select(
            "mmsi",
            pl.col("end_time").alias("left"),
            (pl.col("port") + ", " + pl.col("country")).alias("load"),
        ),
        "left",
        "backward",
    )
    visits = calls.seen.sort("start_time").select(
        "mmsi",
        pl.col("start_time").alias("call"),
        pl.col("end_time").cum_max().over("mmsi").alias("last_call"),
    )
    call = nearest_event(rows, "late", visits, "call", "backward")
    heard = vessels.sort("valid_from").select(
        "mmsi", "valid_from", "destination", "draught"
    )
    told = nearest_event(rows, "end_time", heard, "valid_from", "backward")
    deepest = vessels.group_by("mmsi").agg(pl.col("draught").max().alias("deepest"))
    return pl.DataFrame(
        {
            "side": pl.repeat(side, leads.height, eager=True),
            "load": load["load"],
            "since_load": load["start_time"] - load["left"],
            "days_to": tell_history(leads, calls, side)["to"],
            "destination": told["destination"],
            "change_m": leads[f"draught_change_{side}_m"],
            "deepest": rows.join(deepest, on="mmsi", how="left", maintain_order="left")[
                "deepest"
            ],
            "in_port": (call["last_call"] >= call["start_time"] - AROUND).fill_null(
                value=False
            ),
        }
    )


def _goes(one: dict[str, Any]) -> str | None:
    """Tell when a vessel is in North Korea, if it is soon."""
    days = one["days_to"]
    if days is None or not 0.0 < days <= MAX_DAYS:
        return None
    return f"in North Korea {days:.1f} days later, or could be in its silence"


def _chain(a: dict[str, Any], b: dict[str, Any]) -> str | None:
    for supplier, receiver in ((a, b), (b, a)):
        since, goes = supplier["since_load"], _goes(receiver)
        if goes and supplier["load"] and since <= LOADED:
            before = f"{since / timedelta(days=1):.1f} days before"
            came = f"{supplier['side']} from {supplier['load']} {before}"
            return f"{came}, {receiver['side']} {goes}"
    return None


def _false(one: dict[str, Any], port_files: tuple[str, ...]) -> str | None:
    port, goes = find_destination(one["destination"], port_files), _goes(one)
    if port is None or goes is None or port.country == "PRK":
        return None
    return f"told {port.port}, {port.country} as its destination, {goes}"


def _bound(one: dict[str, Any], port_files: tuple[str, ...]) -> str | None:
    port = find_destination(one["destination"], port_files)
    if port is None or port.country != "PRK":
        return None
    return f"told {port.port} as its destination"


def _draught(one: dict[str, Any]) -> str | None:
    change, deepest = one["change_m"], one["deepest"]
    if change is None or one["in_port"]:
        return None
    least = max(MIN_CHANGE_M, MIN_SHARE * (deepest or 0.0))
    return f"{change:+.1f} m" if abs(change) >= least else None


def _both(
    tell: Callable[[dict[str, Any]], str | None], a: dict[str, Any], b: dict[str, Any]
) -> str | None:
    said = [f"{one['side']}: {told}" for one in (a, b) if (told := tell(one))]
    return ", ".join(said) or None
