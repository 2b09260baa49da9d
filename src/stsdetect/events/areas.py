"""Areas: where meetings that silence would have hidden could have been."""

from datetime import datetime, timedelta
from typing import Final

import numpy as np
import pandas as pd
import polars as pl
import shapely
from numpy.typing import NDArray
from shapely.affinity import translate
from shapely.geometry.base import BaseGeometry

from stsdetect.events.arrays import fixed, numbers
from stsdetect.kernels.feasible import bound_regions
from stsdetect.kernels.slack import as_silences
from stsdetect.kernels.sphere import unit_vectors
from stsdetect.schema import GAPS, RENDEZVOUS
from stsdetect.schema.last_heard import LastHeard
from stsdetect.units import MS_PER_KN, MS_PER_S

__all__ = ["find_areas", "find_last_heard", "find_silences"]

Numbers = NDArray[np.float64]

_DECIMALS: Final = 3
"""Of a degree, as RENDEZVOUS has its regions."""


def find_areas(
    rendezvous: pd.DataFrame, gaps: pd.DataFrame, min_visit: timedelta
) -> dict[str, BaseGeometry]:
    """Give the area of each meeting, by speed alone: land between is not looked at.

    Parameters
    ----------
    rendezvous : DataFrame
        A :data:`~stsdetect.schema.RENDEZVOUS` table, in any order.
    gaps : DataFrame
        A :data:`~stsdetect.schema.GAPS` table that holds its silences.
    min_visit : timedelta
        Stay for which a silent vessel would have come to one that waited.

    Returns
    -------
    dict
        Id of the meeting to a polygon in EPSG:4326 round its place; longitudes run on
        beyond ±180° where it crosses that. Of two silent vessels it is where they could
        have met (``feasible_region``); of one, where it could have stayed that long. A
        silence that goes on has none: nothing bounds it but time.
    """
    both = rendezvous[rendezvous["feasible_region"].notna()]
    regions = shapely.from_wkt(both["feasible_region"].to_numpy(dtype=object))
    areas = dict(zip(both["rendezvous_id"], regions, strict=True))
    silent = _with_silence(rendezvous, gaps, "b").filter(~pl.col("open"))
    areas |= _visits(silent, min_visit)
    lon = dict(zip(rendezvous["rendezvous_id"], rendezvous["lon"], strict=True))
    return {name: _round(area, lon[name]) for name, area in areas.items()}


def find_silences(
    rendezvous: pd.DataFrame, gaps: pd.DataFrame
) -> dict[str, tuple[datetime, datetime]]:
    """Give the time between the reports around all silences of each meeting, by id.

    Of a silence that goes on only the start is known, and is both.
    """
    end = pl.col("end_time").fill_null(pl.col("start_time"))
    sides = [_with_silence(rendezvous, gaps, side) for side in "ab"]
    spans = (
        pl.concat(side.select("rendezvous_id", "start_time", end) for side in sides)
        .group_by("rendezvous_id", maintain_order=True)
        .agg(pl.col("start_time").min(), pl.col("end_time").max())
    )
    return {name: (start, end) for name, start, end in spans.iter_rows()}


def find_last_heard(
    rendezvous: pd.DataFrame, gaps: pd.DataFrame
) -> dict[str, LastHeard]:
    """Give where the silent vessel of a meeting was last heard, if it is not again.

    Nothing bounds such a silence but time: how far the vessel could have come is told
    for the earliest time of the meeting, and grows from there.
    """
    silent = _with_silence(rendezvous, gaps, "b")
    gone = silent.filter("open", pl.col("max_speed_b_kn") > 0)
    hours = (pl.col("earliest_start") - pl.col("start_time")) / timedelta(hours=1)
    told = gone.select(
        "rendezvous_id",
        *("start_time", "start_lat", "start_lon"),
        hours * pl.col("max_speed_b_kn"),
    )
    return {name: LastHeard(*last) for name, *last in told.iter_rows()}


def _round(area: BaseGeometry, lon: float) -> BaseGeometry:
    """Turn an area by whole circles, so that it lies round its place."""
    turns = round((lon - area.centroid.x) / 360.0)
    return area if turns == 0 else translate(area, xoff=360.0 * turns)


def _with_silence(
    rendezvous: pd.DataFrame, gaps: pd.DataFrame, side: str
) -> pl.DataFrame:
    """Join the meetings to the silence of one side, those that have one."""
    names = ["rendezvous_id", "kind", "earliest_start"]
    own = [f"event_{side}", f"max_speed_{side}_kn"]
    return (
        RENDEZVOUS.from_pandas(rendezvous)
        .select(*names, *own)
        .join(
            GAPS.from_pandas(gaps),
            left_on=f"event_{side}",
            right_on="gap_id",
            maintain_order="left",
        )
    )


def _visits(silent: pl.DataFrame, min_visit: timedelta) -> dict[str, BaseGeometry]:
    """Give where each vessel that fell silent could have stayed, in one_dark."""
    alone = silent.filter(pl.col("kind") == "one_dark", pl.col("max_speed_b_kn") > 0)
    if alone.is_empty():
        return {}
    start, end = (
        np.column_stack(
            [
                alone[f"{side}_time"].dt.epoch("ms").to_numpy() / MS_PER_S,
                numbers(alone[f"{side}_lat"]),
                numbers(alone[f"{side}_lon"]),
            ]
        )
        for side in ("start", "end")
    )
    rows = as_silences(start, end, numbers(alone["max_speed_b_kn"]) * MS_PER_KN)
    half_way = sum(unit_vectors(side[:, 1], side[:, 2]).T for side in (start, end))
    half_way /= np.linalg.norm(half_way, axis=1, keepdims=True)
    # A silence met by itself: its own slack bounds where it could have been.
    own = np.arange(alone.height)
    least_s = min_visit.total_seconds()
    regions = bound_regions(fixed(rows), own, own, fixed(half_way), least_s)
    return dict(zip(alone["rendezvous_id"], _polygons(regions), strict=True))


def _polygons(regions: Numbers) -> list[BaseGeometry]:
    x, y, z = np.moveaxis(regions[:, 1:], 2, 0)
    lat = np.degrees(np.arctan2(z, np.hypot(x, y)))
    lon = np.degrees(np.unwrap(np.arctan2(y, x), axis=1))
    rings = np.stack([lon, lat], axis=2).round(_DECIMALS)
    return list(np.asarray(shapely.polygons(rings), dtype=np.object_))
