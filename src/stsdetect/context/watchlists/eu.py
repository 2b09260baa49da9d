"""EU: the consolidated list of financial sanctions, CSV 1.0 or 1.1."""

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

__all__ = ["LIST_NAME", "looks_like_eu", "read_eu"]

LIST_NAME: Final = "EU"
_ENTRY: Final = "Entity_LogicalId"
_NAME: Final = "NameAlias_WholeName"
_TYPES: Final = frozenset({"vessel", "ship"})
_IMO: Final = re.compile(r"\bIMO[\s:.a-z]*(\d{7})\b", re.IGNORECASE)


def looks_like_eu(header: Sequence[str]) -> bool:
    """Tell by the names of the columns."""
    return {_ENTRY, _NAME} <= set(header)


def read_eu(
    rows: Sequence[tuple[int, Mapping[str, str]]], faults: Faults
) -> Iterator[Entry]:
    """Read the vessels of the EU list, names of one entry gathered.

    Parameters
    ----------
    rows : sequence of (int, mapping)
        Row of the file, and its cells by column.
    faults : Faults
        Told of values that are none.

    Notes
    -----
    Only entries whose subject is a vessel count: the IMO number in the remarks of an
    enterprise is a company's. Vessels under a port ban stand in the annexes of the
    regulations and not in this file; those are for a plain CSV.
    """
    entries: dict[str, Entry] = {}
    for row, cells in rows:
        if not _is_vessel(cells):
            continue
        number = plain(cells.get(_ENTRY)) or str(row)
        name, told = plain(cells.get(_NAME)), _told_imo(cells)
        entry = entries.setdefault(
            number,
            Entry(
                list_name=LIST_NAME,
                entry=number,
                row=row,
                name=name,
                programme=plain(cells.get("Entity_Regulation_Programme")),
                listed=read_day(cells.get("Entity_DesignationDate"), row, faults),
            ),
        )
        if name and name != entry.name:
            entry.aliases += (name,)
        entry.imo = entry.imo or read_imo(told, row, faults)
    yield from entries.values()


def _is_vessel(cells: Mapping[str, str]) -> bool:
    kinds = (cells.get("Entity_SubjectType", ""), cells.get("SubjectType", ""))
    return any(kind.strip().lower() in _TYPES for kind in kinds)


def _told_imo(cells: Mapping[str, str]) -> str | None:
    if "imo" in cells.get("Identification_TypeCode", "").lower():
        return cells.get("Identification_Number")
    for column in ("Identification_Number", "Entity_Remark", "Identification_Remark"):
        found = _IMO.search(cells.get(column, ""))
        if found:
            return found[1]
    return None
