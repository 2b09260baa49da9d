"""Slow loops that say what the kernels of events should give."""

import math
from itertools import product

import numpy as np
from numpy.typing import NDArray
from shapely import affinity
from shapely.geometry import box

Numbers = NDArray[np.float64]


def contacts(
    ticks: list[tuple[int, int, float, float]],
    open_m: float,
    max_kn: float,
    silence_ms: int,
) -> list[list[int]]:
    """Indices of the ticks of each contact; a tick is pair, time, distance, speed."""
    found: list[list[int]] = []
    pairs = sorted({tick[0] for tick in ticks})
    for pair in pairs:
        slow = [i for i, t in enumerate(ticks) if t[0] == pair and t[3] <= max_kn]
        for run in _runs(ticks, slow, silence_ms):
            opened = [i for i in run if ticks[i][2] <= open_m]
            if opened:
                found.append(list(range(opened[0], run[-1] + 1)))
    return found


def _runs(
    ticks: list[tuple[int, int, float, float]], slow: list[int], silence_ms: int
) -> list[list[int]]:
    runs: list[list[int]] = []
    for i in slow:
        if runs and ticks[i][1] - ticks[runs[-1][-1]][1] <= silence_ms:
            runs[-1].append(i)
        else:
            runs.append([i])
    return runs


def parts(
    ticks: list[tuple[int, int, float, float]], max_gap: int, max_length: int
) -> list[int]:
    """Number of the part of each tick."""
    cut: list[list[tuple[int, int, float, float]]] = []
    for tick in ticks:
        goes_on = bool(cut) and (
            tick[0] == cut[-1][-1][0]
            and tick[1] - cut[-1][-1][1] <= max_gap
            and tick[1] - cut[-1][0][1] < max_length
        )
        if goes_on:
            cut[-1].append(tick)
        else:
            cut.append([tick])
    return [number for number, members in enumerate(cut) for _ in members]


def kept_near_median(x: list[float], y: list[float], share: float) -> list[bool]:
    """Whether each point of one group is among those nearest to the median."""
    known = [i for i in range(len(x)) if not math.isnan(x[i] + y[i])]
    kept = [False] * len(x)
    if known:
        middle = (float(np.median([x[i] for i in known])),
                  float(np.median([y[i] for i in known])))  # fmt: skip
        away = {i: math.hypot(x[i] - middle[0], y[i] - middle[1]) for i in known}
        for i in sorted(known, key=lambda i: (away[i], i))[
            : math.ceil(share * len(known) - 1e-9)
        ]:
            kept[i] = True
    return kept


def in_body_frame(east: float, north: float, heading: float) -> tuple[float, float]:
    """Forward and starboard by turning a complex number."""
    turned = complex(east, north) * complex(
        math.cos(math.radians(heading)), math.sin(math.radians(heading))
    )
    return turned.imag, turned.real


def clearance(
    offset: tuple[float, float],
    headings: tuple[float, float],
    hull_a: tuple[float, ...],
    hull_b: tuple[float, ...],
) -> float:
    """Distance between two rectangles, by shapely."""
    shapes = []
    places = ((0.0, 0.0), offset)
    for place, heading, hull in zip(places, headings, (hull_a, hull_b), strict=True):
        bow, stern, port, starboard = hull
        upright = box(-port, -stern, starboard, bow)
        turned = affinity.rotate(upright, -heading, origin=(0, 0))
        shapes.append(affinity.translate(turned, *place))
    return float(shapes[0].distance(shapes[1]))


def farthest_corner(hull: tuple[float, float, float, float]) -> float:
    """Greatest distance from the antenna to any corner."""
    bow, stern, port, starboard = hull
    return max(math.hypot(x, y) for x, y in product((bow, stern), (port, starboard)))


def axial_sd(angles_deg: list[float]) -> float:
    """Half the circular standard deviation of the doubled angles."""
    doubled = [math.radians(2 * angle) for angle in angles_deg]
    length = math.hypot(
        sum(map(math.cos, doubled)) / len(doubled),
        sum(map(math.sin, doubled)) / len(doubled),
    )
    return math.degrees(math.sqrt(max(0.0, -2 * math.log(min(length, 1.0))))) / 2
