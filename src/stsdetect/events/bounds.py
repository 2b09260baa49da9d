"""Bounds: what bounds a vessel while it is not heard, or waits and is heard."""

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from stsdetect.events.arrays import numbers, whole
from stsdetect.events.roles import role_of
from stsdetect.kernels.slack import as_silences
from stsdetect.kernels.sphere import unit_vectors
from stsdetect.units import MS_PER_KN, MS_PER_S, S_PER_H

__all__ = ["as_rows", "as_ways", "list_silences"]

Numbers = NDArray[np.float64]

TYPE_KN: Final = {"tanker": 14.0, "cargo": 15.0, "fishing": 12.0, "tug": 14.0}
"""Ours, what such vessels make at sea; other types have no bound of their own."""
OTHER_KN: Final = 25.0
"""Ours: of a vessel without a type and without a speed of its own."""
OWN_SHARE: Final = 1.15
"""Ours: over the 99th percentile of the vessel's own speed."""
USUAL_SHARE: Final = 0.85
"""Ours: of that percentile, where neither end tells what the vessel was making."""
UNDER_WAY_KN: Final = 3.0
"""ITU-R M.1371: where a vessel at anchor begins to report as one under way."""
MADE_SHARE: Final = 1.02
"""Ours: a vessel that came so far can sail so fast, and a little faster."""
STILL_M_S: Final = 1e-3
"""Ours: a vessel that waits stays where it is."""


def list_silences(
    gaps: pl.DataFrame, loiterings: pl.DataFrame, vessels: pl.DataFrame
) -> pl.DataFrame:
    """List what can be part of a meeting that nobody saw.

    Parameters
    ----------
    gaps : pl.DataFrame
        A :data:`~stsdetect.schema.GAPS` table; with a column ``way_nm``, where the way
        by sea is known, which else is the straight one. An open gap ends, as far as is
        known, with the data, and where it began.
    loiterings : pl.DataFrame
        A :data:`~stsdetect.schema.LOITERINGS` table.
    vessels : pl.DataFrame
        A :data:`~stsdetect.schema.VESSELS` table.

    Returns
    -------
    pl.DataFrame
        ``event_id, mmsi, role, still`` (it waited, and was heard), ``goes_on`` (it is
        not heard again), both ends with
        time, place, speed and course, ``duration_h``, ``max_speed_kn``: what bounds
        it, and of gaps ``p_silence``, ``usual_speed_kn``, ``needed_h``: what the way
        takes at that speed, and ``lost_h``: the rest. By start and id, so that nothing
        hangs on the order of rows.
    """
    parts = [_speeds(_with_role(_gaps(gaps), vessels))]
    parts.append(_with_role(_waits(loiterings), vessels))
    return pl.concat(parts, how="diagonal_relaxed").sort("start_time", "event_id")


def as_rows(silences: pl.DataFrame, speed: str) -> Numbers:
    """Give silences to kernels, bounded by one of their speeds."""
    start, end = (
        np.column_stack(
            [
                whole(silences[f"{side}_time"]) / MS_PER_S,
                numbers(silences[f"{side}_lat"]),
                numbers(silences[f"{side}_lon"]),
            ]
        )
        for side in ("start", "end")
    )
    made = numbers(silences[speed]) * MS_PER_KN
    still = silences["still"].to_numpy()
    speed_m_s = np.where(still, STILL_M_S, made)
    return as_silences(start, end, speed_m_s, silences["goes_on"].to_numpy())


def as_ways(silences: pl.DataFrame) -> Numbers:
    """Give the velocities at both ends to kernels [m/s], 0 where one isn't known."""
    return np.column_stack([_way(silences, side).T for side in ("start", "end")])


def _way(silences: pl.DataFrame, side: str) -> Numbers:
    lat, lon, sog, cog = (
        numbers(silences[f"{side}_{name}"]) for name in ("lat", "lon", "sog", "cog")
    )
    x, y, z = unit_vectors(lat, lon)
    across = np.maximum(np.hypot(x, y), 1e-9)
    east = np.array([-y / across, x / across, np.zeros(x.size)])
    north = np.array([-z * x / across, -z * y / across, across])
    course = np.radians(cog)
    way = sog * MS_PER_KN * (np.sin(course) * east + np.cos(course) * north)
    return np.asarray(np.nan_to_num(way))


