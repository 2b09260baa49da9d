"""Cells of the map of reception, and the degree squares that hold them."""

import numpy as np
from numpy.typing import NDArray

from stsdetect.kernels.slots import CELLS_PER_DEGREE, HEIGHT, WIDTH

__all__ = ["block_at", "block_of", "cells_at"]


def block_of(cell: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give the number of the degree square of a cell, from 90° S and 180° W."""
    row, column = np.divmod(cell, 360 * CELLS_PER_DEGREE)
    blocks: NDArray[np.int64] = (
        row // CELLS_PER_DEGREE * 360 + column // CELLS_PER_DEGREE
    )
    return blocks


def block_at(lat: NDArray[np.float64], lon: NDArray[np.float64]) -> NDArray[np.int64]:
    """Give the number of the degree square of a place."""
    return block_of(cells_at(lat, lon))


def cells_at(lat: NDArray[np.float64], lon: NDArray[np.float64]) -> NDArray[np.int64]:
    """Give the number of the cell of each place, as kernels count them."""
    row, column = (
        np.floor((degrees + half) * CELLS_PER_DEGREE).astype(np.int64)
        for degrees, half in ((lat, 90.0), (lon, 180.0))
    )
    cells: NDArray[np.int64] = np.minimum(row, HEIGHT - 1) * WIDTH + column % WIDTH
    return cells
