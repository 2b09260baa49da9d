"""OpenSanctions: its collection of maritime lists, ``maritime.csv``."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from stsdetect.context.watchlists.entry import (
    Entry,
    Faults,
    plain,
    read_imo,
    read_mmsi,
)

__all__ = ["LIST_NAME", "looks_like_opensanctions", "read_opensanctions"]

LIST_NAME: Final = "OpenSanctions"
_COLUMNS: Final = frozenset({"type", "caption", "imo", "risk", "datasets", "aliases"})


def looks_like_opensanctions(header: Sequence[str]) -> bool:
    """Tell by the names of the columns."""
    return set(header) >= _COLUMNS


def read_opensanctions(
    rows: Sequence[tuple[int, Mapping[str, str]]], faults: Faults
) -> Iterator[Entry]:
    """Read the vessels of ``maritime.csv``; its companies have IMO numbers as well.

    Parameters
    ----------
    rows : sequence of (int, mapping)
        Row of the file, and its cells by column.
    faults : Faults
        Told of values that are none.

    Notes
    -----
    Several values of a cell are joined by ``;``. The data are under CC BY-NC 4.0:
    a user brings them. No day of listing is in them.
    """
    for row, cells in rows:
        if cells["type"].upper() != "VESSEL":
            continue
        numbers = _values(cells.get("mmsi"))
        flags = _values(cells.get("flag"))
        yield Entry(
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


def _values(cell: str | None) -> list[str]:
    parts = (plain(part) for part in (cell or "").split(";"))
    return [part for part in parts if part is not None]
