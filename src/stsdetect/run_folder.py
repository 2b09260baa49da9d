"""The run folder: which file holds what, and how events are written and read."""

from dataclasses import fields, replace
from pathlib import Path
from typing import Final

import pandas as pd
import polars as pl

from stsdetect import schema
from stsdetect.disk.files import written_whole
from stsdetect.disk.parquet import read_parquet
from stsdetect.errors import SchemaError, StoreError
from stsdetect.events.reception_by_hour import ReceptionByHour
from stsdetect.export.changes import find_changes, write_changes, write_rows
from stsdetect.export.csv import write_csv
from stsdetect.export.geo import write_geojson
from stsdetect.export.parquet import write_parts
from stsdetect.pipeline import Events
from stsdetect.schema import Table

__all__ = [
    "CANDIDATE_FILES",
    "CHANGES_FILE",
    "EVENT_FILES",
    "OUTPUTS",
    "UNSEEN_FILE",
    "read_events",
    "read_table_of_events",
    "write_candidates",
    "write_events",
    "write_unseen",
]

_TABLES: Final[dict[str, Table]] = {
    one.name: getattr(schema, one.name.upper()) for one in fields(Events)
}

_BY_HOUR: Final = schema.RECEPTION.name

EVENT_FILES: Final = tuple(f"events/{name}.parquet" for name in _TABLES)
"""One table of events each, below the run folder."""

CANDIDATE_FILES: Final = (
    "candidates.parquet",
    "candidates.csv",
    "candidates.geojson",
    "report.html",
)
"""The ranked list in each of its forms."""

CHANGES_FILE: Final = "changes.csv"
"""What the list says otherwise than in the run before; empty in the first run."""

UNSEEN_FILE: Final = "unseen_pairs.csv"
"""Hulls side by side that images alone show; there where images were brought."""

OUTPUTS: Final = (*EVENT_FILES, *CANDIDATE_FILES, CHANGES_FILE, UNSEEN_FILE)
"""All that a run may write beside its record."""


def write_events(events: Events, out: Path) -> Events:
    """Write each table of events below a run folder; give them as they are there.

    Reception is written part by part, and not where it was read from that file.
    """
    for name, table in _TABLES.items():
        path, found = out / "events" / f"{name}.parquet", getattr(events, name)
        if not isinstance(found, ReceptionByHour):
            with written_whole(path) as aside:
                rows = table.from_pandas(found)
                rows.write_parquet(aside, compression="zstd")
        elif found.path != path:
            write_parts(found.parts(), table, path)
            events = replace(events, reception=ReceptionByHour.at(path))
    return events


def read_events(out: Path) -> Events:
    """Read back the tables of events of a run folder.

    Raises
    ------
    StoreError
        A table is missing or damaged; rows of reception are looked at when they are
        read.
    """
    names = [name for name in _TABLES if name != _BY_HOUR]
    tables = {name: read_table_of_events(out, name) for name in names}
    told = ReceptionByHour.at(out / "events" / f"{_BY_HOUR}.parquet")
    return Events(**tables, reception=told)


def read_table_of_events(out: Path, name: str) -> pd.DataFrame:
    """Read one table of events of a run folder, but reception.

    Raises
    ------
    StoreError
        It is missing or damaged.
    """
    path, table = out / "events" / f"{name}.parquet", _TABLES[name]
    told = read_parquet(path, "run stsdetect detect again")
    try:
        rows = table.conform(told)
        table.check(rows)
        return table.to_pandas(rows)
    except (SchemaError, pl.exceptions.PolarsError) as error:
        raise StoreError(f"{path}: damaged; run stsdetect detect again") from error


def write_candidates(candidates: pd.DataFrame, events: Events, out: Path) -> Path:
    """Write the ranked list as Parquet, CSV and GeoJSON; give the path of its page.

    What it says otherwise than the list that it replaces is written beside it.
    """
    write_changes(_changes(candidates, events, out), out / CHANGES_FILE)
    parquet, table, places, page = (out / name for name in CANDIDATE_FILES)
    with written_whole(parquet) as path:
        rows = schema.CANDIDATES.from_pandas(candidates)
        rows.write_parquet(path, compression="zstd")
    write_csv(candidates, table)
    write_geojson(candidates, places)
    return page


def write_unseen(pairs: pl.DataFrame, out: Path, *, wanted: bool) -> None:
    """Write what images alone show, or remove what an earlier run wrote of it."""
    if wanted:
        write_rows(schema.UNSEEN_PAIRS.to_pandas(pairs), out / UNSEEN_FILE)
    else:
        (out / UNSEEN_FILE).unlink(missing_ok=True)


def _changes(candidates: pd.DataFrame, events: Events, out: Path) -> pd.DataFrame:
    path = out / CANDIDATE_FILES[0]
    if not path.is_file():
        return schema.CHANGES.empty()
    table = schema.CANDIDATES
    try:
        before = table.to_pandas(table.conform(read_parquet(path, "it is of before")))
    except (StoreError, SchemaError):
        # Of another version: nothing in it can be compared.
        return schema.CHANGES.empty()
    found = {
        *events.encounters["encounter_id"],
        *events.rendezvous["rendezvous_id"],
        *events.loiterings["loitering_id"],
    }
    return find_changes(before, candidates, found)
