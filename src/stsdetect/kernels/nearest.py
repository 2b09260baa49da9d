"""Nearest: which of some fixed places is the nearest to each position, if near."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from stsdetect.kernels.sphere import distance_m
from stsdetect.units import EARTH_RADIUS_M

__all__ = ["Sites", "nearest_site", "order_sites"]

Integers = NDArray[np.int64]
Numbers = NDArray[np.float64]

CELLS_PER_DEGREE = 4
N_NORTH, N_EAST = 180 * CELLS_PER_DEGREE, 360 * CELLS_PER_DEGREE


class Sites(NamedTuple):
    """Fixed places, and for each cell of a grid those that lie within reach of it."""

    lat: Numbers
    lon: Numbers
    reach_m: float
    start: Integers
    """(m + 1,) array: of each cell, where its sites begin in ``site``."""
    site: Integers


def order_sites(lat: Numbers, lon: Numbers, reach_m: float) -> Sites:
    """Order places by the cells from which they may be within reach.

    Parameters
    ----------
    lat, lon : (n,) array
        Places [°], longitude in −180 … 180.
    reach_m : float
        How far one looks from a position.

    Returns
    -------
    Sites
        For :func:`nearest_site`.
    """
    reach_deg = np.degrees(reach_m / EARTH_RADIUS_M) * (1 + 1e-9)
    cells: list[Integers] = []
    for here_lat, here_lon in zip(lat, lon, strict=True):
        low, high = _rows(here_lat - reach_deg), _rows(here_lat + reach_deg)
        width = _half_width_deg(here_lat, reach_deg)
        west = int(np.floor((here_lon - width + 180.0) * CELLS_PER_DEGREE))
        east = int(np.floor((here_lon + width + 180.0) * CELLS_PER_DEGREE))
        across = np.unique(np.arange(west, min(east, west + N_EAST) + 1) % N_EAST)
        up = np.arange(low, high + 1)
        cells.append((up[:, None] * N_EAST + across).ravel())
    cell = np.concatenate([np.empty(0, dtype=np.int64), *cells])
    site = np.repeat(np.arange(lat.size), [one.size for one in cells])
    order = np.argsort(cell, kind="stable")
    start = np.searchsorted(cell[order], np.arange(N_NORTH * N_EAST + 1))
    return Sites(
        lat.astype(np.float64),
        lon.astype(np.float64),
        float(reach_m),
        start.astype(np.int64),
        site[order].astype(np.int64),
    )


def _rows(lat: float) -> int:
    return int(np.clip((lat + 90.0) * CELLS_PER_DEGREE, 0, N_NORTH - 1))


def _half_width_deg(lat: float, reach_deg: float) -> float:
    """How far east of a place a circle around it reaches; all round at a pole."""
    if abs(lat) + reach_deg >= 90.0:
        return 180.0
    ratio = np.sin(np.radians(reach_deg)) / np.cos(np.radians(lat))
    return float(np.degrees(np.arcsin(ratio)))


@njit(cache=True, nogil=True)
def nearest_site(lat: Numbers, lon: Numbers, sites: Sites) -> tuple[Integers, Numbers]:
    """Find the nearest site within reach of each position.

    Parameters
    ----------
    lat, lon : (n,) array
        Positions [°], longitude in −180 … 180.
    sites : Sites
        As :func:`order_sites` gives them.

    Returns
    -------
    site : (n,) array
        Number of the site, −1 where none is within reach, inclusive; of equally near
        ones the first.
    distance_m : (n,) array
        To it, NaN where there is none.

    Examples
    --------
    >>> sites = order_sites(np.array([0.0]), np.array([180.0]), 4_000.0)
    >>> site, distance = nearest_site(np.zeros(2), np.array([-179.99, 0.0]), sites)
    >>> site.tolist(), distance.round().tolist()
    ([0, -1], [1112.0, nan])
    """
    found = np.full(lat.size, -1, dtype=np.int64)
    distance = np.full(lat.size, np.nan)
    for row in range(lat.size):
        north = min(int((lat[row] + 90.0) * CELLS_PER_DEGREE), N_NORTH - 1)
        east = int((lon[row] + 180.0) * CELLS_PER_DEGREE) % N_EAST
        cell = north * N_EAST + east
        for place in range(sites.start[cell], sites.start[cell + 1]):
            site = sites.site[place]
            away = distance_m(lat[row], lon[row], sites.lat[site], sites.lon[site])
            if away <= sites.reach_m and not distance[row] <= away:
                found[row], distance[row] = site, away
    return found, distance
