"""Damage: what polars raises where a file is no Parquet, in one place."""

from typing import Final

import polars as pl

__all__ = ["DAMAGED"]

DAMAGED: Final = (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError)
"""What reading a Parquet file can raise; a panic of polars is no ``Exception``."""
