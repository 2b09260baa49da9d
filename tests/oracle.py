"""Slow loops that say what the kernels of tracks should give."""

import cmath
import math
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np
from scipy.spatial import cKDTree

EARTH_M = 6_371_008.8
M_PER_MS_AND_KN = 1852 / 3.6e6
HALF_HOUR = 1_800_000
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


Motion = tuple[float, float] | None
"""Speed [kn] and course [°] of a report, if it tells them."""


@dataclass
class History:
    """Reports of MMSIs, and which can be one vessel's."""

    mmsis: list[int]
    reports: list[Report]
    motions: list[Motion]
    kn: float
    slack_m: float
    gap_ms: float

    def apart(self, i: int, j: int) -> tuple[float, float]:
        """Distance and time."""
        early, late = self.reports[i], self.reports[j]
        return distance_m(early[1:], late[1:]), late[0] - early[0]

    def possible(self, i: int, j: int, kn: float, longest: float) -> bool:
        """Whether a vessel can have got there at a speed, within a time."""
        metres, elapsed = self.apart(i, j)
        if self.mmsis[i] != self.mmsis[j] or not 0 < elapsed <= longest:
            return False
        return metres <= kn * M_PER_MS_AND_KN * elapsed + self.slack_m

    def expected(self, i: int, j: int, leniency: float = 1.0) -> bool:
        """Whether speed and course lead from one to the other, on a plane."""
        (t0, lat0, lon0), (t1, lat1, lon1) = self.reports[i], self.reports[j]
        radius, shift = math.radians(1) * EARTH_M, (lon1 - lon0 + 540) % 360 - 180
        way = complex(shift * math.cos(math.radians(lat1)), lat1 - lat0) * radius
        if abs(way) <= self.slack_m:
            return True
        told = [motion for motion in (self.motions[i], self.motions[j]) if motion]
        if not told or t1 - t0 > HALF_HOUR:
            return abs(way) <= self.slack_m + 25 * M_PER_MS_AND_KN * (t1 - t0)
        turns = [kn * cmath.exp(1j * math.radians(90 - course)) for kn, course in told]
        ahead = M_PER_MS_AND_KN * (t1 - t0)
        allowed = self.slack_m + 0.3 * max(kn for kn, _ in told) * ahead
        return abs(way - sum(turns) / len(told) * ahead) <= leniency * allowed

    def own(self, j: int, latest: int) -> int:
        """Report from which a vessel comes, where the latest may be a stranger's."""
        if self.expected(latest, j, 3.0):
            return latest
        usual = self.possible(latest, j, 25, self.gap_ms)
        if usual and not (
            self.possible(latest, j, self.kn, HALF_HOUR)
            and any(
                self.possible(i, latest, math.inf, HALF_HOUR)
                and self.expected(i, latest)
                for i in range(latest)
            )
        ):
            return latest
        older = [
            i
            for i in range(latest)
            if self.possible(i, j, self.kn, HALF_HOUR if usual else self.gap_ms)
            and self.expected(i, j)
            and not self.expected(i, latest, 3.0)
        ]
        return max(older, default=latest)


def links(history: History) -> list[int]:
    """Row of the report before each one, −1 where there is none."""

    def needed(i: int, j: int) -> float:
        metres, elapsed = history.apart(i, j)
        return metres / elapsed

    def before(j: int) -> list[int]:
        return [
            i for i in range(j) if history.possible(i, j, history.kn, history.gap_ms)
        ]

    rows = range(len(history.reports))
    wanted = {j: history.own(j, max(before(j))) for j in rows if before(j)}
    best: dict[int, int] = {}
    for j, i in wanted.items():
        if i not in best or needed(i, j) < needed(i, best[i]):
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
