"""Records of the NMEA kernels to tables: positions, particulars, rejects, counts."""

import numpy as np
import polars as pl
import pyarrow as pa
from numpy.typing import NDArray

from stsdetect.ingest.message_tables import (
    KEPT,
    MAX_RAW,
    POSITION_SCHEMA,
    REJECT_SCHEMA,
    MessageTables,
    not_below,
    type_particulars,
)
from stsdetect.kernels import nmea_records as codes
from stsdetect.kernels.nmea_records import Records
from stsdetect.schema.ais import AIS_CLASSES, RECEIVERS

__all__ = ["REASONS", "STATIC_KINDS", "tabulate"]

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

# Numbers and texts of the kernels' records by their place.
_NUMBERS = tuple(enumerate(codes.NUMBERS))
_TEXTS = tuple(enumerate(codes.TEXTS))


def tabulate(
    raw: bytes, lines: Records, positions: Records, statics: Records
) -> MessageTables:
    """Turn the lines of a block and their records into tables."""
    words = {codes.POSITION_REPORT: KEPT} | STATIC_KINDS | REASONS
    n_rows = np.bincount(lines["kind"], minlength=max(words) + 1)
    return MessageTables(
        positions=_positions(positions),
        statics=_statics(statics),
        rejects=_rejects(raw, lines[lines["kind"] >= codes.NOT_NMEA]),
        n_rows={
            word: int(n_rows[code]) for code, word in words.items() if n_rows[code]
        },
    )


def _positions(records: Records) -> pl.DataFrame:
    a, b = (pl.lit(word, POSITION_SCHEMA["ais_class"]) for word in AIS_CLASSES)
    shore, space = (pl.lit(word, POSITION_SCHEMA["receiver"]) for word in RECEIVERS)
    msg_type, receiver = pl.col("msg_type"), pl.col("receiver")
    return (
        _columns(records)
        .with_columns(
            pl.col("sog", "cog", "heading").fill_nan(None),
            not_below(pl.col("nav_status"), 0),
            ais_class=pl.when(msg_type <= 3).then(a).when(msg_type <= 19).then(b),
            receiver=pl.when(receiver == codes.TERRESTRIAL)
            .then(shore)
            .when(receiver == codes.SATELLITE)
            .then(space),
        )
        .select(pl.col(name).cast(dtype) for name, dtype in POSITION_SCHEMA.items())
    )


def _statics(records: Records) -> pl.DataFrame:
    return type_particulars(
        _columns(records, "numbers", "texts")
        .with_columns(pl.Series(n, records["numbers"][:, i]) for i, n in _NUMBERS)
        .with_columns(_text(n, records["texts"][:, i]) for i, n in _TEXTS)
        .with_columns(pl.col("draught") / 10)
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
        schema=REJECT_SCHEMA,
    )


def _columns(records: Records, *but: str) -> pl.DataFrame:
    names = [name for name in records.dtype.names or () if name not in but]
    return pl.DataFrame({name: np.ascontiguousarray(records[name]) for name in names})


def _text(name: str, ascii_codes: NDArray[np.uint8]) -> pl.Series:
    """Turn rows of ASCII that are filled with zeros into text."""
    filled = ascii_codes != 0
    offsets = np.zeros(len(filled) + 1, np.int32)
    np.cumsum(filled.sum(axis=1), out=offsets[1:])
    characters = ascii_codes[filled].tobytes()
    text = pa.StringArray.from_buffers(
        len(filled), pa.py_buffer(offsets), pa.py_buffer(characters)
    )
    return pl.Series(name, text, pl.String)
