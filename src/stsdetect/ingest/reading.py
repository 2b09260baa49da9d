"""One file read: block after block into what is gathered, each row counted."""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Final

import polars as pl

from stsdetect import __version__
from stsdetect.errors import FormatError
from stsdetect.ingest.blocks import read_blocks
from stsdetect.ingest.delimited import TextDecoder
from stsdetect.ingest.identity import HEARD_SCHEMA
from stsdetect.ingest.message_tables import MessageTables
from stsdetect.ingest.particulars import complete_particulars
from stsdetect.ingest.plan import Planned, Reading
from stsdetect.ingest.shelves import Shelf
from stsdetect.ingest.text_rows import Decoded
from stsdetect.ingest.writer import write_rejects
from stsdetect.progress import Progress
from stsdetect.schema import POSITIONS, SOURCES

__all__ = ["Gathered", "read_file"]

_MANY: Final = 400_000
"""Rows of particulars or rejects that are put together or away, ours: some 100 MB."""

_AT_ONCE: Final = 2
"""Blocks of text decoded at once, ours: polars itself uses all cores for the rest."""


class Gathered:
    """What was read and is not yet in the store.

    Parameters
    ----------
    ids : polars.Enum
        Ids of all sources, in order.
    aside : Path
        Where the new parts of the store are made.
    """

    def __init__(self, ids: pl.Enum, aside: Path) -> None:
        self.ids = ids
        self.aside = aside
        self.positions = Shelf(aside / "spilled")
        self.heard = Shelf(aside / "spilled_heard", _MANY)

    def add(self, tables: MessageTables, source_id: str) -> None:
        """Take what a block holds."""
        if tables.statics.height:
            heard = complete_particulars(tables.statics)
            named = heard.with_columns(source_id=pl.lit(source_id))
            self.heard.put(named.select(*HEARD_SCHEMA))
        if tables.positions.height:
            source = pl.lit(source_id, self.ids).alias("source_id")
            rows = tables.positions.with_columns(source).select(POSITIONS.names)
            self.positions.put(rows)


class _Tally:
    """Counts of one file, and its rejects."""

    def __init__(self, source_id: str, aside: Path) -> None:
        self.n_read = self.n_positions = self.n_static = self.n_rejected = 0
        self._source_id = source_id
        self._aside = aside
        self._rejects: list[pl.DataFrame] = []
        self._n_parts = 0

    def add(self, tables: MessageTables) -> None:
        self.n_read += tables.n_read
        self.n_positions += tables.positions.height
        self.n_static += tables.n_static
        self.n_rejected += tables.rejects.height
        self._rejects.append(tables.rejects)
        if sum(part.height for part in self._rejects) > _MANY:
            self.put_away()

    def put_away(self) -> None:
        """Write the rejects that are not written yet."""
        rejects, self._rejects = pl.concat(self._rejects), []
        if rejects.height:
            write_rejects(self._aside, self._source_id, self._n_parts, rejects)
            self._n_parts += 1


def read_file(one: Planned, gathered: Gathered, progress: Progress) -> pl.DataFrame:
    """Read a file, all of its streams.

    Returns
    -------
    polars.DataFrame
        Its row of :data:`~stsdetect.schema.SOURCES`; each position counts as a
        duplicate until the store tells which are kept.

    Raises
    ------
    FormatError
        The file is damaged, or not the one any more whose hash was taken.
    """
    size = one.path.stat().st_size
    progress.start(f"reading {one.path.name}", size)
    tally = _Tally(one.source_id, gathered.aside)
    for tables, n_bytes in _decode(one.readings):
        gathered.add(tables, one.source_id)
        tally.add(tables)
        progress.advance(n_bytes)
    tally.put_away()
    if not one.is_as_planned:
        raise FormatError(f"{one.path}: changed while it was read; read it again")
    progress.finish(f"{tally.n_positions:,} positions of {tally.n_read:,} rows")
    names = {reading.format_name for reading in one.readings}
    row = {
        "source_id": one.source_id,
        "name": one.path.name,
        "sha256": one.sha256,
        "bytes": size,
        "format": "+".join(sorted(names)),
        "rows_read": tally.n_read,
        "rows_kept": 0,
        "rows_duplicate": tally.n_positions,
        "rows_static": tally.n_static,
        "rows_rejected": tally.n_rejected,
        "stsdetect_version": __version__,
    }
    return SOURCES.conform(pl.DataFrame([row]))


def _decode(readings: tuple[Reading, ...]) -> Iterator[tuple[MessageTables, int]]:
    """Give the tables of each block of each stream, and the bytes of file used."""
    first_row = 1
    for reading in readings:
        decoder = reading.decoder(first_row)
        blocks = read_blocks(reading.member, is_document=reading.is_document)
        if len(readings) > 1:
            counted = _Counted(blocks)
            blocks = iter(counted)
        if isinstance(decoder, TextDecoder):
            yield from _decode_text(decoder, blocks)
        else:
            for block, n_bytes in blocks:
                yield decoder.feed(block), n_bytes
        yield decoder.finish(), 0
        if len(readings) > 1:
            first_row += counted.n_lines


class _Counted:
    """Blocks whose lines are counted as they pass."""

    def __init__(self, blocks: Iterator[tuple[bytes, int]]) -> None:
        self._blocks = blocks
        self.n_lines = 0

    def __iter__(self) -> Iterator[tuple[bytes, int]]:
        for block, n_bytes in self._blocks:
            self.n_lines += block.count(b"\n") + (not block.endswith(b"\n"))
            yield block, n_bytes


def _decode_text(
    decoder: TextDecoder, blocks: Iterator[tuple[bytes, int]]
) -> Iterator[tuple[MessageTables, int]]:
    """Decode several blocks at once, and settle them in order."""
    waiting: deque[tuple[Future[Decoded], int]] = deque()
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for block, n_bytes in blocks:
            job = pool.submit(decoder.decode, decoder.cut(block))
            waiting.append((job, n_bytes))
            if len(waiting) > _AT_ONCE:
                done, used = waiting.popleft()
                yield decoder.settle(done.result()), used
        for done, used in waiting:
            yield decoder.settle(done.result()), used
