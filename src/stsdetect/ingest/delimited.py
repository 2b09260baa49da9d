"""Delimited text, block by block, to tables of messages."""

import io
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from stsdetect.ingest.identity import gather
from stsdetect.ingest.layout import Layout
from stsdetect.ingest.lines import Group, pick_lines, sort_lines
from stsdetect.ingest.message_tables import (
    KEPT,
    MAX_RAW,
    POSITION_SCHEMA,
    REJECT_SCHEMA,
    MessageTables,
)
from stsdetect.ingest.normalise import (
    NOT_A_VESSEL,
    NUMBERS,
    STATIC,
    normalise_rows,
)
from stsdetect.ingest.particulars import (
    HEARD,
    METRES,
    PARTICULARS,
    clean_text_particulars,
)

__all__ = ["TextDecoder"]

_ROW: Final = "source_row"
_MAX_HEARD: Final = 200_000
"""Rows of particulars that wait to be cleaned together, ours: some 50 MB."""

_NOTHING_HEARD: Final = pl.DataFrame(schema=HEARD)


class Piece(NamedTuple):
    """Lines without the header, and the number of the first."""

    block: bytes
    first_row: int


class Decoded(NamedTuple):
    """Tables of a piece, and the particulars in it as they were said."""

    tables: MessageTables
    said: pl.DataFrame


class TextDecoder:
    """Read a file of delimited text block by block; where it is cut changes nothing.

    Numbers are parsed at once where a row is as it should be. A row that is not is
    looked at again as text, so that its reason is right and no blank is a fault.

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
        self._heard = _no_particulars(layout)

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
        self._next_row += block.count(b"\n")
        return piece

    def decode(self, piece: Piece) -> Decoded:
        """Read lines; several threads may do so at once."""
        return _tabulate(piece.block, piece.first_row, self._layout)

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


def _tabulate(block: bytes, first_row: int, layout: Layout) -> Decoded:
    lines = sort_lines(block, layout.separator, len(layout.header))
    quick = normalise_rows(_parse(lines.groups, first_row, layout), layout)
    verdict = pl.col("verdict")
    kept, slow = quick, quick.head(0)
    if quick["verdict"].null_count() < quick.height:
        kept = quick.filter(verdict.is_null())
        doubtful = quick.filter(verdict.is_not_null())[_ROW].to_numpy() - first_row
        again = _narrow(block, lines.groups, doubtful)
        slow = normalise_rows(_parse(again, first_row, layout, as_text=True), layout)
        kept = pl.concat([kept, slow.filter(verdict.is_null())])
    statics = slow.filter(verdict == STATIC)
    n_others = slow.filter(verdict == NOT_A_VESSEL).height
    rejects = _rejects(block, lines.faults | _reasons(slow, first_row), first_row)
    tables = MessageTables(
        positions=kept.select(POSITION_SCHEMA.keys()),
        statics=_NOTHING_HEARD,
        rejects=rejects,
        n_rows={KEPT: kept.height, STATIC: statics.height, NOT_A_VESSEL: n_others}
        | dict(rejects["reason"].value_counts().iter_rows()),
    )
    columns = _no_particulars(layout).columns
    said = pl.concat([kept, statics]).select(columns)
    return Decoded(
        tables, gather(said).select(columns) if len(columns) > 3 else said.clear()
    )


def _parse(
    groups: Sequence[Group], first_row: int, layout: Layout, *, as_text: bool = False
) -> pl.DataFrame:
    """Parse rows; what is no number where one should be is null, unless as text."""
    schema: dict[str, Any] = {
        f"column_{i + 1}": pl.String() for i in range(len(layout.header))
    }
    wanted = {name: f"column_{i + 1}" for name, i in layout.places.items()}
    numeric = [*NUMBERS, *(["mmsi"] if layout.ids != "text" else [])]
    if not as_text and not layout.decimal_comma:
        schema |= {wanted[name]: pl.Float64() for name in numeric if name in wanted}
    empty = pl.DataFrame(schema=schema).select(set(wanted.values()))
    tables = [empty.with_columns(pl.lit(0, pl.Int64).alias(_ROW))]
    for group in groups:
        table = pl.read_csv(
            io.BytesIO(group.text),
            has_header=False,
            schema=schema,
            columns=list(empty.columns),
            separator=layout.separator,
            quote_char='"' if group.quoted else None,
            ignore_errors=True,
            encoding="utf8" if _is_utf8(group.text) else "utf8-lossy",
        )
        numbers = pl.Series(_ROW, group.numbers, pl.Int64) + first_row
        tables.append(table.with_columns(numbers).select(tables[0].columns))
    rows = pl.concat(tables).select(
        _ROW, *(pl.col(column).alias(name) for name, column in wanted.items())
    )
    if not layout.decimal_comma:
        return rows
    metres = [name for name in METRES if name in wanted]
    return rows.with_columns(pl.col(metres).str.replace(",", ".", literal=True))


def _narrow(
    block: bytes, groups: Sequence[Group], numbers: NDArray[np.int64]
) -> list[Group]:
    """Give the groups with only the lines of these numbers."""
    narrow = []
    for group in groups:
        chosen = np.intersect1d(group.numbers, numbers)
        if chosen.size:
            lines = pick_lines(block, chosen.tolist())
            text = b"".join(line + b"\n" for line in lines)
            narrow.append(Group(text, chosen, quoted=group.quoted))
    return narrow


def _is_utf8(text: bytes) -> bool:
    if text.isascii():
        return True
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True


def _reasons(slow: pl.DataFrame, first_row: int) -> dict[int, str]:
    faults = slow.filter(~pl.col("verdict").is_in([STATIC, NOT_A_VESSEL]))
    return {
        row - first_row: reason
        for row, reason in faults.select(_ROW, "verdict").iter_rows()
    }


def _rejects(block: bytes, faults: dict[int, str], first_row: int) -> pl.DataFrame:
    numbers = sorted(faults)
    return pl.DataFrame(
        {
            _ROW: [number + first_row for number in numbers],
            "reason": [faults[number] for number in numbers],
            "raw": [
                line[:MAX_RAW].decode("utf-8", "replace")
                for line in pick_lines(block, numbers)
            ],
        },
        schema=REJECT_SCHEMA,
    )


def _no_particulars(layout: Layout) -> pl.DataFrame:
    names = [name for name in PARTICULARS if name in layout.places]
    keys = {name: HEARD[name] for name in ("mmsi", "timestamp", _ROW)}
    return pl.DataFrame(schema=keys | dict.fromkeys(names, pl.String()))