def _gaps(gaps: pl.DataFrame) -> pl.DataFrame:
    ends = [
        f"{side}_{name}"
        for side in ("start", "end")
        for name in ("time", "lat", "lon", "sog", "cog")
    ]
    lasted = pl.duration(milliseconds=pl.col("duration_h") * S_PER_H * MS_PER_S)
    ended = [
        pl.col(f"end_{name}").fill_null(other)
        for name, other in (
            ("time", (pl.col("start_time") + lasted).cast(pl.Datetime("ms", "UTC"))),
            ("lat", pl.col("start_lat")),
            ("lon", pl.col("start_lon")),
        )
    ]
    return gaps.with_columns(ended).select(
        pl.col("gap_id").alias("event_id"),
        "mmsi",
        *ends,
        "duration_h",
        "distance_nm",
        pl.col("way_nm" if "way_nm" in gaps.columns else "distance_nm").alias("way_nm"),
        "implied_speed_kn",
        "own_speed_kn",
        "p_silence",
        "n_alike",
        still=pl.lit(value=False),
        goes_on=pl.col("open"),
    )


def _waits(loiterings: pl.DataFrame) -> pl.DataFrame:
    lasted_ms = (pl.col("end_time") - pl.col("start_time")).dt.total_milliseconds()
    # As a factor: polars divides one row by another way than several.
    hours = lasted_ms * (1.0 / (MS_PER_S * S_PER_H))
    places = [
        pl.col(name).alias(f"{side}_{name}")
        for side in ("start", "end")
        for name in ("lat", "lon")
    ]
    return loiterings.select(
        pl.col("loitering_id").alias("event_id"),
        "mmsi",
        "start_time",
        "end_time",
        *places,
        "displacement_nm",
        duration_h=hours,
        lost_h=hours,
        still=pl.lit(value=True),
        goes_on=pl.lit(value=False),
    )


def _with_role(silences: pl.DataFrame, vessels: pl.DataFrame) -> pl.DataFrame:
    """Add the role by the last type that the vessel told."""
    told = (
        vessels.filter(pl.col("ship_type").is_not_null())
        .sort("mmsi", "valid_from", "source_id", "source_row")
        .group_by("mmsi", maintain_order=True)
        .agg(role_of(pl.col("ship_type").last()).alias("role"))
    )
    return silences.join(told, on="mmsi", how="left", maintain_order="left")


def _speeds(gaps: pl.DataFrame) -> pl.DataFrame:
    """Add what bounds the speed, what was usual, and the time that this leaves.

    The bound is the lesser of type and own history, but never less than what the
    vessel made; the usual speed is the mean of both ends under way.
    """
    by_type = pl.col("role").replace_strict(TYPE_KN, default=None)
    own = OWN_SHARE * pl.col("own_speed_kn")
    made = pl.max_horizontal(
        MADE_SHARE * pl.col("implied_speed_kn"), "start_sog", "end_sog"
    )
    bound = pl.min_horizontal(by_type, own).fill_null(OTHER_KN)
    ends = [
        pl.when(pl.col(name) >= UNDER_WAY_KN).then(pl.col(name))
        for name in ("start_sog", "end_sog")
    ]
    needed = pl.col("way_nm") / pl.col("usual_speed_kn")
    return (
        gaps.with_columns(max_speed_kn=pl.max_horizontal(bound, made))
        .with_columns(
            usual_speed_kn=pl.mean_horizontal(*ends)
            .fill_null(USUAL_SHARE * pl.min_horizontal("max_speed_kn", "own_speed_kn"))
            .clip(lower_bound=UNDER_WAY_KN)
        )
        .with_columns(
            needed_h=pl.when(~pl.col("goes_on")).then(
                pl.min_horizontal(needed, "duration_h")
            )
        )
        .with_columns(lost_h=pl.col("duration_h") - pl.col("needed_h"))
    )
