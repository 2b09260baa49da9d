"""Messages as JSON: one per line, or written over several lines each."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from math import isfinite
from typing import Any, Final, NamedTuple

import polars as pl
from polars.exceptions import ComputeError

from stsdetect.ingest.message_tables import (
    KEPT,
    MAX_RAW,
    POSITION_SCHEMA,
    REJECT_SCHEMA,
    MessageTables,
    cut_lines,
    join_tables,
    type_particulars,
)
from stsdetect.ingest.times import EARLIEST, LATEST
from stsdetect.schema.ais import AIS_CLASSES

__all__ = ["OTHER", "STATIC", "JsonDecoder", "JsonMessages"]

STATIC: Final = "particulars"
OTHER: Final = "message of another type"

MAX_OBJECT: Final = 1 << 20
"""Bytes of one message over several lines, ours: the longest known has about 1,000."""

MAX_MMSI: Final = 999_999_999

MAX_TYPE: Final = 27
"""Of messages (ITU-R M.1371-5, table 46); what lies beyond is no type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonMessages:
    """How one sender writes its messages.

    Parameters
    ----------
    sender : str
        Its name, for the reason of what is none of its messages.
    schema : dict of str to polars type
        What is read of a message; further fields are passed over.
    flatten : callable
        Puts the fields of every message side by side: ``kind`` (null where the row is
        no message of the sender, :data:`KEPT`, :data:`STATIC` or :data:`OTHER`),
        ``valid``, the columns of :data:`~stsdetect.schema.POSITIONS` and what
        :func:`~stsdetect.ingest.message_tables.type_particulars` takes, as broadcast.
    """

    sender: str
    schema: dict[str, Any]
    flatten: Callable[[pl.DataFrame], pl.DataFrame]


class _Row(NamedTuple):
    number: int
    text: bytes


class JsonDecoder:
    """Decode messages block by block; where the blocks are cut changes nothing.

    A message over several lines begins and ends with a brace at the start of a line, as
    pretty-printers write it, and is one row.

    Parameters
    ----------
    messages : JsonMessages
        How they are written.
    first_row : int
        Number of the first line.
    """

    def __init__(self, messages: JsonMessages, first_row: int = 1) -> None:
        self._messages = messages
        self._next_row = first_row
        self._open: list[bytes] = []

    def feed(self, block: bytes) -> MessageTables:
        """Decode the next lines; the block ends at the end of a line."""
        return join_tables([self._feed(piece) for piece in cut_lines(block)])

    def _feed(self, block: bytes) -> MessageTables:
        lines = block.removesuffix(b"\n").split(b"\n")
        return self._tables([row for line in lines for row in self._settled(line)])

    def finish(self) -> MessageTables:
        """Settle a message that never ended."""
        return self._tables(self._take())

    def _settled(self, line: bytes) -> list[_Row]:
        """Give the rows that a line settles: itself, or the message that it ends."""
        settled = self._take() if line.startswith(b"{") else []
        self._next_row += 1
        if self._open or line.rstrip() == b"{":
            self._open.append(line)
            ends = line.startswith(b"}") or sum(map(len, self._open)) > MAX_OBJECT
            return settled + (self._take() if ends else [])
        return [*settled, _Row(self._next_row - 1, line.strip())]

    def _take(self) -> list[_Row]:
        first, text = self._next_row - len(self._open), b" ".join(self._open).strip()
        self._open = []
        return [_Row(first, text)] if text else []

    def _tables(self, rows: list[_Row]) -> MessageTables:
        full = [row for row in rows if row.text]
        read = _parse([row.text for row in full], self._messages.schema)
        messages = self._messages.flatten(read).with_columns(
            pl.Series("source_row", [row.number for row in full], pl.Int64),
            pl.Series("raw", [_shown(row.text) for row in full], pl.String),
        )
        return _sort_out(messages, self._messages.sender, len(rows) - len(full))


