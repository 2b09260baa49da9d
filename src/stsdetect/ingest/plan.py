"""The plan of an ingest: which files are read and how, with every fault told first."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, Protocol

from stsdetect.disk.files import file_sha256
from stsdetect.errors import FormatError, InputError
from stsdetect.ingest.aisstream import AISSTREAM
from stsdetect.ingest.columns import ColumnMap
from stsdetect.ingest.delimited import TextDecoder
from stsdetect.ingest.digitraffic import DIGITRAFFIC
from stsdetect.ingest.formats import FORMATS, Format, choose_format
from stsdetect.ingest.json_document import opens_document
from stsdetect.ingest.json_lines import JsonDecoder
from stsdetect.ingest.layout import Layout, find_layout
from stsdetect.ingest.limits import LIMITS, Limits
from stsdetect.ingest.message_tables import MessageTables
from stsdetect.ingest.nmea import NmeaDecoder
from stsdetect.ingest.sources import Member, each_once, find_files, members, read_head

__all__ = [
    "AS_FOUND",
    "Decoder",
    "Planned",
    "Reading",
    "Wish",
    "plan_file",
    "plan_sources",
    "stamp_of",
]

log = logging.getLogger(__name__)

_ID_LETTERS: Final = 16
_NO_TEXT: Final = 512
"""First bytes in which a zero says that it is no text, ours: a header is there."""


class Decoder(Protocol):
    """What turns blocks of whole lines into tables."""

    def feed(self, block: bytes) -> MessageTables:
        """Read the next block."""

    def finish(self) -> MessageTables:
        """Settle what still waits."""


_JSON: Final = {"aisstream": AISSTREAM, "digitraffic": DIGITRAFFIC}


@dataclass(frozen=True, slots=True)
class Reading:
    """A stream and how it is read: a layout of delimited text, or else a format."""

    member: Member
    how: Layout | Format
    reference_time: datetime | None = None
    is_document: bool = False

    @property
    def format_name(self) -> str:
        """Name of the format."""
        return self.how.format if isinstance(self.how, Layout) else self.how.name

    def decoder(self, first_row: int) -> Decoder:
        """Make a decoder for lines from this number on."""
        if isinstance(self.how, Layout):
            return TextDecoder(self.how, first_row)
        if self.how.name in _JSON:
            return JsonDecoder(_JSON[self.how.name], first_row)
        return NmeaDecoder(first_row, self.reference_time)


@dataclass(frozen=True, slots=True)
class Planned:
    """A file that is to be read."""

    path: Path
    sha256: str
    readings: tuple[Reading, ...]
    stamp: tuple[int, int]

    @property
    def is_as_planned(self) -> bool:
        """Whether the file has not changed since its hash was taken."""
        return stamp_of(self.path) == self.stamp

    @property
    def source_id(self) -> str:
        """Start of the SHA-256."""
        return self.sha256[:_ID_LETTERS]


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user says of the files.

    Parameters
    ----------
    format_name : str, optional
        Read every file as this format instead of recognising it.
    columns : ColumnMap, optional
        Names of the columns of a text file that is of no known format.
    reference_time : datetime, optional
        When a log of messages without any time begins.
    limits : Limits
        How much one file may hold.
    """

    format_name: str | None = None
    columns: ColumnMap | None = None
    reference_time: datetime | None = None
    limits: Limits = LIMITS

    @property
    def format(self) -> Format | None:
        """The format that is named.

        Raises
        ------
        InputError
            There is none of that name.
        """
        return None if self.format_name is None else choose_format(self.format_name)


AS_FOUND: Final = Wish()
"""The user says nothing: each file is what it looks like."""


def plan_sources(sources: Sequence[Path | str], wish: Wish) -> list[Planned]:
    """Find the files and how each is read.

    Raises
    ------
    InputError, FormatError
        A source is not there, or is no AIS; nothing was written yet.
    """
    found = {
        path: readings
        for source in sources
        for path, readings in _plan_source(source, wish).items()
    }
    by_hash: dict[str, Planned] = {}
    for path in each_once(list(found)):
        stamp = stamp_of(path)
        one = Planned(path, file_sha256(path), found[path], stamp)
        if one.sha256 in by_hash:
            log.info("%s: the same as %s, read once", path, by_hash[one.sha256].path)
        by_hash.setdefault(one.sha256, one)
    if not by_hash:
        raise InputError("no source is given")
    return list(by_hash.values())


def stamp_of(path: Path) -> tuple[int, int]:
    """Give the size of a file, and when it changed [ns]: what differs is another."""
    stat = path.stat()
    return stat.st_size, stat.st_mtime_ns


def _plan_source(source: Path | str, wish: Wish) -> dict[Path, tuple[Reading, ...]]:
    files = find_files(source)
    if files == [Path(source)]:
        return {files[0]: plan_file(files[0], wish)}
    found = {}
    for path in files:
        try:
            found[path] = plan_file(path, wish)
        except FormatError as error:
            log.info("left out: %s", error)
    if not found:
        raise InputError(
            f"{source}: no AIS file in it; stsdetect formats lists those known"
        )
    left_out = [path.name for path in files if path not in found]
    if left_out:
        names = ", ".join(left_out)
        log.warning("left out, no AIS: %s (--verbose says why)", names)
    return found


def plan_file(path: Path, wish: Wish) -> tuple[Reading, ...]:
    """Find how one file is read: each of its streams, when it is an archive.

    Raises
    ------
    InputError, FormatError
        It is not there, or is no AIS.
    """
    if path.stat().st_size == 0:
        raise FormatError(f"{path}: the file is empty")
    several = members(path, wish.limits)
    if len(several) == 1:
        return (_plan_member(several[0], wish),)
    found = []
    for member in several:
        try:
            found.append(_plan_member(member, wish))
        except FormatError as error:
            log.warning("left out: %s", error)
    if not found:
        raise FormatError(f"{path}: no AIS file in the archive")
    return tuple(found)


def _plan_member(member: Member, wish: Wish) -> Reading:
    head = read_head(member)
    if not head.strip():
        raise FormatError(f"{member.name}: the file is empty")
    if b"\n" not in head and head.count(b"\r") > 1 and not opens_document(head):
        raise FormatError(
            f"{member.name}: its lines end in a carriage return alone; write them anew "
            "with line feeds"
        )
    if wish.columns is None:
        for one in [wish.format] if wish.format else FORMATS:
            if one.looks_so is not None and one.looks_so(head):
                is_document = one.name in _JSON and opens_document(head)
                return Reading(member, one, wish.reference_time, is_document)
    if b"\0" not in head[:_NO_TEXT]:
        wanted = wish.format if wish.format and not wish.format.looks_so else None
        layout = find_layout(head, member.name, wanted, wish.columns)
        if layout is not None:
            return Reading(member, layout)
    raise FormatError(
        f"{member.name}: no AIS file of a known format; stsdetect formats lists them, "
        "--columns FILE.toml names the columns of another"
    )
