"""Weights: whether fitted ones, or boosted trees, are to count, by decision 0009."""

from typing import Final, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from stsdetect.evaluate.outcomes import Outcome
from stsdetect.evaluate.rows import without_others
from stsdetect.evaluate.summary import measure_calibration

__all__ = ["MARGINS", "Compared", "compare_weights"]

MARGINS: Final = (
    ("fitted", "judged", 0.02),
    ("boosted", "judged", 0.05),
    ("boosted", "fitted", 0.05),
)
"""Which weights stand against which, and by how much precision among the first N has
to rise for them; decision 0009. Trees have to beat what would count without them."""
_LEAST_SHARE: Final = 0.95
_MOST_ERROR: Final = 0.01
_N_DRAWS: Final = 1_000


class Compared(NamedTuple):
    """One set of weights beside another, for one kind.

    Attributes
    ----------
    kind, weights, other : str
        Of what, and beside what.
    precision, other_precision : float
        Among the first N, N the number of transfers of a world.
    share_not_lower : float
        Of draws of worlds with replacement in which it is not lower.
    error, other_error : float
        Calibration error of the first 2 N at the prevalence of the worlds.
    taken : bool
        All three conditions hold.
    """

    kind: str
    weights: str
    other: str
    precision: float
    other_precision: float
    share_not_lower: float
    error: float
    other_error: float
    taken: bool


def compare_weights(outcome: Outcome, base_rates: dict[str, float]) -> list[Compared]:
    """Hold sets of weights against each other, kind by kind, in all worlds.

    Parameters
    ----------
    outcome : Outcome
        Of the variants that :data:`MARGINS` names.
    base_rates : dict of str to float
        Share of transfers that the likelihood of each kind takes for granted.

    Returns
    -------
    list of Compared
        Empty for kinds without transfers, and where nothing was ranked by them.
    """
    if not set(MARGINS[-1][:2]) <= set(outcome.told["variant"].unique()):
        return []
    return [
        _compare(kind, rule, outcome, base_rates)
        for kind in base_rates
        for rule in MARGINS
        if _of(outcome, rule[1], kind).told.height
    ]


def _compare(
    kind: str,
    rule: tuple[str, str, float],
    outcome: Outcome,
    base_rates: dict[str, float],
) -> Compared:
    weights, other, margin = rule
    both = _of(outcome, other, kind), _of(outcome, weights, kind)
    worlds = both[0].told["world"].unique(maintain_order=True).to_list()
    counts = [_count_top(one, worlds) for one in both]
    before, after = (_share(hits, listed) for hits, listed in counts)
    drawn = np.random.default_rng(0).integers(0, len(worlds), (_N_DRAWS, len(worlds)))
    not_lower = [
        _share(*(one[rows] for one in counts[1]))
        >= _share(*(one[rows] for one in counts[0]))
        for rows in drawn
    ]
    share = float(np.mean(not_lower))
    error_before, error = (
        _error(outcome, variant, kind, base_rates) for variant in (other, weights)
    )
    taken = (
        after - before >= margin
        and share >= _LEAST_SHARE
        and error - error_before <= _MOST_ERROR
    )
    return Compared(
        kind, weights, other, after, before, share, error, error_before, taken
    )


def _share(hits: NDArray[np.int64], listed: NDArray[np.int64]) -> float:
    return float(hits.sum() / max(listed.sum(), 1))


def _count_top(
    outcome: Outcome, worlds: list[str]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Count the true among the first N of each world, and those that are listed."""
    n_told = outcome.told.group_by("world").agg(n=pl.len())
    top = (
        without_others(outcome.judged, outcome.told)
        .with_columns(place=pl.col("rank").rank("ordinal").over("world"))
        .join(n_told, on="world")
        .filter(pl.col("place") <= pl.col("n"))
        .group_by("world")
        .agg(hits=(pl.col("verdict") == "transfer").sum(), listed=pl.len())
    )
    by_world = pl.DataFrame({"world": worlds}).join(
        top, on="world", how="left", maintain_order="left"
    )
    hits, listed = (
        by_world[name].fill_null(0).cast(pl.Int64).to_numpy()
        for name in ("hits", "listed")
    )
    return hits, listed


def _error(
    outcome: Outcome, variant: str, kind: str, base_rates: dict[str, float]
) -> float:
    judged = outcome.judged.filter(pl.col("variant") == variant)
    figures = measure_calibration(judged, kind, base_rates)
    values = dict(figures.select("name", "value").iter_rows())
    return float(values.get("calibration error of the first 2 N, shifted", np.nan))


def _of(outcome: Outcome, variant: str, kind: str) -> Outcome:
    of_variant = pl.col("variant") == variant
    return Outcome(
        outcome.judged.filter(of_variant & (pl.col("kind") == kind)),
        outcome.told.filter(
            of_variant
            & (pl.col("observability") == kind)
            & (pl.col("expected") == "found")
        ),
    )
