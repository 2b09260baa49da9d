"""EU: the consolidated list of financial sanctions, CSV 1.0 or 1.1."""

from typing import Final

from stsdetect.context.watchlists.entry import (
    Cells,
    Entry,
    Faults,
    find_imo,
    plain,
    read_day,
    read_imo,
)
from stsdetect.context.watchlists.form import Form

__all__ = ["EU", "LIST_NAME"]

LIST_NAME: Final = "EU"
_ENTRY: Final = "Entity_LogicalId"
_NAME: Final = "NameAlias_WholeName"
_TYPES: Final = frozenset({"vessel", "ship"})


def _entry(row: int, cells: Cells, faults: Faults) -> Entry | None:
    """Read a row, which is one name of a vessel.

    Only entries whose subject is a vessel count: the IMO number in the remarks of an
    enterprise is a company's. Vessels under a port ban stand in the annexes of the
    regulations and not in this file; those are for a plain CSV.
    """
    kinds = (cells.get("Entity_SubjectType", ""), cells.get("SubjectType", ""))
    if not any(kind.strip().lower() in _TYPES for kind in kinds):
        return None
    return Entry(
        list_name=LIST_NAME,
        entry=plain(cells.get(_ENTRY)) or str(row),
        row=row,
        name=plain(cells.get(_NAME)),
        imo=read_imo(_told_imo(cells), row, faults),
        programme=plain(cells.get("Entity_Regulation_Programme")),
        listed=read_day(cells.get("Entity_DesignationDate"), row, faults),
    )


EU: Final = Form(
    looks=lambda header: {_ENTRY, _NAME} <= set(header), entry=_entry, gathers=True
)
"""The consolidated list."""


def _told_imo(cells: Cells) -> str | None:
    if "imo" in cells.get("Identification_TypeCode", "").lower():
        return cells.get("Identification_Number")
    columns = ("Identification_Number", "Entity_Remark", "Identification_Remark")
    return find_imo(*(cells.get(column, "") for column in columns))
