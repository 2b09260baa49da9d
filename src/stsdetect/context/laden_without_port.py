"""Laden without a port: a vessel tells a deep draught, and no port to load in is seen.

Where did the cargo come from? From another vessel, from a port that was called at in a
silence, or from a slip of the finger: draught is typed in by hand, and late. It is told
in words and does not count.
"""

from datetime import timedelta
from typing import Final

import pandas as pd
import polars as pl

from stsdetect.context.port_history import nearest_event
from stsdetect.schema import GAPS, LEADS, PORT_VISITS, VESSELS

__all__ = ["add_laden_without_port"]

LADEN: Final = 0.9
LIGHT: Final = 0.8
"""Ours: of the deepest draught that a vessel told itself. The least that MARPOL asks of
a tanker in ballast, 2.0 m and a fiftieth of her length (Annex I, regulation 18.3), is
half of the laden draught of a vessel of 180 m, and four fifths of one of 65 m."""
MIN_RISE_M: Final = 0.3
"""Ours: as for a draught that changed at sea."""
BELONGS: Final = timedelta(hours=24)
"""Ours: a draught that is told so long after leaving a port, or before coming to one,
is the port's; and a light one that was held no longer may be a slip."""
LATE: Final = timedelta(hours=72)
"""Ours: so long after a lead its draught may be told, as for its changes."""
MIN_SILENT_H: Final = 2.0
"""Ours: the shortest parcel that is pumped, as for a call in a silence; a shorter one
is not named."""
_NO_DRAUGHT: Final = 25.5
"""The end of the field, *25.5 m or greater* (ITU-R M.1371-5, message 5)."""


