"""Truth: what truly happened, as a simulator or a user wrote it down."""

from pathlib import Path
from typing import Final

import polars as pl

from stsdetect.disk.documents import read_document
from stsdetect.errors import InputError, SchemaError
from stsdetect.schema.column import (
    boolean,
    choice,
    latitude,
    longitude,
    mmsi,
    text,
    utc,
)
from stsdetect.schema.table import Table

__all__ = ["EXPECTATIONS", "OBSERVABILITIES", "TRUTH", "read_truth"]

OBSERVABILITIES: Final = (
    "encounter",
    "one_dark",
    "both_dark",
    "loitering",
    "spoofed",
    "none",
)
"""What AIS can show of an event; ``spoofed``: positions that are false,
``none``: nothing."""

EXPECTATIONS: Final = ("found", "lead", "missed", "absent")
"""What a good detector does with an event: finds it, tells it though chance explains it
as well, can not see it, leaves it out."""

TRUTH: Final = Table(
    "truth",
    text("event_id", "Name of the event."),
    text("kind", "sts_oil, bunkering and so on; hardneg_… looks like one."),
    mmsi("mmsi_a", "One vessel; in one_dark the one that broadcasts."),
    mmsi("mmsi_b", "The other; missing where one vessel alone misleads.", missing=True),
    utc("start_time", "Start; of a transfer: hull lies to hull."),
    utc("end_time", "End."),
    latitude("lat", "Latitude, half-way in time."),
    longitude("lon", "Longitude, half-way in time."),
    boolean("is_transfer", "A transfer took place."),
    choice("observability", OBSERVABILITIES, "What AIS can show of it."),
    choice("expected", EXPECTATIONS, "What a good detector does with it."),
    text("scenario", "Code of its story, as simulate names it.", missing=True),
    text("difficulty", "How and where.", missing=True),
    key=("event_id",),
    meaning="What truly happened.",
)
"""A row is one pair of vessels: a transfer among three is told in two rows."""

_LEFT_OUT: Final = {"observability": "encounter", "is_transfer": True, "kind": "sts"}
"""What a user's file may leave out, and what is taken then."""

_NUMBERS: Final = ("lat", "lon")


def read_truth(path: Path) -> pl.DataFrame:
    """Read a truth file.

    Parameters
    ----------
    path : Path
        CSV with a header. Needed are ``mmsi_a``, ``mmsi_b``, ``start_time``,
        ``end_time`` (ISO 8601, UTC where no zone is told), ``lat`` and ``lon``.
        Without ``is_transfer`` every row is a transfer, without ``observability``
        both vessels broadcast.

    Returns
    -------
    DataFrame
        A :data:`TRUTH` table, in the order of the file.

    Raises
    ------
    InputError
        The file can't be read, or a column is missing or wrong: all in one line.
    """
    if not path.is_file():
        raise InputError(f"{path}: no such file")
    try:
        rows = pl.read_csv(
            read_document(path), infer_schema=False, truncate_ragged_lines=False
        )
        truth = TRUTH.conform(_typed(rows))
        TRUTH.check(truth)
        TRUTH.check_key(truth)
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error
    except (
        pl.exceptions.PolarsError,
        pl.exceptions.PanicException,
        SchemaError,
    ) as error:
        reason = str(error).partition("\n")[0]
        raise InputError(f"{path}: not a truth file: {reason:.300}") from error
    wrong = truth.filter(pl.col("end_time") < pl.col("start_time"))["event_id"]
    if wrong.len():
        raise InputError(
            f"{path}: {wrong[0]:.60} and perhaps others end before they start"
        )
    return truth


def _typed(rows: pl.DataFrame) -> pl.DataFrame:
    """Give text its types; blank cells are missing."""
    blank = rows.with_columns(pl.col(pl.String).str.strip_chars().replace("", None))
    if "event_id" not in blank.columns:
        blank = blank.with_row_index("event_id", offset=1).with_columns(
            pl.format("row {}", "event_id").alias("event_id")
        )
    blank = blank.with_columns(
        pl.lit(str(value).lower()).alias(name)
        for name, value in _LEFT_OUT.items()
        if name not in blank.columns
    )
    typed = {
        **{name: pl.col(name).cast(pl.Float64) for name in _NUMBERS},
        **{name: pl.col(name).cast(pl.Int64) for name in ("mmsi_a", "mmsi_b")},
        **{name: _instant(name) for name in ("start_time", "end_time")},
        "is_transfer": pl.col("is_transfer").str.to_lowercase().replace_strict(
            {"true": True, "1": True, "yes": True, "false": False, "0": False,
             "no": False}
        ),
    }  # fmt: skip
    known = {name: one for name, one in typed.items() if name in blank.columns}
    told = blank.with_columns(**known)
    if "expected" in told.columns:
        return told
    found = pl.when(pl.col("is_transfer")).then(pl.lit("found"))
    return told.with_columns(expected=found.otherwise(pl.lit("absent")))


def _instant(name: str) -> pl.Expr:
    """Read ISO 8601, with a blank for the T and without the zone as well."""
    told = pl.col(name).str.replace(" ", "T", literal=True)
    zoned = (
        pl.when(told.str.contains(r"(?:Z|[+-]\d\d:?\d\d)$"))
        .then(told)
        .otherwise(told + "Z")
    )
    return zoned.str.to_datetime(time_unit="ms", time_zone="UTC").alias(name)
