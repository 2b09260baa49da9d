"""Followed: what the vessels of many candidates did, as finely as figures show it.

:mod:`~stsdetect.following` puts two vessels on ticks, with all that a detector needs.
A report of a thousand candidates reads each window once instead, and keeps of each
track the few hundred positions that can be told apart on a screen.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd
import polars as pl

from stsdetect.config import Config
from stsdetect.events.expected import expect_hearing
from stsdetect.events.reception_by_hour import ReceptionByHour
from stsdetect.following import AROUND
from stsdetect.ingest.store import Store
from stsdetect.report.trails import NOTHING_FOLLOWED, Followed
from stsdetect.schema import POSITIONS
from stsdetect.tracks.apart import Bridge, Path, measure_apart
from stsdetect.tracks.segment import find_segments
from stsdetect.tracks.thin import few_of
from stsdetect.units import MS_PER_KN, MS_PER_S
from stsdetect.windows.window import Window, split_period

__all__ = ["follow_listed"]

Span = tuple[datetime, datetime]

HOLE: Final = timedelta(hours=1)
"""A longer silence is a gap, as events have it, and breaks a line."""

N_FINE: Final = 50
"""Candidates that are drawn finely, the first by rank; ours: more than an analyst
opens in a day."""

N_STRETCHES: Final = (300, 100)
"""Stretches of time of which a position is kept, of those and of all others; ours:
with the latter a thousand candidates take some megabytes."""

LEAST_STEP: Final = timedelta(minutes=5)
"""A tick of the grid of the detector."""

_MILLISECOND: Final = timedelta(milliseconds=1)


class _Leg(NamedTuple):
    """One vessel of one candidate; times in milliseconds since 1970."""

    row: int
    number: int
    mmsi: int
    start: int
    stop: int
    turns: tuple[int, int]
    step: int


def follow_listed(
    store: Store,
    candidates: pd.DataFrame,
    silences: Mapping[str, Span],
    reception: ReceptionByHour,
    config: Config,
) -> dict[str, Followed]:
    """Follow the vessels of many candidates, in one reading of the store.

    Parameters
    ----------
    store : Store
        Read window by window, so that memory does not grow with the days.
    candidates : DataFrame
        A :data:`~stsdetect.schema.CANDIDATES` table; the first rows are drawn finest.
    silences : mapping
        Candidate id to the time in which its vessels were silent: it is shown whole,
        with six hours around it.
    reception : ReceptionByHour
        Of which the cells and hours that they were in are read.
    config : Config
        Length of a window, and what one vessel can have made.

    Returns
    -------
    dict
        Candidate id to what its vessels did from six hours before to six hours after;
        without those of which nothing was received.
    """
    legs = [
        leg
        for row, (_, one) in enumerate(candidates.iterrows())
        for leg in _legs(row, one, silences.get(one["candidate_id"]))
    ]
    if not legs:
        return {}
    first, last = min(leg.start for leg in legs), max(leg.stop for leg in legs)
    parts = [
        _follow(store, window, legs, config)
        for window in split_period(_time(first), _time(last + 1), config.window)
    ]
    tracks = _join([one for own, _ in parts for one in own], config)
    apart = pl.concat(
        [NOTHING_FOLLOWED.distances, *(one for _, own in parts for one in own)]
    )
    hearing = expect_hearing(tracks, reception, config.reception)
    told = [_by_row(table) for table in (tracks, apart, hearing)]
    return {
        name: Followed(
            *(
                rows.get(row, none)
                for rows, none in zip(told, NOTHING_FOLLOWED, strict=True)
            )
        )
        for row, name in enumerate(candidates["candidate_id"])
        if row in told[0]
    }


def _legs(row: int, candidate: "pd.Series[Any]", silence: Span | None) -> list[_Leg]:
    start, stop = candidate["start_time"], candidate["end_time"]
    first, last = start - AROUND, stop + AROUND
    if silence is not None:
        first, last = min(first, silence[0] - AROUND), max(last, silence[1] + AROUND)
    step = max(LEAST_STEP, (last - first) / N_STRETCHES[row >= N_FINE])
    times = _ms(first), _ms(last), (_ms(start), _ms(stop)), step // _MILLISECOND
    return [
        _Leg(row, 2 * row + side, int(mmsi), *times)
        for side, mmsi in enumerate(candidate[["mmsi_a", "mmsi_b"]])
        if pd.notna(mmsi)
    ]


def _follow(
    store: Store, window: Window, legs: list[_Leg], config: Config
) -> tuple[list[pl.DataFrame], list[pl.DataFrame]]:
    """Give the few positions of each leg in a window, and the distance of each pair."""
    start, stop = _ms(window.start), _ms(window.stop)
    near = [leg for leg in legs if leg.start < stop and leg.stop >= start]
    # With a margin, so that a tick next to the edge has a report on both sides.
    margin = max(config.ticks.max_still_hole, config.ticks.max_hole)
    vessels = sorted({leg.mmsi for leg in near})
    fleet = _Fleet(
        store.read_positions(window.start - margin, window.stop + margin, vessels)
    )
    bridge = Bridge(
        config.ticks.max_hole // _MILLISECOND,
        config.ticks.max_still_hole // _MILLISECOND,
        config.ticks.max_shift_m,
        config.segments.max_speed_kn * MS_PER_KN / MS_PER_S,
    )
    tracks = [fleet.few(leg, start, stop) for leg in near]
    distances = [
        fleet.apart(one, other, (start, stop), bridge)
        for one, other in pairwise(near)
        if one.row == other.row
    ]
    return tracks, distances


class _Fleet:
    """Positions of some vessels, by MMSI and time, each vessel found at once."""

    def __init__(self, positions: pl.DataFrame) -> None:
        self._positions = positions
        self._mmsi = positions["mmsi"].to_numpy()
        self._path = Path(
            positions["timestamp"].dt.epoch("ms").to_numpy(),
            positions["lat"].to_numpy(),
            positions["lon"].to_numpy(),
        )

    def few(self, leg: _Leg, start: int, stop: int) -> pl.DataFrame:
        """Keep few positions of a leg, those at or after start and before stop."""
        first, last = np.searchsorted(self._mmsi, [leg.mmsi, leg.mmsi + 1])
        time = self._path.time[first:last]
        own = slice(
            *np.searchsorted(time, [max(leg.start, start), min(leg.stop, stop)])
        )
        hole = HOLE // _MILLISECOND
        chosen = own.start + np.flatnonzero(
            few_of(time[own], leg.turns, leg.step, hole)
        )
        after_hole = np.diff(time, prepend=-hole)[chosen] > hole
        few: pl.DataFrame = self._positions[first + chosen]
        return few.with_columns(
            leg=pl.lit(leg.number, dtype=pl.Int64),
            after_hole=pl.Series(after_hole, dtype=pl.Boolean),
        )

    def apart(
        self, one: _Leg, other: _Leg, own: tuple[int, int], bridge: Bridge
    ) -> pl.DataFrame:
        """Measure the distance of a pair at the ticks of a window."""
        first = -(-max(one.start, own[0]) // one.step) * one.step
        ticks = np.arange(first, min(one.stop, own[1]), one.step, dtype=np.int64)
        distance = measure_apart(self._of(one), self._of(other), ticks, bridge)
        known = ~np.isnan(distance)
        return pl.DataFrame(
            {
                "leg": np.full(known.sum(), one.number),
                "timestamp": pl.Series(ticks[known]).cast(pl.Datetime("ms", "UTC")),
                "distance_m": distance[known],
            }
        )

    def _of(self, leg: _Leg) -> Path:
        own = slice(*np.searchsorted(self._mmsi, [leg.mmsi, leg.mmsi + 1]))
        return Path(self._path.time[own], self._path.lat[own], self._path.lon[own])


def _join(parts: list[pl.DataFrame], config: Config) -> pl.DataFrame:
    """Put the windows together, and cut each leg into segments.

    A vessel can be in many candidates: each leg is a vessel of its own here.
    """
    kept = pl.concat(parts).sort("leg", "timestamp", maintain_order=True)
    apart = kept.with_columns(mmsi=pl.col("leg") + 1)
    segments = find_segments(apart.select(POSITIONS.names), config.segments)
    return segments.with_columns(kept.select("mmsi", "leg", "after_hole"))


def _by_row(rows: pl.DataFrame) -> dict[int, pl.DataFrame]:
    """Part a table with a column of legs by candidate, two legs each."""
    by_row = rows.with_columns(row=pl.col("leg") // 2)
    groups = by_row.partition_by("row", as_dict=True, include_key=False)
    return {int(row): own for (row,), own in groups.items()}


def _ms(time: datetime) -> int:
    return round(time.timestamp() * MS_PER_S)


def _time(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / MS_PER_S, UTC)
