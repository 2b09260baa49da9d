"""What would be done with a file, and why: told before anything is read."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from stsdetect.ingest.columns import ColumnMap
from stsdetect.ingest.fields import MEANINGS
from stsdetect.ingest.formats import choose_format
from stsdetect.ingest.layout import Layout
from stsdetect.ingest.plan import Reading, Wish, plan_file
from stsdetect.ingest.sources import HEAD_BYTES, find_compression, read_head

__all__ = ["describe_file"]

Line = tuple[str, str]
"""What is told of, and what is told."""


def describe_file(
    path: Path, format_name: str | None = None, columns: ColumnMap | None = None
) -> list[Line]:
    """Tell how a file would be read, each stream of an archive in turn.

    Raises
    ------
    InputError, FormatError
        It can't be read; the message says why.
    """
    readings = plan_file(path, Wish(format_name, columns))
    lines = [("file", str(path)), ("compression", find_compression(path))]
    for reading in readings:
        if reading.member.inner:
            lines.append(("in the archive", reading.member.inner))
        lines += _describe(reading, told=format_name is not None, columns=columns)
    return lines


def _describe(
    reading: Reading, *, told: bool, columns: ColumnMap | None
) -> Iterator[Line]:
    known = choose_format(reading.format_name)
    yield "format", f"{known.name}: {known.title}"
    why = "named by --format" if told else f"it has {known.recognised_by}"
    yield "because", why if columns is None else "the column map names the columns"
    if isinstance(reading.how, Layout):
        yield from _describe_layout(reading.how)
    yield from _describe_rows(reading)


def _describe_layout(layout: Layout) -> Iterator[Line]:
    names = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
    yield "encoding", layout.encoding
    yield "separator", names.get(layout.separator, repr(layout.separator))
    yield "header", f"line {layout.n_header}, {len(layout.header)} columns"
    yield "times", f"{layout.time_format}; {layout.time_zone} where no zone is named"
    for name, number in layout.places.items():
        factor = layout.factors.get(name, 1.0)
        times = "" if factor == 1.0 else f", times {factor:g}"
        yield name, f"column {layout.header[number]!r}{times}: {MEANINGS[name]}"
    used = set(layout.places.values())
    rest = [name for i, name in enumerate(layout.header) if i not in used]
    yield "not used", ", ".join(rest) or "no column"


def _describe_rows(reading: Reading) -> Iterator[Line]:
    head = read_head(reading.member)
    whole = head if len(head) < HEAD_BYTES else head[: head.rfind(b"\n") + 1] or head
    decoder = reading.decoder(1)
    tables, rest = decoder.feed(whole), decoder.finish()
    counts = Counter(tables.n_rows) + Counter(rest.n_rows)
    told = ", ".join(f"{n:,} {word}" for word, n in counts.most_common())
    yield "first rows", f"of {counts.total():,}: {told or 'nothing'}"
    for row in tables.positions.sort("source_row").head(1).iter_rows(named=True):
        values = {name: value for name, value in row.items() if value is not None}
        values["timestamp"] = f"{values['timestamp']:%Y-%m-%d %H:%M:%S} UTC"
        yield "first position", ", ".join(map(_said, values.items()))


def _said(item: tuple[str, Any]) -> str:
    """Write a value; floats of 32 bits have no more than six digits to show."""
    name, value = item
    return (
        f"{name} {round(value, 6):.8g}"
        if isinstance(value, float)
        else f"{name} {value}"
    )
