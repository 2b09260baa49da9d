"""Markdown: tables of figures as text."""

import math
from collections.abc import Iterable, Sequence

import polars as pl

__all__ = ["cell", "figure_cells", "table"]


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table; the first column is text, the others are set to the right.

    Examples
    --------
    >>> print(table(["kind", "recall"], [["encounter", "0.98"]]))
    | kind | recall |
    |---|---:|
    | encounter | 0.98 |
    """
    lines = ["| " + " | ".join(head) + " |", "|---|" + "---:|" * (len(head) - 1)]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines)


def cell(value: float, low: float = float("nan"), high: float = float("nan")) -> str:
    """Write a figure with its interval, where it has one; a dash where it is unknown.

    Examples
    --------
    >>> cell(0.9, 0.867, 0.9257)
    '0.90 (0.87–0.93)'
    >>> cell(float("nan"))
    '–'
    """
    if math.isnan(value):
        return "–"
    text = _number(value)
    if math.isnan(low) or math.isnan(high):
        return text
    return f"{text} ({_number(low)}–{_number(high)})"


def figure_cells(
    figures: pl.DataFrame, names: Sequence[str], *, intervals: bool = True
) -> list[str]:
    """Write the figures of these names, a dash for each that is missing."""
    known = {row["name"]: row for row in figures.iter_rows(named=True)}
    return [
        cell(
            known[name]["value"],
            *((known[name]["low"], known[name]["high"]) if intervals else ()),
        )
        if name in known
        else "–"
        for name in names
    ]


def _number(value: float) -> str:
    """Write two decimals, fewer where the number is large."""
    return f"{value:.2f}" if abs(value) < 10 else f"{value:.1f}"
