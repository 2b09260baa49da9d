"""Inland: places so far from any water of the coastline that no vessel sails there."""

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stsdetect.context.land import on_land

__all__ = ["CELL_DEG", "is_inland"]

CELL_DEG: Final = 0.01
"""Cells are looked at, not positions; ours: about the kilometre that is asked for."""
INLAND_DEG: Final = 0.012
"""1.3 km of latitude: more than a kilometre from anywhere in the cell's middle part."""


def is_inland(lat: ArrayLike, lon: ArrayLike) -> NDArray[np.bool_]:
    """Tell which places lie a kilometre and more inside the land.

    The middle of a place's cell of 1/100 degree and eight points around it, about 1.3
    km away, must all be land. Rivers and basins are land in the coastline that ships
    with stsdetect: whether a vessel can be there is for the traffic to say.

    Parameters
    ----------
    lat, lon : (n,) array
        Places [°].

    Returns
    -------
    (n,) array
        One answer for each cell.

    Examples
    --------
    >>> is_inland([37.5, 37.35, 35.0], [127.2, 126.55, 123.5])  # land, roads, sea
    array([ True, False, False])
    """
    row, column = (
        np.floor(np.asarray(place, dtype=np.float64) / CELL_DEG).astype(np.int64)
        for place in (lat, lon)
    )
    cells, inverse = np.unique(row * 100_000 + column, return_inverse=True)
    return _look(cells)[inverse]


def _look(cells: NDArray[np.int64]) -> NDArray[np.bool_]:
    row = (cells + 50_000) // 100_000
    column = cells - row * 100_000
    lat, lon = (row + 0.5) * CELL_DEG, (column + 0.5) * CELL_DEG
    inland = on_land(lat, lon)
    for angle in np.arange(0.0, 2 * np.pi, np.pi / 4):
        still = np.flatnonzero(inland)
        north = lat[still] + INLAND_DEG * np.cos(angle)
        wide = INLAND_DEG / np.cos(np.radians(lat[still]))
        east = (lon[still] + wide * np.sin(angle) + 180.0) % 360.0 - 180.0
        inland[still] = on_land(np.clip(north, -90, 90), east)
    return inland
