"""Links: which positions of an MMSI one vessel can have made, one after the other.

Each rule looks at the positions between the two that it links and at those less than
the longest gap behind the first, so that a window with that margin on both sides
links its positions like all time at once.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from stsdetect.kernels.projection import (
    STRANGE,
    Reach,
    Way,
    fits,
    own_before,
    within_reach,
)
from stsdetect.kernels.sphere import distance_m

__all__ = ["chain_ids", "link_positions", "lone_between"]

Integers = NDArray[np.int64]
Links = NDArray[np.int32] | Integers
"""Rows before; 32 bits where the rows are those of a window."""
Numbers = NDArray[np.float64]


@njit(cache=True, nogil=True)
def link_positions(way: Way, reach: Reach, links: Links, winner: Links) -> None:
    """Link each position to the one before it that the same vessel made.

    A position claims the latest earlier one of its MMSI from which a vessel can have
    got there, but for one that is plainly another vessel's: see
    :func:`~stsdetect.kernels.projection.own_before`. Where several claim one position,
    it goes to the one that needs the least speed, the earlier of two equal ones.

    Parameters
    ----------
    way : Way
        Reports, by MMSI, then by time.
    reach : Reach
        How far a vessel can get.
    links : (n,) array
        Written to: row of the position before, −1 where a segment starts.
    winner : (n,) array
        Written to: room for the claims.

    Examples
    --------
    An outlier is passed over, a silence ends a segment:

    >>> time = np.array([0, 60, 120, 99_999]) * 1000
    >>> lat, none = np.array([0.0, 5.0, 0.0, 0.0]), np.full(4, np.nan, np.float32)
    >>> way = Way(np.ones(4, dtype=int), time, lat, np.zeros(4), none, none)
    >>> links, winner = np.empty((2, 4), dtype=np.int32)
    >>> link_positions(way, Reach(0.025, 500.0, 3_600_000, 100), links, winner)
    >>> links
    array([-1, -1,  0, -1], dtype=int32)
    """
    n, time, lat, lon = way.mmsi.size, way.time, way.lat, way.lon
    for late in range(n):
        early = _latest_reachable(late, way.mmsi, time, lat, lon, reach)
        if early >= 0 and not fits(early, late, way, reach, STRANGE):
            early = own_before(late, early, way, reach)
        links[late], winner[late] = early, -1
        if early >= 0:
            rival = winner[early]
            if rival < 0 or (
                _needed(early, late, time, lat, lon)
                < _needed(early, rival, time, lat, lon)
            ):
                winner[early] = late
    for late in range(n):
        if links[late] >= 0 and winner[links[late]] != late:
            links[late] = -1


@njit(cache=True, nogil=True)
def chain_ids(links: Links, mmsi: Integers, time: Integers, ids: Integers) -> None:
    """Name each chain of links by the MMSI and the time of its first position.

    Parameters
    ----------
    links : (n,) array
        Row before, −1 at the start of a chain.
    mmsi, time : (n,) array
        Of each position [ms].
    ids : (n,) array
        Written to: 63 well-mixed bits, the same for all positions of a chain. It may
        lie over the links, row by row.

    References
    ----------
    Steele, G. L., Lea, D. & Flood, C. H. (2014). Fast splittable pseudorandom number
    generators. OOPSLA, 453–472, https://doi.org/10.1145/2660193.2660195: the mixer.

    Examples
    --------
    >>> ids = np.empty(3, dtype=np.int64)
    >>> chain_ids(np.array([-1, -1, 0]), np.ones(3, dtype=int), np.arange(3), ids)
    >>> bool(ids[0] == ids[2] != ids[1]), bool((ids >= 0).all())
    (True, True)
    """
    for row in range(links.size):
        if links[row] >= 0:
            ids[row] = ids[links[row]]
        else:
            mixed = _mix(_mix(np.uint64(mmsi[row])) + np.uint64(time[row]))
            ids[row] = np.int64(mixed >> np.uint64(1))


@njit(cache=True, nogil=True)
def lone_between(links: Links) -> NDArray[np.bool_]:
    """Tell which positions no link touches though one passes over them.

    Parameters
    ----------
    links : (n,) array
        Row before, −1 at the start of a chain.

    Returns
    -------
    (n,) array
        True where the vessel was elsewhere before and after.

    Examples
    --------
    >>> lone_between(np.array([-1, -1, 0, 2, -1]))
    array([False,  True, False, False, False])
    """
    lone = np.zeros(links.size, dtype=np.bool_)
    for row in range(links.size):
        if links[row] >= 0:
            for between in range(links[row] + 1, row):
                lone[between] = True
    for row in range(links.size):
        if links[row] >= 0:
            lone[row] = False
            lone[links[row]] = False
    return lone


@njit(cache=True, nogil=True)
def _latest_reachable(
    late: int, mmsi: Integers, time: Integers, lat: Numbers, lon: Numbers, reach: Reach
) -> int:
    for early in range(late - 1, max(-1, late - 1 - reach.n_back), -1):
        elapsed = time[late] - time[early]
        if mmsi[early] != mmsi[late] or elapsed > reach.gap_ms:
            return -1
        if elapsed > 0 and within_reach(early, late, time, lat, lon, reach):
            return early
    return -1


@njit(cache=True, nogil=True)
def _needed(early: int, late: int, time: Integers, lat: Numbers, lon: Numbers) -> float:
    metres = distance_m(lat[early], lon[early], lat[late], lon[late])
    return metres / (time[late] - time[early])  # type: ignore[no-any-return]


@njit(cache=True, nogil=True)
def _mix(bits: np.uint64) -> np.uint64:
    bits += np.uint64(0x9E3779B97F4A7C15)
    bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return bits ^ (bits >> np.uint64(31))
