"""Records of the NMEA kernels to tables: positions, particulars, rejects, counts."""

from dataclasses import dataclass

import numpy as np
import polars as pl
import pyarrow as pa
from numpy.typing import NDArray

from stsdetect.kernels import nmea_records as codes
from stsdetect.kernels.nmea_records import Records
from stsdetect.schema import POSITIONS, REJECTS, VESSELS
from stsdetect.schema.ais import AIS_CLASSES, RECEIVERS

__all__ = ["KEPT", "REASONS", "STATIC_KINDS", "NmeaTables", "tabulate"]

MAX_RAW = 500
"""Characters of a rejected line that are kept, ours: a sentence has 82 at most."""

KEPT = "position"
STATIC_KINDS = {
    codes.STATIC_REPORT: "particulars",
    codes.CONTINUATION: "later part of a message",
    codes.OTHER_MESSAGE: "message of another type",
    codes.OTHER_SENTENCE: "sentence of another kind",
    codes.CLOCK: "clock",
    codes.COMMENT: "comment",
    codes.BLANK: "blank",
}
REASONS = {
    codes.NOT_NMEA: "not NMEA",
    codes.MALFORMED: "malformed sentence",
    codes.BAD_CHECKSUM: "bad checksum",
    codes.BAD_PAYLOAD: "bad payload",
    codes.INCOMPLETE: "incomplete message",
    codes.UNKNOWN_TYPE: "unknown message type",
    codes.BAD_LENGTH: "wrong length",
    codes.BAD_MMSI: "bad MMSI",
    codes.NO_POSITION: "no position",
    codes.OUT_OF_RANGE: "position out of range",
    codes.WITHOUT_TIME: "no time",
}

STATIC_SCHEMA = {
    name: VESSELS.polars_schema[name if name != "timestamp" else "valid_from"]
    for name in (
        *("mmsi", "timestamp", "imo", "shipname", "callsign", "ship_type"),
        *("to_bow_m", "to_stern_m", "to_port_m", "to_starboard_m"),
        *("draught", "destination", "eta", "source_row"),
    )
} | {"msg_type": POSITIONS.polars_schema["msg_type"]}
REJECTS_SCHEMA = {k: v for k, v in REJECTS.polars_schema.items() if k != "source_id"}

_NUMBERS = tuple(enumerate(codes.NUMBERS))
_TEXTS = tuple(enumerate(codes.TEXTS))


@dataclass(frozen=True, slots=True, kw_only=True)
class NmeaTables:
    """What a block of a log holds.

    Parameters
    ----------
    positions : polars.DataFrame
        :data:`~stsdetect.schema.POSITIONS` without ``source_id``, in the order of the
        log. ``source_row`` is the line of the first part of the message.
    statics : polars.DataFrame
        ``mmsi, timestamp``, the particulars of :data:`~stsdetect.schema.VESSELS` that
        the message has (others are null), ``msg_type, source_row``.
    rejects : polars.DataFrame
        ``source_row, reason, raw``.
    n_rows : dict of str to int
        Lines by what they are: :data:`KEPT`, the words of :data:`STATIC_KINDS` and
        those of :data:`REASONS`. Their sum is the number of lines that are settled.
    """

    positions: pl.DataFrame
    statics: pl.DataFrame
    rejects: pl.DataFrame
    n_rows: dict[str, int]

    @property
    def n_read(self) -> int:
        """Lines settled."""
        return sum(self.n_rows.values())

    @property
    def n_static(self) -> int:
        """Lines that carry particulars or no vessel, and no position."""
        return sum(self.n_rows.get(word, 0) for word in STATIC_KINDS.values())


def tabulate(
    raw: bytes, lines: Records, positions: Records, statics: Records
) -> NmeaTables:
    """Turn the lines of a block and their records into tables."""
    words = {codes.POSITION_REPORT: KEPT} | STATIC_KINDS | REASONS
    n_rows = np.bincount(lines["kind"], minlength=max(words) + 1)
    return NmeaTables(
        positions=_positions(positions),
        statics=_statics(statics),
        rejects=_rejects(raw, lines[lines["kind"] >= codes.NOT_NMEA]),
        n_rows={
            word: int(n_rows[code]) for code, word in words.items() if n_rows[code]
        },
    )


