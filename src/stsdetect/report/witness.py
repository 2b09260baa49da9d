"""Witness rows: what was received, as it was received, behind one candidate."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import numpy as np
import pandas as pd
import polars as pl

from stsdetect.report.framing import mmsi_of, rows_of

__all__ = ["identity_rows", "position_rows"]

_N_CHANGES: Final = 8
"""Most changes of a vessel's particulars that are shown, the latest."""


def position_rows(
    tracks: pl.DataFrame,
    candidate: "pd.Series[Any]",
    source_names: Mapping[str, str],
) -> list[dict[str, str]]:
    """Give the positions at the turns of a candidate, each with its file and line.

    Of each vessel the last before the start, the first and the last within, the one
    nearest to the middle, and the first after the end.

    Parameters
    ----------
    tracks : DataFrame
        A :data:`~stsdetect.schema.TRACKS` table that holds its vessels.
    candidate : Series
        A row of :data:`~stsdetect.schema.CANDIDATES`.
    source_names : mapping of str to str
        Names of files by ``source_id``.
    """
    rows = []
    for side in "ab":
        own = rows_of(tracks, "timestamp", mmsi_of(candidate, side))
        turns = _turns(tracks["timestamp"].gather(own), candidate)
        for position in tracks[own[turns]].iter_rows(named=True):
            source = str(position["source_id"])
            rows.append(
                {
                    "side": side,
                    "time": f"{position['timestamp']:%Y-%m-%d %H:%M:%S}",
                    "place": f"{position['lat']:.5f}, {position['lon']:.5f}",
                    "sog": _number(position["sog"]),
                    "source": source_names.get(source, source),
                    "line": f"{position['source_row']}",
                }
            )
    return rows


def identity_rows(
    vessels: pl.DataFrame, candidate: "pd.Series[Any]"
) -> list[dict[str, str]]:
    """Give what each vessel said of itself up to the end, the latest changes first.

    Parameters
    ----------
    vessels : DataFrame
        A :data:`~stsdetect.schema.VESSELS` table.
    candidate : Series
        A row of :data:`~stsdetect.schema.CANDIDATES`.
    """
    rows = []
    for side in "ab":
        own = rows_of(vessels, "valid_from", mmsi_of(candidate, side))
        for one in vessels[own[::-1][:_N_CHANGES]].iter_rows(named=True):
            hull = [_number(one[name]) for name in ("length_m", "beam_m")]
            rows.append(
                {
                    "side": side,
                    "since": f"{one['valid_from']:%Y-%m-%d %H:%M}",
                    "shipname": one["shipname"] or "",
                    "imo": str(one["imo"] or ""),
                    "callsign": one["callsign"] or "",
                    "hull": " × ".join(part for part in hull if part),
                    "draught": _number(one["draught"]),
                    "destination": one["destination"] or "",
                }
            )
    return rows


def _turns(times: pl.Series, candidate: "pd.Series[Any]") -> list[int]:
    """Give the places of the turns among times in order, each once."""
    start, end = (_ms(candidate[name]) for name in ("start_time", "end_time"))
    time = times.dt.epoch("ms").to_numpy()
    first, stop = np.searchsorted(time, [start, end + 1])
    chosen = {int(first) - 1, int(stop)} & set(range(time.size))
    if first < stop:
        middle = first + int(np.argmin(np.abs(time[first:stop] - (start + end) / 2)))
        chosen |= {int(first), int(middle), int(stop) - 1}
    return sorted(chosen)


def _ms(time: datetime) -> int:
    return int(time.timestamp() * 1000)


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}".removesuffix(".0")
