"""Stretches: the turns of some windows, with those of later ones that may copy them."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any, Final, NamedTuple

import polars as pl

__all__ = ["BATCH", "stretches_of"]

BATCH: Final = 4_096
"""Ours: turns that are compared with all others at once, to bound the memory."""


class _Group(NamedTuple):
    """Windows that follow each other, with turns enough for a batch."""

    first: Any
    last: Any
    windows: tuple[pl.LazyFrame, ...]

    def read(self) -> pl.DataFrame:
        turns = pl.concat(self.windows).collect()
        return turns.sort("timestamp", "mmsi", "lat", "lon")


def stretches_of(
    windows: Sequence[pl.LazyFrame], max_lag: timedelta, batch: int = BATCH
) -> Iterator[tuple[pl.DataFrame, int]]:
    """Read the turns of all time piece by piece: no more than is compared is held.

    Parameters
    ----------
    windows : sequence of LazyFrame
        As :func:`~stsdetect.events.turns.keep_turns` gives them, of windows that
        together are the period, in any order.
    max_lag : timedelta
        Turns so much later are compared with those of a window.
    batch : int
        Windows with fewer turns are put together.

    Yields
    ------
    turns : DataFrame
        By time, vessel and place.
    n_own : int
        How many of its first rows were not among those of the stretch before; the
        others come again.
    """
    groups = _group(windows, batch)
    held: dict[int, pl.DataFrame] = {}
    for number, group in enumerate(groups):
        held.pop(number - 1, None)
        for other in range(number, len(groups)):
            if groups[other].first > group.last + max_lag:
                break
            if other not in held:
                held[other] = groups[other].read()
        yield pl.concat(held.values()), held[number].height


def _group(windows: Sequence[pl.LazyFrame], batch: int) -> list[_Group]:
    """Put windows in order of time, and those with few turns together."""
    time = pl.col("timestamp")
    asked = time.min().alias("first"), time.max().alias("last"), pl.len().alias("n")
    told = [one.select(*asked).collect().row(0) for one in windows]
    filled = [(*row, one) for row, one in zip(told, windows, strict=True) if row[2]]
    groups: list[_Group] = []
    n_turns = batch
    for first, last, n, window in sorted(filled, key=lambda row: row[0]):
        if n_turns >= batch:
            groups.append(_Group(first, last, (window,)))
            n_turns = n
        else:
            before = groups.pop()
            groups.append(_Group(before.first, last, (*before.windows, window)))
            n_turns += n
    return groups
