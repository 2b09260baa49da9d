"""Worsened: the same worlds told worse, and what is still found in them."""

from collections.abc import Sequence
from typing import Final

import polars as pl

from stsdetect.evaluate.figures import measure_kind
from stsdetect.evaluate.markdown import cell, table
from stsdetect.evaluate.outcomes import Outcome, pool_outcomes

__all__ = ["worsened_section"]

_TOLD: Final = (
    ("encounter", "recall"),
    ("encounter", "precision at N"),
    ("one_dark", "recall"),
    ("one_dark", "true partner in the first 5"),
    ("both_dark", "recall"),
    ("both_dark", "recall in the top 3 N"),
)


def worsened_section(outcomes: Sequence[Outcome]) -> str:
    """Tell recall and ranks under each condition; its name stands in ``level``.

    Empty where nothing was told worse.
    """
    if not outcomes:
        return ""
    pooled = pool_outcomes(list(outcomes))
    rows = []
    for condition in pooled.told["level"].unique(maintain_order=True).to_list():
        here = Outcome(*(one.filter(pl.col("level") == condition) for one in pooled))
        values = {
            (kind, figure.name): cell(figure.value, figure.low, figure.high)
            for kind in dict.fromkeys(kind for kind, _ in _TOLD)
            for figure in measure_kind(here, kind)
        }
        rows.append([condition, *(values.get(one, "–") for one in _TOLD)])
    head = ["told", *(f"`{kind}`: {name}" for kind, name in _TOLD)]
    return table(head, rows)
