"""The page of an evaluation with its pictures, and its figures as a table."""

from pathlib import Path
from typing import Final

import matplotlib as mpl
import polars as pl
from matplotlib.figure import Figure

from stsdetect.disk.files import written_whole
from stsdetect.evaluate.calibration import calibration_curve, shift_to_seen
from stsdetect.evaluate.charts import draw_calibration, draw_precision, draw_recall
from stsdetect.evaluate.page import Variants, write_page_text
from stsdetect.scoring.likelihood import DEFAULT_SCORE
from stsdetect.trials.evaluation import Evaluation
from stsdetect.trials.variants import CALLED, ORDERS, OURS, RULES

__all__ = ["write_evaluation"]

_KINDS: Final = ("encounter", "one_dark", "both_dark")
_BESIDE: Final = (CALLED, *RULES, *ORDERS)


def write_evaluation(evaluation: Evaluation, page: Path) -> list[Path]:
    """Write the page, its pictures beside it, and every figure as CSV.

    Parameters
    ----------
    evaluation : Evaluation
        What was measured.
    page : Path
        The Markdown file; pictures, ``figures.csv`` and ``compared.csv`` go into a
        folder of its name.

    Returns
    -------
    list of Path
        Every file written, the page first.
    """
    beside = page.with_suffix("")
    beside.mkdir(parents=True, exist_ok=True)
    pictures = {
        caption: beside / name
        for caption, name in (
            ("Recall by level and kind", "recall.svg"),
            ("Precision at N beside published rules, luck and place", "precision.svg"),
            ("What was said and what was", "calibration.svg"),
        )
    }
    for path, figure in zip(pictures.values(), _draw(evaluation), strict=True):
        _save(figure, path)
    tables = {
        beside / "figures.csv": evaluation.figures,
        beside / "compared.csv": evaluation.compared,
    }
    for path, table in tables.items():
        with written_whole(path) as aside:
            table.write_csv(aside, float_precision=4)
    text = write_page_text(
        evaluation.measured,
        Variants(OURS, _BESIDE),
        evaluation.made_by,
        {caption: f"{beside.name}/{path.name}" for caption, path in pictures.items()},
    )
    with written_whole(page) as aside:
        aside.write_text(text, encoding="utf-8")
    return [page, *tables, *pictures.values()]


def _draw(evaluation: Evaluation) -> list[Figure]:
    recall, precision, calibration = (
        Figure(figsize=size, layout="constrained")
        for size in ((6.0, 3.2), (6.0, 3.6), (4.2, 4.0))
    )
    draw_recall(evaluation.figures, _KINDS, ax=recall.add_subplot())
    rows = [OURS, *_BESIDE]
    draw_precision(evaluation.compared, rows, "encounter", ax=precision.add_subplot())
    draw_calibration(_curves(evaluation), ax=calibration.add_subplot())
    return [recall, precision, calibration]


def _curves(evaluation: Evaluation) -> list[tuple[str, pl.DataFrame]]:
    """Give the calibration curve of each kind, all levels together."""
    judged = evaluation.measured.outcome.judged
    rates = {kind: DEFAULT_SCORE.base_rate(kind) for kind in _KINDS}
    curves = []
    for kind in _KINDS:
        of_kind = judged.filter(pl.col("kind") == kind)
        true = of_kind["verdict"].is_in(["transfer", "repeat"]).to_numpy()
        if not true.any() or true.all():
            continue
        shifted = shift_to_seen(judged, kind, rates)
        curves.append((kind, calibration_curve(shifted, true)))
    return curves


def _save(figure: Figure, path: Path) -> None:
    """Write an SVG that is the same for the same figures: no date, no random ids."""
    with mpl.rc_context({"svg.hashsalt": "stsdetect"}), written_whole(path) as aside:
        figure.savefig(aside, format="svg", metadata={"Date": None})
