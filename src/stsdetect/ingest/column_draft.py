"""A column map drafted from a file, for the user to edit."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from stsdetect.errors import FormatError
from stsdetect.ingest.fields import MEANINGS, REQUIRED, match_columns
from stsdetect.ingest.formats import FORMATS
from stsdetect.ingest.layout import Layout, find_layout, list_headers
from stsdetect.ingest.sources import members, read_head

__all__ = ["draft_columns"]


class _Guess(NamedTuple):
    """What could be found of a file that may not be known."""

    layout: Layout
    fault: str


def draft_columns(path: Path) -> str:
    """Write a column map for a file of text, also where columns are not recognised.

    Returns
    -------
    str
        TOML that :func:`~stsdetect.ingest.columns.read_column_map` reads, once every
        needed field has its column. Columns that are not used stand in comments.

    Raises
    ------
    FormatError
        It holds messages, or no line of it could be a header.
    """
    guess = _guess(path)
    layout = guess.layout
    lines = ["# Which column holds what. Edit it, then: --columns THIS_FILE"]
    if guess.fault:
        lines.append(f"# Not read as it is: {' '.join(guess.fault.split())}")
    if layout.wrapped_cog:
        lines.append("# A map does not add 409.6 to courses below 0, the format does.")
    lines.append(f"separator = {_quoted(layout.separator)}")
    lines.append(f"encoding = {_quoted(layout.encoding)}")
    shown = f"time_format = {_quoted(layout.time_format or 'day_first')}"
    lines.append(shown if layout.time_format else f"# {shown}")
    lines.append(f"time_zone = {_quoted(layout.time_zone)}")
    lines.append(f"ids = {_quoted(layout.ids)}")
    return "\n".join([*lines, "", *_columns(layout), *_factors(layout)]) + "\n"


def _guess(path: Path) -> _Guess:
    member = members(path)[0]
    head = read_head(member)
    if any(one.looks_so(head) for one in FORMATS if one.looks_so is not None):
        raise FormatError(f"{member.name}: messages, no table; it needs no column map")
    try:
        layout = find_layout(head, member.name)
    except FormatError as error:
        return _Guess(_likeliest(head, member.name), str(error))
    if layout is not None:
        return _Guess(layout, "")
    return _Guess(_likeliest(head, member.name), "no known format")


def _likeliest(head: bytes, name: str) -> Layout:
    """Take the line with most columns that are known, or else with most columns."""
    found = [
        (len(match_columns(header)), len(header), -number, separator, header, encoding)
        for encoding in ("utf-8", "cp949")
        for number, separator, header in list_headers(head, encoding)
        if "\ufffd" not in "".join(header)
    ]
    if not found or b"\0" in head:
        raise FormatError(f"{name}: no table of text, so no columns to name")
    _, _, number, separator, header, encoding = max(found, key=lambda one: one[:3])
    return Layout(
        format="csv",
        n_header=-number,
        header=header,
        places=match_columns(header),
        separator=separator,
        encoding=encoding,
        time_format="",
    )


def _columns(layout: Layout) -> Iterator[str]:
    yield "[columns]"
    for name, meaning in MEANINGS.items():
        if name in layout.places:
            column = layout.header[layout.places[name]]
            yield f"{name} = {_quoted(column)}  # {meaning}"
        elif name in REQUIRED:
            yield f'# {name} = ""  # {meaning}: needed'
    used = set(layout.places.values())
    rest = [one for i, one in enumerate(layout.header) if i not in used]
    if rest:
        yield "# Columns not used:"
    yield from (f"#   {_quoted(one)}" for one in rest)
    free = [name for name in MEANINGS if name not in layout.places]
    if free:
        yield f"# Fields that have no column: {', '.join(free)}"


def _factors(layout: Layout) -> Iterator[str]:
    if layout.factors:
        yield from ("", "[factors]")
    for name, factor in layout.factors.items():
        yield f"{name} = {factor!r}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
