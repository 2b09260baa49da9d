"""Case rows: what a case encloses of a run, as files that people and programs read."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

import polars as pl
import pyarrow as pa
import pyarrow.csv as pa_csv

from stsdetect.dossiers.carried import Figures, by_table
from stsdetect.dossiers.rerun import TABLES, Enclosed
from stsdetect.export.cells import rearm
from stsdetect.export.csv import plain_csv
from stsdetect.export.geo import NOTE
from stsdetect.schema import POSITIONS, VESSELS

__all__ = [
    "CANDIDATE_FILE",
    "CARRIED_FILE",
    "EVENTS_FOLDER",
    "POSITIONS_FILE",
    "VESSELS_FILE",
    "as_files",
    "candidate_json",
    "events_files",
    "read_carried",
    "read_enclosed",
    "read_rows",
    "tell_carried",
]

CANDIDATE_FILE: Final = "case.json"
EVENTS_FOLDER: Final = "events/"
POSITIONS_FILE: Final = "positions_raw.csv"
VESSELS_FILE: Final = "vessels.csv"
CARRIED_FILE: Final = "carried.json"


def as_files(enclosed: Enclosed, figures: Sequence[Figures]) -> dict[str, str]:
    """Give what is enclosed as files, but for the positions, by name."""
    names = [
        "candidate_id",
        *enclosed.carried["leads"],
        *enclosed.carried["candidates"],
    ]
    carried = {
        "note": "Figures that the rows of these vessels can't give by themselves; they "
        "are taken over from the run.",
        "figures": [
            {"of": name, "needs": needs, "columns": list(columns)}
            for name, needs, columns in figures
            if name not in enclosed.events or enclosed.events[name].height
        ],
        "candidate": {name: enclosed.told[name] for name in names},
        "period": [time.isoformat() for time in enclosed.period],
    }
    return {
        **events_files(enclosed.events),
        VESSELS_FILE: plain_csv(enclosed.vessels),
        CARRIED_FILE: json.dumps(carried, indent=2, ensure_ascii=False) + "\n",
    }


def candidate_json(row: Mapping[str, Any]) -> str:
    """Give a candidate as a case tells it."""
    return json.dumps({"note": NOTE, **row}, indent=2, ensure_ascii=False) + "\n"


def tell_carried(enclosed: Enclosed) -> list[str]:
    """List the columns that are carried over, of tables that have a row here."""
    tables = [name for name in TABLES if enclosed.events[name].height]
    return [
        f"{name}: {', '.join(columns)}"
        for name in (*tables, "leads", "candidates")
        if (columns := enclosed.carried[name])
    ]


class Carried(NamedTuple):
    """What is carried over from the run.

    ``columns`` by table, ``told`` of the candidate by column, and the period of the
    run.
    """

    columns: dict[str, list[str]]
    told: dict[str, Any]
    period: tuple[datetime, datetime]


def read_enclosed(files: Mapping[str, bytes]) -> Enclosed:
    """Read back what :func:`as_files` gave, and the positions."""
    columns, told, period = read_carried(files[CARRIED_FILE])
    places = {name: _events_file(name) for name in TABLES}
    return Enclosed(
        positions=read_rows(POSITIONS_FILE, files[POSITIONS_FILE]),
        vessels=read_rows(VESSELS_FILE, files[VESSELS_FILE]),
        events={
            name: read_rows(places[name], files[places[name]])
            if places[name] in files
            else table.empty_polars()
            for name, table in TABLES.items()
        },
        period=period,
        carried=columns,
        told=told,
    )


def read_carried(content: bytes) -> Carried:
    """Read back the figures that are carried over."""
    carried = json.loads(content)
    figures = [
        Figures(one["of"], one["needs"], tuple(one["columns"]))
        for one in carried["figures"]
    ]
    start, stop = (datetime.fromisoformat(time) for time in carried["period"])
    return Carried(by_table(figures), carried["candidate"], (start, stop))


def events_files(events: Mapping[str, pl.DataFrame]) -> dict[str, str]:
    """Give the tables of events that have a row as files, by name."""
    return {
        _events_file(name): plain_csv(rows)
        for name, rows in events.items()
        if rows.height
    }


def _events_file(name: str) -> str:
    """Name the file of a table of events in a case."""
    return f"{EVENTS_FOLDER}{name}.csv"


_FILES: Final = {
    POSITIONS_FILE: POSITIONS,
    VESSELS_FILE: VESSELS,
    **{_events_file(name): table for name, table in TABLES.items()},
}


def read_rows(name: str, content: bytes) -> pl.DataFrame:
    """Read back a table of a case by the name of its file.

    Columns that the table does not know are left out.
    """
    table = _FILES[name]
    types = table.polars_schema
    cells = _cells(content, table.names)
    return table.conform(
        cells.select(_typed(pl.col(one), types[one]) for one in cells.columns)
    )


def _cells(content: bytes, names: Sequence[str]) -> pl.DataFrame:
    """Read columns of these names as text, by one thread: a case has few rows."""
    read = pa_csv.read_csv(
        pa.BufferReader(content),
        read_options=pa_csv.ReadOptions(use_threads=False),
        parse_options=pa_csv.ParseOptions(newlines_in_values=True),
        convert_options=pa_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.large_string()),
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
        ),
    )
    known = read.select([one for one in read.column_names if one in names])
    return pl.DataFrame(known)


def _typed(cell: pl.Expr, dtype: Any) -> pl.Expr:
    if isinstance(dtype, pl.Datetime):
        return cell.str.to_datetime(time_zone="UTC").cast(dtype)
    if dtype == pl.Boolean:
        return cell == "true"
    if dtype == pl.String:
        return cell.map_elements(rearm, return_dtype=pl.String)
    return cell.cast(dtype)
