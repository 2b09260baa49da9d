"""Ground: what a report rests on, whatever it is, as headed lists and tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from stsdetect.report.wording import period_words

__all__ = ["Section", "ground_sections", "period_text"]

_AT_THE_HEAD: Final = ("title", "period")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading with text, a list, pairs of name and value, or a table below."""

    heading: str
    text: str = ""
    items: list[str] = field(default_factory=list)
    pairs: list[tuple[str, str]] = field(default_factory=list)
    header: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)


def ground_sections(summary: Mapping[str, Any]) -> list[Section]:
    """Turn each entry of a summary into a section, in the order given."""
    return [
        _section(str(name), content)
        for name, content in summary.items()
        if name not in _AT_THE_HEAD and content not in (None, "", [], {})
    ]


def period_text(summary: Mapping[str, Any]) -> str:
    """Write the period of a summary: two times, or text, or nothing."""
    period = summary.get("period")
    if period is None:
        return ""
    if isinstance(period, str):
        return period
    first, last = period
    return period_words(first, last)


def _section(name: str, content: Any) -> Section:
    heading = name.replace("_", " ").capitalize()
    if isinstance(content, Mapping):
        return Section(heading=heading, pairs=_flat(content))
    if isinstance(content, Sequence) and not isinstance(content, str):
        if all(isinstance(one, Mapping) for one in content):
            return _table(heading, content)
        return Section(heading=heading, items=[_text(one) for one in content])
    return Section(heading=heading, text=_text(content))


def _flat(content: Mapping[Any, Any], before: str = "") -> list[tuple[str, str]]:
    pairs = []
    for name, value in content.items():
        words = before + str(name).replace("_", " ")
        if isinstance(value, Mapping):
            pairs += _flat(value, f"{words}: ")
        else:
            pairs.append((words, _text(value)))
    return pairs


def _table(heading: str, rows: Sequence[Mapping[Any, Any]]) -> Section:
    names = list(dict.fromkeys(name for row in rows for name in row))
    return Section(
        heading=heading,
        header=[str(name).replace("_", " ") for name in names],
        rows=[[_text(row.get(name)) for name in names] for row in rows],
    )


def _text(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return f"{value:,.0f}" if float(value).is_integer() else f"{value:,}"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M} UTC"
    if isinstance(value, list | tuple):
        return ", ".join(_text(one) for one in value)
    return str(value)