def add_laden_without_port(
    leads: pd.DataFrame, vessels: pl.DataFrame, visits: pd.DataFrame, gaps: pd.DataFrame
) -> pd.DataFrame:
    """Add ``laden_without_port``: in words, missing where nothing is told.

    A vessel tells, when its lead begins or up to three days after its end, at least
    nine tenths of its deepest draught; it told at most eight tenths for a day and more
    before, and is seen in no port since, nor within a day of what it told. No draught,
    one draught, a port, a day of data, a number in two places: no statement. The
    longest of its silences in between is named.

    Parameters
    ----------
    leads : DataFrame
        A :data:`~stsdetect.schema.LEADS` table with its marks of identity, in any
        order.
    vessels : DataFrame
        A :data:`~stsdetect.schema.VESSELS` table, in any order.
    visits : DataFrame
        A :data:`~stsdetect.schema.PORT_VISITS` table, in any order; those in doubt
        excuse as well.
    gaps : DataFrame
        A :data:`~stsdetect.schema.GAPS` table, in any order.

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
    loads = _name_silences(_find_loads(vessels), GAPS.from_pandas(gaps))
    calls = _calls(PORT_VISITS.from_pandas(visits))
    told = [_tell(table, side, loads, calls) for side in "ab"]
    words = pl.concat_str(told, separator=", ", ignore_nulls=True)
    known = table.with_columns(
        pl.select(pl.when(words != "").then(words))
        .to_series()
        .alias("laden_without_port")
    )
    frame = LEADS.to_pandas(known.select(LEADS.names))
    LEADS.check(frame)
    return frame


def _find_loads(vessels: pl.DataFrame) -> pl.DataFrame:
    """Find where a vessel that told a light draught tells a deep one next.

    Gives ``mmsi, light, light_time, deep, deep_time, until``, by ``deep_time``; until
    is when it tells another draught that is not deep, missing if it does not. Two hulls
    under one MMSI, by IMO number or length, are not told as one that was loaded.
    """
    draught = pl.col("draught")
    spells = (
        vessels.filter(draught < _NO_DRAUGHT)
        .sort("mmsi", "valid_from", "source_id", "source_row")
        .select(
            "mmsi", "valid_from", "imo", "length_m", draught.cast(pl.Float64).round(1)
        )
        .filter((draught != draught.shift().over("mmsi")).fill_null(value=True))
        .with_columns((draught / draught.max().over("mmsi")).round(6).alias("share"))
    )
    light = pl.col("share") <= LIGHT
    deep = pl.col("share") >= LADEN
    # Of each row what last was light, and what next is no longer deep.
    before = spells.with_columns(
        *(
            pl.when(light).then(name).forward_fill().shift().over("mmsi").alias(as_)
            for name, as_ in (
                ("draught", "light"),
                ("valid_from", "light_time"),
                ("imo", "light_imo"),
                ("length_m", "light_length_m"),
            )
        ),
        pl.when(~deep)
        .then("valid_from")
        .backward_fill()
        .shift(-1)
        .over("mmsi")
        .alias("until"),
        pl.when(light | deep)
        .then(deep)
        .forward_fill()
        .shift()
        .over("mmsi")
        .alias("was_deep"),
    )
    other_hull = (pl.col("imo") != pl.col("light_imo")) | (
        pl.col("length_m") != pl.col("light_length_m")
    )
    return (
        before.filter(
            deep,
            ~pl.col("was_deep"),
            (draught - pl.col("light")).round(1) >= MIN_RISE_M,
            pl.col("valid_from") - pl.col("light_time") >= BELONGS,
            ~other_hull.fill_null(value=False),
        )
        .rename({"draught": "deep", "valid_from": "deep_time"})
        .select("mmsi", "light", "light_time", "deep", "deep_time", "until")
        .sort("deep_time", "mmsi")
    )


def _name_silences(loads: pl.DataFrame, gaps: pl.DataFrame) -> pl.DataFrame:
    """Add ``silent_h`` and ``silent_time`` of the longest silence in between."""
    long = gaps.drop_nulls("end_time").filter(pl.col("duration_h") >= MIN_SILENT_H)
    closed = long.select(
        "mmsi",
        pl.col("start_time").alias("silent_time"),
        pl.col("duration_h").alias("silent_h"),
    )
    between = pl.col("silent_time").is_between("light_time", "deep_time", closed="left")
    longest = (
        loads.select("mmsi", "light_time", "deep_time")
        .join(closed, on="mmsi")
        .filter(between)
        .sort("silent_h", "silent_time", descending=[True, False])
        .unique(["mmsi", "deep_time"], keep="first", maintain_order=True)
        .drop("light_time")
    )
    return loads.join(
        longest, on=["mmsi", "deep_time"], how="left", maintain_order="left"
    )


def _calls(visits: pl.DataFrame) -> pl.DataFrame:
    """Give ``mmsi, call, last_call``: when a visit began, when the last ended."""
    return visits.sort("start_time", "visit_id").select(
        "mmsi",
        pl.col("start_time").alias("call"),
        pl.col("end_time").cum_max().over("mmsi").alias("last_call"),
    )


def _tell(
    leads: pl.DataFrame, side: str, loads: pl.DataFrame, calls: pl.DataFrame
) -> pl.Series:
    """Tell of one side of each lead whether it is laden without a port, row by row."""
    rows = leads.select(
        pl.col(f"mmsi_{side}").alias("mmsi"),
        "start_time",
        (pl.col("end_time") + LATE).alias("late"),
        pl.col(f"identity_{side}").str.contains("simultaneous").alias("shared"),
    ).with_row_index("row")
    load = nearest_event(rows, "late", loads, "deep_time", "backward")
    seen_until = pl.max_horizontal(pl.col("deep_time") + BELONGS, "start_time")
    asked = load.with_columns(seen_until.alias("seen_until"))
    call = nearest_event(asked, "seen_until", calls, "call", "backward")
    in_port = (pl.col("call") > pl.col("light_time")) | (
        pl.col("last_call") >= pl.col("deep_time") - BELONGS
    )
    laden = pl.col("deep_time").is_not_null() & (
        pl.col("until").is_null() | (pl.col("until") > pl.col("start_time"))
    )
    excused = in_port.fill_null(value=False) | pl.col("shared").fill_null(value=False)
    told = laden & ~excused
    return call.select(pl.when(told).then(_words(side)).alias(side)).to_series()


def _words(side: str) -> pl.Expr:
    at = {
        name: pl.col(name).dt.strftime("%Y-%m-%d %H:%M UTC")
        for name in ("light_time", "deep_time", "silent_time")
    }
    silent = pl.format(
        ", silent for {} h of it from {}",
        pl.col("silent_h").round(0).cast(pl.Int64),
        at["silent_time"],
    )
    said = pl.format(
        "{}: told {} m from {} and {} m from {}, seen in no port since the first",
        pl.lit(side),
        "light",
        at["light_time"],
        "deep",
        at["deep_time"],
    )
    return said + silent.fill_null("")
