"""Port history: where the vessels of a lead had been, and where they went."""

from datetime import timedelta
from typing import Final, NamedTuple

import pandas as pd
import polars as pl

from stsdetect.schema import DARK_VOYAGES, LEADS, PORT_VISITS

__all__ = ["Calls", "add_port_history", "list_calls", "nearest_event", "tell_history"]

MIN_CONFIDENCE: Final = 0.5
"""Of a visit; ours: who passes through a port circle without a stop called nowhere."""
DAY: Final = timedelta(days=1)


class Calls(NamedTuple):
    """Where vessels were; a visit in doubt is seen, and no call."""

    seen: pl.DataFrame
    """Visits to ports, all of them."""
    called: pl.DataFrame
    """Those that are likely enough."""
    stays: pl.DataFrame
    """``mmsi, start_time, end_time, silent, until`` in North Korea, by start."""


def add_port_history(
    leads: pd.DataFrame, visits: pd.DataFrame, dark_voyages: pd.DataFrame
) -> pd.DataFrame:
    """Add the ports before and after each lead, and how far North Korea is in time.

    Parameters
    ----------
    leads : DataFrame
        A :data:`~stsdetect.schema.LEADS` table, in any order.
    visits : DataFrame
        A :data:`~stsdetect.schema.PORT_VISITS` table, in any order.
    dark_voyages : DataFrame
        A :data:`~stsdetect.schema.DARK_VOYAGES` table, in any order.

    Returns
    -------
    DataFrame
        The leads in the order given. ``prev_port`` is where the last visit before the
        end of the lead began, ``next_port`` where the first one after began.
        ``days_since_dprk`` and ``days_to_north_korea`` count from and to a visit to a
        North Korean port, the end of a silence in North Korean waters, or of a
        suspicious silence with time for a call there; 0 meanwhile. Missing where the
        data know none.
    """
    LEADS.check(leads)
    calls = list_calls(visits, dark_voyages)
    table = LEADS.from_pandas(leads)
    for side in ("a", "b"):
        told = tell_history(table, calls, side)
        table = table.with_columns(
            told["prev_port"].alias(f"prev_port_{side}"),
            told["next_port"].alias(f"next_port_{side}"),
            told["since"].alias(f"days_since_dprk_{side}"),
            told["to"].alias(f"to_{side}"),
        )
    table = table.with_columns(
        pl.min_horizontal("to_a", "to_b").alias("days_to_north_korea")
    )
    frame = LEADS.to_pandas(table.select(LEADS.names))
    LEADS.check(frame)
    return frame


def list_calls(visits: pd.DataFrame, dark_voyages: pd.DataFrame) -> Calls:
    """List the calls of vessels at ports, and their stays in North Korea.

    Parameters
    ----------
    visits : DataFrame
        A :data:`~stsdetect.schema.PORT_VISITS` table, in any order.
    dark_voyages : DataFrame
        A :data:`~stsdetect.schema.DARK_VOYAGES` table, in any order.
    """
    PORT_VISITS.check(visits)
    DARK_VOYAGES.check(dark_voyages)
    seen = PORT_VISITS.from_pandas(visits)
    called = seen.filter(pl.col("confidence") >= MIN_CONFIDENCE)
    return Calls(seen, called, _stays(called, DARK_VOYAGES.from_pandas(dark_voyages)))


def _stays(visits: pl.DataFrame, voyages: pl.DataFrame) -> pl.DataFrame:
    """Give when each vessel was in North Korea, as far as its data tell.

    Of a silence that one end of which lies there, that end is known; of a round trip
    that it was over when the vessel is heard again. It is after a lead only where the
    silence, from ``silent`` on, is: no silence counts for a meeting and for a call.
    """
    ports = visits.filter(pl.col("country") == "PRK")
    kind = pl.col("kind").cast(pl.String)
    told = kind.is_in(["entered", "left", "inside"]) | (
        (kind == "round_trip") & pl.col("suspicious").fill_null(value=False)
    )
    start, end = pl.col("start_time"), pl.col("end_time")
    silences = voyages.filter(told).select(
        "mmsi",
        pl.when(kind.is_in(["left", "inside"])).then(start).otherwise(end),
        pl.when(kind == "left").then(start).otherwise(end).alias("end_time"),
        pl.when(kind == "round_trip").then(start).otherwise(None).alias("silent"),
    )
    called = ports.select("mmsi", "start_time", "end_time")
    both = pl.concat([called, silences], how="diagonal").with_columns(
        pl.col("silent").fill_null(start)
    )
    return both.sort("start_time", "end_time").with_columns(
        end.cum_max().over("mmsi").alias("until")
    )


def tell_history(leads: pl.DataFrame, calls: Calls, side: str) -> pl.DataFrame:
    """Give what one side of each lead did before and after, row by row."""
    rows = leads.select(
        pl.col(f"mmsi_{side}").alias("mmsi"), "start_time", "end_time"
    ).with_row_index("row")
    visits = calls.called.sort("start_time", "visit_id").select(
        "mmsi",
        pl.col("start_time").alias("visit"),
        (pl.col("port") + ", " + pl.col("country")).alias("called"),
    )
    known = calls.stays.select(
        "mmsi", pl.col("start_time").alias("stay"), "until", "silent"
    )
    before = nearest_event(rows, "end_time", visits, "visit", "backward")
    after = nearest_event(rows, "end_time", visits, "visit", "forward")
    since = nearest_event(rows, "start_time", known, "stay", "backward")
    there = nearest_event(rows, "end_time", known, "stay", "backward")
    then = nearest_event(
        rows, "end_time", known.sort("silent", "stay"), "silent", "forward"
    )
    return pl.DataFrame(
        {
            "prev_port": before["called"],
            "next_port": after["called"],
            "since": _days(since["start_time"] - since["until"]),
            "to": _days(then["stay"] - then["end_time"]).zip_with(
                (there["until"] < there["end_time"]).fill_null(value=True),
                pl.repeat(0.0, rows.height, dtype=pl.Float64, eager=True),
            ),
        }
    )


def nearest_event(
    rows: pl.DataFrame, at: str, events: pl.DataFrame, when: str, strategy: str
) -> pl.DataFrame:
    """Join each row to the event of its vessel last before or first after a time."""
    joined = rows.sort(at).join_asof(
        events,
        left_on=at,
        right_on=when,
        by="mmsi",
        strategy=strategy,  # type: ignore[arg-type]
        check_sortedness=False,
        coalesce=False,
        allow_exact_matches=strategy == "backward",
    )
    return joined.sort("row")


def _days(duration: pl.Series) -> pl.Series:
    """Turn durations into days, those below zero into none at all."""
    return (duration / DAY).cast(pl.Float64).clip(lower_bound=0.0)
