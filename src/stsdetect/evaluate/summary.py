"""Summary: every published figure of every variant, level and kind, in one table."""

from collections.abc import Collection, Mapping
from typing import Final

import polars as pl

from stsdetect.evaluate.calibration import (
    brier_score,
    calibration_error,
    shift_to_seen,
)
from stsdetect.evaluate.figures import (
    Figure,
    by_level,
    count_false,
    count_listed,
    figure_table,
    measure_kind,
)
from stsdetect.evaluate.lists import lost_precision
from stsdetect.evaluate.outcomes import Outcome

__all__ = ["KINDS_TOLD", "measure_calibration", "measure_losses", "summarise"]

KINDS_TOLD: Final = ("encounter", "one_dark", "both_dark", "loitering", "spoofed")
"""What AIS can show of a transfer, in the order of the tables."""


def summarise(
    outcome: Outcome, counts: pl.DataFrame, unscored: Collection[str] = ()
) -> pl.DataFrame:
    """Measure every variant in every level.

    Parameters
    ----------
    outcome : Outcome
        With ``variant``, ``world`` and ``level``.
    counts : DataFrame
        ``level, vessel_days`` of each world.
    unscored : collection of str
        Variants that call a transfer whatever they list: of them nothing is told at a
        likelihood.

    Returns
    -------
    DataFrame
        ``variant, level`` and the fields of
        :class:`~stsdetect.evaluate.figures.Figure`.
    """
    parts = [figure_table([], variant="", level="")]
    parts += [
        _of_variant(
            of_variant, _days(counts, level), is_scored=variant not in unscored
        ).with_columns(variant=pl.lit(variant), level=pl.lit(level))
        for level, of_level in by_level(outcome)
        for variant, of_variant in _by_variant(of_level)
    ]
    return pl.concat(parts).select("variant", "level", *Figure._fields)


def measure_losses(
    outcome: Outcome, judged: str, others: Collection[str]
) -> pl.DataFrame:
    """Measure what each of some orders of the same candidates loses.

    Parameters
    ----------
    outcome : Outcome
        Of every variant.
    judged : str
        The variant that is judged.
    others : collection of str
        Variants with the same candidates in another order.

    Returns
    -------
    DataFrame
        Figures ``lost average precision`` with ``variant`` and ``level``, for each kind
        of which there are candidates.
    """
    parts = [figure_table([], variant="", level="")]
    for level, of_level in by_level(outcome):
        by_name = dict(_by_variant(of_level))
        ours = by_name[judged]
        parts += [
            _losses(ours, by_name[other], kind).with_columns(
                variant=pl.lit(other), level=pl.lit(level)
            )
            for other in others
            if other in by_name
            for kind in sorted(ours.judged["kind"].unique())
        ]
    return pl.concat(parts)


def _losses(ours: Outcome, other: Outcome, kind: str) -> pl.DataFrame:
    of_kind = pl.col("kind") == kind
    sought = (pl.col("observability") == kind) & (pl.col("expected") == "found")
    told = ours.told.filter(sought)
    if told.is_empty():
        return figure_table([])
    loss = lost_precision(
        ours.judged.filter(of_kind), other.judged.filter(of_kind), told
    )
    return figure_table([Figure("lost average precision", kind, *loss, told.height)])


def measure_calibration(
    judged: pl.DataFrame, kind: str, base_rates: Mapping[str, float]
) -> pl.DataFrame:
    """Measure how true the likelihood of one kind is, as said and shifted.

    Parameters
    ----------
    judged : DataFrame
        Candidates of one variant, of all kinds.
    kind : str
        Kind of candidate.
    base_rates : mapping of str to float
        Share of transfers that the likelihood of each kind takes for granted.

    Returns
    -------
    DataFrame
        Figures: prevalence among the candidates, Brier score, calibration error of all
        and of the first 2 N (N: transfers among them), as said and with the
        likelihood shifted to the prevalence. Empty without transfers.
    """
    of_kind = judged.filter(pl.col("kind") == kind)
    true = of_kind["verdict"].is_in(["transfer", "repeat"]).to_numpy()
    said = of_kind["likelihood"].to_numpy()
    n_true = int(true.sum())
    if n_true in {0, of_kind.height}:
        return figure_table([])
    prevalence = n_true / of_kind.height
    shifted = shift_to_seen(judged, kind, base_rates)
    values = {
        "prevalence among candidates": prevalence,
        "Brier score": brier_score(said, true),
        "calibration error": calibration_error(said, true),
        "calibration error of the first 2 N": calibration_error(
            said, true, top=2 * n_true
        ),
        "calibration error, shifted": calibration_error(shifted, true),
        "calibration error of the first 2 N, shifted": calibration_error(
            shifted, true, top=2 * n_true
        ),
    }
    unknown = float("nan")
    return figure_table(
        Figure(name, kind, value, unknown, unknown, of_kind.height)
        for name, value in values.items()
    )


def _of_variant(
    outcome: Outcome, vessel_days: float, *, is_scored: bool
) -> pl.DataFrame:
    figures = [one for kind in KINDS_TOLD for one in measure_kind(outcome, kind)]
    listed = count_listed(outcome.judged, vessel_days)
    false = count_false(outcome.judged, vessel_days) if is_scored else []
    return figure_table([*figures, *listed, *false])


def _by_variant(outcome: Outcome) -> list[tuple[str, Outcome]]:
    names = outcome.told["variant"].unique(maintain_order=True).to_list()
    return [
        (name, Outcome(*(table.filter(pl.col("variant") == name) for table in outcome)))
        for name in names
    ]


def _days(counts: pl.DataFrame, level: str) -> float:
    of_level = counts.filter((pl.col("level") == level) | (pl.lit(level) == "all"))
    return float(of_level["vessel_days"].sum())
