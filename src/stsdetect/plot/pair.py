"""The pair of a candidate: its row, its vessels, and what of a table concerns it."""

from datetime import datetime, timedelta
from typing import Any, Final

import pandas as pd
import polars as pl

from stsdetect.errors import InputError

__all__ = [
    "AROUND",
    "COLOURS",
    "concerning",
    "of_pair",
    "one_candidate",
    "vessel_names",
    "with_next",
]

AROUND: Final = timedelta(hours=6)
"""Time shown before the start and after the end of a candidate."""

COLOURS: Final = ("#0072B2", "#D55E00")
"""Vessel a and vessel b; blue and vermilion can be told apart by the colour-blind.

Okabe and Ito (2008), Color Universal Design.
"""


def one_candidate(candidate: "pd.Series[Any] | pd.DataFrame") -> "pd.Series[Any]":
    """Take one candidate, given as a row or as a table of one row.

    Raises
    ------
    InputError
        The table has another number of rows.
    """
    if isinstance(candidate, pd.Series):
        return candidate
    if len(candidate) != 1:
        raise InputError(
            f"{len(candidate)} candidates where one is drawn; take candidates.iloc[0]"
        )
    return candidate.iloc[0]


def vessel_names(candidate: "pd.Series[Any]") -> list[tuple[int, str]]:
    """Give MMSI and label of the one or two vessels; an unnamed one is its MMSI.

    A label is text to matplotlib whatever the name is: no mathematics between dollars,
    and in the legend, which leaves out what begins with an underscore.
    """
    vessels = []
    for side in ("a", "b"):
        mmsi, name = candidate[f"mmsi_{side}"], candidate[f"shipname_{side}"]
        if pd.notna(mmsi):
            label = str(name) if pd.notna(name) else f"MMSI {mmsi}"
            hidden = "\N{NO-BREAK SPACE}" if label.startswith("_") else ""
            vessels.append((int(mmsi), hidden + label.replace("$", r"\$")))
    return vessels


def concerning(
    table: pl.DataFrame | pd.DataFrame, candidate: "pd.Series[Any]"
) -> pl.DataFrame:
    """Take what a table with ``timestamp`` tells near the time of a candidate."""
    rows = table if isinstance(table, pl.DataFrame) else pl.from_pandas(table)
    first = candidate["start_time"] - AROUND
    last = candidate["end_time"] + AROUND
    return rows.filter(pl.col("timestamp").is_between(first, last)).sort("timestamp")


def with_next(
    own: pl.DataFrame, candidate: "pd.Series[Any]", since: datetime | None = None
) -> pl.DataFrame:
    """Take what one vessel did near a candidate, and its next report on both sides.

    What it did before ``since``, if that is earlier, is taken as well.
    """
    first = min(candidate["start_time"], since or candidate["start_time"]) - AROUND
    last = candidate["end_time"] + AROUND
    ordered = own.sort("timestamp")
    start = int((ordered["timestamp"] < first).sum())
    stop = int((ordered["timestamp"] <= last).sum())
    return ordered[max(0, start - 1) : stop + 1]


def of_pair(
    proximities: pl.DataFrame | pd.DataFrame, chosen: "pd.Series[Any]"
) -> pl.DataFrame:
    """Take the proximities of the two vessels of a candidate near its time."""
    pair = [mmsi for mmsi, _ in vessel_names(chosen)]
    return concerning(proximities, chosen).filter(
        pl.col("mmsi_a").is_in(pair) & pl.col("mmsi_b").is_in(pair)
    )
