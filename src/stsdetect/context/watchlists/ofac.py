"""OFAC: the SDN list as the US Treasury publishes it, without a header."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from stsdetect.context.watchlists.entry import (
    Entry,
    Faults,
    has_check_digit,
    plain,
    read_mmsi,
)

__all__ = ["LIST_NAME", "looks_like_ofac", "read_ofac"]

LIST_NAME: Final = "OFAC SDN"
N_COLUMNS: Final = 12
"""ent_num, SDN_Name, SDN_Type, Program, Title, Call_Sign, Vess_type, Tonnage, GRT,
Vess_flag, Vess_owner, Remarks (US Treasury, SDN data formats)."""
_END_OF_FILE: Final = "\x1a"
_IMO: Final = re.compile(r"Vessel Registration Identification (?:IMO )?(\d{7})\b")
_MMSI: Final = re.compile(r"\bMMSI (\d+)\b")
_ALIAS: Final = re.compile(r"\b[af]\.k\.a\. '([^']+)'")


def looks_like_ofac(rows: Sequence[Sequence[str]]) -> bool:
    """Tell by the first row: twelve columns, a number, and ``-0-`` for nothing."""
    first = rows[0] if rows else []
    return len(first) == N_COLUMNS and first[0].isdigit() and "-0- " in first


def read_ofac(rows: Sequence[Sequence[str]], faults: Faults) -> Iterator[Entry]:
    """Read the vessels of the SDN list.

    Parameters
    ----------
    rows : sequence of sequences of str
        Cells of the file, from its first row.
    faults : Faults
        Told of rows with more or fewer columns.

    Notes
    -----
    The word IMO may be missing before the number. A number that is followed by a
    country is one of a national register, and has no valid check digit but by chance.
    The list gives no day of listing.
    """
    for row, cells in enumerate(rows, start=1):
        if not cells or cells == [_END_OF_FILE]:
            continue
        if len(cells) != N_COLUMNS:
            faults.refuse(row, f"{len(cells)} columns instead of {N_COLUMNS}")
            continue
        if cells[2].strip() == "vessel":
            yield _entry(row, cells, faults)


def _entry(row: int, cells: Sequence[str], faults: Faults) -> Entry:
    remarks = cells[11]
    mmsi = _MMSI.search(remarks)
    return Entry(
        list_name=LIST_NAME,
        entry=cells[0].strip(),
        row=row,
        name=plain(cells[1]),
        aliases=tuple(_ALIAS.findall(remarks)),
        imo=_imo(remarks, row, faults),
        mmsi=read_mmsi(mmsi[1], row, faults) if mmsi else None,
        callsign=plain(cells[5]),
        flag=plain(cells[9]),
        programme=", ".join(re.split(r"\] ?\[", cells[3].strip("[] "))) or None,
    )


def _imo(remarks: str, row: int, faults: Faults) -> int | None:
    found = _IMO.search(remarks)
    if found is None:
        return None
    number = int(found[1])
    if has_check_digit(number):
        return number
    faults.mend(row, f"IMO {number} has no valid check digit; left out")
    return None
