"""Columns: numbers and text as files of AIS write them."""

import polars as pl

__all__ = ["fixed", "imo_or_none", "unless"]


def fixed(name: str, places: int) -> pl.Expr:
    """Write a number with so many decimal places."""
    scale = 10**places
    whole = (pl.col(name).cast(pl.Float64) * scale).round().cast(pl.Int64)
    size = whole.abs()
    sign = pl.when(whole < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    fraction = (size % scale).cast(pl.String).str.zfill(places)
    return pl.concat_str(sign, (size // scale).cast(pl.String), pl.lit("."), fraction)


def unless(name: str, sentinel: object) -> pl.Expr:
    """Leave a cell empty where it holds what AIS calls not available."""
    return pl.when(pl.col(name) != sentinel).then(pl.col(name))


def imo_or_none() -> pl.Expr:
    """Write an IMO number as MarineCadastre does, with its letters."""
    return pl.when(pl.col("imo") > 0).then(pl.format("IMO{}", pl.col("imo")))
