"""Anchorages: places where many vessels lie at anchor, found from the data."""

import hashlib
import logging
from typing import Final

import numpy as np
import pandas as pd
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from stsdetect.events.arrays import numbers
from stsdetect.events.squares import BESIDE, SQUARE, squares_of, vessels_around
from stsdetect.kernels.sphere import haversine_m
from stsdetect.schema import ANCHORAGES, LOITERINGS

__all__ = ["MIN_VESSELS", "SQUARES_PER_DEGREE", "find_anchorages"]

log = logging.getLogger(__name__)

SQUARES_PER_DEGREE: Final = 100
"""Ours: squares of about a kilometre; with those beside it, one vessel at anchor swings
in its own."""
MIN_VESSELS: Final = 5
"""Ours: fewer different ones make an unusual place to anchor."""
_ROUND: Final = 360 * SQUARES_PER_DEGREE

Whole = NDArray[np.int64]


def find_anchorages(loiterings: pd.DataFrame) -> pd.DataFrame:
    """Find where many vessels lay at anchor.

    A square belongs to an anchorage where five different vessels or more anchored in it
    or in the eight around it; squares that touch are one anchorage. Nothing hangs on
    the order of the waits.

    Parameters
    ----------
    loiterings : pd.DataFrame
        A :data:`~stsdetect.schema.LOITERINGS` table outside ports, in any order.

    Returns
    -------
    pd.DataFrame
        An :data:`~stsdetect.schema.ANCHORAGES` table, the most used first.
    """
    waits = LOITERINGS.from_pandas(loiterings).filter(pl.col("mode") == "anchored")
    placed = squares_of(waits, SQUARES_PER_DEGREE)
    crowded = _crowded(placed)
    if crowded.is_empty():
        return ANCHORAGES.empty()
    rows, columns = (crowded[name].to_numpy() for name in ("row", "column"))
    named = crowded.with_columns(pl.Series("group", _groups(rows, columns)))
    inside = placed.join(named, on=["row", "column"]).sort("loitering_id")
    found = ANCHORAGES.to_pandas(_describe(inside))
    ANCHORAGES.check(found)
    log.info("%d anchorages", len(found))
    return found


def _crowded(placed: pl.DataFrame) -> pl.DataFrame:
    """Give the squares with a wait, and enough vessels in them and beside."""
    vessels = vessels_around(placed, SQUARES_PER_DEGREE)
    crowded = vessels.filter(pl.col("n_vessels") >= MIN_VESSELS)
    squares = placed.select(SQUARE).unique()
    return squares.join(crowded, on=SQUARE).select(SQUARE).sort(SQUARE)


def _groups(rows: Whole, columns: Whole) -> Whole:
    """Give the same number to squares that touch, one by one."""
    squares = zip(rows.tolist(), columns.tolist(), strict=True)
    at = {square: k for k, square in enumerate(squares)}
    ties = [
        (k, at[beside])
        for (row, column), k in at.items()
        for north, east in BESIDE
        if (beside := (row + north, (column + east) % _ROUND)) in at
    ]
    first, second = np.array(ties, dtype=np.int64).T
    graph = coo_array((np.ones(first.size), (first, second)), shape=(len(at), len(at)))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int64)


def _describe(inside: pl.DataFrame) -> pl.DataFrame:
    """Say of each group of squares where it is and who used it."""
    hours = (pl.col("end_time") - pl.col("start_time")).dt.total_milliseconds()
    turn = (pl.col("lon") - pl.col("lon").first() + 540.0) % 360.0 - 180.0
    middle = pl.col("lon").first() + pl.col("turn").mean()
    groups = (
        inside.with_columns(turn.over("group").alias("turn"))
        .group_by("group", maintain_order=True)
        .agg(
            pl.col("lat").mean(),
            ((middle + 540.0) % 360.0 - 180.0).alias("lon"),
            pl.col("mmsi").n_unique().alias("n_vessels"),
            pl.len().alias("n_waits"),
            (hours.sum() / 3_600_000).alias("vessel_hours"),
            pl.col("start_time").min(),
            pl.col("end_time").max(),
            (pl.col("row") * _ROUND + pl.col("column")).min().alias("square"),
        )
    )
    each = inside.join(groups.select("group", "lat", "lon"), on="group", suffix="_mid")
    away = haversine_m(
        *(numbers(each[name]) for name in ("lat", "lon", "lat_mid", "lon_mid"))
    )
    radius = (
        each.with_columns(pl.Series("radius_km", away / 1_000.0))
        .group_by("group")
        .agg(pl.col("radius_km").max())
    )
    told = groups.join(radius, on="group")
    ids = [
        hashlib.sha256(f"anchorage {square}".encode()).hexdigest()[:16]
        for square in told["square"]
    ]
    named = told.with_columns(pl.Series("anchorage_id", ids, dtype=pl.String))
    return (
        ANCHORAGES.conform(named)
        .select(ANCHORAGES.names)
        .sort("n_vessels", "anchorage_id", descending=[True, False])
    )
