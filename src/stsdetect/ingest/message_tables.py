"""Tables of what a source of AIS messages holds: positions, particulars, rejects."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from stsdetect.kernels.rows import count_lines
from stsdetect.schema import POSITIONS, REJECTS, VESSELS

__all__ = [
    "KEPT",
    "MAX_RAW",
    "POSITION_SCHEMA",
    "REJECT_SCHEMA",
    "STATIC_SCHEMA",
    "MessageTables",
    "cut_lines",
    "join_tables",
    "not_below",
    "type_particulars",
]

MAX_RAW = 500
"""Characters of a rejected row that are kept, ours: a sentence has 82 at most."""

MAX_LINES = 250_000
"""Lines that are decoded at once, ours: 20 MiB of a usual log, and a bound on memory
for one of empty lines."""

_SLICE = 1 << 20
"""Bytes in which ends of lines are looked for at once."""

KEPT = "position"
"""What a row is that is kept in POSITIONS."""

POSITION_SCHEMA = {k: v for k, v in POSITIONS.polars_schema.items() if k != "source_id"}
REJECT_SCHEMA = {k: v for k, v in REJECTS.polars_schema.items() if k != "source_id"}
STATIC_SCHEMA = {
    "mmsi": VESSELS.polars_schema["mmsi"],
    "timestamp": VESSELS.polars_schema["valid_from"],
    **{
        name: VESSELS.polars_schema[name]
        for name in (
            *("imo", "shipname", "callsign", "ship_type"),
            *("to_bow_m", "to_stern_m", "to_port_m", "to_starboard_m"),
            *("draught", "destination", "eta", "source_row"),
        )
    },
    "msg_type": POSITIONS.polars_schema["msg_type"],
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageTables:
    """What a block of a source of messages holds.

    Parameters
    ----------
    positions : polars.DataFrame
        :data:`~stsdetect.schema.POSITIONS` without ``source_id``, in the order of the
        source. ``source_row`` is the line on which the message begins.
    statics : polars.DataFrame
        ``mmsi, timestamp``, the particulars of :data:`~stsdetect.schema.VESSELS` as
        broadcast (null where the message has no such field), ``source_row, msg_type``;
        :func:`~stsdetect.ingest.particulars.complete_particulars` cleans them.
    rejects : polars.DataFrame
        ``source_row, reason, raw``.
    n_rows : dict of str to int
        Rows by what they are: :data:`KEPT`, a reason of ``rejects``, or a word for a
        row that carries particulars or no vessel. Their sum is the number of rows that
        are settled.
    """

    positions: pl.DataFrame
    statics: pl.DataFrame
    rejects: pl.DataFrame
    n_rows: dict[str, int]

    @property
    def n_read(self) -> int:
        """Rows settled."""
        return sum(self.n_rows.values())

    @property
    def n_static(self) -> int:
        """Rows that carry particulars or no vessel, and no position."""
        return self.n_read - self.positions.height - self.rejects.height


def cut_lines(block: bytes) -> Iterator[bytes]:
    """Cut a block so that no piece has more than 250,000 lines, however short."""
    start = n_lines = 0
    buffer = np.frombuffer(block, np.uint8)
    many = count_lines(buffer) > MAX_LINES
    # Slice by slice: the ends of millions of lines take eight times the block itself.
    for low in range(0, buffer.size, _SLICE) if many else ():
        ends = np.flatnonzero(buffer[low : low + _SLICE] == ord("\n")) + low + 1
        for stop in ends[MAX_LINES - 1 - n_lines :: MAX_LINES].tolist():
            yield block[start:stop]
            start = stop
        n_lines = (n_lines + ends.size) % MAX_LINES
    if start < len(block):
        yield block[start:] if start else block


def join_tables(tables: Sequence[MessageTables]) -> MessageTables:
    """Put the tables of several blocks together, in order."""
    n_rows: Counter[str] = Counter()
    for one in tables:
        n_rows.update(one.n_rows)
    return MessageTables(
        positions=_joined([one.positions for one in tables], POSITION_SCHEMA),
        statics=_joined([one.statics for one in tables], STATIC_SCHEMA),
        rejects=_joined([one.rejects for one in tables], REJECT_SCHEMA),
        n_rows=dict(n_rows),
    )


def type_particulars(raw: pl.DataFrame) -> pl.DataFrame:
    """Give particulars as broadcast their types, and write the time of arrival.

    Parameters
    ----------
    raw : polars.DataFrame
        Columns of :data:`STATIC_SCHEMA`, but ``month, day, hour, minute`` in place of
        ``eta``, and draught in metres.

    Returns
    -------
    polars.DataFrame
        With the columns of :data:`STATIC_SCHEMA`. A number that its type can't hold is
        null, and an ``eta`` of which a part is missing.
    """
    return raw.with_columns(eta=_eta()).select(
        pl.col(name).cast(dtype, strict=False) for name, dtype in STATIC_SCHEMA.items()
    )


def _joined(frames: list[pl.DataFrame], schema: dict[str, Any]) -> pl.DataFrame:
    return pl.concat(frames) if frames else pl.DataFrame(schema=schema)


def not_below(column: pl.Expr, minimum: int) -> pl.Expr:
    """Null what is below a minimum."""
    return pl.when(column >= minimum).then(column)


def _eta() -> pl.Expr:
    names = ("month", "day", "hour", "minute")
    month, day, hour, minute = (pl.col(name).cast(pl.Int64) for name in names)
    known = month.is_between(1, 12) & day.is_between(1, 31)
    known &= hour.is_between(0, 23) & minute.is_between(0, 59)
    two = [number.cast(pl.String).str.zfill(2) for number in (month, day, hour, minute)]
    return pl.when(known).then(pl.format("{}-{}T{}:{}", *two))
