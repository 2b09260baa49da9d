"""Roles: what a vessel is for, by the code of its type."""

from typing import Final

import polars as pl

__all__ = ["FITTING", "UNFITTING", "role_of"]

FITTING: Final = {
    ("tanker", "tanker"): 1.0,
    ("cargo", "cargo"): 0.5,
    ("cargo", "tanker"): 0.3,
    ("fishing", "fishing"): -1.0,
}
"""Natural-log likelihood ratio of two roles, as evidence weighs them, but milder."""

UNFITTING: Final = {"tug": -1.0, "passenger": -1.5, "service": -1.0}


def role_of(ship_type: pl.Expr) -> pl.Expr:
    """Give the role of a type code of ITU-R M.1371, table 53; else ``other``."""
    tens = ship_type // 10
    return (
        pl.when(tens == 8)
        .then(pl.lit("tanker"))
        .when(tens == 7)
        .then(pl.lit("cargo"))
        .when(ship_type == 30)
        .then(pl.lit("fishing"))
        .when(ship_type.is_in([31, 32, 52]))
        .then(pl.lit("tug"))
        .when(tens.is_in([4, 6]) | ship_type.is_in([36, 37]))
        .then(pl.lit("passenger"))
        .when((tens == 5) | ship_type.is_in([34, 35]))
        .then(pl.lit("service"))
        .otherwise(pl.lit("other"))
    )
