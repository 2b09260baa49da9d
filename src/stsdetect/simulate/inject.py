"""Inject: plant transfers into traffic that was received, real or not.

The sea, its traffic and its holes stay what they are; only the pairs of vessels that
are chosen are led to each other. Who evaluates on real traffic must remember that it
may hold transfers nobody planted.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, NamedTuple

import numpy as np
import polars as pl

from stsdetect.errors import ConfigError
from stsdetect.schema import POSITIONS
from stsdetect.simulate.bend import Bent, Meeting, Track, bend
from stsdetect.simulate.chart import Array, offset_m
from stsdetect.simulate.nearby import heard_near, instants_of
from stsdetect.simulate.pairing import near_pairs
from stsdetect.simulate.truth import Event, truth_table
from stsdetect.units import MS_PER_KN

__all__ = ["DARK", "InjectParams", "Injected", "inject_transfers"]

DARK: Final = ("none", "one", "both")
"""Who falls silent about an injected transfer."""

_SOURCE: Final = "injected"


@dataclass(frozen=True, slots=True, kw_only=True)
class InjectParams:
    """What to plant.

    Attributes
    ----------
    seed : int
        Same seed and traffic, same transfers.
    n_transfers : int
        How many at most; no vessel is taken twice.
    duration_h : pair of float
        Hull to hull, least and most [h].
    reach_nm : float
        Vessels this near to each other at the time are led together.
    dark : str
        One of ``DARK``.
    silence_h : float
        Silence about the meeting, its duration included [h].
    """

    seed: int = 1
    n_transfers: int = 10
    duration_h: tuple[float, float] = (1.0, 8.0)
    reach_nm: float = 15.0
    dark: str = "none"
    silence_h: float = 12.0


class Injected(NamedTuple):
    """Traffic with transfers, and what was planted.

    Attributes
    ----------
    positions : DataFrame
        A POSITIONS table; rows that were made have the source ``injected``.
    truth : DataFrame
        As of :func:`stsdetect.simulate.truth.truth_table`.
    """

    positions: pl.DataFrame
    truth: pl.DataFrame


def inject_transfers(
    positions: pl.DataFrame, params: InjectParams | None = None
) -> Injected:
    """Lead pairs of vessels to each other, to lie hull to hull, and back to their ways.

    While a vessel is led, she is heard when another vessel near by was heard, so holes
    are those of the place; before and after, when she was heard herself.

    Parameters
    ----------
    positions : DataFrame
        A POSITIONS table, as any store gives it.
    params : InjectParams, optional
        What to plant.

    Returns
    -------
    Injected
        Fewer transfers than asked for where too few vessels pass near each other.

    Raises
    ------
    ConfigError
        The parameters make no sense.
    """
    asked = params or InjectParams()
    if asked.dark not in DARK:
        raise ConfigError(f"inject: dark {asked.dark!r}; use {', '.join(DARK)}")
    rng = np.random.default_rng([asked.seed, 71])
    ordered = positions.sort("mmsi", "timestamp")
    made, events = [], []
    room_h = max(asked.duration_h)
    pairs = near_pairs(rng, ordered, asked.n_transfers, asked.reach_nm, room_h)
    for a, b, instant_s in pairs:
        rows, event = _lead_together(rng, ordered, (a, b, instant_s), asked)
        made.append(rows)
        events.append(event)
    taken = [mmsi for event in events for mmsi in (event.mmsi_a, event.mmsi_b)]
    rest = ordered.filter(~pl.col("mmsi").is_in(taken))
    table = pl.concat([rest, *made]) if made else rest
    truth = truth_table(events, datetime.fromtimestamp(0, UTC), asked.seed, "inject")
    return Injected(POSITIONS.conform(table).sort("mmsi", "timestamp"), truth)


def _lead_together(
    rng: np.random.Generator,
    positions: pl.DataFrame,
    pair: tuple[int, int, float],
    params: InjectParams,
) -> tuple[pl.DataFrame, Event]:
    rows = [positions.filter(pl.col("mmsi") == mmsi) for mmsi in pair[:2]]
    tracks = (_track(rows[0]), _track(rows[1]))
    meeting = _meeting(rng, tracks, pair[2], params)
    about = heard_near(positions, meeting, pair[:2])
    times = [
        instants_of(track, meeting, about[i] if i < len(about) else None)
        for i, track in enumerate(tracks)
    ]
    bent = bend(rng, tracks, meeting, (times[0], times[1]))
    spans = _silences(rng, meeting, params)
    made = [
        _rows(row, instants, one, span)
        for row, instants, one, span in zip(rows, times, bent, spans, strict=True)
    ]
    return pl.concat(made), _event(pair, meeting, spans, params)


def _track(rows: pl.DataFrame) -> Track:
    second = rows["timestamp"].dt.epoch("ms").to_numpy() / 1000.0
    lon = np.degrees(np.unwrap(np.radians(rows["lon"].to_numpy())))
    return Track(second, rows["lat"].to_numpy(), lon)


def _meeting(
    rng: np.random.Generator,
    tracks: tuple[Track, Track],
    instant_s: float,
    params: InjectParams,
) -> Meeting:
    """Meet half-way between the two, after a detour at 2 to 3 kn more."""
    at = np.array([instant_s])
    (lat_a, lon_a), (lat_b, lon_b) = (track.at(at) for track in tracks)
    lon_b = lon_a + (lon_b - lon_a + 180.0) % 360.0 - 180.0
    far = float(np.hypot(*offset_m(lat_a, lon_a, lat_b, lon_b))[0]) / 2
    detour = float(np.clip(far / (2.0 * MS_PER_KN), 3_600.0, 4.0 * 3600.0))
    length = float(rng.uniform(*params.duration_h)) * 3600.0
    return Meeting(
        float(lat_a[0] + lat_b[0]) / 2,
        float(lon_a[0] + lon_b[0]) / 2,
        instant_s,
        instant_s + length,
        detour,
        float(rng.uniform(14.0, 30.0)),
    )


def _silences(
    rng: np.random.Generator, meeting: Meeting, params: InjectParams
) -> list[tuple[float, float] | None]:
    """Choose who is silent, from when to when [s]."""
    spans: list[tuple[float, float] | None] = []
    n_silent = DARK.index(params.dark)
    slack = max(params.silence_h * 3600.0 - (meeting.end_s - meeting.start_s), 1_800.0)
    for i in range(2):
        before = slack * float(rng.uniform(0.3, 0.7))
        span = (meeting.start_s - before, meeting.end_s + slack - before)
        spans.append(span if i >= 2 - n_silent else None)
    return spans


def _rows(
    old: pl.DataFrame,
    instants: Array,
    bent: Bent,
    silence: tuple[float, float] | None,
) -> pl.DataFrame:
    """Write a bent track as rows that keep what else the vessel broadcasts."""
    n = instants.size
    index = np.clip(np.searchsorted(_track(old).time_s, instants), 0, old.height - 1)
    gyro = old["heading"].null_count() < old.height
    lon = (bent.lon + 180.0) % 360.0 - 180.0
    rows = old[index].with_columns(
        timestamp=pl.from_epoch(
            pl.Series(np.round(instants * 1000.0).astype(np.int64)), time_unit="ms"
        ).dt.replace_time_zone("UTC"),
        lat=pl.Series(bent.lat),
        lon=pl.Series(lon),
        sog=pl.Series(np.round(np.minimum(bent.sog, 102.2), 1)),
        cog=pl.Series(np.round(bent.cog, 1) % 360.0),
        heading=pl.Series(np.round(bent.heading) % 360.0 if gyro else [None] * n),
        source_id=pl.lit(_SOURCE),
        source_row=pl.int_range(1, n + 1),
    )
    table = POSITIONS.conform(rows).select(old.columns)
    if silence is None:
        return table
    return table.filter(pl.Series((instants < silence[0]) | (instants > silence[1])))


def _event(
    pair: tuple[int, int, float],
    meeting: Meeting,
    spans: list[tuple[float, float] | None],
    params: InjectParams,
) -> Event:
    hours = [0.0 if span is None else (span[1] - span[0]) / 3600.0 for span in spans]
    a, b = pair[:2]
    if a > b and params.dark != "one":
        a, b, hours = b, a, hours[::-1]
    shown = {"none": "encounter", "one": "one_dark", "both": "both_dark"}
    return Event(
        kind="sts_oil",
        mmsi_a=a,
        mmsi_b=b,
        start_s=meeting.start_s,
        end_s=meeting.end_s,
        lat=meeting.lat,
        lon=(meeting.lon + 180.0) % 360.0 - 180.0,
        is_transfer=True,
        difficulty="led together in traffic that was received",
        observability=shown[params.dark],
        scenario={"none": "S1", "one": "S3", "both": "S4"}[params.dark],
        silence_h=(hours[0], hours[1]),
    )
