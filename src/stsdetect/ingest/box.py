"""Box: an area of positions between two parallels and two meridians."""

from typing import NamedTuple

import polars as pl

__all__ = ["Box"]


class Box(NamedTuple):
    """Box of positions [°]; ``west`` > ``east`` across 180°."""

    south: float
    west: float
    north: float
    east: float

    def holds(self) -> pl.Expr:
        """Tell which positions are in it, edges included."""
        lat, lon = pl.col("lat"), pl.col("lon")
        if self.west <= self.east:
            between = lon.is_between(self.west, self.east)
        else:
            between = (lon >= self.west) | (lon <= self.east)
        return lat.is_between(self.south, self.north) & between
