"""Expected: how well a vessel was to be heard where it was, hour by hour."""

from typing import Final

import pandas as pd
import polars as pl

from stsdetect.schema import RECEPTION

__all__ = ["expect_hearing"]

_CELLS_PER_DEG: Final = 4
_STILL_KN: Final = 3.0
"""As RECEPTION tells vessels apart: they send less often at 3 kn or less."""

_CELL: Final = ["south", "west", "ais_class", "still"]
_BLOCK: Final = ["hour", "block_south", "block_west"]


def expect_hearing(tracks: pl.DataFrame, reception: pd.DataFrame) -> pl.DataFrame:
    """Tell for each hour how likely a vessel was to be heard within ten minutes.

    Parameters
    ----------
    tracks : DataFrame
        Columns of :data:`~stsdetect.schema.TRACKS` and ``leg``, a whole number, by leg
        and time.
    reception : DataFrame
        A :data:`~stsdetect.schema.RECEPTION` table, in any order.

    Returns
    -------
    DataFrame
        ``leg, timestamp, p_heard`` for each hour from the first to the last report of a
        leg, at the place that the vessel reported nearest in time. The probability is
        that of the cell over all hours, by how that hour was in a degree around; it is
        missing where no such vessel was ever in the cell.
    """
    cells = RECEPTION.from_pandas(reception).with_columns(
        *_floors(_CELLS_PER_DEG, "south", "west"),
        *_floors(1, "block_south", "block_west"),
        hour=pl.col("start_time"),
        ais_class=pl.col("ais_class").cast(pl.String),
    )
    places = cells.group_by(_CELL).agg(pl.col("p_heard").mean())
    conditions = cells.group_by(_BLOCK).agg(pl.col("condition").mean())
    asked = _hours(tracks)
    told = asked.join(places, on=_CELL, how="left", maintain_order="left").join(
        conditions, on=_BLOCK, how="left", maintain_order="left"
    )
    by_hour = pl.col("p_heard") * pl.col("condition").fill_null(1.0)
    return told.select("leg", timestamp="hour", p_heard=by_hour.clip(upper_bound=1.0))


def _hours(tracks: pl.DataFrame) -> pl.DataFrame:
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
    reports = tracks.select(
        "leg",
        "timestamp",
        *_floors(_CELLS_PER_DEG, "south", "west"),
        *_floors(1, "block_south", "block_west"),
        ais_class=pl.col("ais_class").cast(pl.String).fill_null("A"),
        still=(pl.col("sog") <= _STILL_KN).fill_null(value=False),
    )
    return hours.join_asof(
        reports,
        left_on="hour",
        right_on="timestamp",
        by="leg",
        strategy="nearest",
        check_sortedness=False,
    )


def _floors(per_deg: int, south: str, west: str) -> list[pl.Expr]:
    return [
        (pl.col(name) * per_deg).floor().cast(pl.Int64).alias(alias)
        for name, alias in (("lat", south), ("lon", west))
    ]
