"""Chains: ways that cargo could have gone from vessel to vessel, in order of time."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

import networkx as nx

__all__ = ["Meeting", "longest_chains"]

MAX_WAIT: Final = timedelta(days=10)
"""Between two meetings of a chain; ours, as for the arrival in North Korea: a
reported cargo took four days (FT and RUSI, of the Mercury and the Shundlli)."""
MAX_PARTNERS: Final = 40
"""Of a vessel that chains go through; ours: one that meets more within a run serves
all comers, and each of its meetings would be tied to each."""

Leg = tuple[str, int, int]
"""A meeting, and from which vessel to which."""


class Meeting(NamedTuple):
    """Two vessels alongside, from when to when."""

    name: str
    a: int
    b: int
    start: datetime
    end: datetime


def longest_chains(meetings: Sequence[Meeting]) -> dict[str, tuple[int, ...]]:
    """Give the longest chain through each meeting.

    A chain passes a meeting from one vessel to the other, and goes on from that one at
    a later meeting with a third, that begins after the first has ended and within ten
    days. A vessel may come again later, since two loads may go the same way.

    Parameters
    ----------
    meetings : sequence of Meeting
        In any order.

    Returns
    -------
    dict
        By name of the meeting the MMSIs of the chain, in order; of equally long ones
        the one through smaller numbers.

    Examples
    --------
    >>> day = [datetime(2024, 3, n) for n in range(1, 9)]
    >>> chains = longest_chains(
    ...     [Meeting("x", 1, 2, day[0], day[1]), Meeting("y", 2, 3, day[3], day[4])]
    ... )
    >>> chains["x"], chains["y"]
    ((1, 2, 3), (1, 2, 3))
    """
    legs = _legs(meetings)
    order = sorted(legs.nodes, key=lambda leg: (legs.nodes[leg]["start"], leg))
    reached = _longest(legs.predecessors, order)
    reaching = _longest(legs.successors, reversed(order))
    best: dict[str, tuple[int, tuple[int, ...]]] = {}
    for leg in order:
        chain = _vessels([*reversed(reached[leg]), leg, *reaching[leg]])
        rank = (-len(chain), chain)
        if leg[0] not in best or rank < best[leg[0]]:
            best[leg[0]] = rank
    return {name: chain for name, (_, chain) in best.items()}


def _legs(meetings: Sequence[Meeting]) -> "nx.DiGraph[Leg]":
    """Tie each leg to those that can follow it; time makes the graph acyclic."""
    graph = nx.DiGraph()
    leaving: dict[int, list[tuple[datetime, Leg]]] = {}
    arriving: list[tuple[datetime, Leg]] = []
    for one in meetings:
        for leg in ((one.name, one.a, one.b), (one.name, one.b, one.a)):
            graph.add_node(leg, start=one.start)
            leaving.setdefault(leg[1], []).append((one.start, leg))
            arriving.append((one.end, leg))
    for end, leg in arriving:
        later = leaving.get(leg[2], [])
        if len({following[2] for _, following in later}) > MAX_PARTNERS:
            continue
        graph.add_edges_from(
            (leg, following)
            for start, following in later
            if end <= start <= end + MAX_WAIT and following[2] != leg[1]
        )
    return graph


def _longest(
    neighbours: Callable[[Leg], Iterable[Leg]], order: Iterable[Leg]
) -> dict[Leg, list[Leg]]:
    """Give the longest way on from each leg, nearest first, without the leg itself."""
    ways: dict[Leg, list[Leg]] = {}
    for leg in order:
        ways[leg] = min(
            ([following, *ways[following]] for following in neighbours(leg)),
            key=lambda way: (-len(way), way),
            default=[],
        )
    return ways


def _vessels(legs: Sequence[Leg]) -> tuple[int, ...]:
    return (legs[0][1], *(leg[2] for leg in legs))
