"""Layout of a file of delimited text: its header, separator, columns and times."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from stsdetect.errors import FormatError
from stsdetect.ingest.columns import ColumnMap
from stsdetect.ingest.fields import REQUIRED, fold, match_columns
from stsdetect.ingest.formats import CSV, Format, detect_format
from stsdetect.ingest.swapped import check_axes
from stsdetect.ingest.times import recognise_times

__all__ = ["Layout", "find_layout", "list_headers"]

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


class _Place(NamedTuple):
    """Where the header of a file is, and how it is written."""

    n_header: int
    separator: str
    header: tuple[str, ...]
    encoding: str


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
        for place in list_headers(head, encoding):
            header = place[-1]
            found = detect_format(list(header)) if wanted is None else wanted
            places = match_columns(header) | (
                {} if found is None else found.name_places(header)
            )
            lost = [one for one in REQUIRED if one not in places]
            if found is not None and not lost:
                return _layout(head, name, found, _Place(*place, encoding))
            if len(lost) < len(REQUIRED) - 1:
                near = near or _lost_columns(name, lost, header)
    if near is not None:
        raise near
    return None


def list_headers(
    head: bytes, encoding: str
) -> Iterator[tuple[int, str, tuple[str, ...]]]:
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


def _layout(head: bytes, name: str, found: Format, place: _Place) -> Layout:
    header = place.header
    matched = match_columns(header) | found.name_places(header)
    places = {key: i for key, i in matched.items() if key not in found.ignored}
    time_format = found.time_format or recognise_times(
        _sample(head, place, places["timestamp"]), name
    )
    _check_axes(head, name, place, places, found)
    return Layout(
        format=found.name,
        n_header=place.n_header,
        header=header,
        places=places,
        separator=place.separator,
        encoding=place.encoding,
        time_format=time_format,
        ids=found.ids,
        factors=found.factors,
        wrapped_cog=found.wrapped_cog,
    )


def _mapped_layout(head: bytes, name: str, columns: ColumnMap) -> Layout:
    place = _mapped_place(head, columns)
    folded = [fold(one) for one in place.header]
    lost = [one for one in columns.columns.values() if fold(one) not in folded]
    if lost:
        raise FormatError(
            f"{name}: no column {', '.join(map(repr, lost))} as the column map says; "
            f"found {_shown(place.header)}"
        )
    places = {key: folded.index(fold(one)) for key, one in columns.columns.items()}
    time_format = columns.time_format or recognise_times(
        _sample(head, place, places["timestamp"]), name
    )
    _check_axes(head, name, place, places, columns)
    return Layout(
        format=CSV.name,
        n_header=place.n_header,
        header=place.header,
        places=places,
        separator=place.separator,
        encoding=place.encoding,
        time_format=time_format,
        time_zone=columns.time_zone,
        ids=columns.ids,
        decimal_comma=columns.decimal_comma,
        factors=columns.factors,
    )


def _mapped_place(head: bytes, columns: ColumnMap) -> _Place:
    """Take the one of the first lines for the header that has most of the names."""
    lines = head.decode(columns.encoding, "replace").splitlines()[: _MAX_META + 1]
    wanted = {fold(one) for one in columns.columns.values()}
    headers = [_split(line, columns.separator) for line in lines]
    found = [len(wanted & {fold(one) for one in header}) for header in headers]
    best = found.index(max(found))
    return _Place(best + 1, columns.separator, headers[best], columns.encoding)


def _sample(head: bytes, place: _Place, column: int) -> list[str]:
    """Give the times of the first rows; the last line may be cut, so it is left out."""
    lines = head.decode(place.encoding, "replace").splitlines()[place.n_header :]
    rows = (_split(line, place.separator) for line in lines[: max(len(lines) - 1, 1)])
    return [row[column] for row in rows if len(row) == len(place.header)]


def _check_axes(
    head: bytes,
    name: str,
    place: _Place,
    places: Mapping[str, int],
    units: Format | ColumnMap,
) -> None:
    lat, lon = places["lat"], places["lon"]
    names = place.header[lat], place.header[lon]
    values = _sample(head, place, lat), _sample(head, place, lon)
    check_axes(name, names, values, units.factors)


def _lost_columns(name: str, lost: list[str], header: tuple[str, ...]) -> FormatError:
    return FormatError(
        f"{name}: no column for {', '.join(lost)}; found {_shown(header)}; "
        "name the columns with --columns FILE.toml"
    )


def _shown(header: tuple[str, ...]) -> str:
    shown = ", ".join(name[:40] for name in header[:30])
    return f"{shown} and {len(header) - 30} more" if len(header) > 30 else shown
