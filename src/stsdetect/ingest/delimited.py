"""Delimited text, block by block, to tables of messages."""

from dataclasses import replace
from typing import Final, NamedTuple

import numpy as np
import polars as pl

from stsdetect.ingest.identity import first_of_each, gather
from stsdetect.ingest.layout import Layout
from stsdetect.ingest.lines import Group, Lines
from stsdetect.ingest.message_tables import (
    KEPT,
    POSITION_SCHEMA,
    REJECT_SCHEMA,
    MessageTables,
    cut_lines,
    join_tables,
)
from stsdetect.ingest.particulars import clean_text_particulars
from stsdetect.ingest.plain_rows import can_be_plain, read_plain_rows
from stsdetect.ingest.text_rows import (
    N_KEYS,
    NOTHING_HEARD,
    ROW,
    Decoded,
    no_particulars,
    parse_rows,
    tabulate_text,
)
from stsdetect.kernels.rows import count_lines

__all__ = ["TextDecoder", "tabulate"]

_MAX_HEARD: Final = 200_000
"""Rows of particulars that wait to be cleaned together, ours: some 50 MB."""

_NO_REJECTS: Final = pl.DataFrame(schema=REJECT_SCHEMA)


class Piece(NamedTuple):
    """Lines without the header, and the number of the first."""

    block: bytes
    first_row: int


class TextDecoder:
    """Read a file of delimited text block by block; where it is cut changes nothing.

    Rows that are plainly written are read by kernels; every other line is looked at as
    text, so that its reason is right and no blank is a fault.

    Parameters
    ----------
    layout : Layout
        How the file is written.
    first_row : int
        Number of the first line of the file.
    """

    def __init__(self, layout: Layout, first_row: int = 1) -> None:
        self._layout = layout
        self._next_row = first_row
        self._header_left = layout.n_header
        self._heard = no_particulars(layout)

    def feed(self, block: bytes) -> MessageTables:
        """Read the next lines; the block ends at the end of a line."""
        return self.settle(self.decode(self.cut(block)))

    def cut(self, block: bytes) -> Piece:
        """Take the next lines, in order: what stands before them counts."""
        block = self._after_header(block)
        if self._layout.encoding != "utf-8":
            block = block.decode(self._layout.encoding, "replace").encode()
        if block and not block.endswith(b"\n"):
            block += b"\n"
        piece = Piece(block, self._next_row)
        self._next_row += _n_lines(block)
        return piece

    def decode(self, piece: Piece) -> Decoded:
        """Read lines; several threads may do so at once."""
        parts, row = [], piece.first_row
        for block in cut_lines(piece.block):
            parts.append(tabulate(block, row, self._layout))
            row += _n_lines(block)
        return _joined(parts, self._layout)

    def settle(self, decoded: Decoded) -> MessageTables:
        """Take in what was read, in order, and give what can be told by now."""
        self._heard = pl.concat([self._heard, decoded.said])
        if self._heard.height < _MAX_HEARD:
            return decoded.tables
        return replace(decoded.tables, statics=self._take_heard())

    def finish(self) -> MessageTables:
        """Tell the particulars that were not told yet; nothing else waits."""
        return replace(self.feed(b""), statics=self._take_heard())

    def _take_heard(self) -> pl.DataFrame:
        heard, self._heard = self._heard, self._heard.clear()
        return clean_text_particulars(gather(heard))

    def _after_header(self, block: bytes) -> bytes:
        while self._header_left and block:
            _, _, block = block.partition(b"\n")
            self._header_left -= 1
            self._next_row += 1
        return block


def _n_lines(block: bytes) -> int:
    return count_lines(np.frombuffer(block, np.uint8))


def tabulate(block: bytes, first_row: int, layout: Layout) -> Decoded:
    """Read the plain rows at once, and the rest as text."""
    if not can_be_plain(layout):
        numbers = np.arange(_n_lines(block)) + first_row
        return tabulate_text(block, numbers, layout)
    plain = read_plain_rows(block, layout)
    kept = plain.rows.with_columns(pl.Series(ROW, plain.lines + first_row))
    found = _plain_tables(kept, plain.texts, first_row, layout)
    if not plain.rest.size:
        return found
    rest = tabulate_text(plain.texts.take(plain.rest), plain.rest + first_row, layout)
    return _joined([found, rest], layout)


def _plain_tables(
    kept: pl.DataFrame, texts: Lines, first_row: int, layout: Layout
) -> Decoded:
    tables = MessageTables(
        positions=kept.select(POSITION_SCHEMA.keys()),
        statics=NOTHING_HEARD,
        rejects=_NO_REJECTS,
        n_rows={KEPT: kept.height},
    )
    said = no_particulars(layout)
    if len(said.columns) == N_KEYS or kept.is_empty():
        return Decoded(tables, said)
    first = kept[first_of_each(kept)]
    lines = first[ROW].to_numpy() - first_row
    group = Group(texts.take(lines), np.arange(lines.size), quoted=False)
    words = parse_rows((group,), layout).select(said.columns[N_KEYS:])
    return Decoded(tables, first.select(said.columns[:N_KEYS]).hstack(words))


def _joined(parts: list[Decoded], layout: Layout) -> Decoded:
    said = pl.concat([no_particulars(layout), *(part.said for part in parts)])
    return Decoded(join_tables([part.tables for part in parts]), said)