def _sort_out(messages: pl.DataFrame, sender: str, n_blank: int) -> MessageTables:
    usable = pl.col("timestamp").is_between(EARLIEST, LATEST, closed="left")
    known = pl.col("msg_type").is_between(1, MAX_TYPE)
    messages = messages.with_columns(
        pl.when(usable).then("timestamp"), pl.when(known).then("msg_type")
    )
    settled = messages.with_columns(reason=_reason(sender))
    rejects = settled.filter(pl.col("reason").is_not_null())
    good = settled.filter(pl.col("reason").is_null())
    is_static = (pl.col("kind") == STATIC) | (pl.col("msg_type") == 19)
    kinds = pl.concat([good["kind"], rejects["reason"].alias("kind")])
    return MessageTables(
        positions=_positions(good.filter(pl.col("kind") == KEPT)),
        statics=type_particulars(good.filter(is_static)),
        rejects=rejects.select(pl.col(k).cast(t) for k, t in REJECT_SCHEMA.items()),
        n_rows=dict(kinds.value_counts().rows())
        | ({"blank": n_blank} if n_blank else {}),
    )


def _parse(texts: list[bytes], schema: dict[str, Any]) -> pl.DataFrame:
    """Read messages; a text that is none becomes a row of nulls."""
    found = _read(texts, schema)
    if found.height < len(texts):
        texts = [text if _is_object(text) else b"{}" for text in texts]
        found = _read_halves(texts, schema)
    return found


def _read(texts: list[bytes], schema: dict[str, Any]) -> pl.DataFrame:
    lines = BytesIO(b"\n".join(texts))
    try:
        return pl.read_ndjson(lines, schema=schema, ignore_errors=True)
    except ComputeError:
        return pl.DataFrame(schema=schema)


def _is_object(text: bytes) -> bool:
    """Tell whether a text is an object, all of whose numbers are some."""
    try:
        return isinstance(_JSON.decode(text.decode()), dict)
    except (ValueError, RecursionError):
        return False


def _number(text: str) -> float:
    """Give a number that a float can hold.

    Raises
    ------
    ValueError
        It is NaN or beyond every number: Python takes it, polars does not.
    """
    number = float(text)
    if not isfinite(number):
        raise ValueError(f"{text} is no number of JSON")
    return number


_JSON: Final = json.JSONDecoder(parse_constant=_number, parse_float=_number)


def _read_halves(texts: list[bytes], schema: dict[str, Any]) -> pl.DataFrame:
    """Read what Python takes for JSON, and look for the few that polars does not."""
    found = _read(texts, schema)
    if found.height == len(texts):
        return found
    if len(texts) == 1:
        return _read([b"{}"], schema)
    half = len(texts) // 2
    return pl.concat(
        [_read_halves(texts[:half], schema), _read_halves(texts[half:], schema)]
    )


def _reason(sender: str) -> pl.Expr:
    """Say why a row is of no use, in the order in which a reader would ask."""
    kind, lat, lon = pl.col("kind"), pl.col("lat"), pl.col("lon")
    is_position, is_other = kind == KEPT, kind == OTHER
    nowhere = lat.is_null() | lon.is_null() | (lat == 91) | (lon == 181)
    outside = ~(lat.is_between(-90, 90) & lon.is_between(-180, 180))
    return (
        pl.when(kind.is_null())
        .then(pl.lit(f"no message of {sender}"))
        .when(is_other)
        .then(None)
        .when(~pl.col("valid"))
        .then(pl.lit("not valid by its own word"))
        .when(~pl.col("mmsi").is_between(1, MAX_MMSI).fill_null(value=False))
        .then(pl.lit("bad MMSI"))
        .when(is_position & nowhere)
        .then(pl.lit("no position"))
        .when(is_position & outside)
        .then(pl.lit("position out of range"))
        .when(pl.col("timestamp").is_null())
        .then(pl.lit("no time"))
    )


def _positions(messages: pl.DataFrame) -> pl.DataFrame:
    msg_type, sog = pl.col("msg_type"), pl.col("sog")
    a, b = (pl.lit(word, POSITION_SCHEMA["ais_class"]) for word in AIS_CLASSES)
    is_missing = (sog > 102.2) | ((msg_type == 27) & (sog >= 63))
    return messages.with_columns(
        pl.when(~is_missing & (sog >= 0)).then(sog),
        _within("cog", 0, 360),
        _within("heading", 0, 360),
        _within("nav_status", 0, 15),
        ais_class=pl.when(msg_type <= 3).then(a).when(msg_type <= 19).then(b),
        receiver=pl.lit(None),
    ).select(pl.col(name).cast(dtype) for name, dtype in POSITION_SCHEMA.items())


def _within(name: str, minimum: int, missing: int) -> pl.Expr:
    column = pl.col(name)
    return pl.when((column >= minimum) & (column < missing)).then(column)


def _shown(text: bytes) -> str:
    return text[:MAX_RAW].decode("utf-8", "replace")
