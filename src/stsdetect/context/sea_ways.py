"""Sea ways: what land does to a way that a vessel came unheard."""

from functools import cache
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stsdetect.context.land import on_land
from stsdetect.context.rings import read_rings
from stsdetect.context.vectors import unit_vectors
from stsdetect.kernels.sea_ways import fill_land, way_to
from stsdetect.units import KM_PER_NM, M_PER_NM

__all__ = ["land_between", "land_grid", "measure_ways", "way_nm"]

Numbers = NDArray[np.float64]

N_SAMPLES: Final = 64
AT_ONCE: Final = 4_000
"""Ours: straight ways looked at together; their samples take some 50 MB."""
SHORE_KM: Final = 15.0
"""Ours: so near to its ends a way may touch land: ports and estuaries are drawn so."""
MAX_NM: Final = 800.0
"""Ours: farther ways are taken as straight."""
DETOUR: Final = 3.0
"""Ours: no way is looked for that is longer than so many times the straight one."""
BESIDE: Final = 2
"""Ours: cells of the grid between a port and the sea, 12 nm."""


def measure_ways(gaps: pd.DataFrame) -> pd.DataFrame:
    """Add ``way_nm`` to gaps: from their start to their end by sea [nm].

    Parameters
    ----------
    gaps : DataFrame
        A :data:`~stsdetect.schema.GAPS` table.

    Returns
    -------
    DataFrame
        The same rows. ``way_nm`` is ``distance_nm`` where no land lies between; where
        no way by sea is found, as across an isthmus, it is that too, since the coast
        may be wrong. Missing for open gaps.
    """
    ways = gaps["distance_nm"].to_numpy(dtype=np.float64, na_value=np.nan).copy()
    ends = gaps[["start_lat", "start_lon", "end_lat", "end_lon"]].to_numpy(np.float64)
    far = (ways * KM_PER_NM > 2 * SHORE_KM) & (ways <= MAX_NM)
    for row in np.flatnonzero(far)[land_between(ends[far])]:
        ways[row] = max(ways[row], way_nm(ends[row], ways[row]))
    return gaps.assign(way_nm=ways)


def land_between(ends: Numbers) -> NDArray[np.bool_]:
    """Tell which straight ways cross land, but for their first and last miles.

    Parameters
    ----------
    ends : (n, 4) array
        Latitude and longitude of both ends [°].
    """
    crossed = np.zeros(len(ends), dtype=np.bool_)
    for first in range(0, len(ends), AT_ONCE):
        some = slice(first, first + AT_ONCE)
        crossed[some] = _land_between(ends[some])
    return crossed


def _land_between(ends: Numbers) -> NDArray[np.bool_]:
    start, end = (unit_vectors(ends[:, k], ends[:, k + 1]) for k in (0, 2))
    share = np.linspace(0.0, 1.0, N_SAMPLES)[None, :, None]
    spots = (1.0 - share) * start[:, None] + share * end[:, None]
    spots /= np.linalg.norm(spots, axis=2, keepdims=True)
    near = SHORE_KM / 6_371.0
    from_ends = np.minimum(
        np.linalg.norm(spots - start[:, None], axis=2),
        np.linalg.norm(spots - end[:, None], axis=2),
    )
    lat = np.degrees(np.arcsin(np.clip(spots[..., 2], -1.0, 1.0)))
    lon = np.degrees(np.arctan2(spots[..., 1], spots[..., 0]))
    inner = np.flatnonzero(from_ends.ravel() > near)
    hit = np.zeros(from_ends.size, dtype=np.bool_)
    hit[inner] = on_land(lat.ravel()[inner], lon.ravel()[inner])
    return np.asarray(hit.reshape(from_ends.shape).any(axis=1))


def way_nm(ends: Numbers, straight_nm: float) -> float:
    """Give the length of the shortest way by sea, 0 where there is none [nm]."""
    lat, lon, end_lat, end_lon = ends
    reach_m = DETOUR * straight_nm * M_PER_NM
    # the cell of a port may be land: the nearest sea around it counts
    least = way_to(land_grid(), (lat, lon), (end_lat, end_lon), reach_m, BESIDE)
    return least / M_PER_NM if np.isfinite(least) else 0.0


@cache
def land_grid() -> NDArray[np.bool_]:
    """Draw the coast that ships with stsdetect on the grid, once for each process."""
    rings = read_rings()
    land = fill_land(rings.start, rings.lat, rings.lon)
    land.flags.writeable = False
    return np.asarray(land)
