"""Expected: how well a vessel was to be heard where it was, hour by hour."""

from functools import partial
from typing import Final

import polars as pl

from stsdetect.events.arrays import numbers
from stsdetect.events.cells import block_of, cells_at
from stsdetect.events.reception_by_hour import ReceptionByHour
from stsdetect.events.slots import STSDETECT, ReceptionParams, kind_of
from stsdetect.kernels.slots import CELLS_PER_DEGREE, WIDTH

__all__ = ["expect_hearing"]

_CELL: Final = ["cell", "kind"]
_BLOCK: Final = ["hour", "block"]


def expect_hearing(
    tracks: pl.DataFrame,
    reception: ReceptionByHour,
    params: ReceptionParams = STSDETECT,
) -> pl.DataFrame:
    """Tell for each hour how likely a vessel was to be heard within ten minutes.

    Parameters
    ----------
    tracks : DataFrame
        Columns of :data:`~stsdetect.schema.TRACKS` and ``leg``, a whole number, by leg
        and time.
    reception : ReceptionByHour
        Of which the cells and hours that they were in are read.
    params : ReceptionParams
        With which that table was made: which vessels are still.

    Returns
    -------
    DataFrame
        ``leg, timestamp, p_heard`` for each hour from the first to the last report of a
        leg, at the place that the vessel reported nearest in time. The probability is
        that of the cell over all hours, by how that hour was in a degree around; it is
        missing where no such vessel was ever in the cell.
    """
    asked = _hours(tracks, params)
    # Both are the same in all rows that are put together.
    places = reception.ask(partial(_largest, "p_heard", asked.select(_CELL)))
    conditions = reception.ask(partial(_largest, "condition", asked.select(_BLOCK)))
    told = asked.join(places, on=_CELL, how="left", maintain_order="left").join(
        conditions, on=_BLOCK, how="left", maintain_order="left"
    )
    by_hour = pl.col("p_heard") * pl.col("condition").fill_null(1.0)
    return told.select("leg", timestamp="hour", p_heard=by_hour.clip(upper_bound=1.0))


def _largest(name: str, asked: pl.DataFrame, reception: pl.LazyFrame) -> pl.LazyFrame:
    """Give the largest value of a column for each row that is asked for."""
    of_b = (pl.col("ais_class") == "B").cast(pl.Int64)
    row, column = (
        ((pl.col(axis) + half) * CELLS_PER_DEGREE).floor().cast(pl.Int64)
        for axis, half in (("lat", 90.0), ("lon", 180.0))
    )
    keys = {
        "hour": pl.col("start_time"),
        "cell": row * WIDTH + column,
        "kind": 2 * of_b + pl.col("still").cast(pl.Int64),
        "block": row // CELLS_PER_DEGREE * 360 + column // CELLS_PER_DEGREE,
    }
    wanted = {key: keys[key] for key in asked.columns}
    return (
        reception.select(name, **wanted)
        .join(asked.lazy().unique(), on=asked.columns, how="semi")
        .group_by(asked.columns)
        .agg(pl.col(name).max())
    )


def _hours(tracks: pl.DataFrame, params: ReceptionParams) -> pl.DataFrame:
    """Give each hour of each leg with the cell of the nearest report and its kind."""
    time = pl.col("timestamp")
    hours = (
        tracks.group_by("leg", maintain_order=True)
        .agg(
            pl.datetime_range(
                time.min().dt.truncate("1h"), time.max(), "1h", time_unit="ms"
            ).alias("hour")
        )
        .explode("hour")
        .drop_nulls("hour")
    )
    kind = pl.Series("kind", kind_of(tracks["ais_class"], tracks["sog"], params))
    reports = _place(tracks).select("leg", "timestamp", *("cell", "block"), kind)
    return hours.join_asof(
        reports,
        left_on="hour",
        right_on="timestamp",
        by="leg",
        strategy="nearest",
        check_sortedness=False,
    )


def _place(rows: pl.DataFrame) -> pl.DataFrame:
    """Add the number of the cell of each row, and of its degree square."""
    cell = cells_at(numbers(rows["lat"]), numbers(rows["lon"]))
    return rows.with_columns(
        cell=pl.Series(cell, dtype=pl.Int64),
        block=pl.Series(block_of(cell), dtype=pl.Int64),
    )
