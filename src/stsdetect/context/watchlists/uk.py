"""UK: the consolidated list of OFSI and the UK Sanctions List, as CSV."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from stsdetect.context.watchlists.entry import (
    Entry,
    Faults,
    plain,
    read_day,
    read_imo,
)

__all__ = ["LIST_NAME", "looks_like_uk", "read_uk"]

LIST_NAME: Final = "UK"
_NAMES: Final = ("Name 1", "Name 2", "Name 3", "Name 4", "Name 5", "Name 6")
_KINDS: Final = ("Group Type", "Type", "Individual, Entity, Ship")
_ENTRIES: Final = ("Unique ID", "UniqueID", "Group ID")
_LISTED: Final = ("Date Designated", "UK Sanctions List Date Designated", "Listed On")
_REGIMES: Final = ("Regime Name", "Regime")
_IMO: Final = re.compile(r"\bIMO(?:\s+number)?[\s:.#]*(\d{7})\b", re.IGNORECASE)
_LENGTH: Final = re.compile(r"(\d+(?:\.\d+)?)")


def looks_like_uk(header: Sequence[str]) -> bool:
    """Tell by the names of the columns, in the second row of the file."""
    return "Name 6" in header and any(name in header for name in _KINDS)


def read_uk(
    rows: Sequence[tuple[int, Mapping[str, str]]], faults: Faults
) -> Iterator[Entry]:
    """Read the ships of either UK list, names of one entry gathered.

    Parameters
    ----------
    rows : sequence of (int, mapping)
        Row of the file, and its cells by column.
    faults : Faults
        Told of values that are none.

    Notes
    -----
    A row is one name of an entry. The IMO number has a column in the UK Sanctions
    List; in the consolidated list it stands in ``Other Information``.
    """
    entries: dict[str, Entry] = {}
    for row, cells in rows:
        if (_one_of(cells, _KINDS) or "").lower() not in ("ship", "vessel"):
            continue
        number = _one_of(cells, _ENTRIES) or str(row)
        name = " ".join(filter(None, (plain(cells.get(part)) for part in _NAMES)))
        if number in entries:
            entries[number].aliases += (name,)
        else:
            entries[number] = _entry(number, name, row, cells, faults)
    yield from entries.values()


def _entry(
    number: str, name: str, row: int, cells: Mapping[str, str], faults: Faults
) -> Entry:
    told = _IMO.search(cells.get("Other Information", ""))
    length = _LENGTH.search(cells.get("Length of ship", ""))
    return Entry(
        list_name=LIST_NAME,
        entry=number,
        row=row,
        name=name or None,
        imo=read_imo(
            cells.get("IMO number") or (told[1] if told else None), row, faults
        ),
        flag=plain(cells.get("Current believed flag of ship")),
        length_m=float(length[1]) if length else None,
        programme=_one_of(cells, _REGIMES),
        listed=read_day(_one_of(cells, _LISTED), row, faults),
    )


def _one_of(cells: Mapping[str, str], names: Sequence[str]) -> str | None:
    """Give the first cell that says something."""
    return next(filter(None, (plain(cells.get(name)) for name in names)), None)