def _positions(records: Records) -> pl.DataFrame:
    schema = {k: v for k, v in POSITIONS.polars_schema.items() if k != "source_id"}
    a, b = (pl.lit(word, schema["ais_class"]) for word in AIS_CLASSES)
    shore, space = (pl.lit(word, schema["receiver"]) for word in RECEIVERS)
    msg_type, receiver = pl.col("msg_type"), pl.col("receiver")
    return (
        _columns(records)
        .with_columns(
            pl.col("sog", "cog", "heading").fill_nan(None),
            _not_below(pl.col("nav_status"), 0),
            ais_class=pl.when(msg_type <= 3).then(a).when(msg_type <= 19).then(b),
            receiver=pl.when(receiver == codes.TERRESTRIAL)
            .then(shore)
            .when(receiver == codes.SATELLITE)
            .then(space),
        )
        .select(pl.col(name).cast(dtype) for name, dtype in schema.items())
    )


def _statics(records: Records) -> pl.DataFrame:
    return (
        _columns(records, "numbers", "texts")
        .with_columns(pl.Series(n, records["numbers"][:, i]) for i, n in _NUMBERS)
        .with_columns(_text(n, records["texts"][:, i]) for i, n in _TEXTS)
        .with_columns(
            _not_below(pl.col("imo", "ship_type"), 1),
            *_both_or_none("to_bow_m", "to_stern_m"),
            *_both_or_none("to_port_m", "to_starboard_m"),
            _not_below(pl.col("draught"), 1) / 10,
            _eta().alias("eta"),
        )
        .select(pl.col(name).cast(dtype) for name, dtype in STATIC_SCHEMA.items())
    )


def _rejects(raw: bytes, lines: Records) -> pl.DataFrame:
    bounds = zip(lines["start"].tolist(), lines["stop"].tolist(), strict=True)
    return pl.DataFrame(
        {
            "source_row": lines["number"],
            "reason": [REASONS[kind] for kind in lines["kind"].tolist()],
            "raw": [
                raw[start : min(stop, start + MAX_RAW)].decode("utf-8", "replace")
                for start, stop in bounds
            ],
        },
        schema=REJECTS_SCHEMA,
    )


def _columns(records: Records, *but: str) -> pl.DataFrame:
    names = [name for name in records.dtype.names or () if name not in but]
    return pl.DataFrame({name: np.ascontiguousarray(records[name]) for name in names})


def _text(name: str, ascii_codes: NDArray[np.uint8]) -> pl.Series:
    """Turn rows of ASCII that are filled with zeros into text, null where empty."""
    filled = ascii_codes != 0
    offsets = np.zeros(len(filled) + 1, np.int32)
    np.cumsum(filled.sum(axis=1), out=offsets[1:])
    characters = ascii_codes[filled].tobytes()
    text = pa.StringArray.from_buffers(
        len(filled), pa.py_buffer(offsets), pa.py_buffer(characters)
    )
    series = pl.Series(name, text, pl.String).str.strip_chars()
    return series.set(series == "", None)


def _not_below(column: pl.Expr, minimum: int) -> pl.Expr:
    return pl.when(column >= minimum).then(column)


def _both_or_none(fore: str, aft: str) -> list[pl.Expr]:
    """Keep a 0 beside a number: then it says where the antenna is not known to be."""
    known = pl.col(fore) + pl.col(aft) > 0
    return [pl.when(known).then(pl.col(name)).alias(name) for name in (fore, aft)]


def _eta() -> pl.Expr:
    """Write the time of arrival where all four numbers are there."""
    month, day, hour, minute = map(pl.col, ("month", "day", "hour", "minute"))
    known = month.is_between(1, 12) & (day >= 1) & (hour <= 23) & (minute <= 59)
    two = [number.cast(pl.String).str.zfill(2) for number in (month, day, hour, minute)]
    text = pl.format("{}-{}T{}:{}", *two)
    return pl.when(known).then(text)
