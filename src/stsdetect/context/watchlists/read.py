"""Reading: a watch list in any of the published forms, known by its columns."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Final

import polars as pl

from stsdetect.context.csv_rows import first_cells, read_csv_rows
from stsdetect.context.watchlists.entry import Cells, Entry, Faults, tell_few
from stsdetect.context.watchlists.eu import EU
from stsdetect.context.watchlists.form import Form, read_rows
from stsdetect.context.watchlists.ofac import looks_like_ofac, read_ofac
from stsdetect.context.watchlists.opensanctions import OPENSANCTIONS
from stsdetect.context.watchlists.plain_csv import PLAIN
from stsdetect.context.watchlists.uk import UK
from stsdetect.context.watchlists.un import UN1718
from stsdetect.errors import InputError
from stsdetect.schema import WATCHLIST

__all__ = ["read_watchlist", "read_watchlists"]

log = logging.getLogger(__name__)

_FORMS: Final[tuple[Form, ...]] = (UN1718, OPENSANCTIONS, UK, EU, PLAIN)
"""In the order in which they are tried."""
N_HEADERS: Final = 3
"""Rows among which the header is looked for: the UK puts a date before it."""


def read_watchlists(paths: Iterable[Path]) -> pl.DataFrame:
    """Read several lists into one :data:`~stsdetect.schema.WATCHLIST` table."""
    parts = [read_watchlist(path) for path in paths]
    return pl.concat([WATCHLIST.empty_polars(), *parts])


def read_watchlist(path: Path) -> pl.DataFrame:
    """Read the vessels of a watch list.

    OFAC's SDN list, the UN 1718 table, OpenSanctions' ``maritime.csv``, the lists of
    the UK and the EU and any CSV with usual names of columns are known by what they
    look like. A value that can't be is left out, and a warning names its row.

    Parameters
    ----------
    path : Path
        A CSV file in UTF-8, comma or semicolon.

    Returns
    -------
    DataFrame
        A :data:`~stsdetect.schema.WATCHLIST` table, in the order of the file.

    Raises
    ------
    InputError
        The file can't be read, is of no known form, has a row with another number of
        columns, or no vessel in it.
    """
    rows = read_csv_rows(path)
    faults = Faults(str(path))
    entries = list(
        read_ofac(rows, faults)
        if looks_like_ofac(rows)
        else _read_headed(rows, path, faults)
    )
    faults.raise_if_broken()
    for entry in entries:
        if not entry.names_a_vessel:
            faults.mend(entry.row, "neither name, IMO nor MMSI; passed over")
    vessels = [entry for entry in entries if entry.names_a_vessel]
    if faults.mended:
        log.warning("%s: %s", path, tell_few(faults.mended))
    if not vessels:
        raise InputError(f"{path}: no vessel in it; give a list that names vessels")
    log.info("%s: %d vessels", path, len(vessels))
    return _table(vessels)


def _read_headed(
    rows: Sequence[Sequence[str]], path: Path, faults: Faults
) -> Iterable[Entry]:
    for number, cells in enumerate(islice(rows, N_HEADERS)):
        header = [cell.strip() for cell in cells]
        for form in _FORMS:
            if form.looks(header):
                named = _by_column(rows, number, header, faults)
                return read_rows(form, named, faults)
    raise InputError(
        f"{path}: no watch list of a known form (first row: {first_cells(rows)}); "
        "give columns name and one of imo, mmsi, callsign, length_m"
    )


def _by_column(
    rows: Sequence[Sequence[str]], header_at: int, header: list[str], faults: Faults
) -> list[tuple[int, Cells]]:
    """Give the rows below the header; one of another width is no row of this table."""
    named: list[tuple[int, Cells]] = []
    for row, cells in enumerate(rows[header_at + 1 :], start=header_at + 2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            faults.refuse(row, f"{len(cells)} columns instead of {len(header)}")
            continue
        named.append((row, dict(zip(header, cells, strict=True))))
    return named


def _table(entries: Sequence[Entry]) -> pl.DataFrame:
    records = [
        asdict(entry) | {"aliases": "; ".join(entry.aliases) or None}
        for entry in entries
    ]
    # Each column of its own type, however many of its first values are missing.
    columns = {name: [one[name] for one in records] for name in WATCHLIST.names}
    return WATCHLIST.conform(pl.DataFrame(columns, schema=WATCHLIST.polars_schema))
