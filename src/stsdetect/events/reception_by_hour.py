"""Reception by hour: a table too long to be held, read where and when it is asked."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Self

import pandas as pd
import polars as pl

from stsdetect.disk.parquet import STRANGE, look_through_once, read_columns
from stsdetect.errors import SchemaError, StoreError
from stsdetect.schema import RECEPTION
from stsdetect.schema.table import Frame, Table

__all__ = ["ReceptionByHour"]

Bounds = tuple[float, float, float, float]
"""West, south, east, north [degrees]."""


class ReceptionByHour:
    """Reception in each cell and hour: a :data:`~stsdetect.schema.RECEPTION` table.

    It has a row for each cell, hour and kind of vessel, a year of a sea some hundred
    million: it stays where it is, and what is asked for is read.

    Parameters
    ----------
    parts : LazyFrame
        In order of time, an hour in one of them alone; no row where none is given.
    path : Path, optional
        The file that holds it.

    Examples
    --------
    As ``sts.read_events("out").reception`` gives it; here of no file, without rows:

    >>> reception = ReceptionByHour()
    >>> len(reception), len(reception.read(bounds=(124, 33, 127, 37)))
    (0, 0)
    """

    def __init__(self, *parts: pl.LazyFrame, path: Path | None = None) -> None:
        self._parts = parts or (RECEPTION.empty_polars().lazy(),)
        self.path = path

    @classmethod
    def of(cls, table: Frame) -> Self:
        """Take a table that is in memory, in any order."""
        if isinstance(table, pd.DataFrame):
            table = RECEPTION.from_pandas(table)
        return cls(table.lazy())

    @classmethod
    def at(cls, path: Path) -> Self:
        """Take the table of a file.

        Raises
        ------
        StoreError
            There is none, or its end, that tells what is in it, is damaged or tells of
            another table.
        """
        with _one_line(path):
            if read_columns(path) != RECEPTION.polars_schema:
                raise SchemaError(f"{path}: of other columns")
        return cls(pl.scan_parquet(path), path=path)

    def __len__(self) -> int:
        """Count the rows; those of a file are told by its end."""
        return sum(self._own(one.select(pl.len())).item() for one in self._parts)

    def __repr__(self) -> str:
        return f"ReceptionByHour({self.path or f'{len(self._parts)} parts'})"

    def parts(self) -> Iterator[pl.DataFrame]:
        """Give all of it, part after part, in order of time."""
        return map(self._own, self._parts)

    def ask(self, query: Callable[[pl.LazyFrame], pl.LazyFrame]) -> pl.DataFrame:
        """Give what a query makes of the table, of which pieces are held at a time.

        Parameters
        ----------
        query : callable
            Of the table; in which order it comes is left open.

        Raises
        ------
        StoreError
            The file is damaged.
        """
        return self._own(query(pl.concat(self._parts)))

    def read(
        self,
        since: datetime | None = None,
        until: datetime | None = None,
        bounds: Bounds | None = None,
    ) -> pd.DataFrame:
        """Read rows into memory, all of them where nothing is said.

        Parameters
        ----------
        since, until : datetime, optional
            Of hours that start then or later, and before.
        bounds : tuple of float, optional
            West, south, east and north of the middles of cells [degrees]; west may be
            east of 180°.

        Returns
        -------
        pd.DataFrame
            A :data:`~stsdetect.schema.RECEPTION` table, in order of time.

        Raises
        ------
        StoreError
            The file is damaged.
        """
        time, lat, lon = pl.col("start_time"), pl.col("lat"), pl.col("lon")
        wanted = [pl.lit(value=True)]
        wanted += [] if since is None else [time >= since]
        wanted += [] if until is None else [time < until]
        if bounds is not None:
            west, south, east, north = bounds
            both = (lon >= west, lon <= east)
            beyond = both[0] | both[1] if west > east else both[0] & both[1]
            wanted += [lat.is_between(south, north), beyond]
        read = [self._own(one.filter(*wanted)) for one in self._parts]
        return RECEPTION.to_pandas(pl.concat(read))

    def _own(self, rows: pl.LazyFrame) -> pl.DataFrame:
        if self.path is None:
            return rows.collect()
        with _one_line(self.path):
            look_through_once(self.path)
            found = rows.collect(engine="streaming")
            own = [one for one in RECEPTION if one.name in found.columns]
            Table("reception", *own, key=(), meaning="What was asked.").check(found)
        return found


@contextmanager
def _one_line(path: Path) -> Iterator[None]:
    """Say which file is damaged, or not of our making."""
    try:
        yield
    except (*STRANGE, SchemaError) as error:
        raise StoreError(f"{path}: damaged; run stsdetect detect again") from error
