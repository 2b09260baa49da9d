"""Times as text: the usual ways of writing them, told apart and read."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

import polars as pl

from stsdetect.errors import FormatError

__all__ = ["EARLIEST", "LATEST", "read_times", "recognise_times"]

_EPOCH_MS_FROM: Final = 1e11
"""Numbers from here on are milliseconds since 1970; as seconds: the year 5138."""

_SLASHED = re.compile(r"\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b")
_PACKED = re.compile(r"\s*\d{8}[_T ]?\d{6}(\D|$)")
_ISO = re.compile(r"\s*\d{4}[-/]\d{1,2}[-/]\d{1,2}([T ]|$)")
_NUMBER = re.compile(r"\s*\d{9,13}(\.\d*)?(e\+?\d+)?\s*$")

_ZONE: Final = r"\s*(?:Z|z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})(?: UTC)?$"
_DATES: Final = {
    "iso": ("%Y-%m-%d",),
    "day_first": ("%d-%m-%Y",),
    "month_first": ("%m-%d-%Y",),
    "packed": ("%Y%m%d",),
}
_CLOCKS: Final = ("%H:%M:%S%.f", "%H:%M")
EARLIEST: Final = datetime(1990, 1, 1, tzinfo=UTC)
LATEST: Final = datetime(2100, 1, 1, tzinfo=UTC)
"""Years 1990 to 2099, ours: AIS is younger; what lies outside is no time."""


def recognise_times(values: Sequence[str], name: str) -> str:
    """Tell the way in which times are written from a sample of them.

    Raises
    ------
    FormatError
        No usual way, or days and months can't be told apart.

    Examples
    --------
    >>> recognise_times(["31/12/2015 23:59:59"], "a.csv")
    'day_first'
    >>> recognise_times(["1426741942.0"], "a.csv")
    'epoch'
    """
    filled = [value for value in values if value.strip()]
    for pattern, way in ((_PACKED, "packed"), (_NUMBER, "epoch"), (_ISO, "iso")):
        if filled and all(pattern.match(value) for value in filled):
            return way
    slashed = [match for value in filled if (match := _SLASHED.match(value))]
    if slashed:
        return _day_or_month_first(slashed, name)
    counts = {
        way: sum(bool(pattern.match(value)) for value in filled)
        for pattern, way in ((_PACKED, "packed"), (_NUMBER, "epoch"), (_ISO, "iso"))
    }
    best = max(counts, key=lambda way: counts[way])
    if filled and not counts[best]:
        raise FormatError(
            f"{name}: times like {filled[0][:40]!r} are not understood; "
            "say how they are written by time_format in a column map"
        )
    return best if filled else "iso"


def _day_or_month_first(slashed: list[re.Match[str]], name: str) -> str:
    first = max(int(match[1]) for match in slashed)
    second = max(int(match[2]) for match in slashed)
    if first <= 12 and second <= 12:
        raise FormatError(
            f"{name}: {slashed[0][0].strip()!r} may be day or month first; "
            "say which by time_format in a column map"
        )
    return "day_first" if first > 12 else "month_first"


def read_times(column: pl.Series, way: str, zone: str) -> pl.Series:
    """Read times as milliseconds, UTC; null where one can't be read.

    Parameters
    ----------
    column : polars.Series
        Text, or numbers of an epoch.
    way : str
        As :func:`recognise_times` gives it, ``epoch_s``, ``epoch_ms`` or a pattern of
        ``strftime``.
    zone : str
        Time zone of values that name none.

    Examples
    --------
    >>> times = pl.Series(["01/02/2024 00:00", "soon"])
    >>> read_times(times, "day_first", "UTC").to_physical().to_list()
    [1706745600000, None]
    """
    if column.is_empty():
        return pl.Series(column.name, [], pl.Datetime("ms", "UTC"))
    if way.startswith("epoch"):
        times = _epoch(column, way)
    else:
        times = _text(column.cast(pl.String), way, zone)
    usable = times.is_between(EARLIEST, LATEST, closed="left")
    return times.set(~usable.fill_null(value=False), None)


def _epoch(column: pl.Series, way: str) -> pl.Series:
    if not column.dtype.is_numeric():
        column = column.str.strip_chars()
    numbers = column.cast(pl.Float64, strict=False)
    factor = pl.when(pl.col("x") >= _EPOCH_MS_FROM).then(1.0).otherwise(1e3)
    if way != "epoch":
        factor = pl.lit(1.0 if way == "epoch_ms" else 1e3)
    x = pl.when(pl.col("x").is_finite()).then((pl.col("x") * factor).round())
    return (
        numbers.to_frame("x")
        .select(
            x.cast(pl.Int64, strict=False)
            .cast(pl.Datetime("ms"))
            .dt.replace_time_zone("UTC")
        )
        .to_series()
    )


def _text(column: pl.Series, way: str, zone: str) -> pl.Series:
    quick = _quick(column, way, zone)
    if quick is not None and quick.null_count() == column.null_count():
        return quick
    distinct = column.unique()
    read = _slow(distinct.str.strip_chars(), way, zone)
    return column.replace_strict(distinct, read, return_dtype=read.dtype)


def _quick(column: pl.Series, way: str, zone: str) -> pl.Series | None:
    """Read ISO times of one shape, as most files have them, without a detour."""
    if way != "iso" or column.is_empty():
        return None
    first = str(column.first())
    if len(first) != 19:
        return None
    pattern = f"%Y-%m-%d{first[10]}%H:%M:%S"
    times = column.str.to_datetime(pattern, time_unit="ms", strict=False, exact=True)
    return _in_utc(times, zone)


def _slow(values: pl.Series, way: str, zone: str) -> pl.Series:
    if way not in _DATES:
        patterns, text, offset = [way], values, pl.Series([None] * len(values))
        return _in_utc(_first_read(text, patterns), zone)
    offset = values.str.extract(f"({_ZONE})", 1).str.replace(" UTC$", "")
    text = values.str.replace(_ZONE, "").str.replace("T", " ", literal=True)
    text = text.str.replace_all(r"^(\d+)[/.](\d+)[/.](\d+)", "${1}-${2}-${3}")
    if way == "packed":
        text = text.str.replace(
            r"^(\d{8})[_ ]?(\d{2})(\d{2})(\d{2})", "${1} ${2}:${3}:${4}"
        )
    patterns = [f"{date} {clock}" for date in _DATES[way] for clock in _CLOCKS]
    times = _first_read(text, patterns)
    named = offset.is_not_null()
    aware = times.dt.replace_time_zone("UTC") - _offset(offset)
    return _in_utc(times, zone).zip_with(~named, aware)


def _first_read(text: pl.Series, patterns: list[str]) -> pl.Series:
    read = [
        text.str.to_datetime(pattern, time_unit="ms", strict=False)
        for pattern in patterns
    ]
    return pl.select(pl.coalesce(read)).to_series()


def _offset(names: pl.Series) -> pl.Series:
    """Turn ``+09:00`` into a duration; ``Z`` and ``UTC`` are none."""
    parts = names.str.strip_chars().str.extract_groups(r"^([+-])(\d{2}):?(\d{2})?")
    sign = parts.struct.field("1").replace_strict({"-": -1, "+": 1}, default=0)
    hours = parts.struct.field("2").cast(pl.Int64).fill_null(0)
    minutes = parts.struct.field("3").cast(pl.Int64).fill_null(0)
    return (sign.cast(pl.Int64) * (hours * 60 + minutes) * 60_000).cast(
        pl.Duration("ms")
    )


def _in_utc(times: pl.Series, zone: str) -> pl.Series:
    """Read naive times as of a zone; one that a clock change makes unclear is early."""
    return times.dt.replace_time_zone(
        zone, ambiguous="earliest", non_existent="null"
    ).dt.convert_time_zone("UTC")
