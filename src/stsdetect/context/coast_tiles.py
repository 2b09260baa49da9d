"""Coast tiles: which tenths of a degree a coast runs through.

Where none does a whole tile is land or water, and one look at it tells of all places
in it: most vessels are far from any coast.
"""

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stsdetect.context.rings import Rings, read_rings

__all__ = ["TILE_DEG", "has_coast", "middle_of", "tile_of"]

TILE_DEG: Final = 0.1
"""Ours: narrow enough that few places share a tile with a coast; 6.5 MB."""
_ROWS: Final = 1_800
_COLUMNS: Final = 3_600


def tile_of(lat: ArrayLike, lon: ArrayLike) -> NDArray[np.int64]:
    """Give each place the number of its tile, by rows from the south-west.

    Examples
    --------
    >>> tile_of([-90.0, 90.0], [-180.0, 180.0])
    array([      0, 6479999])
    """
    return _row(np.asarray(lat)) * _COLUMNS + _column(np.asarray(lon))


def middle_of(
    tile: NDArray[np.int64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give latitude and longitude of the middle of each tile [°]."""
    row, column = np.divmod(tile, _COLUMNS)
    return (row + 0.5) * TILE_DEG - 90.0, (column + 0.5) * TILE_DEG - 180.0


@cache
def has_coast() -> NDArray[np.bool_]:
    """Tell of each tile whether a coast may run through it or along its border.

    Of an edge of a ring all tiles count that the box around it touches: more than it
    runs through where it is long, never fewer.
    """
    ends = _ends_of_edges(read_rings())
    south, north = (_row(side) for side in ends[0])
    west, east = (_column(side) for side in ends[1])
    height, width = north - south + 1, east - west + 1
    n_tiles = height * width
    edge = np.repeat(np.arange(n_tiles.size), n_tiles)
    number = np.arange(edge.size) - (np.cumsum(n_tiles) - n_tiles)[edge]
    up, along = np.divmod(number, width[edge])
    coast = np.zeros(_ROWS * _COLUMNS, dtype=np.bool_)
    coast[(south[edge] + up) * _COLUMNS + west[edge] + along] = True
    return coast


def _ends_of_edges(rings: Rings) -> NDArray[np.float64]:
    """Give (2, 2, m): least and most latitude, then longitude, of each edge [°]."""
    following = np.arange(1, rings.lat.size + 1)
    following[rings.start[1:] - 1] = rings.start[:-1]
    pairs = [np.stack([part, part[following]]) for part in (rings.lat, rings.lon)]
    return np.stack([np.stack([pair.min(axis=0), pair.max(axis=0)]) for pair in pairs])


def _row(lat: NDArray[np.float64]) -> NDArray[np.int64]:
    return _clipped((lat + 90.0) / TILE_DEG, _ROWS)


def _column(lon: NDArray[np.float64]) -> NDArray[np.int64]:
    return _clipped((lon + 180.0) / TILE_DEG, _COLUMNS)


def _clipped(place: NDArray[np.float64], n_places: int) -> NDArray[np.int64]:
    return np.clip(np.floor(place).astype(np.int64), 0, n_places - 1)
