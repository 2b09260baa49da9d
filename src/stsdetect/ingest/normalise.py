"""Rows of text to positions: units, sentinels to null, and why a row is no position."""

import hashlib
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from stsdetect.ingest.codes import CODES, read_codes
from stsdetect.ingest.layout import Layout
from stsdetect.ingest.message_tables import POSITION_SCHEMA
from stsdetect.ingest.particulars import PARTICULARS
from stsdetect.ingest.times import read_times
from stsdetect.schema.ais import AIS_CLASSES

__all__ = [
    "NOT_A_VESSEL",
    "NUMBERS",
    "STATIC",
    "in_our_units",
    "is_position",
    "largest_id",
    "normalise_rows",
    "unwrap_cog",
]

NUMBERS: Final = ("lat", "lon", "sog", "cog", "heading")
"""Fields that are numbers with decimals."""

STATIC: Final = "particulars"
NOT_A_VESSEL: Final = "not a vessel"
"""What ``verdict`` says of rows that are no position, and no fault either."""

_MAX_SOG: Final = 102.2
_COG_WRAP: Final = 409.6
"""Courses are 12-bit counts of 0.1°; read as signed, those above 204.7 are this low."""

_POSITION_TYPES: Final = (1, 2, 3, 18, 19, 27)
_STATIC_TYPES: Final = (5, 24)
_CLASS_OF_TYPE: Final = {1: "A", 2: "A", 3: "A", 5: "A", 18: "B", 19: "B", 24: "B"}
_SEGMENT: Final = r"^(\d{9})(?:-|$)"
_ID_BASE: Final = 1_000_000_000
_ID_SPAN: Final = 2**52


def normalise_rows(raw: pl.DataFrame, layout: Layout) -> pl.DataFrame:
    """Give each row its values in our units, and a verdict.

    Parameters
    ----------
    raw : polars.DataFrame
        ``source_row`` and a column of text per field that the file has.
    layout : Layout
        How the file writes its values.

    Returns
    -------
    polars.DataFrame
        Columns of POSITIONS but ``source_id``, the particulars as they were, and
        ``verdict``: null for a position, :data:`STATIC`, :data:`NOT_A_VESSEL`,
        or the reason of a reject.
    """
    times = read_times(raw["timestamp"], layout.time_format, layout.time_zone)
    typed = raw.with_columns(
        _identity(raw, layout).alias("mmsi"),
        times.alias("timestamp"),
        has_time=_filled("timestamp"),
        has_lat=_filled("lat"),
        has_lon=_filled("lon"),
        **{name: _number(raw, name, layout) for name in NUMBERS},
        **{name: _coded(raw, name) for name in CODES},
    )
    if layout.wrapped_cog and raw.height:
        typed = typed.with_columns(cog=unwrap_cog(typed["cog"].to_numpy()))
    judged = in_our_units(typed).with_columns(verdict=_verdict(raw))
    return judged.select(
        *(pl.col(name).cast(dtype) for name, dtype in POSITION_SCHEMA.items()),
        *(name for name in PARTICULARS if name in raw.columns),
        "verdict",
    )


def largest_id(layout: Layout) -> int:
    """Give the largest whole number that is an identity in a file."""
    return 999_999_999 if layout.ids == "mmsi" else _ID_SPAN


def unwrap_cog(cog: NDArray[np.float64]) -> NDArray[np.float64]:
    """Add 409.6 to courses below 0, which is what 12 bits read as signed have lost."""
    return np.where(cog < 0, np.round(cog + _COG_WRAP, 1), cog)


def in_our_units(typed: pl.DataFrame) -> pl.DataFrame:
    """Null what is not available or can't be, and tell the class of the transponder.

    Parameters
    ----------
    typed : polars.DataFrame
        Numbers and codes of rows in their types; not a number stands for nothing.
    """
    sog = pl.when(pl.col("sog").is_between(0, _MAX_SOG + 1e-4)).then("sog")
    msg_type = pl.when(pl.col("msg_type").is_between(1, 27)).then("msg_type")
    of_type = msg_type.replace_strict(
        _CLASS_OF_TYPE, default=None, return_dtype=pl.Enum(AIS_CLASSES)
    )
    return typed.with_columns(
        _below_360("cog"),
        _below_360("heading"),
        sog.clip(upper_bound=_MAX_SOG),
        msg_type,
        pl.when(pl.col("nav_status").is_between(0, 14)).then("nav_status"),
        ais_class=pl.coalesce("ais_class", "mobile_class", of_type),
    )


