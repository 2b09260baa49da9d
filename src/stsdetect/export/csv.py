"""``candidates.csv``: for spreadsheets and for programs, the same bytes each time."""

import csv
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl

from stsdetect.disk.files import written_whole
from stsdetect.export.cells import disarm, format_value
from stsdetect.schema import CANDIDATES

__all__ = ["plain_csv", "write_csv"]


def write_csv(
    candidates: pd.DataFrame,
    path: Path | str,
    *,
    separator: str = ",",
    decimal: str = ".",
) -> None:
    """Write candidates as CSV: UTF-8, comma, lines end in CR LF (RFC 4180).

    Columns stand in the order of :data:`~stsdetect.schema.CANDIDATES`, those beyond the
    schema after them by name, without a geometry; rows stand by rank. Numbers have
    fixed decimals per column (:func:`~stsdetect.export.cells.decimals`), times are
    ISO 8601 with ``Z``, truth is ``true`` or ``false``, a missing value is an empty
    cell. No text starts a formula (:func:`~stsdetect.export.cells.disarm`).

    Parameters
    ----------
    candidates : DataFrame or GeoDataFrame
        A :data:`~stsdetect.schema.CANDIDATES` table, in any order.
    path : path
        Replaced as a whole, or not at all.
    separator, decimal : str
        Between cells, and before decimals. ``;`` and ``,`` are what spreadsheets of
        many European countries expect; the contract's file has ``,`` and ``.``.

    Raises
    ------
    InputError
        The file can't be written.
    """
    CANDIDATES.check(candidates)
    beyond = sorted(set(candidates.columns) - {*CANDIDATES.names, "geometry"})
    names = [*CANDIDATES.names, *beyond]
    ranked = candidates.sort_values("rank")[names]
    with (
        written_whole(Path(path)) as aside,
        aside.open("w", encoding="utf-8", newline="") as file,
    ):
        writer = csv.writer(file, delimiter=separator)
        writer.writerow(names)
        for row in ranked.itertuples(index=False, name=None):
            writer.writerow(
                [
                    _cell(name, value, decimal)
                    for name, value in zip(names, row, strict=True)
                ]
            )


def _cell(name: str, value: Any, decimal: str) -> str:
    text = format_value(name, value)
    return text.replace(".", decimal) if isinstance(value, float) else text


def plain_csv(table: pl.DataFrame, *, time_format: str | None = None) -> str:
    """Give any table as CSV in which no text starts a formula.

    See :func:`~stsdetect.export.cells.disarm`: an apostrophe goes before what would.

    Parameters
    ----------
    table : DataFrame
        Rows and columns stay as they are.
    time_format : str, optional
        Of times, as ``strftime`` has it.
    """
    texts = pl.col(pl.String).map_elements(disarm, return_dtype=pl.String)
    return table.with_columns(texts).write_csv(datetime_format=time_format)
