"""Lines of delimited text read as text, so that every fault gets its reason."""

import io
from collections.abc import Sequence
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
from stsdetect.ingest.normalise import NOT_A_VESSEL, STATIC, normalise_rows
from stsdetect.ingest.particulars import HEARD, METRES, PARTICULARS

__all__ = [
    "NOTHING_HEARD",
    "N_KEYS",
    "ROW",
    "Decoded",
    "no_particulars",
    "parse_rows",
    "tabulate_text",
]

ROW: Final = "source_row"
N_KEYS: Final = 3
"""Columns of particulars before the particulars: vessel, time and row."""

NOTHING_HEARD: Final = pl.DataFrame(schema=HEARD)


class Decoded(NamedTuple):
    """Tables of a piece, and the particulars in it as they were said."""

    tables: MessageTables
    said: pl.DataFrame


def tabulate_text(block: bytes, numbers: NDArray[np.int64], layout: Layout) -> Decoded:
    """Read lines of these numbers as text."""
    lines = sort_lines(block, layout.separator, len(layout.header))
    raw = parse_rows(lines.groups, layout)
    rows = normalise_rows(raw.with_columns(pl.Series(ROW, numbers)[raw[ROW]]), layout)
    verdict = pl.col("verdict")
    kept, statics = rows.filter(verdict.is_null()), rows.filter(verdict == STATIC)
    n_others = rows.filter(verdict == NOT_A_VESSEL).height
    rejects = _rejects(block, numbers, lines.faults, rows)
    tables = MessageTables(
        positions=kept.select(POSITION_SCHEMA.keys()),
        statics=NOTHING_HEARD,
        rejects=rejects,
        n_rows={KEPT: kept.height, STATIC: statics.height, NOT_A_VESSEL: n_others}
        | dict(rejects["reason"].value_counts().iter_rows()),
    )
    columns = no_particulars(layout).columns
    said = pl.concat([kept, statics]).select(columns)
    return Decoded(tables, gather(said) if len(columns) > N_KEYS else said.clear())


def parse_rows(groups: Sequence[Group], layout: Layout) -> pl.DataFrame:
    """Parse rows into text; ``source_row`` is the number in the block."""
    schema: dict[str, Any] = {
        f"column_{i + 1}": pl.String() for i in range(len(layout.header))
    }
    wanted = {name: f"column_{i + 1}" for name, i in layout.places.items()}
    empty = pl.DataFrame(schema=schema).select(set(wanted.values()))
    tables = [empty.with_columns(pl.lit(0, pl.Int64).alias(ROW))]
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
        numbers = pl.Series(ROW, group.numbers, pl.Int64)
        tables.append(table.with_columns(numbers).select(tables[0].columns))
    rows = pl.concat(tables).select(
        ROW, *(pl.col(column).alias(name) for name, column in wanted.items())
    )
    if not layout.decimal_comma:
        return rows
    metres = [name for name in METRES if name in wanted]
    return rows.with_columns(pl.col(metres).str.replace(",", ".", literal=True))


def _is_utf8(text: bytes) -> bool:
    if text.isascii():
        return True
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True


def _rejects(
    block: bytes,
    numbers: NDArray[np.int64],
    faults: dict[int, str],
    rows: pl.DataFrame,
) -> pl.DataFrame:
    """Give the lines that are no rows, and the rows that are no positions."""
    bad = rows.filter(~pl.col("verdict").is_in([STATIC, NOT_A_VESSEL]))
    places = np.searchsorted(numbers, bad[ROW].to_numpy()).tolist()
    found = faults | dict(zip(places, bad["verdict"].to_list(), strict=True))
    lines = sorted(found)
    return pl.DataFrame(
        {
            ROW: numbers[lines],
            "reason": [found[line] for line in lines],
            "raw": [
                line[:MAX_RAW].decode("utf-8", "replace")
                for line in pick_lines(block, lines)
            ],
        },
        schema=REJECT_SCHEMA,
    )


def no_particulars(layout: Layout) -> pl.DataFrame:
    """Give an empty table of the particulars that a layout has, with their keys."""
    names = [name for name in PARTICULARS if name in layout.places]
    keys = {name: HEARD[name] for name in ("mmsi", "timestamp", ROW)}
    return pl.DataFrame(schema=keys | dict.fromkeys(names, pl.String()))
