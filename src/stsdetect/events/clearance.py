"""Clear water between the hulls of an encounter, and how far it can be at most."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from stsdetect.events.arrays import numbers
from stsdetect.events.particulars import HULL, particulars_at
from stsdetect.kernels.rigid import farthest_corner_m, hull_clearance_m

__all__ = ["find_hulls", "measure_clearance"]

_ON_GROUND = ("east_m", "north_m", "heading_a", "heading_b")


def find_hulls(encounters: pl.DataFrame, vessels: pl.DataFrame) -> pl.DataFrame:
    """Give the hulls of both vessels as they were known at the start.

    Parameters
    ----------
    encounters : pl.DataFrame
        ``encounter, mmsi_a, mmsi_b, start_time``.
    vessels : pl.DataFrame
        A :data:`~stsdetect.schema.VESSELS` table, in any order.

    Returns
    -------
    pl.DataFrame
        ``encounter`` and for each side the four of
        :data:`~stsdetect.events.particulars.HULL`, ``length_a_m`` and
        ``corner_a_m``, from the antenna to the farthest corner.
    """
    hulls = encounters.select("encounter")
    for side in ("a", "b"):
        moments = encounters.select(mmsi=f"mmsi_{side}", timestamp="start_time")
        known = particulars_at(moments, vessels)
        corner = farthest_corner_m(_matrix(known, list(HULL)))
        columns = known.select(
            pl.col(HULL).name.suffix(f"_{side}"),
            _length().alias(f"length_{side}_m"),
            pl.Series(f"corner_{side}_m", corner).fill_nan(None),
        )
        hulls = hulls.hstack(columns)
    return hulls


def measure_clearance(
    supported: pl.DataFrame, hulls: pl.DataFrame, min_ticks: int
) -> pl.DataFrame:
    """Measure the median clear water between the hulls of each encounter.

    Parameters
    ----------
    supported : pl.DataFrame
        PROXIMITIES that have a report of both near by, with ``encounter`` (number).
    hulls : pl.DataFrame
        As :func:`find_hulls` gives them, by encounter.
    min_ticks : int
        Ticks at which the headings of both are known; fewer tell nothing.

    Returns
    -------
    pl.DataFrame
        ``encounter, clearance_m``, without the encounters that don't tell.
    """
    known = hulls.drop_nulls(["corner_a_m", "corner_b_m"])
    ticks = (
        supported.select("encounter", *_ON_GROUND)
        .drop_nulls()
        .filter(pl.col("encounter").is_in(known["encounter"].implode()))
    )
    of = np.searchsorted(known["encounter"].to_numpy(), ticks["encounter"].to_numpy())
    clearance = hull_clearance_m(
        _matrix(ticks, ["east_m", "north_m"]),
        _matrix(ticks, ["heading_a", "heading_b"]),
        _matrix(known, [f"{name}_a" for name in HULL])[of],
        _matrix(known, [f"{name}_b" for name in HULL])[of],
    )
    return (
        ticks.select("encounter", pl.Series("clearance_m", clearance))
        .group_by("encounter", maintain_order=True)
        .agg(pl.len(), pl.col("clearance_m").median())
        .filter(pl.col("len") >= min_ticks)
        .drop("len")
    )


def _length() -> pl.Expr:
    hull = pl.col("to_bow_m") + pl.col("to_stern_m")
    return pl.coalesce(hull, pl.col("length_m").cast(pl.Float64))


def _matrix(table: pl.DataFrame, names: list[str]) -> NDArray[np.float64]:
    return np.ascontiguousarray(np.column_stack([numbers(table[n]) for n in names]))
