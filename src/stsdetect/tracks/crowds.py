"""Crowds: more vessels at one place than can be, and who of them is looked at."""

import logging
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from stsdetect.kernels.crowds import cell_numbers, count_visits, may_be_crowded
from stsdetect.tracks.floods import STSDETECT, FloodParams, periods_of, tell_floods

__all__ = ["VISITS", "choose_out", "count_vessels", "find_visits", "leave_out"]

log = logging.getLogger(__name__)

VISITS: Final = {
    "mmsi": pl.Int64(),
    "period": pl.Int64(),
    "cell": pl.Int64(),
    "n_most": pl.Int64(),
    "side_m": pl.Float64(),
}
"""A vessel at a place, a cell so wide, in a period counted from 1970."""


def count_vessels(
    positions: pl.DataFrame, params: FloodParams = STSDETECT
) -> NDArray[np.int32]:
    """Count roughly how many vessels are at one place in one period.

    Parameters
    ----------
    positions : pl.DataFrame
        ``mmsi, timestamp, lat, lon`` by MMSI and time.
    params : FloodParams
        Sizes of places.

    Returns
    -------
    (2, 262144) array
        For near and far; counts of parts can be added. None is too small.
    """
    key = periods_of(positions, params)
    mmsi, period = (key[name].to_numpy() for name in ("mmsi", "period"))
    cells = [_cells(positions, side_m) for side_m, _ in _sides(params)]
    return np.stack([count_visits(mmsi, period, cell) for cell in cells])


def find_visits(
    positions: pl.DataFrame,
    counts: NDArray[np.int32],
    params: FloodParams = STSDETECT,
) -> pl.DataFrame:
    """Give the vessels at places where too many may be.

    Parameters
    ----------
    positions : pl.DataFrame
        ``mmsi, timestamp, lat, lon`` by MMSI and time.
    counts : array
        As :func:`count_vessels` gives them for all positions.
    params : FloodParams
        How many are too many.

    Returns
    -------
    pl.DataFrame
        :data:`VISITS`, each once.
    """
    key = periods_of(positions, params)
    parts = [pl.DataFrame(schema=VISITS)]
    for count, (side_m, n_most) in zip(counts, _sides(params), strict=True):
        if count.max(initial=0) <= n_most:
            continue
        cell = _cells(positions, side_m)
        rows = np.flatnonzero(
            may_be_crowded(key["period"].to_numpy(), cell, count, n_most)
        )
        found = key[rows].with_columns(
            cell=cell[rows], n_most=pl.lit(n_most, pl.Int64), side_m=pl.lit(side_m)
        )
        parts.append(found.select(*VISITS).unique())
    return pl.concat(parts)


def choose_out(
    visits: pl.DataFrame, heard: pl.DataFrame, params: FloodParams = STSDETECT
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Choose of each crowd all but the vessels that have been there for long.

    Parameters
    ----------
    visits : pl.DataFrame
        :data:`VISITS`, in any order; where they are few nobody is chosen.
    heard : pl.DataFrame
        ``mmsi, period, n_hours, n_possible``: in how many hours a vessel was heard up
        to the end of the day of that period, and in how many anyone was.
    params : FloodParams
        Who is looked at in a crowd.

    Returns
    -------
    pl.DataFrame
        :data:`VISITS` that are left out.
    pl.DataFrame
        :data:`~stsdetect.tracks.floods.FLOODS` of kind ``crowd``: the vessel heard
        longest, and how many there were with it.
    """
    place = ["side_m", "period", "cell"]
    least = pl.min_horizontal(params.least_hours, pl.col("n_possible") / 2)
    crowded = (
        visits.unique()
        .with_columns(n=pl.len().over(place).cast(pl.Int64))
        .filter(pl.col("n") > pl.col("n_most"))
        .join(heard, on=["mmsi", "period"], how="left")
        .sort(*place, "n_hours", "mmsi", descending=[False] * 3 + [True, False])
        .with_columns(standing=pl.int_range(pl.len()).over(place))
    )
    too_many = pl.col("standing") >= pl.col("n_most")
    out = crowded.filter(too_many | (pl.col("n_hours") < least)).select(*VISITS)
    first = crowded.filter(pl.col("standing") == 0)
    most = first.group_by("mmsi", "period").agg(pl.col("n").max())
    return out, tell_floods("crowd", most, params)


def leave_out(
    positions: pl.DataFrame, out: pl.DataFrame, params: FloodParams = STSDETECT
) -> pl.DataFrame:
    """Leave out the positions of visits that were chosen; the order stays.

    Parameters
    ----------
    positions : pl.DataFrame
        A :data:`~stsdetect.schema.POSITIONS` table by MMSI and time.
    out : pl.DataFrame
        As :func:`choose_out` gives them.
    params : FloodParams
        As the visits were found with.
    """
    if out.is_empty():
        return positions
    key = periods_of(positions, params).with_row_index("row")
    gone = [
        key.with_columns(cell=_cells(positions, side_m))
        .join(
            out.filter(pl.col("side_m") == side_m),
            on=["mmsi", "period", "cell"],
            how="semi",
        )
        .get_column("row")
        for side_m, _ in _sides(params)
    ]
    keep = np.ones(positions.height, dtype=np.bool_)
    keep[pl.concat(gone).to_numpy()] = False
    log.info("%d positions of crowds left out", positions.height - keep.sum())
    return positions.filter(pl.Series(keep))


def _sides(params: FloodParams) -> tuple[tuple[float, int], tuple[float, int]]:
    return (params.near_m, params.max_near), (params.far_m, params.max_far)


def _cells(positions: pl.DataFrame, side_m: float) -> NDArray[np.int64]:
    lat, lon = (positions[name].cast(pl.Float64).to_numpy() for name in ("lat", "lon"))
    cells: NDArray[np.int64] = cell_numbers(lat, lon, side_m)
    return cells
