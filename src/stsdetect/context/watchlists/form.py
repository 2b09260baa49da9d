"""Forms: how one of the published lists is known, and how a row of it is read."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from stsdetect.context.watchlists.entry import Cells, Entry, Faults

__all__ = ["Form", "read_rows"]


class Form(NamedTuple):
    """One form of list.

    Attributes
    ----------
    looks : callable
        Tells by the names of the columns whether a file is of this form.
    entry : callable
        Gives the vessel of a row (its number, its cells, where faults are told), None
        where the row is of no vessel.
    gathers : bool
        A row is one name of an entry: rows of one number are one vessel.
    """

    looks: Callable[[Sequence[str]], bool]
    entry: Callable[[int, Cells, Faults], Entry | None]
    gathers: bool = False


def read_rows(
    form: Form, rows: Iterable[tuple[int, Cells]], faults: Faults
) -> Iterator[Entry]:
    """Read the vessels of a list.

    Parameters
    ----------
    form : Form
        Of what form it is.
    rows : iterable of (int, mapping)
        Row of the file, and its cells by column.
    faults : Faults
        Told of values that are none.
    """
    entries: dict[str, Entry] = {}
    for row, cells in rows:
        found = form.entry(row, cells, faults)
        if found is None:
            continue
        known = entries.setdefault(found.entry if form.gathers else str(row), found)
        if known is not found:
            _add_name(known, found)
    yield from entries.values()


def _add_name(known: Entry, found: Entry) -> None:
    """Add what another row tells of the same vessel."""
    if found.name and found.name not in (known.name, *known.aliases):
        known.aliases += (found.name,)
    known.imo = known.imo or found.imo
