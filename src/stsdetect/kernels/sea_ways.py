"""Sea ways: the shortest way by water between places, on a grid of sea and land.

Dijkstra's algorithm with steps in 16 directions, by which a way gets longer than a
free one, by 2.8 % at the equator and by more where cells are narrow. The answer is made
shorter by that, so that land can make a way longer than the straight one and the grid
never does.
"""

import heapq

import numpy as np
from numba import njit
from numpy.typing import NDArray

from stsdetect.kernels.sphere import distance_m
from stsdetect.units import M_PER_DEG

__all__ = [
    "NODES_PER_DEG",
    "N_LAT",
    "N_LON",
    "fill_land",
    "node_of",
    "way_to",
    "ways_from",
]

NODES_PER_DEG = 10
"""Ours: 11 km, so that straits of the Korean coast stay open and isles do not close."""
N_LAT, N_LON = 180 * NODES_PER_DEG, 360 * NODES_PER_DEG
_STEPS = (
    (0, 1),
    (1, 0),
    (0, -1),
    (-1, 0),
    (1, 1),
    (1, -1),
    (-1, 1),
    (-1, -1),
    (1, 2),
    (2, 1),
    (1, -2),
    (2, -1),
    (-1, 2),
    (-2, 1),
    (-1, -2),
    (-2, -1),
)


@njit(cache=True, nogil=True)
def fill_land(
    start: NDArray[np.int64], lat: NDArray[np.float64], lon: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Draw rings of coast on the grid: a cell is land if its middle is.

    Parameters
    ----------
    start : (n + 1,) array
        Ring ``i`` has the vertices ``start[i]`` to ``start[i + 1]``, closed by itself.
    lat, lon : (m,) array
        Vertices [°]; rings are cut at ±180°. A ring inside another is water again.

    Returns
    -------
    (1800, 3600) array
        From the south pole and 180° W.
    """
    land = np.zeros((N_LAT, N_LON), np.bool_)
    for ring in range(start.size - 1):
        first, stop = start[ring], start[ring + 1]
        for a in range(first, stop):
            b = a + 1 if a + 1 < stop else first
            low, high = (a, b) if lat[a] <= lat[b] else (b, a)
            row = int(np.ceil((lat[low] + 90.0) * NODES_PER_DEG - 0.5))
            last = (lat[high] + 90.0) * NODES_PER_DEG - 0.5
            while row < last and row < N_LAT:
                middle = (row + 0.5) / NODES_PER_DEG - 90.0
                share = (middle - lat[low]) / (lat[high] - lat[low])
                at = lon[low] + share * (lon[high] - lon[low])
                # all cells east of a coast change sides, so that two coasts close
                column = int(np.ceil((at + 180.0) * NODES_PER_DEG - 0.5))
                for east in range(max(column, 0), N_LON):
                    land[row, east] = not land[row, east]
                row += 1
    return land


@njit(cache=True, nogil=True)
def node_of(lat: float, lon: float) -> tuple[int, int]:
    """Give the row and column of the cell of the grid around a place.

    Examples
    --------
    >>> node_of(-90.0, -180.0), node_of(35.01, 180.0)
    ((0, 0), (1250, 0))
    """
    row = min(N_LAT - 1, int((lat + 90.0) * NODES_PER_DEG))
    return row, int((lon + 180.0) * NODES_PER_DEG) % N_LON


@njit(cache=True, nogil=True)
def ways_from(
    land: NDArray[np.bool_], lat: float, lon: float, reach_m: float
) -> NDArray[np.float64]:
    """Give the shortest ways by sea from a place [m].

    Parameters
    ----------
    land : (1800, 3600) array
        Cells of 0.1° from the south pole and 180° W.
    lat, lon : float
        From where [°]; its own cell counts as sea.
    reach_m : float
        How far to look.

    Returns
    -------
    (k, k) array
        Of the cells around that of the place, k odd; infinite where a cell is land or
        farther. Columns wrap at 180°.
    """
    return _spread(land, lat, lon, reach_m, (N_LON, N_LON), -1)[0]


@njit(cache=True, nogil=True)
def way_to(
    land: NDArray[np.bool_],
    start: tuple[float, float],
    end: tuple[float, float],
    reach_m: float,
    beside: int,
) -> float:
    """Give the shortest way by sea from a place to the cells around another [m].

    Parameters
    ----------
    land : (1800, 3600) array
        As :func:`ways_from` takes it.
    start, end : tuple of float
        Latitude and longitude [°].
    reach_m : float
        How far to look.
    beside : int
        So many cells from that of ``end`` a way may come to; 0 for none but its own.

    Returns
    -------
    float
        The least of what :func:`ways_from` gives those cells; it is found as soon as
        the first of them is come to. Infinite where none is.
    """
    row, column = node_of(start[0], start[1])
    to_row, to_column = node_of(end[0], end[1])
    east = (to_column - column + N_LON // 2) % N_LON - N_LON // 2
    aim = (to_row - row, east)
    return _spread(land, start[0], start[1], reach_m, aim, beside)[1]


@njit(cache=True, nogil=True)
def _spread(
    land: NDArray[np.bool_],
    lat: float,
    lon: float,
    reach_m: float,
    aim: tuple[int, int],
    beside: int,
) -> tuple[NDArray[np.float64], float]:
    """Spread from a place until a cell beside the aim is come to; give the way to it.

    The aim is so many cells to the north and to the east.
    """
    row, column = node_of(lat, lon)
    longer = _longer(lat)
    cell_m = M_PER_DEG / NODES_PER_DEG
    half = int(reach_m / cell_m / max(np.cos(np.radians(lat)), 0.2)) + 1
    size = 2 * half + 1
    step_m = _step_lengths(row - half, size, longer)
    ways = np.full((size, size), np.inf)
    ways[half, half] = 0.0
    queue = [(0.0, half, half)]
    while len(queue) > 0:
        way, i, j = heapq.heappop(queue)
        if way > ways[i, j]:
            continue
        if max(abs(i - half - aim[0]), abs(j - half - aim[1])) <= beside:
            return ways, way
        for number, (di, dj) in enumerate(_STEPS):
            k, m = i + di, j + dj
            at = row + k - half
            if min(k, m) < 0 or max(k, m) >= size or at < 0 or at >= N_LAT:
                continue
            if land[at, (column + m - half) % N_LON]:
                continue
            there = way + step_m[i, number]
            if there < ways[k, m] and there <= reach_m:
                ways[k, m] = there
                heapq.heappush(queue, (there, k, m))
    return ways, np.inf


@njit(cache=True, nogil=True)
def _step_lengths(first_row: int, n_rows: int, longer: float) -> NDArray[np.float64]:
    """Give the length of each step from the cells of each row [m]."""
    step_m = np.empty((n_rows, len(_STEPS)))
    for i in range(n_rows):
        lat = (first_row + i + 0.5) / NODES_PER_DEG - 90.0
        for number, (di, dj) in enumerate(_STEPS):
            to_lat, to_lon = lat + di / NODES_PER_DEG, dj / NODES_PER_DEG
            step_m[i, number] = distance_m(lat, 0.0, to_lat, to_lon) / longer
    return step_m


@njit(cache=True, nogil=True)
def _longer(lat: float) -> float:
    """Give how much longer steps make a way at most: half-way between two of them."""
    narrow = max(np.cos(np.radians(lat)), 0.1)
    turns = np.arctan(np.array([0.0, 0.5, 1.0, 2.0, np.inf]) / narrow)
    return 1.0 / np.cos(np.max(np.diff(turns)) / 2.0)  # type: ignore[no-any-return]
