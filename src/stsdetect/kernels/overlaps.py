"""Overlaps: which silences were going on at one time within reach of each other.

A sweep through time: each silence meets those that begin before it ends. Of these a
ball decides first, since a vessel that comes back in time is never farther from the
middle of its two ends than half of what it could have sailed; then the bound of the
slack, for which the distances of the four ends are enough.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from stsdetect.kernels.slack import bound_s, take_cones
from stsdetect.units import EARTH_RADIUS_M

__all__ = ["pair_silences"]

Numbers = NDArray[np.float64]
Rows = NDArray[np.int64]


def pair_silences(
    silences: Numbers, vessel: Rows, still: NDArray[np.bool_], least_s: float
) -> tuple[Rows, Rows, int]:
    """Pair silences of two vessels that may have met for some time.

    Parameters
    ----------
    silences : (n, 10) array
        As :func:`~stsdetect.kernels.slack.as_silences` gives them, in any order.
    vessel : (n,) array
        Whose silence; a vessel does not meet itself.
    still : (n,) array
        Whether the row is a vessel that was heard, and waited; two such don't pair.
        A vessel that is not heard again pairs with these alone: two of which nothing
        tells where they went could have met anywhere.
    least_s : float
        Least time together [s].

    Returns
    -------
    first, second : (m,) array
        Rows of each pair, the one that waits first, else the one of the smaller
        vessel number; by rows.
    n_overlaps : int
        Pairs that share the time, in reach of each other or not.

    Examples
    --------
    >>> from stsdetect.kernels.slack import as_silences
    >>> ends = np.array([[0.0, 35.0, 123.0], [0.0, 35.1, 123.0], [0.0, -35.0, 123.0]])
    >>> silences = as_silences(ends, ends + [7200.0, 0.0, 0.0], np.full(3, 5.0))
    >>> pair_silences(silences, np.array([8, 7, 9]), np.zeros(3, bool), 3600.0)
    (array([1]), array([0]), 3)
    """
    order = np.argsort(silences[:, 6], kind="stable")
    ordered = np.ascontiguousarray(silences[order])
    first, second, n_overlaps = _sweep(
        ordered, _balls(ordered), vessel[order], still[order], least_s
    )
    first, second = order[first], order[second]
    turn = still[second] | (~still[first] & (vessel[first] > vessel[second]))
    first, second = np.where(turn, second, first), np.where(turn, first, second)
    by_rows = np.lexsort((second, first))
    return first[by_rows], second[by_rows], n_overlaps


def _balls(silences: Numbers) -> tuple[Numbers, Numbers]:
    """Give the middle of the ends and half of what could be sailed, as an arc.

    A silence that its speed does not explain gets the ball round its ends; a vessel
    that is not heard again can be as far from its start as it could sail.
    """
    middle = silences[:, 0:3] + silences[:, 3:6]
    middle /= np.linalg.norm(middle, axis=1)[:, None]
    sailed = (silences[:, 7] - silences[:, 6]) * silences[:, 8] / EARTH_RADIUS_M
    apart = np.linalg.norm(silences[:, 3:6] - silences[:, 0:3], axis=1)
    # Half-way on the sphere is the middle only nearly, for an ellipse as for an arc.
    ways = np.where(np.isinf(silences[:, 9]), 1.0, 2.0)
    return middle, 1.01 * np.maximum(sailed, apart) / ways


@njit(cache=True, nogil=True)
def _sweep(
    silences: Numbers,
    balls: tuple[Numbers, Numbers],
    vessel: Rows,
    still: NDArray[np.bool_],
    least_s: float,
) -> tuple[Rows, Rows, int]:
    start, end = silences[:, 6], silences[:, 7]
    cones = np.empty((4, 5))
    first, second = np.empty(1024, np.int64), np.empty(1024, np.int64)
    n, n_overlaps = 0, 0
    for i in range(start.size):
        for j in range(i + 1, start.size):
            if start[j] > end[i] - least_s:
                break
            short = min(end[i], end[j]) - start[j] < least_s
            if short or vessel[i] == vessel[j] or not _can_pair(silences, still, i, j):
                continue
            n_overlaps += 1
            if _parted(balls, i, j):
                continue
            take_cones(silences, i, j, 0.0, cones)
            if bound_s(cones) < least_s:
                continue
            if n == first.size:
                first, second = _doubled(first), _doubled(second)
            first[n], second[n] = i, j
            n += 1
    return first[:n], second[:n], n_overlaps


@njit(cache=True, nogil=True)
def _can_pair(silences: Numbers, still: NDArray[np.bool_], i: int, j: int) -> bool:
    """Tell whether one waits and the other is silent, or both came back."""
    if still[i] or still[j]:
        return not (still[i] and still[j])
    return not (np.isinf(silences[i, 9]) or np.isinf(silences[j, 9]))


@njit(cache=True, nogil=True)
def _parted(balls: tuple[Numbers, Numbers], i: int, j: int) -> bool:
    """Tell whether two balls have no place in common: a chord is below its arc."""
    middle, reach = balls
    x = middle[i, 0] - middle[j, 0]
    y = middle[i, 1] - middle[j, 1]
    z = middle[i, 2] - middle[j, 2]
    return x * x + y * y + z * z > (reach[i] + reach[j]) ** 2  # type: ignore[no-any-return]


@njit(cache=True, nogil=True)
def _doubled(rows: Rows) -> Rows:
    longer = np.empty(2 * rows.size, np.int64)
    longer[: rows.size] = rows
    return longer
