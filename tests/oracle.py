"""Slow loops that say what the kernels of tracks should give."""

import math
from itertools import combinations, pairwise

import numpy as np
from scipy.spatial import cKDTree

EARTH_M = 6_371_008.8
Place = tuple[float, float]
Report = tuple[float, float, float]
"""Time [ms], latitude, longitude."""


def vector(place: Place) -> np.ndarray:
    """Give the unit vector of a latitude and longitude."""
    lat, lon = (math.radians(angle) for angle in place)
    return np.array(
        [math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)]
    )


def distance_m(a: Place, b: Place) -> float:
    """Angle between two unit vectors by its tangent, exact near and far."""
    u, v = vector(a), vector(b)
    angle = math.atan2(float(np.linalg.norm(np.cross(u, v))), float(u @ v))
    return EARTH_M * angle


def pairs_within(
    vessels: list[tuple[int, int, Place]], max_m: float
) -> dict[tuple[int, int], float]:
    """Rows and distance of all pairs of MMSIs; a vessel is tick, MMSI, place."""
    found = {}
    for (i, a), (j, b) in combinations(enumerate(vessels), 2):
        apart_m = distance_m(a[2], b[2])
        if a[0] == b[0] and a[1] != b[1] and apart_m <= max_m:
            found[(i, j) if a[1] < b[1] else (j, i)] = apart_m
    return found


def tree_pairs(places: np.ndarray, max_m: float) -> set[tuple[int, int]]:
    """Rows of all pairs of one tick, by a k-d tree on unit vectors."""
    tree = cKDTree(np.array([vector((lat, lon)) for lat, lon in places]))
    chord = 2.0 * math.sin(max_m / EARTH_M / 2.0)
    return {(int(i), int(j)) for i, j in tree.query_pairs(chord)}


def between(start: Place, end: Place, share: float) -> np.ndarray:
    """Unit vector on the great circle, by turning the start about the axis."""
    u, v = vector(start), vector(end)
    axis = np.cross(u, v)
    size = float(np.linalg.norm(axis))
    if size == 0.0:
        return u
    angle = share * math.atan2(size, float(u @ v))
    turned: np.ndarray = u * math.cos(angle) + np.cross(axis / size, u) * math.sin(
        angle
    )
    return turned


def links(
    mmsis: list[int], reports: list[Report], kn: float, slack_m: float, gap_ms: float
) -> list[int]:
    """Row of the report before each one, −1 where there is none."""

    def speed(i: int, j: int) -> float:
        return distance_m(reports[i][1:], reports[j][1:]) / (
            reports[j][0] - reports[i][0]
        )

    def reachable(i: int, j: int) -> bool:
        elapsed = reports[j][0] - reports[i][0]
        if mmsis[i] != mmsis[j] or not 0 < elapsed <= gap_ms:
            return False
        bound = kn * 1852 / 3.6e6 * elapsed + slack_m
        return distance_m(reports[i][1:], reports[j][1:]) <= bound

    rows = range(len(reports))
    wanted = {
        j: max(before)
        for j in rows
        if (before := [i for i in range(j) if reachable(i, j)])
    }
    best: dict[int, int] = {}
    for j, i in wanted.items():
        if i not in best or speed(i, j) < speed(i, best[i]):
            best[i] = j
    return [wanted[j] if j in wanted and best[wanted[j]] == j else -1 for j in rows]


def ticks_of_segment(
    reports: list[Report], step_ms: int, max_hole_ms: int
) -> dict[int, np.ndarray]:
    """Unit vector at each tick of one segment that has no still stretch."""
    found = {}
    for (t0, *start), (t1, *end) in pairwise(reports):
        if t1 - t0 > max_hole_ms:
            continue
        for number in range(math.ceil(t0 / step_ms), math.floor(t1 / step_ms) + 1):
            share = (number * step_ms - t0) / (t1 - t0)
            found[number] = between((start[0], start[1]), (end[0], end[1]), share)
    return found


def speeds_kn(places: dict[int, np.ndarray], step_ms: int) -> dict[int, float]:
    """Speed by displacement between the ticks beside each one that has any."""
    found = {}
    for number in places:
        beside = [n for n in (number - 1, number, number + 1) if n in places]
        if len(beside) > 1:
            u, v = places[beside[0]], places[beside[-1]]
            angle = math.atan2(float(np.linalg.norm(np.cross(u, v))), float(u @ v))
            hours = (beside[-1] - beside[0]) * step_ms / 3.6e6
            found[number] = EARTH_M * angle / 1852 / hours
    return found
