"""Particulars heard, kept by day; VESSELS made from them without reading them all.

A row of VESSELS says all that is known of a vessel from then on, so that what was known
before a day stands in the rows before it. New particulars are merged with those of
their days, and VESSELS are told anew from the first of those days on. Memory holds one
day, however many the store has.
"""

from datetime import date
from pathlib import Path

import polars as pl

from stsdetect.ingest.identity import HEARD_SCHEMA, find_changes, first_heard
from stsdetect.ingest.shelves import Shelf
from stsdetect.ingest.store_files import HEARD_FOLDER, day_folder, read_table
from stsdetect.ingest.writer import write_parquet, write_table
from stsdetect.schema import VESSELS

__all__ = ["tell_vessels", "write_heard"]


def write_heard(store: Path, aside: Path, heard: Shelf) -> None:
    """Merge particulars heard with those of the store, and write VESSELS anew.

    Parameters
    ----------
    store, aside : Path
        The store, and where its new parts are made.
    heard : Shelf
        Columns of :data:`~stsdetect.ingest.identity.HEARD_SCHEMA`.
    """
    fresh, file = heard.days(), store / "vessels.parquet"
    known = read_table(file) if file.is_file() else VESSELS.empty_polars()
    if fresh:
        known = known.filter(pl.col("valid_from").dt.date() < fresh[0])
    told = [known]
    for day in _days_from(fresh, store):
        place = Path(HEARD_FOLDER) / day_folder(day) / "part-0.parquet"
        rows = read_table(store / place) if (store / place).is_file() else _NOTHING
        if day in fresh:
            rows = first_heard(pl.concat([rows, *pl.collect_all(heard.take(day))]))
            write_parquet(rows, aside / place, {})
        changes = find_changes(rows, known)
        told.append(changes)
        known = _latest(pl.concat([known, changes]))
    vessels = pl.concat(told).sort(VESSELS.key)
    write_table(vessels, VESSELS, aside / "vessels.parquet")


def tell_vessels(store: Path) -> pl.DataFrame:
    """Tell VESSELS from all that a store has heard, day by day."""
    known = VESSELS.empty_polars()
    told = [known]
    for file in sorted((store / HEARD_FOLDER).glob("*/*.parquet")):
        changes = find_changes(read_table(file), known)
        told.append(changes)
        known = _latest(pl.concat([known, changes]))
    return pl.concat(told).sort(VESSELS.key)


_NOTHING = pl.DataFrame(schema=HEARD_SCHEMA)


def _days_from(fresh: list[date], store: Path) -> list[date]:
    """List the days from the first fresh one on that have particulars."""
    folders = (store / HEARD_FOLDER).glob("date=*")
    held = {date.fromisoformat(one.name.removeprefix("date=")) for one in folders}
    return sorted(day for day in held | set(fresh) if fresh and day >= fresh[0])


def _latest(vessels: pl.DataFrame) -> pl.DataFrame:
    """Give what is known last of each vessel."""
    return vessels.sort(VESSELS.key).unique("mmsi", keep="last", maintain_order=True)
