"""Slots: short equal stretches of time, in each of which a vessel is heard or not.

A vessel that is heard before and after a slot was surely there. To count slots, and
not reports, makes no difference between an archive that keeps every report and one
that keeps a report in two minutes.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

__all__ = ["CELLS_PER_DEGREE", "HEIGHT", "WIDTH", "Grid", "Heard", "Ways", "cell_of",
    "count_slots", "spread_ways"]  # fmt: skip

CELLS_PER_DEGREE = 4
"""Cells of a quarter of a degree; ours: half of the reach of a coastal station."""
WIDTH = 360 * CELLS_PER_DEGREE
HEIGHT = 180 * CELLS_PER_DEGREE

Integers = NDArray[np.int64]
Numbers = NDArray[np.float64]


class Grid(NamedTuple):
    """Slots, and the hours whose slots are counted, the last one not included."""

    slot_ms: int
    per_hour: int
    first_hour: int
    stop_hour: int


class Heard(NamedTuple):
    """Reports by segment and time; each is an (n,) array."""

    segment: Integers
    time: Integers
    """[ms]."""
    lat: Numbers
    lon: Numbers
    kind: Integers
    """Which of the reports that are equally well heard it is of."""
    from_space: NDArray[np.bool_]
    """A satellite heard it."""


class Ways(NamedTuple):
    """Silences with the places before and after; each is an (n,) array."""

    start: Integers
    """[ms]."""
    stop: Integers
    start_lat: Numbers
    start_lon: Numbers
    stop_lat: Numbers
    stop_lon: Numbers


@njit(cache=True, nogil=True)
def cell_of(lat: float, lon: float) -> int:
    """Give the number of the cell of a place, from the south and then from 180° W.

    Parameters
    ----------
    lat, lon : float
        Degrees; longitudes may be of any turn.

    Examples
    --------
    >>> int(cell_of(-90.0, -180.0)), int(cell_of(-90.0, 180.0)), int(cell_of(90.0, 0.0))
    (0, 0, 1036080)
    """
    row = min(int(np.floor((lat + 90.0) * CELLS_PER_DEGREE)), HEIGHT - 1)
    column = int(np.floor((lon + 180.0) * CELLS_PER_DEGREE)) % WIDTH
    return row * WIDTH + column


@njit(cache=True, nogil=True)
def count_slots(heard: Heard, grid: Grid) -> Integers:
    """Count the slots in which each vessel was heard, and those in which it was not.

    A slot of a segment is one between its first and its last report. Where the vessel
    is not heard it is on the straight way, at an even speed, and of the kind of the
    report before.

    Parameters
    ----------
    heard : Heard
        Reports by segment and time.
    grid : Grid
        Slots wanted.

    Returns
    -------
    (m, 9) array
        Row of a report of the segment, hour since 1970, cell, kind, slots, of which
        heard, of which by satellite, and of which from elsewhere; and which of the
        hour were heard, the first as bit 0. One row for each stretch in one cell and
        hour; an hour has 62 slots at most.

    Examples
    --------
    A vessel heard in the first and the last sixth of an hour:

    >>> heard = Heard(np.zeros(2, dtype=np.int64), np.array([0, 3_000_000]),
    ...     np.zeros(2), np.zeros(2), np.ones(2, dtype=np.int64), np.ones(2) > 0)
    >>> count_slots(heard, Grid(600_000, 6, 0, 9))[:, 3:].tolist()
    [[1, 6, 2, 2, 0, 33]]
    """
    segment, time, lat, lon, kind, from_space = heard
    counts = np.empty((256, 9), dtype=np.int64)
    n, base, last_slot = 0, 0, np.int64(0)
    seen = np.zeros(2, dtype=np.bool_)  # by satellite, and from elsewhere
    for row in range(time.size):
        slot = time[row] // grid.slot_ms
        joined = row > 0 and segment[row] == segment[row - 1]
        if not joined:
            base = n
        elif slot == last_slot:
            source = 0 if from_space[row] else 1
            if not seen[source] and n > base and _in(slot, grid):
                counts[n - 1, 6 + source] += 1
                seen[source] = True
            continue
        else:
            for missed in range(last_slot + 1, slot):
                if _in(missed, grid):
                    cell = _cell_between(heard, row, (missed + 0.5) * grid.slot_ms)
                    key = (row, missed // grid.per_hour, cell, kind[row - 1])
                    counts, n = _add(counts, n, base, key, 0)
        last_slot = slot
        seen[0], seen[1] = from_space[row], not from_space[row]
        if _in(slot, grid):
            cell = cell_of(lat[row], lon[row])
            key = (row, slot // grid.per_hour, cell, kind[row])
            counts, n = _add(counts, n, base, key, 1)
            counts[n - 1, 6 if from_space[row] else 7] += 1
            counts[n - 1, 8] |= 1 << (slot % grid.per_hour)
    return counts[:n].copy()


@njit(cache=True, nogil=True)
def spread_ways(ways: Ways, grid: Grid, max_slots: int) -> Integers:
    """Give the slots that lie wholly inside silences, each with the cell it is in.

    The vessel is on the straight way, at an even speed.

    Parameters
    ----------
    ways : Ways
        Silences.
    grid : Grid
        Slots wanted.
    max_slots : int
        Of one silence only the first slots are given.

    Returns
    -------
    (m, 3) array
        Row of the silence, slot since 1970, cell; by silence and time.

    Examples
    --------
    >>> zero = np.zeros(1)
    >>> ways = Ways(np.array([60_000]), np.array([3_600_000]), zero, zero, zero, zero)
    >>> spread_ways(ways, Grid(600_000, 6, 0, 9), 99)[:, 1].tolist()
    [1, 2, 3, 4, 5]
    """
    pieces = np.empty((256, 3), dtype=np.int64)
    n = 0
    for row in range(ways.start.size):
        first = ways.start[row] // grid.slot_ms + 1
        stop = min(ways.stop[row] // grid.slot_ms, first + max_slots)
        length = ways.stop[row] - ways.start[row]
        east = (ways.stop_lon[row] - ways.start_lon[row] + 180.0) % 360.0 - 180.0
        north = ways.stop_lat[row] - ways.start_lat[row]
        for slot in range(first, stop):
            if not _in(slot, grid):
                continue
            share = ((slot + 0.5) * grid.slot_ms - ways.start[row]) / length
            cell = cell_of(
                ways.start_lat[row] + share * north, ways.start_lon[row] + share * east
            )
            if n == pieces.shape[0]:
                pieces = _grown(pieces)
            pieces[n, 0], pieces[n, 1], pieces[n, 2] = row, slot, cell
            n += 1
    return pieces[:n].copy()


@njit(cache=True, nogil=True)
def _in(slot: int, grid: Grid) -> bool:
    return grid.first_hour <= slot // grid.per_hour < grid.stop_hour


@njit(cache=True, nogil=True)
def _cell_between(heard: Heard, row: int, at: float) -> int:
    """Give the cell at a time [ms] between a report and the one before."""
    time, lat, lon, before = heard.time, heard.lat, heard.lon, row - 1
    share = (at - time[before]) / (time[row] - time[before])
    east = (lon[row] - lon[before] + 180.0) % 360.0 - 180.0
    north = lat[row] - lat[before]
    return cell_of(lat[before] + share * north, lon[before] + share * east)


@njit(cache=True, nogil=True)
def _add(
    counts: Integers, n: int, base: int, key: tuple[int, int, int, int], heard: int
) -> tuple[Integers, int]:
    """Count a slot, with the one before where hour, cell and kind are equal."""
    if n > base:
        last = counts[n - 1]
        if last[1] == key[1] and last[2] == key[2] and last[3] == key[3]:
            last[4] += 1
            last[5] += heard
            return counts, n
    if n == counts.shape[0]:
        counts = _grown(counts)
    counts[n, 0], counts[n, 1], counts[n, 2], counts[n, 3] = key
    counts[n, 4], counts[n, 5] = 1, heard
    counts[n, 6:] = 0
    return counts, n + 1


@njit(cache=True, nogil=True)
def _grown(table: Integers) -> Integers:
    larger = np.empty((2 * table.shape[0], table.shape[1]), dtype=np.int64)
    larger[: table.shape[0]] = table
    return larger
