"""Page: ``docs/evaluation.md``, made of what was measured and of nothing else."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import polars as pl

from stsdetect.evaluate import texts
from stsdetect.evaluate.leaks import LEAK_COLUMNS, Leak
from stsdetect.evaluate.markdown import cell
from stsdetect.evaluate.marks import MARKS_TEXT, NO_MARKS, marks_section
from stsdetect.evaluate.outcomes import Outcome
from stsdetect.evaluate.prevalence import AtPrevalence
from stsdetect.evaluate.reaches import Reach
from stsdetect.evaluate.sections import (
    baseline_section,
    calibration_section,
    error_section,
    false_section,
    found_section,
    loss_section,
    partner_section,
    reach_section,
    reception_section,
    size_section,
    story_section,
)
from stsdetect.evaluate.weight_sections import (
    label_section,
    prevalence_section,
    weight_section,
)
from stsdetect.evaluate.weights import Compared
from stsdetect.evaluate.worsened import worsened_section

__all__ = ["Measured", "Variants", "write_page_text"]


class Variants(NamedTuple):
    """Names of the variants: the one judged, and those beside it."""

    judged: str
    baselines: Sequence[str]


class Measured(NamedTuple):
    """All that the page tells.

    Attributes
    ----------
    figures : DataFrame
        Ours, as :func:`~stsdetect.evaluate.summary.summarise` gives them.
    compared : DataFrame
        The same of every variant, of the worlds that all of them looked at.
    outcome : Outcome
        Of the variant that is judged.
    counts : DataFrame
        Sizes by world.
    losses : DataFrame
        As :func:`~stsdetect.evaluate.summary.measure_losses` gives them.
    reaches : sequence of Reach
        Promises.
    calibrations : DataFrame
        Calibration with ``level`` and ``kind``.
    leak : Leak
        Of all vessels.
    weights : sequence of Compared
        Other weights beside judged ones.
    prevalences : sequence of AtPrevalence
        Likelihoods in rarer seas.
    labels : sequence of mapping
        What so many simulated labels teach, as the fitted table that ships tells it.
    worsened : sequence of Outcome
        Some worlds as they are, and the same ones told worse.
    is_simulated : bool
        The worlds are made; else they are a user's own.
    marks : DataFrame
        Identity events and anomalies beside the truth, with ``level``.
    """

    figures: pl.DataFrame
    compared: pl.DataFrame
    outcome: Outcome
    counts: pl.DataFrame
    losses: pl.DataFrame
    reaches: Sequence[Reach]
    calibrations: pl.DataFrame
    leak: Leak
    weights: Sequence[Compared]
    prevalences: Sequence[AtPrevalence]
    labels: Sequence[Mapping[str, Any]]
    worsened: Sequence[Outcome]
    is_simulated: bool
    marks: pl.DataFrame = NO_MARKS


def write_page_text(
    measured: Measured,
    variants: Variants,
    made_by: Mapping[str, str],
    pictures: Mapping[str, str],
) -> str:
    """Write the page; of a user's own data without what only a simulator can know.

    Parameters
    ----------
    measured : Measured
        What it tells.
    variants : Variants
        What is compared.
    made_by : mapping
        What made it: command, version and so on, in words.
    pictures : mapping
        File of each picture by its caption.
    """
    figures, ours = measured.figures, variants.judged
    parts = [
        texts.HEAD if measured.is_simulated else texts.OWN_HEAD,
        "\n".join(f"- {name}: {value}" for name, value in made_by.items()),
        size_section(measured.counts),
        _size(measured.counts) if measured.is_simulated else "",
        texts.CHANGED if measured.is_simulated else "",
        texts.REACHES,
        reach_section(measured.reaches),
        _missed(measured.reaches),
        texts.FOUND,
        found_section(figures, ours),
        *(f"![{caption}]({file})" for caption, file in pictures.items()),
        texts.PARTNERS,
        partner_section(figures, ours),
        texts.RECEPTION,
        reception_section(measured.outcome.told),
        texts.ERRORS,
        error_section(figures, ours),
        texts.BASELINES,
        *_compared(measured.compared, [ours, *variants.baselines]),
        texts.ABLATIONS,
        loss_section(measured.losses),
        *_of_weights(measured),
        texts.FALSE,
        false_section(figures, ours),
        texts.CALIBRATION,
        calibration_section(measured.calibrations),
        texts.PREVALENCES,
        prevalence_section(measured.prevalences),
        *(_of_simulator(measured) if measured.is_simulated else ()),
    ]
    return "\n\n".join(part.strip("\n") for part in parts if part) + "\n"


def _of_weights(measured: Measured) -> tuple[str, ...]:
    """Tell what other weights do, where the worlds were ranked by them."""
    weights = weight_section(measured.weights)
    labels = label_section(measured.labels)
    return (
        *((texts.WEIGHTS, weights) if weights else ()),
        *((texts.LABELS, labels) if labels and measured.is_simulated else ()),
    )


def _of_simulator(measured: Measured) -> tuple[str, ...]:
    stories = story_section(measured.outcome.told)
    marks = marks_section(measured.marks, measured.counts)
    worsened = worsened_section(measured.worsened)
    return (
        *((texts.WORSENED, worsened) if worsened else ()),
        *(texts.STORIES, stories),
        *((MARKS_TEXT, marks) if marks else ()),
        *(texts.LEAKS, _leak(measured.leak)),
        texts.READ,
    )


_KINDS: Final = ("encounter", "one_dark", "both_dark")


def _compared(figures: pl.DataFrame, variants: Sequence[str]) -> list[str]:
    """Set the variants beside each other, level by level and kind by kind."""
    levels = figures["level"].unique(maintain_order=True).to_list()
    recalled = figures.filter(pl.col("name") == "recall").select("level", "kind")
    there = set(recalled.iter_rows())
    return [
        baseline_section(figures, variants, level, kind)
        for kind in _KINDS
        for level in levels
        if (level, kind) in there
    ]


def _size(counts: pl.DataFrame) -> str:
    """Say how far the worlds fall short of a full evaluation, if they do."""
    asked = {"transfers": 400, "hard_negatives": 2_000, "vessel_days": 50_000}
    short = [
        f"{counts[name].sum():,} of {n:,} {name.replace('_', ' ')}"
        for name, n in asked.items()
        if counts[name].sum() < n
    ]
    return f"Smaller than a full evaluation: {', '.join(short)}." if short else ""


def _missed(reaches: Sequence[Reach]) -> str:
    """Say in one line how many promises were not kept."""
    missed = [one for one in reaches if one.met is False]
    judged = [one for one in reaches if one.met is not None]
    return f"{len(missed)} of {len(judged)} were missed."


def _leak(leak: Leak) -> str:
    return (
        f"A classifier that sees only {', '.join(LEAK_COLUMNS)} tells the "
        f"{leak.n_planted:,} vessels of transfers from {leak.n_ordinary:,} others of "
        f"the same ship types with an AUC of {cell(leak.auc, leak.low, leak.high)}; "
        "0.5 is not at all."
    )
