"""Own replays: after a jump a vessel tells once more what it sailed before.

A way without a sharp turn has a shape too, of small changes of speed and course; over
some hours no two ways have the same. To compare every track with every other by it is
too much. A replay begins with a jump, to the offset that was added: so the stretch that
follows a jump is compared with all that the same vessel told before.
"""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from stsdetect.events.arrays import numbers, whole
from stsdetect.events.edges import MILLISECOND, Span, epoch_ms
from stsdetect.events.jumps import find_regional_events
from stsdetect.events.replay_params import STSDETECT, ReplayParams
from stsdetect.events.turns import measure_bends
from stsdetect.kernels.own_copies import Copy, find_copy
from stsdetect.kernels.steps import places_at_steps
from stsdetect.units import M_PER_DEG, M_PER_NM

__all__ = ["NO_PLACES", "find_own_replays", "keep_places", "worth_following"]

HOUR_MS: Final = 3_600_000
NO_PLACES: Final = pl.DataFrame(
    schema={"mmsi": pl.Int64, "step": pl.Int64, "lat": pl.Float64, "lon": pl.Float64}
)
"""Places at whole steps of time since 1970."""


def worth_following(
    jumps: pl.DataFrame, params: ReplayParams = STSDETECT
) -> pl.DataFrame:
    """Give the jumps after which a replay may follow.

    Parameters
    ----------
    jumps : pl.DataFrame
        As :func:`~stsdetect.events.jumps.find_jumps` gives them.
    params : ReplayParams
        Bounds.

    Returns
    -------
    pl.DataFrame
        ``mmsi, first`` and ``stop``: from a jump to the next one of the same vessel;
        without those that many vessels make to one place, those of numbers that jump
        too often and those soon followed by another.
    """
    last = pl.col("first") + params.max_stretch
    own = jumps.sort("mmsi", "end_time").select(
        "mmsi",
        pl.col("end_time").alias("first"),
        pl.col("start_time").shift(-1).over("mmsi").alias("next"),
        pl.len().over("mmsi").alias("n"),
    )
    regional = find_regional_events(jumps).select("mmsi", first="end_time")
    return (
        own.join(regional, on=["mmsi", "first"], how="anti")
        .with_columns(stop=pl.min_horizontal("next", last))
        .filter(
            pl.col("n") <= params.max_jumps,
            pl.col("stop") - pl.col("first") >= params.min_stretch,
        )
        .select("mmsi", "first", "stop")
        .sort("mmsi", "first")
    )


