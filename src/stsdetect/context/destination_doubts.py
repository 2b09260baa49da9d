"""Destination doubts: what a crew typed in that does not fit its voyage.

Away from the port that it told, three changes and more on one voyage, orders awaited,
or nothing at all. Each has innocent reasons, the last two mostly; all are told, and
none counts: how often crews leave a destination as it was nobody has counted.
"""

import re
from datetime import timedelta
from typing import Final

import pandas as pd
import polars as pl

from stsdetect.context.astray import AROUND, Stretch, miles_away
from stsdetect.context.destinations import find_destination
from stsdetect.context.port_history import MIN_CONFIDENCE, nearest_event
from stsdetect.schema import LEADS, PORT_VISITS, VESSELS

__all__ = ["add_destination_doubts", "ask_places"]

MIN_CHANGES: Final = 3
"""Ours: of the destination, on one voyage; one change is an order of the owner."""
LONGEST: Final = timedelta(days=30)
"""Ours: of a voyage; where no port is seen, the length of the data must not count."""
_ORDERS: Final = {"FORORDERS", "FORORDER", "ORDERS", "AWAITINGORDERS", "TOORDERS"}
_NO_LETTER: Final = re.compile(r"[^A-Z0-9]+")


def ask_places(leads: pd.DataFrame) -> pl.DataFrame:
    """Give ``mmsi, at``: where each vessel was must be known to tell where it went."""
    table = LEADS.from_pandas(leads)
    start, end = pl.col("start_time"), pl.col("end_time")
    asked = [
        table.select(pl.col(f"mmsi_{side}").alias("mmsi"), at.alias("at"))
        for side in "ab"
        for at in (start - AROUND, start, end, end + AROUND)
    ]
    return pl.concat(asked).drop_nulls().unique().sort("at", "mmsi")


def add_destination_doubts(
    leads: pd.DataFrame,
    vessels: pl.DataFrame,
    visits: pd.DataFrame,
    places: pl.DataFrame,
    port_files: tuple[str, ...] = (),
) -> pd.DataFrame:
    """Add ``destination_doubts``: in words, missing where there is none.

    Parameters
    ----------
    leads : DataFrame
        A :data:`~stsdetect.schema.LEADS` table, in any order.
    vessels : DataFrame
        A :data:`~stsdetect.schema.VESSELS` table, in any order.
    visits : DataFrame
        A :data:`~stsdetect.schema.PORT_VISITS` table, in any order.
    places : DataFrame
        ``mmsi, at, lat, lon`` of what :func:`ask_places` asks, as far as it is known.
    port_files : tuple of str
        Ports of the user, which destinations may name.

    Returns
    -------
    DataFrame
        The leads in the order given.
    """
    LEADS.check(leads)
    VESSELS.check(vessels)
    if leads.empty:
        return leads
    table = LEADS.from_pandas(leads)
    told = _told(vessels, port_files)
    calls = PORT_VISITS.from_pandas(visits).filter(
        pl.col("confidence") >= MIN_CONFIDENCE
    )
    sides = [_doubts(table, side, told, calls, places, port_files) for side in "ab"]
    words = [", ".join(filter(None, both)) or None for both in zip(*sides, strict=True)]
    known = table.with_columns(pl.Series("destination_doubts", words, pl.String))
    frame = LEADS.to_pandas(known.select(LEADS.names))
    LEADS.check(frame)
    return frame


def _told(vessels: pl.DataFrame, files: tuple[str, ...]) -> pl.DataFrame:
    """Give what each vessel told, by time, with the changes so far.

    ``meant`` is the port or the letters that were typed in, so that another spelling
    is no change; empty where a draught was told and no destination, which come in one
    message (ITU-R M.1371, message 5), if anybody in the data tells destinations.
    """
    if vessels["destination"].null_count() == vessels.height:
        vessels = vessels.clear()
    own = vessels.filter(
        pl.col("destination").is_not_null() | pl.col("draught").is_not_null()
    ).sort("valid_from", "mmsi", "source_id", "source_row")
    typed = own["destination"].fill_null("")
    meant = {text: _meant(text, files) for text in typed.unique()}
    words = own.select("mmsi", "valid_from", "destination").with_columns(
        pl.Series("meant", [meant[text] for text in typed], pl.String)
    )
    filled = pl.when(pl.col("meant") != "").then("meant").forward_fill().over("mmsi")
    changed = (filled != filled.shift().over("mmsi")).fill_null(value=False)
    return words.with_columns(
        changed.cast(pl.Int64).cum_sum().over("mmsi").alias("n_changes")
    )


