"""OpenSanctions: its collection of maritime lists, ``maritime.csv``."""

from typing import Final

from stsdetect.context.watchlists.entry import (
    Cells,
    Entry,
    Faults,
    plain,
    read_imo,
    read_mmsi,
)
from stsdetect.context.watchlists.form import Form

__all__ = ["LIST_NAME", "OPENSANCTIONS"]

LIST_NAME: Final = "OpenSanctions"
_COLUMNS: Final = frozenset({"type", "caption", "imo", "risk", "datasets", "aliases"})


def _entry(row: int, cells: Cells, faults: Faults) -> Entry | None:
    """Read a row; companies have IMO numbers as well, and are none.

    Several values of a cell are joined by ``;``. The data are under CC BY-NC 4.0: a
    user brings them. No day of listing is in them.
    """
    if cells["type"].upper() != "VESSEL":
        return None
    numbers, flags = _values(cells.get("mmsi")), _values(cells.get("flag"))
    return Entry(
        list_name=LIST_NAME,
        entry=plain(cells.get("id")) or str(row),
        row=row,
        name=plain(cells["caption"]),
        aliases=tuple(_values(cells["aliases"])),
        imo=read_imo(cells["imo"], row, faults),
        mmsi=read_mmsi(numbers[0], row, faults) if numbers else None,
        flag=flags[0] if flags else None,
        programme=", ".join(_values(cells["datasets"])) or None,
    )


OPENSANCTIONS: Final = Form(looks=lambda header: set(header) >= _COLUMNS, entry=_entry)
"""The collection as published."""


def _values(cell: str | None) -> list[str]:
    parts = (plain(part) for part in (cell or "").split(";"))
    return [part for part in parts if part is not None]