def keep_places(
    reports: pl.DataFrame, own: Span, params: ReplayParams = STSDETECT
) -> pl.DataFrame:
    """Put the tracks of some vessels on whole steps of time.

    Parameters
    ----------
    reports : pl.DataFrame
        As :func:`~stsdetect.events.reports.order_reports` gives them, to some hours
        beyond the window.
    own : pair of datetime
        The window: steps in it are given.
    params : ReplayParams
        The step, and the longest hole.

    Returns
    -------
    pl.DataFrame
        ``mmsi, step, lat, lon``, by MMSI and step; nothing where an MMSI is in two
        places at once.
    """
    step_ms = params.step // MILLISECOND
    low, high = (-(-epoch_ms(instant) // step_ms) for instant in own)
    parts = [NO_PLACES]
    for track in reports.partition_by("segment_id", maintain_order=True):
        lon, lat = places_at_steps(
            whole(track["timestamp"]),
            (numbers(track["lat"]), numbers(track["lon"])),
            (low, high - low),
            (step_ms, params.max_hole // MILLISECOND),
        )
        known = np.flatnonzero(~np.isnan(lon))
        parts.append(
            pl.DataFrame(
                {
                    "mmsi": np.full(known.size, track["mmsi"][0], np.int64),
                    "step": low + known,
                    "lat": lat[known],
                    "lon": lon[known],
                },
                schema=NO_PLACES.schema,
            )
        )
    places = pl.concat(parts)
    return places.unique(["mmsi", "step"], keep="none").sort("mmsi", "step")


def find_own_replays(
    places: Sequence[pl.DataFrame],
    jumps: pl.DataFrame,
    params: ReplayParams = STSDETECT,
) -> pl.DataFrame:
    """Find stretches after a jump that copy what the same vessel told before.

    Parameters
    ----------
    places : sequence of pl.DataFrame
        As :func:`keep_places` gives them, of windows that together are the period.
    jumps : pl.DataFrame
        As :func:`~stsdetect.events.jumps.find_jumps` gives them.
    params : ReplayParams
        Bounds.

    Returns
    -------
    pl.DataFrame
        ``mmsi, kind`` (``replay``), ``start_time, end_time`` and ``detail``, by vessel
        and time.
    """
    all_places = pl.concat([NO_PLACES, *places]).sort("mmsi", "step")
    by_vessel = all_places.partition_by("mmsi", as_dict=True)
    rows = [
        row
        for mmsi, first, stop in worth_following(jumps, params).iter_rows()
        if (mmsi,) in by_vessel
        for row in _copies(by_vessel[mmsi,], (first, stop), params)
    ]
    return pl.DataFrame(
        rows,
        schema={
            "mmsi": pl.Int64,
            "kind": pl.String,
            "start_time": pl.Datetime("ms", "UTC"),
            "end_time": pl.Datetime("ms", "UTC"),
            "detail": pl.String,
        },
        orient="row",
    )


def _copies(
    own: pl.DataFrame, stretch: Span, params: ReplayParams
) -> Iterator[tuple[object, ...]]:
    """Give the row of a stretch that is a copy."""
    step_ms = params.step // MILLISECOND
    first, stop = (epoch_ms(instant) // step_ms + 1 for instant in stretch)
    back = params.max_lag // params.step
    known = own.filter(pl.col("step") >= first - back, pl.col("step") < stop)
    if known.is_empty():
        return
    begin = known["step"][0]
    lat, lon = np.full(stop - begin, np.nan), np.full(stop - begin, np.nan)
    at = whole(known["step"]) - begin
    lat[at], lon[at] = numbers(known["lat"]), numbers(known["lon"])
    inside = (
        np.flatnonzero(~np.isnan(lat[first - begin :])) if first > begin else at[:0]
    )
    if inside.size == 0:
        return
    span = (first - begin + int(inside[0]), first - begin + int(inside[-1]) + 1)
    if span[1] - span[0] < params.min_stretch // params.step:
        return
    bend_m = _bend_m(lat[slice(*span)], lon[slice(*span)], params.share)
    if bend_m < params.min_bend_m:
        return
    fit = find_copy(lat, lon, span, params.min_lag // params.step, params.share)
    if _is_copy(fit, bend_m, params):
        hours = fit.lag_steps * step_ms / HOUR_MS
        away = np.hypot(fit.east_m, fit.north_m) / M_PER_NM
        lasted = (span[1] - span[0]) * step_ms / HOUR_MS
        detail = (
            f"its own track of {hours:.1f} h before again, {away:.1f} nm away, "
            f"to {fit.off_m:.0f} m over {lasted:.1f} h"
        )
        yield own["mmsi"][0], "replay", *stretch, detail


def _bend_m(lat: NDArray[np.float64], lon: NDArray[np.float64], share: float) -> float:
    """How far a stretch is from the straight way at one speed that fits best [m]."""
    known, steps = np.flatnonzero(~np.isnan(lat)), np.arange(lat.size)
    wide = M_PER_DEG * np.cos(np.radians(lat[known[0]]))
    turned = (lon[known] - lon[known[0]] + 540.0) % 360.0 - 180.0
    east = np.interp(steps, known, wide * turned)
    north = np.interp(steps, known, M_PER_DEG * lat[known])
    return float(measure_bends(east[None, :], north[None, :], share)[0])


def _is_copy(fit: Copy, bend_m: float, params: ReplayParams) -> bool:
    near = fit.off_m <= params.max_off_m
    shaped = bend_m >= params.min_stretch_bends * fit.off_m
    away = np.hypot(fit.east_m, fit.north_m) >= params.min_offset_m
    return bool(near and shaped and away)
