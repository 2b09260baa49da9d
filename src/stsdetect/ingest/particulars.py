"""Particulars as text or as numbers to clean values; what is not known is null."""

from typing import Final

import polars as pl

from stsdetect.ingest.words import SHIP_TYPE
from stsdetect.schema import VESSELS

__all__ = [
    "HEARD",
    "METRES",
    "PARTICULARS",
    "clean_text_particulars",
    "complete_particulars",
]

PARTICULARS: Final = (
    *("imo", "flag_state_number", "shipname", "callsign", "ship_type"),
    *("to_bow_m", "to_stern_m", "to_port_m", "to_starboard_m"),
    *("length_m", "beam_m", "draught", "destination", "eta"),
)
"""Fields that describe the vessel and not where it is."""

MAX_LETTERS: Final = 120
"""Of a name, call sign or destination; ours: AIS has room for 20 (ITU-R M.1371-5), and
feeds that join fields from elsewhere for some more."""

HEARD: Final = {
    "mmsi": VESSELS.polars_schema["mmsi"],
    "timestamp": VESSELS.polars_schema["valid_from"],
    **{name: VESSELS.polars_schema[name] for name in PARTICULARS},
    "source_row": VESSELS.polars_schema["source_row"],
}
"""Columns of particulars that one source says of its vessels, and when."""

_TEXTS: Final = ("shipname", "callsign", "destination")
_NO_TEXT: Final = ("", "unknown", "none", "null", "nan", "n/a", "undefined")
_LARGEST: Final = {
    "to_bow_m": 511,
    "to_stern_m": 511,
    "to_port_m": 63,
    "to_starboard_m": 63,
    "length_m": 1022,
    "beam_m": 126,
    "draught": 25.5,
}
METRES: Final = tuple(_LARGEST)
"""Particulars that are lengths."""

_ETAS: Final = (
    (r"\d{4}[-/](\d{1,2})[-/](\d{1,2})[T ](\d{1,2}):(\d{2})", "1234"),
    (r"(\d{1,2})[-/](\d{1,2})[-/]\d{4}[T ](\d{1,2}):(\d{2})", "2134"),
    (r"^(\d{1,2})[-/](\d{1,2})[T ](\d{1,2}):(\d{2})", "1234"),
)
"""Ways in which an arrival is written; where month, day, hour and minute stand."""


def clean_text_particulars(rows: pl.DataFrame) -> pl.DataFrame:
    """Turn particulars as they stand in a text file into values.

    Parameters
    ----------
    rows : polars.DataFrame
        ``mmsi, timestamp, source_row`` and any of :data:`PARTICULARS`, as text.

    Returns
    -------
    polars.DataFrame
        Columns of :data:`HEARD`, without rows that say nothing. Type of ship may be a
        code or a word; an arrival any usual form of date and time.
    """
    text = rows.with_columns(
        pl.col(name).str.strip_chars()
        if name in rows.columns
        else pl.lit(None, pl.String).alias(name)
        for name in PARTICULARS
    )
    return complete_particulars(
        text.with_columns(
            pl.col("imo").str.extract(r"^(?:(?i)IMO)?\s*(\d{7,10})(?:\.0*)?$", 1),
            _ship_type().alias("ship_type"),
            pl.coalesce(_eta(*way) for way in _ETAS).alias("eta"),
            *(pl.col(name).cast(pl.Float32, strict=False) for name in _LARGEST),
        )
    )


def complete_particulars(rows: pl.DataFrame) -> pl.DataFrame:
    """Null what can't be, clean text, and sum up length and beam from the offsets.

    Parameters
    ----------
    rows : polars.DataFrame
        ``mmsi, timestamp, source_row`` and any of :data:`PARTICULARS`.
    """
    typed = rows.select(
        pl.col(name).cast(dtype)
        if name in rows.columns
        else pl.lit(None, dtype).alias(name)
        for name, dtype in HEARD.items()
    )
    clean = typed.with_columns(
        _valid_imo().alias("imo"),
        pl.coalesce(_flag_state_number(), "flag_state_number").alias(
            "flag_state_number"
        ),
        pl.when(pl.col("ship_type").is_between(1, 255)).then(pl.col("ship_type")),
        *(_clean_text(name) for name in _TEXTS),
        *(_quantity(name, largest) for name, largest in _LARGEST.items()),
    ).with_columns(
        *_pair("to_bow_m", "to_stern_m"),
        *_pair("to_port_m", "to_starboard_m"),
    )
    summed = clean.with_columns(
        pl.coalesce("length_m", pl.col("to_bow_m") + pl.col("to_stern_m")),
        pl.coalesce("beam_m", pl.col("to_port_m") + pl.col("to_starboard_m")),
    )
    return summed.filter(pl.any_horizontal(pl.col(PARTICULARS).is_not_null()))


def _valid_imo() -> pl.Expr:
    """Null a number without a valid check digit (IMO resolution A.1117(30))."""
    number = pl.col("imo")
    weighted = [(number // 10**i % 10) * (i + 1) for i in range(1, 7)]
    valid = pl.sum_horizontal(weighted) % 10 == number % 10
    return pl.when(valid & number.is_between(1_000_000, 9_999_999)).then(number)


def _flag_state_number() -> pl.Expr:
    """Take a number that is too large for an IMO number (ITU-R M.1371-5, table 52)."""
    number = pl.col("imo")
    return pl.when(number.is_between(10_000_000, 2**30 - 1)).then(number)


def _ship_type() -> pl.Expr:
    text = pl.col("ship_type").str.to_lowercase()
    words = text.replace_strict(SHIP_TYPE, default=None, return_dtype=pl.Float64)
    code = pl.coalesce(text.cast(pl.Float64, strict=False), words)
    return pl.when(code.is_between(1, 255)).then(code).cast(pl.Int16)


def _clean_text(name: str) -> pl.Expr:
    """Drop control characters, the padding of six-bit text, and words for nothing."""
    plain = pl.col(name).str.replace_all(r"[\p{C}\s]+", " ").str.strip_chars_end("@ ")
    clean = plain.str.strip_chars().str.slice(0, MAX_LETTERS)
    return pl.when(~clean.str.to_lowercase().is_in(_NO_TEXT)).then(clean).alias(name)


def _quantity(name: str, largest: float) -> pl.Expr:
    """Null what is out of bounds; a 0 stays in an offset only."""
    number = pl.col(name)
    low = number >= 0 if name.startswith("to_") else number > 0
    return pl.when(low & (number <= largest)).then(number).alias(name)


def _pair(fore: str, aft: str) -> list[pl.Expr]:
    """Keep a 0 beside a number: then the place of the antenna is not known."""
    known = pl.col(fore) + pl.col(aft) > 0
    return [pl.when(known).then(pl.col(name)).alias(name) for name in (fore, aft)]


def _eta(pattern: str, places: str) -> pl.Expr:
    """Write month, day, hour and minute, whatever the year."""
    found = pl.col("eta").str.extract_groups(pattern).struct
    numbers = (found.field(place).str.zfill(2) for place in places)
    return pl.format("{}-{}T{}:{}", *numbers)
