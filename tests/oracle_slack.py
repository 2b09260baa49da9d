"""Slack of two silences by a grid that is drawn ever finer round its best node."""

import math

import numpy as np
import oracle

Silence = tuple[float, oracle.Place, float, oracle.Place, float]
"""Start [s] and place, end [s] and place, greatest speed [m/s]."""


def slack_s(a: Silence, b: Silence, place: np.ndarray) -> float:
    """Latest common departure less earliest common arrival at a unit vector."""

    def away_s(silence: Silence, tip: oracle.Place) -> float:
        u = oracle.vector(tip)
        angle = math.atan2(float(np.linalg.norm(np.cross(u, place))), float(u @ place))
        return oracle.EARTH_M * angle / silence[4]

    arrive = max(s[0] + away_s(s, s[1]) for s in (a, b))
    leave = min(s[2] - away_s(s, s[3]) for s in (a, b))
    return leave - arrive


def max_slack_s(a: Silence, b: Silence) -> float:
    """Greatest slack over the nodes of some grids of 17 by 17."""
    tips = [oracle.vector(tip) for s in (a, b) for tip in (s[1], s[3])]
    middle: np.ndarray = np.sum(tips, axis=0)
    middle = middle / np.linalg.norm(middle)
    width = 1.1 * max(float(np.linalg.norm(tip - middle)) for tip in tips) + 1e-6
    best = max(slack_s(a, b, tip) for tip in tips)
    while width > 1e-7:
        nodes = _nodes(middle, width)
        values = _slacks(a, b, nodes)
        top = int(np.argmax(values))
        best, middle = max(best, float(values[top])), nodes[top]
        width *= 0.5
    return best


def _nodes(middle: np.ndarray, width: float) -> np.ndarray:
    first = np.cross(middle, [1.0, 0.0, 0.0] if abs(middle[0]) < 0.7 else [0, 1.0, 0])
    first /= np.linalg.norm(first)
    second = np.cross(middle, first)
    offsets = np.linspace(-width, width, 17)
    x, y = (grid.ravel()[:, None] for grid in np.meshgrid(offsets, offsets))
    nodes: np.ndarray = middle + x * first + y * second
    nodes /= np.linalg.norm(nodes, axis=1)[:, None]
    return nodes


def _slacks(a: Silence, b: Silence, nodes: np.ndarray) -> np.ndarray:
    arrive, leave = np.full(len(nodes), -np.inf), np.full(len(nodes), np.inf)
    for start_s, start, end_s, end, speed in (a, b):
        away = [
            2.0
            * oracle.EARTH_M
            / speed
            * np.arcsin(np.linalg.norm(nodes - oracle.vector(tip), axis=1) / 2.0)
            for tip in (start, end)
        ]
        arrive = np.maximum(arrive, start_s + away[0])
        leave = np.minimum(leave, end_s - away[1])
    slack: np.ndarray = leave - arrive
    return slack
