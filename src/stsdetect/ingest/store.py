"""The store: positions by day, particulars, sources and rejects, as Parquet."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

import pandas as pd
import polars as pl

from stsdetect.disk.locks import claim
from stsdetect.disk.object_store import is_remote
from stsdetect.errors import InputError, SchemaError, StoreError
from stsdetect.ingest.box import Box
from stsdetect.ingest.commit import is_pending, recover
from stsdetect.ingest.store_files import (
    POSITIONS_FOLDER,
    REJECTS_FOLDER,
    SOURCES_FILE,
    day_folder,
    read_table,
)
from stsdetect.ingest.version import require_version
from stsdetect.schema import POSITIONS, REJECTS, SOURCES, VESSELS, Table
from stsdetect.units import utc

__all__ = ["Box", "Store", "open_store"]

_MOMENT: Final = timedelta(milliseconds=1)
_EARLIEST: Final = datetime(1, 1, 2, tzinfo=UTC)
_LATEST: Final = datetime(9999, 12, 30, tzinfo=UTC)


def open_store(path: Path | str) -> "Store":
    """Open a store for reading; a change that was stopped half-way is finished first.

    Raises
    ------
    InputError
        It is an address in an object store.
    StoreError
        There is none, it is damaged or of a newer layout, or a run is changing it.
    """
    if is_remote(path):
        raise InputError(
            f"{path}: a store is read from files here; stsdetect detect --store {path} "
            f"brings a copy, and so does stsdetect fetch {path} --out DIR"
        )
    folder = Path(path)
    if is_pending(folder):
        with claim(folder):
            recover(folder)
    file = folder / SOURCES_FILE
    if not file.is_file():
        raise StoreError(f"{folder}: no store; make one with stsdetect ingest")
    require_version(file)
    try:
        sources = SOURCES.conform(read_table(file))
        SOURCES.check(sources)
    except SchemaError as error:
        raise StoreError(
            f"{file}: damaged; stsdetect doctor repairs it: {error}"
        ) from error
    return Store(folder, sources)


class Store:
    """A store to read from; :func:`open_store` makes one."""

    def __init__(self, folder: Path, sources: pl.DataFrame) -> None:
        self.folder = folder
        self._sources = sources

    def __repr__(self) -> str:
        return f"Store({str(self.folder)!r}, {self._sources.height} sources)"

    @property
    def period(self) -> tuple[datetime, datetime]:
        """Times of the first and the last position.

        Raises
        ------
        StoreError
            The store holds no position.
        """
        first = self._sources["first_timestamp"].min()
        last = self._sources["last_timestamp"].max()
        if not isinstance(first, datetime) or not isinstance(last, datetime):
            raise StoreError(f"{self.folder}: the store holds no position")
        return first, last

    @property
    def days(self) -> list[date]:
        """Days that have positions, in order."""
        folders = (self.folder / POSITIONS_FOLDER).glob("date=*")
        try:
            return sorted(date.fromisoformat(one.name[5:]) for one in folders)
        except ValueError as error:
            raise StoreError(
                f"{self.folder}: {POSITIONS_FOLDER} has a folder of no day: {error}"
            ) from error

    def read_positions(
        self,
        start: datetime | None = None,
        stop: datetime | None = None,
        vessels: Sequence[int] | None = None,
        box: Box | None = None,
    ) -> pl.DataFrame:
        """Read positions with ``start <= timestamp < stop``, by MMSI and time.

        Only the files of these days are read, and of them only the parts that can
        hold the MMSIs and the box given. :meth:`to_pandas` gives the same as pandas.

        Parameters
        ----------
        start, stop : datetime, optional
            A time without a zone is UTC; all there is when left out.
        vessels : sequence of int, optional
            MMSIs, or a range of them.
        box : Box, optional
            Edges included.

        Returns
        -------
        polars.DataFrame
            A :data:`~stsdetect.schema.POSITIONS` table.

        Raises
        ------
        StoreError
            A file is damaged; it is named.
        """
        start, stop = utc(start or _EARLIEST), utc(stop or _LATEST)
        first, last, time = start, stop - _MOMENT, pl.col("timestamp")
        wanted = (time >= first) & (time < stop)
        if vessels is not None:
            if not vessels:
                return POSITIONS.empty_polars()
            wanted &= _are_of(vessels)
        if box is not None:
            wanted &= box.holds()
        parts = [
            read_table(file, wanted)
            for day in self.days
            if first.date() <= day <= last.date()
            for file in self._files(day)
        ]
        if not parts:
            return POSITIONS.empty_polars()
        positions = self._joined(parts, POSITIONS)
        # Each part is in order and days follow each other: a third of a sort by both.
        return positions.sort("mmsi", maintain_order=True) if parts[1:] else positions

    def to_pandas(
        self,
        start: datetime | None = None,
        stop: datetime | None = None,
        vessels: Sequence[int] | None = None,
        box: Box | None = None,
    ) -> pd.DataFrame:
        """Read positions as :meth:`read_positions` does, as a pandas table."""
        return POSITIONS.to_pandas(self.read_positions(start, stop, vessels, box))

    def read_parts(
        self, columns: Sequence[str], first: date = date.min, last: date = date.max
    ) -> Iterator[pl.DataFrame]:
        """Read some columns of all positions, file by file, so that memory stays flat.

        Parameters
        ----------
        columns : sequence of str
            Of :data:`~stsdetect.schema.POSITIONS`.
        first, last : date
            Only files of these days and between are read.

        Yields
        ------
        polars.DataFrame
            Positions of one day and a range of vessels, by MMSI and time; days are in
            order.
        """
        for day in self.days:
            for file in self._files(day) if first <= day <= last else ():
                yield read_table(file, columns=columns)

    def read_vessels(self) -> pl.DataFrame:
        """Read the particulars: a :data:`~stsdetect.schema.VESSELS` table."""
        return VESSELS.conform(read_table(self.folder / "vessels.parquet"))

    def read_sources(self) -> pl.DataFrame:
        """Give the files that were read: a :data:`~stsdetect.schema.SOURCES` table."""
        return self._sources

    def read_rejects(self) -> pl.DataFrame:
        """Read the rows that can't be used: :data:`~stsdetect.schema.REJECTS`."""
        files = sorted((self.folder / REJECTS_FOLDER).glob("*.parquet"))
        parts = [read_table(file) for file in files]
        rejects = self._joined([REJECTS.empty_polars(), *parts], REJECTS)
        return rejects.sort("source_id", "source_row")

    def count_rejects(self) -> pl.DataFrame:
        """Count the rows that can't be used: ``reason, n_rows``, most first."""
        files = sorted((self.folder / REJECTS_FOLDER).glob("*.parquet"))
        reason = pl.DataFrame(schema={"reason": REJECTS.polars_schema["reason"]})
        counts = [
            read_table(file, columns=["reason"])
            .group_by("reason")
            .agg(n_rows=pl.len().cast(pl.Int64))
            for file in files
        ]
        empty = reason.with_columns(n_rows=pl.lit(0, pl.Int64))
        return (
            pl.concat([empty, *counts])
            .group_by("reason")
            .agg(pl.col("n_rows").sum())
            .sort("n_rows", "reason", descending=[True, False])
        )

    def _joined(self, parts: Sequence[pl.DataFrame], table: Table) -> pl.DataFrame:
        try:
            return table.conform(pl.concat(parts))
        except pl.exceptions.PolarsError as error:
            raise StoreError(
                f"{self.folder}: not all files have the columns of {table.name}; "
                "stsdetect doctor tells more"
            ) from error

    def _files(self, day: date) -> list[Path]:
        folder = self.folder / POSITIONS_FOLDER / day_folder(day)
        return sorted(folder.glob("*.parquet"))


def _are_of(vessels: Sequence[int]) -> pl.Expr:
    """Tell which positions are of these vessels; bounds let files be passed over."""
    mmsi = pl.col("mmsi")
    if isinstance(vessels, range):
        return mmsi.is_between(vessels.start, vessels.stop, closed="left")
    return mmsi.is_between(min(vessels), max(vessels)) & mmsi.is_in(vessels)
