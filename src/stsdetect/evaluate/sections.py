"""Sections: the tables of the evaluation, made of its figures."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

import polars as pl

from stsdetect.evaluate.figures import PROBABLE, share_figure
from stsdetect.evaluate.markdown import cell, figure_cells, table
from stsdetect.evaluate.reaches import Reach

__all__ = [
    "baseline_section",
    "calibration_section",
    "error_section",
    "false_section",
    "found_section",
    "loss_section",
    "partner_section",
    "reach_section",
    "reception_section",
    "size_section",
    "story_section",
]

_FOUND: Final = ("recall", "precision at N", "average precision", "precision of all")
_LISTED: Final = "false listed per 1,000 vessel-days"
_CALLED: Final = f"false at {PROBABLE:g} or more per 1,000 vessel-days"
_VERDICTS: Final = {True: "hit", False: "**missed**", None: "not judged"}


def size_section(counts: pl.DataFrame) -> str:
    """Tell how much was simulated, level by level."""
    numbers = ("transfers", "hard_negatives", "vessel_days", "rows")
    by_level = counts.group_by("level", maintain_order=True).agg(
        pl.len().alias("worlds"), *(pl.col(name).sum() for name in numbers)
    )
    total = by_level.select(pl.lit("all").alias("level"), pl.exclude("level").sum())
    rows = pl.concat([by_level, total]) if by_level.height > 1 else by_level
    head = ["level", "worlds", *(name.replace("_", " ") for name in numbers)]
    return table(head, ([row[0], *(f"{n:,}" for n in row[1:])] for row in rows.rows()))


def reach_section(reaches: Iterable[Reach]) -> str:
    """Tell each promise, what was measured, and whether it was met."""
    return table(
        ["promise", "level", "asked", "measured", ""],
        (
            [one.what, one.level, one.asked, one.got, _VERDICTS[one.met]]
            for one in reaches
        ),
    )


def found_section(figures: pl.DataFrame, variant: str) -> str:
    """Tell recall and precision of one variant by level and kind."""
    rows = []
    for (level, kind), part in _groups(figures, variant):
        recall = part.filter(pl.col("name") == "recall")
        if recall.height:
            n_told = f"{recall['n'].item():,}"
            rows.append([level, f"`{kind}`", n_told, *figure_cells(part, _FOUND)])
    return table(["level", "kind", "transfers", *_FOUND], rows)


def partner_section(figures: pl.DataFrame, variant: str) -> str:
    """Tell where the true partner stands, and the true pairs of two silences."""
    one = (
        "true partner in the first 1",
        "true partner in the first 5",
        "mean reciprocal rank",
        "partners named, median",
    )
    both = ("recall in the top 3 N", "the same by chance")
    cells: dict[str, dict[str, list[str]]] = {}
    for (level, kind), part in _groups(figures, variant):
        names = {"one_dark": one, "both_dark": both}.get(kind)
        if names and part.height:
            cells.setdefault(level, {})[kind] = figure_cells(part, names)
    rows = (
        [
            level,
            *told.get("one_dark", ["–"] * len(one)),
            *told.get("both_dark", ["–"] * len(both)),
        ]
        for level, told in cells.items()
    )
    head = [f"`one_dark`: {name}" for name in one] + [
        f"`both_dark`: {name}" for name in both
    ]
    return table(["level", *head], rows)


def error_section(figures: pl.DataFrame, variant: str) -> str:
    """Tell how far off times and places are: the median, and nine in ten."""
    rows = []
    for (level, kind), part in _groups(figures, variant):
        errors = part.filter(pl.col("name").str.contains(" error, median"))
        if errors.height:
            cells = [
                f"{cell(value)} / {cell(high)}"
                for value, high in errors.select("value", "high").iter_rows()
            ]
            rows.append([level, f"`{kind}`", *cells])
    return table(["level", "kind", "start [h]", "end [h]", "place [nm]"], rows)


_OF_PARTNERS: Final = {
    "one_dark": ("true partner in the first 5",),
    "both_dark": ("recall in the top 3 N",),
}


def baseline_section(
    figures: pl.DataFrame, variants: Sequence[str], level: str, kind: str
) -> str:
    """Set variants beside each other in one level and one kind.

    Recall, precision and false candidates of a row are of one list. A variant that
    lists no candidate of the kind in any level is left out.
    """
    told = figures.filter(pl.col("kind") == kind)
    names = (*_FOUND, *_OF_PARTNERS.get(kind, ()), _LISTED)
    rows = []
    for variant in variants:
        of_variant = told.filter(pl.col("variant") == variant)
        listed = of_variant.filter(pl.col("name") == "precision of all")["n"].sum()
        here = of_variant.filter(pl.col("level") == level)
        if listed and here.height:
            rows.append([variant, *figure_cells(here, names)])
    return table([f"`{kind}`, {level}", *names], rows) if rows else ""


def loss_section(losses: pl.DataFrame) -> str:
    """Tell what each group of evidence is worth, by kind and level."""
    levels = losses["level"].unique(maintain_order=True).to_list()
    rows = []
    for (kind, variant), part in losses.group_by(
        "kind", "variant", maintain_order=True
    ):
        known = {
            row["level"]: cell(row["value"], row["low"], row["high"])
            for row in part.iter_rows(named=True)
        }
        cells = [known.get(level, "–") for level in levels]
        if (part["value"].abs() > 0).any():
            rows.append([f"`{kind}`", str(variant), *cells])
    head = ["kind", "ranked", *levels]
    return table(head, sorted(rows, key=lambda row: row[0]))


def false_section(figures: pl.DataFrame, variant: str) -> str:
    """Tell which innocent vessels are called a transfer, how often."""
    rows = [
        [level, kind, f"{part['n'].item():,}", *figure_cells(part, [_CALLED])]
        for (level, kind), whole in _groups(figures, variant)
        if (part := whole.filter(pl.col("name") == _CALLED)).height
    ]
    return table(["level", "family", "candidates", _CALLED], rows)


_BANDS: Final = {
    "encounter": (
        "interval_min",
        "a report every {} min",
        (0, 3, 10, 30, 60, 1e9, float("inf")),
    ),
    "one_dark": ("silence_h", "a silence of {} h", (0, 6, 12, 24, 72, 1e9)),
    "both_dark": ("silence_h", "a silence of {} h", (0, 6, 12, 24, 72, 1e9)),
}


_UNHEARD: Final = "one of the two not heard at all"


def reception_section(transfers: pl.DataFrame) -> str:
    """Tell how recall goes with reports and silences, in all levels together."""
    rows = []
    for kind, (column, text, edges) in _BANDS.items():
        of_kind = transfers.filter(pl.col("observability") == kind)
        for low, high in pairwise(edges):
            band = of_kind.filter((pl.col(column) > low) & (pl.col(column) <= high))
            words = f"{low:g} to {high:g}" if high < 1e9 else f"more than {low:g}"
            told = _UNHEARD if low == 1e9 else text.format(words)
            if band.height:
                value, *ends, n = share_figure(int(band["named"].sum()), band.height)
                rows.append([f"`{kind}`, {told}", f"{n:,}", cell(value, *ends)])
    return table(["transfers with", "transfers", "found, both vessels named"], rows)


def calibration_section(calibrations: pl.DataFrame) -> str:
    """Tell how true the likelihood is; one row per level and kind."""
    names = calibrations["name"].unique(maintain_order=True).to_list()
    rows = [
        [str(level), f"`{kind}`", *figure_cells(part, names)]
        for (level, kind), part in calibrations.group_by(
            "level", "kind", maintain_order=True
        )
    ]
    return table(["level", "kind", *names], rows)


def story_section(told: pl.DataFrame) -> str:
    """Tell recall story by story; evasions and what chance explains are among them."""
    rows = []
    for (scenario, kind, shown, expected), part in told.group_by(
        "scenario", "kind", "observability", "expected", maintain_order=True
    ):
        value, low, high, n = share_figure(int(part["found"].sum()), part.height)
        what = f"{scenario or '–'} {kind}"
        rows.append(
            [what, f"`{shown}`", str(expected), f"{n:,}", cell(value, low, high)]
        )
    head = ["story", "AIS shows", "expected", "transfers", "recall"]
    return table(head, sorted(rows, key=_by_code))


def _by_code(row: Sequence[str]) -> tuple[str, int, str]:
    """Sort S2 before S10."""
    code = row[0].split(" ")[0]
    digits = "".join(one for one in code[1:] if one.isdigit())
    return code[0], int(digits or 0), row[0]


def _groups(
    figures: pl.DataFrame, variant: str
) -> list[tuple[tuple[str, str], pl.DataFrame]]:
    chosen = figures.filter(pl.col("variant") == variant)
    return [
        ((str(level), str(kind)), part)
        for (level, kind), part in chosen.group_by("level", "kind", maintain_order=True)
    ]
