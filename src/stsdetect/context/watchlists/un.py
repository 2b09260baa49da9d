"""UN: the designated vessels of the 1718 Committee, as its table is transcribed."""

import re
from typing import Final

from stsdetect.context.watchlists.entry import (
    Cells,
    Entry,
    Faults,
    plain,
    read_day,
    read_imo,
    read_mmsi,
)
from stsdetect.context.watchlists.form import Form

__all__ = ["LIST_NAME", "UN1718"]

LIST_NAME: Final = "UN 1718"
_COLUMNS: Final = frozenset({"vessel_name", "imo_number", "date_of_designation"})
_OWN: Final = (
    *("vessel_name", "imo_number", "designated_owner", "mmsi", "flag", "call_sign"),
    *("other_information", "type", "date_of_designation", "image_url", "#", ""),
)
_NUMBERED: Final = re.compile(r"(?:^|\s)\d:\s*")


def _entry(row: int, cells: Cells, faults: Faults) -> Entry:
    """Read a row.

    The Committee publishes a PDF; its transcription has a column for each measure,
    headed by the paragraph. A cell may hold several values, ``1: … 2: …``: the first
    name, number and call sign count, further names are aliases.
    """
    names = _values(cells.get("vessel_name"))
    measures = [
        name
        for name, value in cells.items()
        if name not in _OWN and plain(value) is not None
    ]
    return Entry(
        list_name=LIST_NAME,
        entry=plain(cells.get("#")) or str(row),
        row=row,
        name=names[0] if names else None,
        aliases=tuple(names[1:]),
        imo=read_imo(_first(cells.get("imo_number")), row, faults),
        mmsi=read_mmsi(_first(cells.get("mmsi")), row, faults),
        callsign=_first(cells.get("call_sign")),
        flag=_first(cells.get("flag")),
        programme="; ".join(measures) or None,
        listed=read_day(_first(cells.get("date_of_designation")), row, faults),
    )


UN1718: Final = Form(looks=lambda header: set(header) >= _COLUMNS, entry=_entry)
"""The table of designated vessels."""


def _values(cell: str | None) -> list[str]:
    parts = (plain(part) for part in _NUMBERED.split(cell or ""))
    return [part for part in parts if part is not None]


def _first(cell: str | None) -> str | None:
    values = _values(cell)
    return values[0] if values else None
