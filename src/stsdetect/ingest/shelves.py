"""Shelves: rows on their way into the store, day by day, on disk when they are many."""

from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Final

import polars as pl

__all__ = ["Shelf"]

MAX_ROWS: Final = 2_000_000
"""Rows held in memory, ours: about 150 MB."""


class Shelf:
    """Tables with a ``timestamp``, put down in any order and taken up by day.

    Parameters
    ----------
    folder : Path
        Where rows go that are too many for the memory.
    max_rows : int
        Rows held in memory at most, but for the last table put down.
    """

    def __init__(self, folder: Path, max_rows: int = MAX_ROWS) -> None:
        self._folder = folder
        self._max_rows = max_rows
        self._held: list[pl.DataFrame] = []
        self._n_held = 0
        self._by_day: dict[date, list[pl.DataFrame | Path]] = defaultdict(list)
        self.n_rows = 0

    def put(self, table: pl.DataFrame) -> None:
        """Put rows down."""
        self.n_rows += table.height
        self._n_held += table.height
        self._held.append(table)
        if self._n_held >= self._max_rows:
            self._spill()

    def days(self) -> list[date]:
        """Give the days that have rows, in order."""
        for day, part in self._split():
            self._by_day[day].append(part)
        return sorted(self._by_day)

    def take(self, day: date) -> list[pl.LazyFrame]:
        """Take the rows of a day up, in no order; what is on disk is not yet read."""
        return [
            part.lazy() if isinstance(part, pl.DataFrame) else pl.scan_ipc(part)
            for part in self._by_day.pop(day)
        ]

    def _spill(self) -> None:
        for day, part in self._split():
            path = self._folder / f"{day}-{len(self._by_day[day])}.arrow"
            self._folder.mkdir(parents=True, exist_ok=True)
            part.write_ipc(path, compression="lz4")
            self._by_day[day].append(path)

    def _split(self) -> list[tuple[date, pl.DataFrame]]:
        held, self._held, self._n_held = self._held, [], 0
        if not held:
            return []
        table = pl.concat(held)
        day = pl.col("timestamp").dt.date()
        if table.is_empty():
            return []
        first, last = table.select(day.min().alias("a"), day.max().alias("b")).row(0)
        if first == last:
            return [(first, table)]
        parts = table.with_columns(day=day).partition_by(
            "day", as_dict=True, include_key=False
        )
        return [(key[0], part) for key, part in parts.items()]
