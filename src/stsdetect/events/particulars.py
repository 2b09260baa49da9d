"""Particulars of vessels as they stood at an instant."""

import polars as pl

__all__ = ["HULL", "longest_known", "particulars_at"]

HULL = ("to_bow_m", "to_stern_m", "to_port_m", "to_starboard_m")
"""From the antenna to each side of the hull, as ITU-R M.1371 orders them."""

ANTENNA_AFT = 0.85
"""Share of the length that lies before the antenna where only the length is known.

Ours: antennas stand at 75 to 95 % of the length, since bridges are aft.
"""


def particulars_at(moments: pl.DataFrame, vessels: pl.DataFrame) -> pl.DataFrame:
    """Give each vessel's hull and ship type as last broadcast at an instant.

    A field that is missing in the latest particulars keeps its last value; before the
    first ones are heard, the first value holds.

    Parameters
    ----------
    moments : pl.DataFrame
        Columns ``mmsi, timestamp`` and any others, in any order.
    vessels : pl.DataFrame
        A :data:`~stsdetect.schema.VESSELS` table, in any order.

    Returns
    -------
    pl.DataFrame
        The moments in their order with ``ship_type``, ``length_m``, ``beam_m`` and the
        four of :data:`HULL`; those are missing together. Where length and beam alone
        are known, the antenna stands at :data:`ANTENNA_AFT`, amidships.
    """
    fields = ("ship_type", "length_m", "beam_m", *HULL)
    order = pl.int_range(pl.len()).alias("_order")
    known = (
        vessels.sort("mmsi", "valid_from", "source_id", "source_row")
        .select("mmsi", "valid_from", *fields)
        .with_columns(pl.col(fields).forward_fill().backward_fill().over("mmsi"))
        .sort("valid_from", maintain_order=True)
    )
    first = known.group_by("mmsi", maintain_order=True).first().drop("valid_from")
    return (
        moments.with_columns(order)
        .sort("timestamp", "_order")
        .join_asof(
            known,
            left_on="timestamp",
            right_on="valid_from",
            by="mmsi",
            check_sortedness=False,
        )
        .join(first, on="mmsi", how="left", suffix="_first")
        .with_columns(pl.coalesce(name, f"{name}_first").alias(name) for name in fields)
        .sort("_order")
        .select(*moments.columns, *fields)
        .with_columns(_whole_hull())
    )


def longest_known(vessels: pl.DataFrame) -> pl.DataFrame:
    """Give the greatest length that each vessel has broadcast: ``mmsi, length_m``."""
    hull = (pl.col("to_bow_m") + pl.col("to_stern_m")).max()
    return vessels.group_by("mmsi").agg(
        pl.max_horizontal(pl.col("length_m").max(), hull).alias("length_m")
    )


def _whole_hull() -> list[pl.Expr]:
    """Hull from the antenna, else from length and beam, else missing on all sides."""
    given = pl.all_horizontal(pl.col(name).is_not_null() for name in HULL)
    sound = given & (pl.col("to_bow_m") + pl.col("to_stern_m") > 0)
    length, half = pl.col("length_m"), pl.col("beam_m") / 2
    prior = (length * ANTENNA_AFT, length * (1 - ANTENNA_AFT), half, half)
    usable = (length > 0) & (pl.col("beam_m") > 0)
    return [
        pl.when(sound)
        .then(pl.col(name))
        .otherwise(pl.when(usable).then(guess))
        .cast(pl.Float64)
        .alias(name)
        for name, guess in zip(HULL, prior, strict=True)
    ]
