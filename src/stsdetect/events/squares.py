"""Squares of latitude and longitude, and which vessels were in each or beside it.

Vessels at one place are counted by joins on squares: what takes memory are vessels and
squares, however many lie close together, and not the pairs that they make.
"""

from itertools import product
from typing import Final

import polars as pl

__all__ = ["BESIDE", "SQUARE", "squares_of", "vessels_around"]

SQUARE: Final = ("row", "column")
"""Columns that name a square, north from the equator and east from Greenwich."""
BESIDE: Final = tuple(product((-1, 0, 1), (-1, 0, 1)))
"""Steps from a square to itself and to the eight that touch it."""


def squares_of(places: pl.DataFrame, per_degree: int) -> pl.DataFrame:
    """Add ``row`` and ``column`` of the square in which each place lies.

    Parameters
    ----------
    places : DataFrame
        ``lat`` and ``lon`` [°], longitudes of any turn.
    per_degree : int
        Squares in a degree; to the east they are narrower by the cosine of latitude.

    Examples
    --------
    >>> places = pl.DataFrame({"lat": [0.05, -0.05], "lon": [180.0, -180.0]})
    >>> squares_of(places, 10).select(SQUARE).rows()
    [(0, 1800), (-1, 1800)]
    """
    row, column = (
        (pl.col(name) * per_degree).floor().cast(pl.Int64) for name in ("lat", "lon")
    )
    return places.with_columns(row=row, column=column % (360 * per_degree))


def vessels_around(placed: pl.DataFrame, per_degree: int) -> pl.DataFrame:
    """Count the vessels that were in each square or in the eight around it.

    Parameters
    ----------
    placed : DataFrame
        ``mmsi``, and ``row`` and ``column`` as :func:`squares_of` gives them.
    per_degree : int
        Squares in a degree; beside the last to the east lies the first.

    Returns
    -------
    DataFrame
        ``row, column, n_vessels``, in no order; squares that are only beside a vessel
        included.

    Examples
    --------
    >>> placed = pl.DataFrame({"mmsi": [1, 2], "row": [0, 0], "column": [0, 1]})
    >>> around = vessels_around(placed, 1).sort("row", "column")
    >>> around.filter(pl.col("row") == 0)["n_vessels"].to_list()
    [2, 2, 1, 1]
    """
    own = placed.select(*SQUARE, "mmsi").unique()
    shifted = (
        own.with_columns(
            pl.col("row") + north, (pl.col("column") + east) % (360 * per_degree)
        )
        for north, east in BESIDE
    )
    n_vessels = pl.col("mmsi").n_unique().cast(pl.Int64)
    return pl.concat(shifted).group_by(SQUARE).agg(n_vessels=n_vessels)
