"""Charts: the figures of the evaluation, drawn small, on the axes given."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import polars as pl
from matplotlib.axes import Axes

__all__ = ["draw_calibration", "draw_precision", "draw_recall"]

_COLOURS: Final = ("#0072b2", "#d55e00", "#009e73", "#cc79a7")
"""Safe for the colour-blind: Okabe and Ito (2008), Color universal design."""


def draw_recall(figures: pl.DataFrame, kinds: Sequence[str], *, ax: Axes) -> Axes:
    """Draw recall with its interval, by level, one colour for each kind."""
    recall = figures.filter((pl.col("name") == "recall") & pl.col("kind").is_in(kinds))
    levels = recall["level"].unique(maintain_order=True).to_list()
    for place, kind in enumerate(kinds):
        of_kind = recall.filter(pl.col("kind") == kind)
        at = [levels.index(level) + 0.15 * (place - 1) for level in of_kind["level"]]
        value, low, high = (of_kind[n].to_numpy() for n in ("value", "low", "high"))
        ax.errorbar(
            at,
            value,
            yerr=np.abs([value - low, high - value]),
            fmt="o",
            capsize=3,
            color=_COLOURS[place],
            label=kind,
        )
    ax.set_xticks(range(len(levels)), levels)
    ax.set_ylim(-0.03, 1.03)
    ax.set_ylabel("recall")
    ax.grid(axis="y", alpha=0.3)
    if levels:
        ax.legend(frameon=False)
    return ax


def draw_precision(
    figures: pl.DataFrame, variants: Sequence[str], kind: str, *, ax: Axes
) -> Axes:
    """Draw precision at N of several variants, a row for each, a colour by level."""
    chosen = figures.filter(
        (pl.col("name") == "precision at N") & (pl.col("kind") == kind)
    )
    levels = chosen["level"].unique(maintain_order=True).to_list()
    for place, level in enumerate(levels):
        by_variant = dict(
            chosen.filter(pl.col("level") == level)
            .select("variant", "value")
            .iter_rows()
        )
        value = [by_variant.get(name, np.nan) for name in variants]
        at = np.arange(len(variants)) + 0.12 * (place - 1)
        ax.plot(value, at, "o", color=_COLOURS[place % len(_COLOURS)], label=level)
    ax.set_yticks(range(len(variants)), variants)
    ax.invert_yaxis()
    ax.set_xlim(-0.03, 1.03)
    ax.set_xlabel(f"precision at N, {kind}")
    ax.grid(axis="x", alpha=0.3)
    if levels:
        ax.legend(frameon=False, loc="center left")
    return ax


def draw_calibration(curves: Sequence[tuple[str, pl.DataFrame]], *, ax: Axes) -> Axes:
    """Draw what was against what was said, a line for each curve."""
    ax.plot([0, 1], [0, 1], color="grey", linewidth=0.8, label="exact")
    for place, (name, curve) in enumerate(curves):
        ax.plot(curve["said"], curve["was"], "o-", color=_COLOURS[place], label=name)
    ax.set_xlabel("likelihood, shifted to the prevalence")
    ax.set_ylabel("share of transfers")
    ax.set_xlim(-0.03, 1.03)
    ax.set_ylim(-0.03, 1.03)
    ax.grid(alpha=0.3)
    ax.legend(frameon=False)
    return ax