def _doubts(
    leads: pl.DataFrame,
    side: str,
    told: pl.DataFrame,
    calls: pl.DataFrame,
    places: pl.DataFrame,
    files: tuple[str, ...],
) -> list[str]:
    """Give the doubts of one side of each lead, empty where there are none."""
    start, end = pl.col("start_time"), pl.col("end_time")
    rows = leads.select(
        pl.col(f"mmsi_{side}").alias("mmsi"),
        (start - AROUND).alias("early"),
        "start_time",
        "end_time",
        (end + AROUND).alias("late"),
        (end - LONGEST).alias("longest"),
    ).with_row_index("row")
    parts = [
        _away(rows, ("early", "start_time"), told, places, files),
        _away(rows, ("end_time", "late"), told, places, files),
        _changes(rows, told, calls),
        _unsaid(rows, told),
    ]
    said = (", ".join(filter(None, own)) for own in zip(*parts, strict=True))
    return [f"{side}: {words}" if words else "" for words in said]


def _away(
    rows: pl.DataFrame,
    between: tuple[str, str],
    told: pl.DataFrame,
    places: pl.DataFrame,
    files: tuple[str, ...],
) -> list[str]:
    """Tell who went away from the port that it told all the while."""
    known = rows
    for at, suffix in zip(between, ("", "_then"), strict=True):
        last = nearest_event(
            rows.select("row", "mmsi", at), at, told, "valid_from", "backward"
        )
        known = known.with_columns(last["meant"].alias(f"meant{suffix}")).join(
            places.rename({"lat": f"lat{suffix}", "lon": f"lon{suffix}"}),
            left_on=["mmsi", at],
            right_on=["mmsi", "at"],
            how="left",
            maintain_order="left",
        )
    names = ("row", "meant", "lat", "lon", "lat_then", "lon_then")
    kept = known.filter(pl.col("meant") == pl.col("meant_then")).select(names)
    said = [""] * rows.height
    for row, meant, *stretch in kept.drop_nulls().iter_rows():
        port, comma, country = meant.partition(", ")
        went = miles_away(port, country, Stretch(*stretch), files) if comma else None
        if went is not None:
            when = "before" if between[0] == "early" else "after"
            said[row] = (
                f"told {meant} as its destination, and of {went[0]:.0f} nm in the "
                f"6 h {when} went {went[1]:.0f} away from there"
            )
    return said


def _changes(rows: pl.DataFrame, told: pl.DataFrame, calls: pl.DataFrame) -> list[str]:
    """Tell who changed its destination often since the last call, or in 30 days."""
    left = calls.sort("end_time", "visit_id").select(
        "mmsi", pl.col("end_time").alias("left")
    )
    call = nearest_event(
        rows.select("row", "mmsi", "end_time"), "end_time", left, "left", "backward"
    )
    since = rows.with_columns(
        pl.max_horizontal(call["left"], rows["longest"]).alias("since")
    )
    counts = [
        nearest_event(
            since.select("row", "mmsi", at), at, told, "valid_from", "backward"
        )["n_changes"].fill_null(0)
        for at in ("since", "end_time")
    ]
    return [
        f"changed its destination {n} times on this voyage" if n >= MIN_CHANGES else ""
        for n in counts[1] - counts[0]
    ]


def _unsaid(rows: pl.DataFrame, told: pl.DataFrame) -> list[str]:
    """Tell who awaited orders, or left the field blank."""
    last = nearest_event(
        rows.select("row", "mmsi", "end_time"),
        "end_time",
        told,
        "valid_from",
        "backward",
    )
    words = {
        "": "left its destination blank",
        **dict.fromkeys(_ORDERS, "told no destination but orders"),
    }
    return [words.get(meant, "") for meant in last["meant"].fill_null("?")]


def _meant(text: str, files: tuple[str, ...]) -> str:
    port = find_destination(text, files)
    if port is not None:
        return f"{port.port}, {port.country}"
    return _NO_LETTER.sub("", text.upper())
