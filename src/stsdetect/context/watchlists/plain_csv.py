"""Plain CSV: a list of one's own, by the usual names of columns."""

from collections.abc import Sequence
from functools import cache
from typing import Final

from stsdetect.context.watchlists.entry import (
    Cells,
    Entry,
    Faults,
    plain,
    read_day,
    read_imo,
    read_mmsi,
    read_year,
)
from stsdetect.context.watchlists.form import Form

__all__ = ["COLUMNS", "PLAIN"]

COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "list_name": ("list", "list_name", "source"),
    "entry": ("entry", "id", "entry_id", "number", "#"),
    "name": ("name", "shipname", "vessel_name", "vessel", "ship_name"),
    "aliases": ("aliases", "alias", "former_names", "other_names"),
    "imo": ("imo", "imo_number"),
    "mmsi": ("mmsi",),
    "callsign": ("callsign", "call_sign"),
    "flag": ("flag",),
    "length_m": ("length_m", "length", "loa"),
    "built": ("built", "year_built", "built_year", "year_of_build", "yob"),
    "programme": ("programme", "program", "regime", "measure"),
    "listed": ("listed", "date", "listed_on", "date_of_designation", "designation"),
    "delisted": ("delisted", "until", "removed"),
}
"""Names by which a column is known, the first one first, in any case."""

_IDENTITY: Final = ("imo", "mmsi", "callsign", "length_m")
"""What a name needs beside it: names alone never decide."""


def _looks(header: Sequence[str]) -> bool:
    """Tell whether a vessel could be recognised by these columns."""
    own = _own_names(tuple(header))
    return any(name in own for name in _IDENTITY)


def _entry(row: int, cells: Cells, faults: Faults) -> Entry:
    """Read a row of a CSV with a header; see :data:`COLUMNS`."""
    own = _own_names(tuple(cells))
    told = {name: cells.get(column) for name, column in own.items()}
    aliases = (plain(part) for part in (told.get("aliases") or "").split(";"))
    return Entry(
        list_name=plain(told.get("list_name")) or _stem(faults.path),
        entry=plain(told.get("entry")) or str(row),
        row=row,
        name=plain(told.get("name")),
        aliases=tuple(alias for alias in aliases if alias),
        imo=read_imo(told.get("imo"), row, faults),
        mmsi=read_mmsi(told.get("mmsi"), row, faults),
        callsign=plain(told.get("callsign")),
        flag=plain(told.get("flag")),
        length_m=_length_m(told.get("length_m"), row, faults),
        built=read_year(told.get("built"), row, faults),
        programme=plain(told.get("programme")) or plain(told.get("listed")),
        listed=read_day(told.get("listed"), row, faults),
        delisted=read_day(told.get("delisted"), row, faults),
    )


PLAIN: Final = Form(looks=_looks, entry=_entry)
"""Any CSV with usual names of columns."""


@cache
def _own_names(header: tuple[str, ...]) -> dict[str, str]:
    """Give our name and the file's name of each column that is known."""
    given = {name.strip().lower().replace(" ", "_"): name for name in header}
    return {
        own: given[known[0]]
        for own, names in COLUMNS.items()
        if (known := [name for name in names if name in given])
    }


def _length_m(text: str | None, row: int, faults: Faults) -> float | None:
    clean = plain(text)
    if clean is None:
        return None
    try:
        metres = float(clean)
    except ValueError:
        metres = -1.0
    if 0 < metres < 1_022:
        return metres
    faults.mend(row, f"length {clean!r} is no number of metres; left out")
    return None


def _stem(path: str) -> str:
    return path.replace("\\", "/").rpartition("/")[2].rpartition(".")[0] or path
