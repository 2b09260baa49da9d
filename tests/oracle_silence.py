"""Slow loops that say what the kernels of silence should give."""

from oracle import distance_m

Edge = tuple[int, float, float, float, bool, bool]
"""MMSI, time [ms], latitude, longitude, and whether a segment opens and closes."""


def resumptions(
    edges: list[Edge], speed_m_ms: float, slack_m: float, age_m_ms: float
) -> list[int]:
    """Row of the end from which each segment goes on, −1 for none."""
    taken: set[int] = set()
    found = []
    for i, (mmsi, time, lat, lon, opens, _) in enumerate(edges):
        costs = []
        for j, (other, then, y, x, _, closes) in enumerate(edges[:i]):
            way = distance_m((y, x), (lat, lon))
            free = opens and closes and other == mmsi and j not in taken
            if free and way <= speed_m_ms * (time - then) + slack_m:
                costs.append((way + age_m_ms * (time - then), j))
        found.append(min(costs)[1] if costs else -1)
        taken.add(found[-1])
    return found
