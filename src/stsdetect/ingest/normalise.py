"""Rows of text to positions: units, sentinels to null, and why a row is no position."""

import hashlib
from collections.abc import Mapping
from typing import Final

import polars as pl

from stsdetect.ingest.layout import Layout
from stsdetect.ingest.message_tables import POSITION_SCHEMA
from stsdetect.ingest.particulars import PARTICULARS
from stsdetect.ingest.times import read_times
from stsdetect.ingest.words import CLASSES, NAV_STATUS, NO_VESSEL, RECEIVER
from stsdetect.schema.ais import AIS_CLASSES, RECEIVERS

__all__ = ["NOT_A_VESSEL", "NUMBERS", "STATIC", "normalise_rows"]

NUMBERS: Final = ("lat", "lon", "sog", "cog", "heading")
"""Fields that are read as numbers at once; the rest is text at first."""

STATIC: Final = "particulars"
NOT_A_VESSEL: Final = "not a vessel"
"""What ``verdict`` says of rows that are no position, and no fault either."""

_MAX_SOG: Final = 102.2
_COG_WRAP: Final = 409.6
"""Courses are 12-bit counts of 0.1°; read as signed, those above 204.7 are this low."""

_POSITION_TYPES: Final = (1, 2, 3, 18, 19, 27)
_CLASS_OF_TYPE: Final = {1: "A", 2: "A", 3: "A", 5: "A", 18: "B", 19: "B", 24: "B"}
_ID_BASE: Final = 1_000_000_000
_ID_SPAN: Final = 2**52


