"""Entries: one vessel of a watch list, its fields cleaned, its faults told by row."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from stsdetect.errors import InputError

__all__ = [
    "Cells",
    "Entry",
    "Faults",
    "find_imo",
    "first_of",
    "has_check_digit",
    "plain",
    "read_day",
    "read_imo",
    "read_mmsi",
    "read_year",
    "tell_few",
]

Cells = Mapping[str, str]
"""A row of a list: what stands in each of its columns."""

N_TOLD: Final = 3
"""Faults told in one message; the rest is counted."""

_NOTHING: Final = frozenset(
    {"", "-0-", "na", "n/a", "none", "null", "nan", "unknown", "-", "0"}
)
_DAYS: Final = (
    *("%Y-%m-%d", "%d/%m/%Y", "%d-%b-%y", "%d-%b-%Y", "%d.%m.%Y", "%Y/%m/%d"),
    *("%d %B %Y", "%d %b %Y", "%Y%m%d"),
)
_IMO_LABEL: Final = re.compile(
    r"^\s*(?:IMO)?[\s:.#]*(?:No\.?|number)?[\s:.]*(\d+)\s*$", re.IGNORECASE
)
_IMO_IN_TEXT: Final = re.compile(
    r"\bIMO(?:\s+number)?[\s:.#a-z]*(\d{7})\b", re.IGNORECASE
)


@dataclass(slots=True, kw_only=True)
class Entry:
    """What a list says of one vessel; None is what it does not say."""

    list_name: str
    entry: str
    row: int
    name: str | None = None
    aliases: tuple[str, ...] = ()
    imo: int | None = None
    mmsi: int | None = None
    callsign: str | None = None
    flag: str | None = None
    length_m: float | None = None
    built: int | None = None
    programme: str | None = None
    listed: datetime | None = None
    delisted: datetime | None = None

    @property
    def names_a_vessel(self) -> bool:
        """Whether anything could be matched to a vessel."""
        return any((self.name, self.imo, self.mmsi, self.callsign))


@dataclass(slots=True)
class Faults:
    """Faults of a file by row: those that were mended, and those that can't be."""

    path: str
    mended: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    def mend(self, row: int, what: str) -> None:
        """Note a value that is left out, or a row that is."""
        self.mended.append(f"row {row}: {what}")

    def refuse(self, row: int, what: str) -> None:
        """Note a row that makes the file doubtful."""
        self.broken.append(f"row {row}: {what}")

    def raise_if_broken(self) -> None:
        """Refuse the file, naming the first rows.

        Raises
        ------
        InputError
            A row is broken.
        """
        if self.broken:
            raise InputError(f"{self.path}: {tell_few(self.broken)}")


def tell_few(faults: Sequence[str]) -> str:
    """Tell the first faults, and how many more there are.

    Examples
    --------
    >>> tell_few(["row 1: a", "row 2: b", "row 3: c", "row 4: d"])
    'row 1: a; row 2: b; row 3: c; and 1 more'
    """
    told = "; ".join(faults[:N_TOLD])
    more = len(faults) - N_TOLD
    return f"{told}; and {more} more" if more > 0 else told


def plain(text: str | None) -> str | None:
    """Give text without its padding, None where it is a word for nothing."""
    if text is None:
        return None
    clean = " ".join(text.split())
    return None if clean.lower() in _NOTHING else clean


def first_of(cells: Cells, names: Iterable[str]) -> str | None:
    """Give the first of some cells that says something.

    Examples
    --------
    >>> first_of({"ID": "na", "Number": " 7 "}, ("ID", "Number")), first_of({}, ("ID",))
    ('7', None)
    """
    return next(filter(None, (plain(cells.get(name)) for name in names)), None)


def find_imo(*texts: str) -> str | None:
    """Find the first number after the word IMO in what is told of a vessel.

    Examples
    --------
    >>> find_imo("Port ban.", "IMO number: 2000004"), find_imo("Tel. 2000004")
    ('2000004', None)
    """
    return next((found[1] for found in map(_IMO_IN_TEXT.search, texts) if found), None)


def has_check_digit(imo: int) -> bool:
    """Tell whether the last of seven digits follows from the six before it.

    The digits, weighted 7, 6, 5, 4, 3, 2, add up to a number that ends in the seventh
    (IMO resolution A.1117(30)). Numbers of companies have seven digits as well.

    Examples
    --------
    >>> has_check_digit(9074729), has_check_digit(9074728)
    (True, False)
    """
    if not 1_000_000 <= imo <= 9_999_999:
        return False
    digits = [int(digit) for digit in str(imo)]
    weighted = sum(d * w for d, w in zip(digits, range(7, 1, -1), strict=False))
    return weighted % 10 == digits[-1]


_MAX_DIGITS = 20
"""Python refuses thousands; any over seven are no IMO number."""


def read_imo(text: str | None, row: int, faults: Faults) -> int | None:
    """Read ``9074729``, ``IMO9074729`` or ``IMO 9074729``; mend what is none."""
    clean = plain(text)
    if clean is None:
        return None
    found = _IMO_LABEL.match(clean.removesuffix(".0"))
    number = int(found[1][:_MAX_DIGITS]) if found else 0
    if found and number == 0:
        return None
    if not has_check_digit(number):
        faults.mend(row, f"IMO {clean[:20]!r} has no valid check digit; left out")
        return None
    return number


def read_mmsi(text: str | None, row: int, faults: Faults) -> int | None:
    """Read nine digits; mend what is none."""
    clean = plain(text)
    if clean is None:
        return None
    digits = clean.removesuffix(".0")
    if not (digits.isascii() and digits.isdigit() and len(digits) == 9):
        faults.mend(row, f"MMSI {clean[:20]!r} has not nine digits; left out")
        return None
    return int(digits)


def read_year(text: str | None, row: int, faults: Faults) -> int | None:
    """Read the year in which a vessel was built; mend what is none."""
    clean = plain(text)
    if clean is None:
        return None
    digits = clean[:4]
    if digits.isascii() and digits.isdigit() and 1850 <= int(digits) <= 2100:
        return int(digits)
    faults.mend(row, f"year of building {clean[:20]!r} is none; left out")
    return None


def read_day(text: str | None, row: int, faults: Faults) -> datetime | None:
    """Read a day in any of the forms that the published lists use; mend others."""
    clean = plain(text)
    if clean is None:
        return None
    for form in _DAYS:
        for piece in (clean, clean[:10]):
            try:
                return datetime.strptime(piece, form).replace(tzinfo=UTC)
            except ValueError:
                continue
    faults.mend(row, f"day {clean!r} is no date; left out")
    return None
