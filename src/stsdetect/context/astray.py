"""Astray: whether a vessel went away from the port that it told as its destination.

A straight bearing says little where a peninsula lies between: from Nampo the way to
Wonsan begins in the opposite direction. So the way to the port is measured by sea, at
both ends of a stretch.
"""

import math
from datetime import timedelta
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from stsdetect.context.ports import read_ports
from stsdetect.context.sea_ways import land_between, land_grid
from stsdetect.context.unchanged import kept_while_unchanged
from stsdetect.kernels.sea_ways import N_LON, NODES_PER_DEG, node_of, ways_from
from stsdetect.kernels.sphere import haversine_m
from stsdetect.units import M_PER_NM

__all__ = ["AROUND", "Stretch", "miles_away"]

AROUND: Final = timedelta(hours=6)
"""Ours: so long before and after an event a course is looked at."""
MIN_WAY_NM: Final = 30.0
"""Ours: made good in it, at 5 kn; who drifts goes nowhere."""
MIN_SHARE: Final = 0.5
"""Ours: of that way away from the port, as on a course 120° off its bearing; lanes
bend, and who gives way for some miles is on the way."""
MIN_LEFT_NM: Final = 50.0
"""Ours: nearer to it, a vessel leaves the port and has not typed in another yet."""
MAX_NM: Final = 800.0
"""Ours: ports farther off by sea are not looked at."""
CELL_DEG: Final = 1 / NODES_PER_DEG
_NEAR: Final = range(-3, 4)
MIN_OPEN: Final = 1_000
"""Ours: cells of 0.1° that can be reached from the open water before a harbour, which
is looked for three cells around."""
N_FIELDS: Final = 32
"""Ours: ways to so many ports are kept, which many vessels share; 1 MB each."""


class Stretch(NamedTuple):
    """From where to where a vessel went: latitude and longitude of both [°]."""

    lat: float
    lon: float
    end_lat: float
    end_lon: float


def miles_away(
    port: str, country: str, stretch: Stretch, files: tuple[str, ...] = ()
) -> tuple[float, float] | None:
    """Tell how far a vessel went, and how much farther it then was from a port [nm].

    Parameters
    ----------
    port, country : str
        As :func:`~stsdetect.context.destinations.find_destination` gives them; of
        several harbours of one name the one that came nearest counts.
    stretch : Stretch
        Where it was before and after.
    files : tuple of str
        Lists of ports of the user.

    Returns
    -------
    tuple of float, or None
        None where it didn't go far, or not away, or came from there, or where no way
        by sea is known to the harbour.
    """
    start, end = np.array(stretch[:2]), np.array(stretch[2:])
    way_nm = _nm(start, end)
    if not way_nm >= MIN_WAY_NM:
        return None
    farther = [
        _farther_nm(place, start, end)
        for place in _harbours(files).get((port, country), [])
    ]
    least = min((nm for nm in farther if nm is not None), default=-np.inf)
    known = None not in farther and least >= MIN_SHARE * way_nm
    return (way_nm, float(least)) if known else None


def _farther_nm(
    place: tuple[float, float],
    start: NDArray[np.float64],
    end: NDArray[np.float64],
) -> float | None:
    """How much farther a place is afterwards; None where that is not known."""
    here = np.array(place)
    before, after = _nm(start, here), _nm(end, here)
    if after <= before or before < MIN_LEFT_NM:
        return after - before if after <= before else -np.inf
    if before > MAX_NM:
        return None
    ends = np.array([[*start, *here], [*end, *here]])
    if land_between(ends).any():
        before, after = (_by_sea_nm(place, one) for one in (start, end))
    known = np.isfinite(before) and np.isfinite(after)
    return float(after - before) if known else None


def _nm(a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
    return float(haversine_m(a[:1], a[1:], b[:1], b[1:])[0]) / M_PER_NM


def _by_sea_nm(place: tuple[float, float], at: NDArray[np.float64]) -> float:
    """Length of the shortest way by sea, infinite where none is found [nm]."""
    ways, roads = _field(*place)
    half = ways.shape[0] // 2
    (row, column), (to_row, to_column) = node_of(*roads), node_of(*at)
    east = (to_column - column + N_LON // 2) % N_LON - N_LON // 2
    i, j = half + to_row - row, half + east
    inside = 0 <= i < ways.shape[0] and 0 <= j < ways.shape[1]
    return float(ways[i, j]) / M_PER_NM if inside else np.inf


@lru_cache(N_FIELDS)
def _field(lat: float, lon: float) -> tuple[NDArray[np.float64], tuple[float, float]]:
    """Give the ways from the open water that is nearest to a harbour, and its place.

    Harbours in rivers and bays lie in cells of land.
    """
    near = [(lat + i * CELL_DEG, lon + j * CELL_DEG) for i in _NEAR for j in _NEAR]
    for roads in sorted(near, key=lambda at: math.hypot(at[0] - lat, at[1] - lon)):
        ways = np.asarray(ways_from(land_grid(), *roads, 2 * MAX_NM * M_PER_NM))
        if np.isfinite(ways).sum() >= MIN_OPEN:
            return ways, roads
    return ways, roads


@kept_while_unchanged
def _harbours(
    files: tuple[str, ...],
) -> dict[tuple[str, str], list[tuple[float, float]]]:
    """Give the harbours of each port, by its name and country."""
    ports = read_ports(files).sort_values(["lat", "lon"])
    found: dict[tuple[str, str], list[tuple[float, float]]] = {}
    columns = (ports[name].tolist() for name in ("name", "country", "lat", "lon"))
    for name, country, lat, lon in zip(*columns, strict=True):
        found.setdefault((name, country), []).append((lat, lon))
    return found
