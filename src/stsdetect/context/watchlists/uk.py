"""UK: the consolidated list of OFSI and the UK Sanctions List, as CSV."""

import re
from collections.abc import Sequence
from typing import Final

from stsdetect.context.watchlists.entry import (
    Cells,
    Entry,
    Faults,
    find_imo,
    first_of,
    plain,
    read_day,
    read_imo,
)
from stsdetect.context.watchlists.form import Form

__all__ = ["LIST_NAME", "UK"]

LIST_NAME: Final = "UK"
_NAMES: Final = ("Name 1", "Name 2", "Name 3", "Name 4", "Name 5", "Name 6")
_KINDS: Final = ("Group Type", "Type", "Individual, Entity, Ship")
_ENTRIES: Final = ("Unique ID", "UniqueID", "Group ID")
_LISTED: Final = ("Date Designated", "UK Sanctions List Date Designated", "Listed On")
_REGIMES: Final = ("Regime Name", "Regime")
_LENGTH: Final = re.compile(r"(\d+(?:\.\d+)?)")


def _looks(header: Sequence[str]) -> bool:
    return "Name 6" in header and any(name in header for name in _KINDS)


def _entry(row: int, cells: Cells, faults: Faults) -> Entry | None:
    """Read a row, which is one name of a ship.

    The IMO number has a column in the UK Sanctions List; in the consolidated list it
    stands in ``Other Information``.
    """
    if (first_of(cells, _KINDS) or "").lower() not in ("ship", "vessel"):
        return None
    length = _LENGTH.search(cells.get("Length of ship", ""))
    told = cells.get("IMO number") or find_imo(cells.get("Other Information", ""))
    return Entry(
        list_name=LIST_NAME,
        entry=first_of(cells, _ENTRIES) or str(row),
        row=row,
        name=" ".join(filter(None, (plain(cells.get(part)) for part in _NAMES)))
        or None,
        imo=read_imo(told, row, faults),
        flag=plain(cells.get("Current believed flag of ship")),
        length_m=float(length[1]) if length else None,
        programme=first_of(cells, _REGIMES),
        listed=read_day(first_of(cells, _LISTED), row, faults),
    )


UK: Final = Form(looks=_looks, entry=_entry, gathers=True)
"""Either UK list; its header is the second row of the file."""
