"""Chance: how often silences that fall anywhere could have met as well.

The figure that stands in front of every meeting that nobody saw: of random silences
this long here, how many could have met the other vessel for as long.
"""

import hashlib
from collections.abc import Iterable
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from stsdetect.events.arrays import fixed, numbers, whole
from stsdetect.kernels.chance import Draws, Pools, share_as_good
from stsdetect.units import S_PER_H

__all__ = ["measure_chance"]

Numbers = NDArray[np.float64]
Rows = NDArray[np.int64]

MIN_POOL: Final = 100
"""Ours: of fewer silences alike a share tells little, so that a wider pool is taken."""
MIN_ALIKE: Final = 20
"""Ours: where the widest pool has fewer members, chance is not known."""


def measure_chance(
    pairs: pl.DataFrame,
    silences: pl.DataFrame,
    rows: Numbers,
    least_s: float,
    n_draws: int,
) -> pl.DataFrame:
    """Add ``p_chance`` to pairs of one kind.

    Both sides are replaced by silences like them (see :func:`_pools`), moved by whole
    days; in ``one_dark`` the silent side alone, since the other was seen.

    Parameters
    ----------
    pairs : pl.DataFrame
        ``kind, first, second, slack_h``: rows of silences, and their slack.
    silences : pl.DataFrame
        As :func:`~stsdetect.events.bounds.list_silences` gives them.
    rows : (n, 10) array
        The same, as kernels take them.
    least_s : float
        Time that a draw shares with the other vessel [s].
    n_draws : int
        Draws for each side.

    Returns
    -------
    pl.DataFrame
        The pairs in their order, with ``p_chance``; missing where fewer than
        :data:`MIN_ALIKE` silences are like one of the two.
    """
    ids = silences["event_id"].to_list()
    first, second = whole(pairs["first"]), whole(pairs["second"])
    seeds = _seeds((ids[i], ids[j]) for i, j in zip(first, second, strict=True))
    pools, vessel = _pools(silences, rows), whole(silences["mmsi"])
    p_chance = np.empty(pairs.height)
    heard = (pairs["kind"] == "one_dark").to_numpy()
    for still in (False, True):
        chosen = np.flatnonzero(heard == still)
        of_kind = (
            fixed(first[chosen]),
            fixed(second[chosen]),
            # a second less, so that a silence is as good as itself
            fixed(numbers(pairs["slack_h"])[chosen] * S_PER_H - 1.0),
            fixed(seeds[chosen]),
        )
        how = Draws(least_s, n_draws, still)
        p_chance[chosen] = share_as_good(fixed(rows), of_kind, pools, vessel, how)
    size = np.diff(pools[1])[pools[0]]
    few = (size[second] < MIN_ALIKE) | (~heard & (size[first] < MIN_ALIKE))
    return pairs.with_columns(
        p_chance=pl.Series(np.where(few, np.nan, p_chance)).fill_nan(None)
    )


def _pools(silences: pl.DataFrame, rows: Numbers) -> Pools:
    """Part silences into pools of those that are alike: sea, length, role.

    A pool is a cell of 2° that the middle of a silence lies in, its length between two
    powers of two hours, and its role. Where that has fewer than :data:`MIN_POOL`
    members first the role is dropped, then the cell grows to 8°, then the length alone
    counts: each time among those that are in no pool yet, so that every silence is in
    one pool and all of a pool have the same chance to stand in a pair. One of a quiet
    corner compared with all of its sea would be told rarer than it is. Vessels that
    waited are in no draw; those that are not heard again, which reach farther, are
    drawn for each other.
    """
    silent = ~silences["still"].to_numpy()
    pool = np.full(silences.height, -1, dtype=np.int64)
    members, starts = [], [0]
    levels = _likeness(silences, rows)
    for level in levels:
        left = np.flatnonzero(pool < 0)
        kept = np.column_stack(level)[left]
        key = np.unique(kept, axis=0, return_inverse=True)[1].ravel()
        size = np.bincount(key, silent[left])
        for number in range(size.size):
            if level is levels[-1] or size[number] >= MIN_POOL:
                inside = left[key == number]
                pool[inside] = len(starts) - 1
                members.append(inside[silent[inside]])
                starts.append(starts[-1] + members[-1].size)
    every = np.concatenate(members) if members else np.empty(0, np.int64)
    return fixed(pool), fixed(np.array(starts, dtype=np.int64)), fixed(every)


def _likeness(silences: pl.DataFrame, rows: Numbers) -> list[list[Numbers]]:
    """Give what silences have in common, from the narrowest to the widest."""
    silent = ~silences["still"].to_numpy()
    manner = silent + silences["goes_on"].to_numpy().astype(np.float64)
    middle = rows[:, 0:3] + rows[:, 3:6]
    lat = np.degrees(np.arctan2(middle[:, 2], np.hypot(middle[:, 0], middle[:, 1])))
    lon = np.degrees(np.arctan2(middle[:, 1], middle[:, 0]))
    length = np.floor(np.log2(np.maximum(numbers(silences["duration_h"]), 1e-3)))
    role = silences["role"].fill_null("").rank("dense").to_numpy().astype(np.float64)
    small, large = ([np.floor(lat / size), np.floor(lon / size)] for size in (2.0, 8.0))
    return [
        [manner, *small, length, role],
        [manner, *small, length],
        [manner, *large, length],
        [manner, length],
        [manner],
    ]


def _seeds(ids: Iterable[tuple[str, str]]) -> NDArray[np.uint64]:
    """Give each pair a number of its own, by what it is and not by where it stands."""
    hashes = [hashlib.sha256(f"{a} {b}".encode()).digest()[:8] for a, b in ids]
    return np.frombuffer(b"".join(hashes), dtype=np.uint64)
