"""Sections: the tables of the evaluation, each with a line that says how to read it."""

from typing import Final

import polars as pl

from stsdetect.evaluate.markdown import figure_cells, table

__all__ = ["found_section"]

_FOUND: Final = ("recall", "precision at N", "precision of all")


def found_section(figures: pl.DataFrame, variant: str) -> str:
    """Tell recall and precision of one variant by level and kind."""
    rows = []
    for (level, kind), part in _groups(figures, variant):
        recall = part.filter(pl.col("name") == "recall")
        if recall.is_empty():
            continue
        n_told = f"{recall['n'].item():,}"
        rows.append([level, kind, n_told, *figure_cells(part, _FOUND)])
    head = ["level", "kind", "transfers", *_FOUND]
    return table(head, rows)


def _groups(
    figures: pl.DataFrame, variant: str
) -> list[tuple[tuple[str, str], pl.DataFrame]]:
    chosen = figures.filter(pl.col("variant") == variant)
    return [
        ((str(level), str(kind)), part)
        for (level, kind), part in chosen.group_by("level", "kind", maintain_order=True)
    ]
