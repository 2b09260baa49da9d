"""Layout of a file of delimited text: its header, separator, columns and times."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from stsdetect.errors import FormatError
from stsdetect.ingest.columns import ColumnMap
from stsdetect.ingest.fields import REQUIRED, fold, match_columns
from stsdetect.ingest.formats import CSV, Format, detect_format
from stsdetect.ingest.times import recognise_times

__all__ = ["Layout", "find_layout"]

_SEPARATORS: Final = ",;\t|"
_MAX_META: Final = 5
"""Lines before the header that are tried, ours: the Korean files have two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How the rows of one text file are read.

    Parameters
    ----------
    format : str
        Name of the format.
    n_header : int
        Lines up to the header, it included.
    header : tuple of str
        Names of the columns.
    places : mapping of str to int
        Field to the number of its column, from 0.
    separator, encoding, time_format, time_zone, ids, decimal_comma, factors
        As in :class:`~stsdetect.ingest.columns.ColumnMap`.
    wrapped_cog : bool
        As in :class:`~stsdetect.ingest.formats.Format`.
    """

    format: str
    n_header: int
    header: tuple[str, ...]
    places: Mapping[str, int]
    separator: str = ","
    encoding: str = "utf-8"
    time_format: str = "iso"
    time_zone: str = "UTC"
    ids: str = "mmsi"
    decimal_comma: bool = False
    factors: Mapping[str, float] = field(default_factory=dict)
    wrapped_cog: bool = False


def find_layout(
    head: bytes,
    name: str,
    wanted: Format | None = None,
    columns: ColumnMap | None = None,
) -> Layout | None:
    """Find how a text file is read by its first bytes.

    Parameters
    ----------
    head : bytes
        The beginning of the file, not compressed.
    name : str
        What to call the file in a fault.
    wanted : Format, optional
        The format to take it for, instead of recognising it.
    columns : ColumnMap, optional
        Which column holds what, instead of recognising it.

    Returns
    -------
    Layout, or None when the file is nothing known.

    Raises
    ------
    FormatError
        It looks like AIS, but a column is missing or times are not understood.
    """
    if columns is not None:
        return _mapped_layout(head, name, columns)
    near: FormatError | None = None
    for encoding in ("utf-8", "cp949"):
        for n_header, separator, header in _headers(head, encoding):
            found = detect_format(list(header)) if wanted is None else wanted
            places = match_columns(header)
            lost = [one for one in REQUIRED if one not in places]
            if found is not None and not lost:
                return _layout(head, name, found, (n_header, separator, header))
            if len(lost) < len(REQUIRED) - 1:
                near = near or _lost_columns(name, lost, header)
    if near is not None:
        raise near
    return None


def _headers(head: bytes, encoding: str) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    """Give every way to read one of the first lines as a header."""
    text = head.decode(encoding, "replace")
    for number, line in enumerate(text.splitlines()[: _MAX_META + 1], 1):
        for separator in _SEPARATORS:
            if separator in line:
                yield number, separator, _split(line, separator)


def _split(line: str, separator: str) -> tuple[str, ...]:
    try:
        (values,) = csv.reader([line.strip("\r\n")], delimiter=separator)
    except (csv.Error, ValueError):
        return ()
    return tuple(value.strip().removeprefix("\ufeff") for value in values)


def _layout(
    head: bytes, name: str, found: Format, place: tuple[int, str, tuple[str, ...]]
) -> Layout:
    n_header, separator, header = place
    matched = match_columns(header)
    places = {key: i for key, i in matched.items() if key not in found.ignored}
    time_format = found.time_format or recognise_times(
        _sample(head, found.encoding, place, places["timestamp"]), name
    )
    return Layout(
        format=found.name,
        n_header=n_header,
        header=header,
        places=places,
        separator=separator,
        encoding=found.encoding,
        time_format=time_format,
        ids=found.ids,
        wrapped_cog=found.wrapped_cog,
    )


def _mapped_layout(head: bytes, name: str, columns: ColumnMap) -> Layout:
    separator = columns.separator
    lines = head.decode(columns.encoding, "replace").splitlines()
    wanted = {fold(one): one for one in columns.columns.values()}
    headers = [_split(line, separator) for line in lines[: _MAX_META + 1]]
    folded = [[fold(one) for one in header] for header in headers]
    n_found = [sum(one in header for one in wanted) for header in folded]
    best = max(range(len(headers)), key=lambda i: (n_found[i], -i), default=None)
    header = headers[best] if best is not None else ()
    lost = [
        one for key, one in wanted.items() if best is None or key not in folded[best]
    ]
    if best is None or lost:
        raise FormatError(
            f"{name}: no column {', '.join(map(repr, lost))} as the column map says; "
            f"found {_shown(header)}"
        )
    places = {
        key: folded[best].index(fold(one)) for key, one in columns.columns.items()
    }
    place = (best + 1, separator, header)
    sample = _sample(head, columns.encoding, place, places["timestamp"])
    return Layout(
        format=CSV.name,
        n_header=best + 1,
        header=header,
        places=places,
        separator=separator,
        encoding=columns.encoding,
        time_format=columns.time_format or recognise_times(sample, name),
        time_zone=columns.time_zone,
        ids=columns.ids,
        decimal_comma=columns.decimal_comma,
        factors=columns.factors,
    )


def _sample(
    head: bytes, encoding: str, place: tuple[int, str, tuple[str, ...]], column: int
) -> list[str]:
    """Give the times of the first rows; the last line may be cut, so it is left out."""
    n_header, separator, header = place
    lines = head.decode(encoding, "replace").splitlines()[n_header:]
    rows = (_split(line, separator) for line in lines[: max(len(lines) - 1, 1)])
    return [row[column] for row in rows if len(row) == len(header)]


def _lost_columns(name: str, lost: list[str], header: tuple[str, ...]) -> FormatError:
    return FormatError(
        f"{name}: no column for {', '.join(lost)}; found {_shown(header)}; "
        "name the columns with --columns FILE.toml"
    )


def _shown(header: tuple[str, ...]) -> str:
    shown = ", ".join(name[:40] for name in header[:30])
    return f"{shown} and {len(header) - 30} more" if len(header) > 30 else shown