def is_position() -> pl.Expr:
    """Tell a row that may be a position by what sent it."""
    return ~_no_vessel() & ~_is_type(_STATIC_TYPES)


def _filled(name: str) -> pl.Expr:
    text = pl.col(name).str.strip_chars().str.to_lowercase().fill_null("")
    return ~text.is_in(["", "none", "null"])


def _number(raw: pl.DataFrame, name: str, layout: Layout) -> pl.Expr:
    if name not in raw.columns:
        return pl.lit(None, pl.Float64)
    column = pl.col(name).str.strip_chars()
    if layout.decimal_comma:
        column = column.str.replace(",", ".", literal=True)
    number = column.cast(pl.Float64, strict=False)
    factor = layout.factors.get(name, 1.0)
    number = number if factor == 1.0 else number * factor
    return pl.when(number.is_finite()).then(number)


def _coded(raw: pl.DataFrame, name: str) -> pl.Expr:
    """Read codes on what is different of a column."""
    field = CODES[name]
    if field not in raw.columns or raw.is_empty():
        codes = read_codes(name, pl.Series([], dtype=pl.String))
        return pl.lit(None, codes.dtype)
    distinct = raw[field].unique()
    codes = read_codes(name, distinct)
    return pl.col(field).replace_strict(distinct, codes, return_dtype=codes.dtype)


def _identity(raw: pl.DataFrame, layout: Layout) -> pl.Expr:
    text = pl.col("mmsi").str.strip_chars()
    if layout.ids == "segment":  # such as 412000001-2024-03-01T00:00:00.000000Z
        text = text.str.extract(_SEGMENT, 1)
    value = text.cast(pl.Float64, strict=False)
    whole = (value == value.floor()) & value.is_between(1, largest_id(layout))
    number = pl.when(whole).then(value).cast(pl.Int64)
    if layout.ids not in ("text", "segment"):
        return number
    return pl.coalesce(number, pl.lit(_hashed(raw["mmsi"].str.strip_chars())))


def _hashed(names: pl.Series) -> pl.Series:
    """Give each name a number above 10⁹, the same in every run."""
    distinct = names.unique().drop_nulls().to_list()
    numbers = {
        name: _ID_BASE
        + int.from_bytes(hashlib.sha256(name.encode()).digest()[:8]) % _ID_SPAN
        for name in distinct
        if name
    }
    return names.replace_strict(numbers, default=None, return_dtype=pl.Int64)


def _below_360(name: str) -> pl.Expr:
    column = pl.col(name)
    return pl.when((column >= 0) & (column < 360)).then(column)


def _verdict(raw: pl.DataFrame) -> pl.Expr:
    lat, lon = pl.col("lat"), pl.col("lon")
    not_available = (lat == 91) | (lon == 181)
    return (
        pl.when(_no_vessel())
        .then(pl.lit(NOT_A_VESSEL))
        .when(pl.col("mmsi").is_null())
        .then(pl.lit("bad MMSI"))
        .when(~pl.col("has_time"))
        .then(pl.lit("no time"))
        .when(pl.col("timestamp").is_null())
        .then(pl.lit("bad time"))
        .when(_particulars_only(raw))
        .then(pl.lit(STATIC))
        .when(not_available | ~pl.col("has_lat") | ~pl.col("has_lon"))
        .then(pl.lit("no position"))
        .when(~lat.is_between(-90, 90).fill_null(value=False))
        .then(pl.lit("bad latitude"))
        .when(~lon.is_between(-180, 180).fill_null(value=False))
        .then(pl.lit("bad longitude"))
    )


def _is_type(types: tuple[int, ...]) -> pl.Expr:
    return pl.col("msg_type").is_in(types).fill_null(value=False)


def _no_vessel() -> pl.Expr:
    known = _is_type((*_POSITION_TYPES, *_STATIC_TYPES)) | pl.col("msg_type").is_null()
    return ~known | pl.col("is_no_vessel").fill_null(value=False)


def _particulars_only(raw: pl.DataFrame) -> pl.Expr:
    """Tell a row that says who the vessel is, and not where."""
    names = [name for name in PARTICULARS if name in raw.columns]
    if not names:
        return _is_type(_STATIC_TYPES)
    empty = ~pl.col("has_lat") & ~pl.col("has_lon")
    described = pl.any_horizontal(
        pl.col(name).str.strip_chars().fill_null("") != "" for name in names
    )
    says_so = empty & ~_is_type(_POSITION_TYPES) & described
    return _is_type(_STATIC_TYPES) | says_so