def normalise_rows(raw: pl.DataFrame, layout: Layout) -> pl.DataFrame:
    """Give each row its values in our units, and a verdict.

    Parameters
    ----------
    raw : polars.DataFrame
        ``source_row`` and a column per field that the file has, numbers or text.
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
    named = raw.with_columns(
        _identity(raw, layout).alias("mmsi"),
        times.alias("timestamp"),
        has_time=_filled(raw, "timestamp"),
        has_lat=_filled(raw, "lat"),
        has_lon=_filled(raw, "lon"),
        **{name: _number(raw, name, layout) for name in NUMBERS},
    )
    coded = named.with_columns(
        _below_360(_course(layout)).alias("cog"),
        _below_360(pl.col("heading")).alias("heading"),
        pl.col("sog").pipe(_between, 0.0, _MAX_SOG + 1e-4).clip(upper_bound=_MAX_SOG),
        _code(raw, "nav_status", NAV_STATUS).pipe(_between, 0, 14).alias("nav_status"),
        _code(raw, "msg_type", {}).pipe(_between, 1, 27).alias("msg_type"),
        _choice(raw, "receiver", RECEIVER, RECEIVERS).alias("receiver"),
    )
    classed = coded.with_columns(ais_class=_class(raw))
    fine = classed.select(_is_fine(raw)).to_series().all()
    verdict = pl.lit(None, pl.String) if fine else _verdict(raw)
    return classed.with_columns(verdict=verdict).select(
        *(pl.col(name).cast(dtype) for name, dtype in POSITION_SCHEMA.items()),
        *(name for name in PARTICULARS if name in raw.columns),
        "verdict",
    )


def _filled(raw: pl.DataFrame, name: str) -> pl.Expr:
    if raw.schema[name] == pl.String:
        text = pl.col(name).str.strip_chars().str.to_lowercase().fill_null("")
        return ~text.is_in(["", "none", "null"])
    return pl.col(name).is_not_null()


def _number(raw: pl.DataFrame, name: str, layout: Layout) -> pl.Expr:
    if name not in raw.columns:
        return pl.lit(None, pl.Float64)
    column = pl.col(name)
    if raw.schema[name] == pl.String:
        column = column.str.strip_chars()
        if layout.decimal_comma:
            column = column.str.replace(",", ".", literal=True)
        column = column.cast(pl.Float64, strict=False)
    factor = layout.factors.get(name, 1.0)
    column = column if factor == 1.0 else column * factor
    return pl.when(column.is_finite()).then(column)


def _identity(raw: pl.DataFrame, layout: Layout) -> pl.Expr:
    most = 999_999_999 if layout.ids == "mmsi" else _ID_SPAN
    column = pl.col("mmsi")
    if raw.schema["mmsi"] == pl.String:
        column = column.str.strip_chars().cast(pl.Float64, strict=False)
    whole = (column == column.floor()) & column.is_between(1, most)
    number = pl.when(whole).then(column).cast(pl.Int64)
    if layout.ids != "text":
        return number
    hashed = _hashed(raw["mmsi"].cast(pl.String).str.strip_chars())
    return pl.coalesce(number, pl.lit(hashed))


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


def _course(layout: Layout) -> pl.Expr:
    if not layout.wrapped_cog:
        return pl.col("cog")
    unwrapped = (pl.col("cog") + _COG_WRAP).round(1)
    return pl.when(pl.col("cog") < 0).then(unwrapped).otherwise(pl.col("cog"))


def _below_360(column: pl.Expr) -> pl.Expr:
    return pl.when((column >= 0) & (column < 360)).then(column)


def _between(column: pl.Expr, low: float, high: float) -> pl.Expr:
    return pl.when(column.is_between(low, high)).then(column)


def _code(raw: pl.DataFrame, name: str, words: Mapping[str, int]) -> pl.Expr:
    """Read a code, or the words that stand for it, on distinct values."""
    if name not in raw.columns or raw.is_empty():
        return pl.lit(None, pl.Int64)
    distinct = raw[name].cast(pl.String).unique()
    text = distinct.str.strip_chars().str.to_lowercase()
    number = text.str.replace("^ais[.]", "").cast(pl.Float64, strict=False)
    whole = number.cast(pl.Int64, strict=False)
    if not words:
        return pl.col(name).replace_strict(distinct, whole, return_dtype=pl.Int64)
    worded = text.replace_strict(words, default=None, return_dtype=pl.Int64)
    code = whole.zip_with(whole.is_not_null(), worded)
    return pl.col(name).replace_strict(distinct, code, return_dtype=pl.Int64)


def _choice(
    raw: pl.DataFrame, name: str, words: Mapping[str, str], choices: tuple[str, ...]
) -> pl.Expr:
    dtype = pl.Enum(choices)
    if name not in raw.columns or raw.is_empty():
        return pl.lit(None, dtype)
    distinct = raw[name].cast(pl.String).unique()
    folded = distinct.str.strip_chars().str.to_lowercase()
    read = folded.replace_strict(words, default=None, return_dtype=dtype)
    return pl.col(name).replace_strict(distinct, read, return_dtype=dtype)


def _class(raw: pl.DataFrame) -> pl.Expr:
    of_type = pl.col("msg_type").replace_strict(
        _CLASS_OF_TYPE, default=None, return_dtype=pl.Enum(AIS_CLASSES)
    )
    return pl.coalesce(
        _choice(raw, "ais_class", CLASSES, AIS_CLASSES),
        _choice(raw, "mobile", CLASSES, AIS_CLASSES),
        of_type,
    )


def _is_fine(raw: pl.DataFrame) -> pl.Expr:
    """Tell quickly which rows are positions for sure, as nearly all rows are."""
    within = pl.col("lat").is_between(-90, 90) & pl.col("lon").is_between(-180, 180)
    known = pl.col("mmsi").is_not_null() & pl.col("timestamp").is_not_null()
    fine = (within & known).fill_null(value=False)
    if not {"msg_type", "mobile"} & set(raw.columns):
        return fine
    return fine & ~_no_vessel(raw) & ~_particulars_only(raw)


def _verdict(raw: pl.DataFrame) -> pl.Expr:
    lat, lon = pl.col("lat"), pl.col("lon")
    not_available = (lat == 91) | (lon == 181)
    return (
        pl.when(_no_vessel(raw))
        .then(pl.lit(NOT_A_VESSEL))
        .when(pl.col("mmsi").is_null())
        .then(pl.lit("bad mmsi"))
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


def _no_vessel(raw: pl.DataFrame) -> pl.Expr:
    other_type = ~pl.col("msg_type").is_in([*_POSITION_TYPES, 5, 24])
    if "mobile" not in raw.columns:
        return other_type.fill_null(value=False)
    distinct = raw["mobile"].cast(pl.String).unique()
    others = distinct.str.strip_chars().str.to_lowercase().is_in(NO_VESSEL)
    return other_type.fill_null(value=False) | pl.col("mobile").is_in(
        distinct.filter(others).to_list()
    )


def _particulars_only(raw: pl.DataFrame) -> pl.Expr:
    """Tell a row that says who the vessel is, and not where."""
    static_type = pl.col("msg_type").is_in([5, 24]).fill_null(value=False)
    names = [name for name in PARTICULARS if name in raw.columns]
    if not names:
        return static_type
    empty = ~pl.col("has_lat") & ~pl.col("has_lon")
    position_type = pl.col("msg_type").is_in(_POSITION_TYPES).fill_null(value=False)
    described = pl.any_horizontal(
        pl.col(name).cast(pl.String).str.strip_chars().fill_null("") != ""
        for name in names
    )
    return static_type | (empty & ~position_type & described)
