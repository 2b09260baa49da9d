"""Delimited text, block by block, to tables of messages."""

import io
from collections.abc import Sequence
from typing import Any, Final

import polars as pl

from stsdetect.ingest.identity import gather
from stsdetect.ingest.layout import Layout
from stsdetect.ingest.lines import Sorted, pick_lines, sort_lines
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
    PARTICULARS,
    clean_text_particulars,
)

__all__ = ["TextDecoder"]

_ROW: Final = "source_row"


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

    def feed(self, block: bytes) -> MessageTables:
        """Read the next lines; the block ends at the end of a line."""
        layout = self._layout
        block = self._after_header(block)
        if layout.encoding != "utf-8":
            block = block.decode(layout.encoding, "replace").encode()
        if block and not block.endswith(b"\n"):
            block += b"\n"
        first_row = self._next_row
        lines = sort_lines(block, layout.separator, len(layout.header))
        self._next_row += block.count(b"\n")
        return _tabulate(block, lines, first_row, layout)

    def finish(self) -> MessageTables:
        """Nothing waits."""
        return self.feed(b"")

    def _after_header(self, block: bytes) -> bytes:
        while self._header_left and block:
            _, _, block = block.partition(b"\n")
            self._header_left -= 1
            self._next_row += 1
        return block


def _tabulate(
    block: bytes, lines: Sorted, first_row: int, layout: Layout
) -> MessageTables:
    quick = normalise_rows(_parse(lines, first_row, layout), layout)
    if quick["verdict"].null_count() == quick.height:
        doubtful: list[int] = []
    else:
        doubtful = (
            quick.filter(pl.col("verdict").is_not_null())[_ROW] - first_row
        ).to_list()
        quick = quick.filter(pl.col("verdict").is_null())
    slow = normalise_rows(_reparse(block, lines, doubtful, first_row, layout), layout)
    kept = [rows.filter(pl.col("verdict").is_null()) for rows in (quick, slow)]
    faults = dict(lines.faults) | _reasons(slow, first_row)
    statics = slow.filter(pl.col("verdict") == STATIC)
    rejects = _rejects(block, faults, first_row)
    positions = pl.concat(one.select(POSITION_SCHEMA.keys()) for one in kept)
    return MessageTables(
        positions=positions,
        statics=_statics([*kept, statics]),
        rejects=rejects,
        n_rows={
            KEPT: positions.height,
            STATIC: statics.height,
            NOT_A_VESSEL: slow.filter(pl.col("verdict") == NOT_A_VESSEL).height,
        }
        | dict(rejects["reason"].value_counts().iter_rows()),
    )


def _parse(lines: Sorted, first_row: int, layout: Layout) -> pl.DataFrame:
    rows = _read(lines.regular, layout, numbers=True)
    numbers = pl.Series(_ROW, lines.regular_lines, pl.Int64) + first_row
    return rows.with_columns(numbers)


def _read(text: bytes, layout: Layout, *, numbers: bool) -> pl.DataFrame:
    """Parse lines without quotes; what is no number where one should be is null."""
    schema: dict[str, Any] = {
        f"column_{i + 1}": pl.String() for i in range(len(layout.header))
    }
    wanted = {name: f"column_{i + 1}" for name, i in layout.places.items()}
    numeric = [*NUMBERS, *(["mmsi"] if layout.ids != "text" else [])]
    if numbers and not layout.decimal_comma:
        schema |= {wanted[name]: pl.Float64() for name in numeric if name in wanted}
    if not text:
        return pl.DataFrame(schema={k: schema[v] for k, v in wanted.items()})
    table = pl.read_csv(
        io.BytesIO(text),
        has_header=False,
        schema=schema,
        columns=list(dict.fromkeys(wanted.values())),
        separator=layout.separator,
        quote_char=None,
        ignore_errors=True,
        encoding="utf8-lossy" if not _is_utf8(text) else "utf8",
    )
    return table.select(pl.col(column).alias(name) for name, column in wanted.items())


def _is_utf8(text: bytes) -> bool:
    if text.isascii():
        return True
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True


def _reparse(
    block: bytes, lines: Sorted, doubtful: Sequence[int], first_row: int, layout: Layout
) -> pl.DataFrame:
    """Give rows as text: those that are in doubt, and those with quotes."""
    text = b"".join(line + b"\n" for line in pick_lines(block, doubtful))
    plain = _read(text, layout, numbers=False)
    quoted = pl.DataFrame(
        {
            name: pl.Series([row[i] for row in lines.fields], dtype=pl.String)
            for name, i in layout.places.items()
        }
    )
    numbers = pl.Series(_ROW, [*doubtful, *lines.field_lines], pl.Int64) + first_row
    return pl.concat([plain, quoted]).with_columns(numbers)


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


def _statics(several: list[pl.DataFrame]) -> pl.DataFrame:
    names = [name for name in PARTICULARS if name in several[0].columns]
    columns = ["mmsi", "timestamp", _ROW, *names]
    if not names:
        return pl.DataFrame(schema=HEARD)
    rows = pl.concat(one.select(columns) for one in several)
    usable = pl.col("mmsi").is_not_null() & pl.col("timestamp").is_not_null()
    return clean_text_particulars(gather(rows.filter(usable)))
