"""Port files: lists of ports and anchorages that a user brings."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pandas as pd

from stsdetect.context.csv_rows import first_cells, read_csv_rows, refuse_faults
from stsdetect.context.flags import country_code
from stsdetect.context.unchanged import kept_while_unchanged
from stsdetect.errors import InputError

__all__ = ["read_port_file"]

_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "name": ("main port name", "sublabel", "label", "name", "port"),
    "country": ("iso3", "country code", "country"),
    "lat": ("latitude", "lat"),
    "lon": ("longitude", "lon"),
}
"""Columns of the World Port Index (Pub. 150) and its short form, of the anchorages of
Global Fishing Watch, and of a plain list; the first that is filled counts."""
_BOUNDS: Final = {"lat": 90.0, "lon": 180.0}


@kept_while_unchanged
def read_port_file(path: str) -> pd.DataFrame:
    """Read a CSV of ports or anchorages.

    Parameters
    ----------
    path : str
        World Port Index in either form, anchorages of Global Fishing Watch, or a CSV
        with ``name, country, lat, lon``.

    Returns
    -------
    DataFrame
        ``name``, ``country`` (ISO 3166-1 alpha-3 where it is known by name, else as
        written), ``lat``, ``lon``, ``source`` (the file).

    Raises
    ------
    InputError
        In one line: columns that are missing, or the first rows with a place that is
        none, as where columns are shifted.
    """
    rows = read_csv_rows(path)
    header = [name.strip().lower() for name in rows[0]] if rows else []
    at = {
        ours: [header.index(name) for name in names if name in header]
        for ours, names in _NAMES.items()
    }
    lost = [name for name in ("name", "lat", "lon") if not at[name]]
    if lost:
        raise InputError(
            f"{path}: no ports (first row: {first_cells(rows)}); "
            "give name, country, lat, lon"
        )
    faults: list[str] = []
    ports = []
    for number, cells in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        try:
            ports.append(_port(cells, at, len(header)) | {"source": Path(path).name})
        except ValueError as error:
            faults.append(f"row {number}: {error}")
    refuse_faults(path, faults, "; are columns shifted?")
    if not ports:
        raise InputError(f"{path}: no port in it")
    return pd.DataFrame(ports)


def _port(
    cells: list[str], at: Mapping[str, list[int]], n_columns: int
) -> dict[str, object]:
    """Check one row.

    Raises
    ------
    ValueError
        What is wrong with it.
    """
    if len(cells) != n_columns:
        raise ValueError(f"{len(cells)} columns instead of {n_columns}")
    told = {
        ours: next((cells[k].strip() for k in places if cells[k].strip()), "")
        for ours, places in at.items()
    }
    places = {name: _degrees(name, told[name]) for name in ("lat", "lon")}
    if not told["name"]:
        raise ValueError("no name")
    return {"name": told["name"], "country": _country(told["country"]), **places}


def _degrees(name: str, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise ValueError(f"{name} {text!r} is no number") from None
    # Written so that NaN is refused as well.
    if not abs(value) <= _BOUNDS[name]:
        raise ValueError(f"{name} {text} outside ±{_BOUNDS[name]:g}")
    return value


def _country(text: str) -> str:
    return country_code(text) or text
