"""Tables of what a source of AIS messages holds: positions, particulars, rejects."""

from dataclasses import dataclass

import polars as pl

from stsdetect.schema import POSITIONS, REJECTS, VESSELS

__all__ = [
    "KEPT",
    "MAX_RAW",
    "POSITION_SCHEMA",
    "REJECT_SCHEMA",
    "STATIC_SCHEMA",
    "MessageTables",
    "clean_particulars",
    "not_below",
]

MAX_RAW = 500
"""Characters of a rejected row that are kept, ours: a sentence has 82 at most."""

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

_TEXTS = ("shipname", "callsign", "destination")


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageTables:
    """What a block of a source of messages holds.

    Parameters
    ----------
    positions : polars.DataFrame
        :data:`~stsdetect.schema.POSITIONS` without ``source_id``, in the order of the
        source. ``source_row`` is the line on which the message begins.
    statics : polars.DataFrame
        ``mmsi, timestamp``, the particulars of :data:`~stsdetect.schema.VESSELS` that
        the message has (others are null), ``source_row, msg_type``.
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


def clean_particulars(raw: pl.DataFrame) -> pl.DataFrame:
    """Null what is not available, and write the time of arrival.

    Parameters
    ----------
    raw : polars.DataFrame
        Columns of :data:`STATIC_SCHEMA` as broadcast, but ``month, day, hour, minute``
        in place of ``eta``, and draught in metres.

    Returns
    -------
    polars.DataFrame
        With the columns of :data:`STATIC_SCHEMA`. A dimension of 0 is kept where the
        other of its pair is not: it says that the place of the antenna is not known. An
        ``eta`` of which a part is missing is null.
    """
    return raw.with_columns(
        not_below(pl.col("imo", "ship_type"), 1),
        pl.when(pl.col("draught") > 0).then(pl.col("draught")),
        *_both_or_none("to_bow_m", "to_stern_m"),
        *_both_or_none("to_port_m", "to_starboard_m"),
        pl.col(_TEXTS).str.strip_chars().replace("", None),
        eta=_eta(),
    ).select(pl.col(name).cast(dtype) for name, dtype in STATIC_SCHEMA.items())


def not_below(column: pl.Expr, minimum: int) -> pl.Expr:
    """Null what is below a minimum."""
    return pl.when(column >= minimum).then(column)


def _both_or_none(fore: str, aft: str) -> list[pl.Expr]:
    known = pl.col(fore) + pl.col(aft) > 0
    return [pl.when(known).then(pl.col(name)).alias(name) for name in (fore, aft)]


def _eta() -> pl.Expr:
    month, day, hour, minute = map(pl.col, ("month", "day", "hour", "minute"))
    known = month.is_between(1, 12) & (day >= 1) & (hour <= 23) & (minute <= 59)
    two = [number.cast(pl.String).str.zfill(2) for number in (month, day, hour, minute)]
    return pl.when(known).then(pl.format("{}-{}T{}:{}", *two))
