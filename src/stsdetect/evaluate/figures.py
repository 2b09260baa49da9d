"""Figures: the numbers that are published, each with its interval and what it rests on.

A figure of a level is made of all its worlds; ``all`` is made of every level.
"""

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

import polars as pl

from stsdetect.evaluate.intervals import rate_interval, wilson_interval
from stsdetect.evaluate.lists import (
    average_precision,
    chance_in_top,
    precision_in_top,
    recall_in_top,
)
from stsdetect.evaluate.outcomes import Outcome
from stsdetect.evaluate.rows import without_others

__all__ = [
    "EVERY_LEVEL",
    "PROBABLE",
    "PROMISED_PARTNERS",
    "Figure",
    "by_level",
    "count_false",
    "count_listed",
    "figure_table",
    "measure_kind",
    "share_figure",
]

EVERY_LEVEL: Final = "all"

PROBABLE: Final = 0.5
"""Likelihood from which a candidate counts as called a transfer; ours."""

PROMISED_PARTNERS: Final = 5
"""How many partners an analyst looks at; ours."""


class Figure(NamedTuple):
    """One number, and how far it may be off.

    Attributes
    ----------
    name : str
        What it is.
    kind : str
        Of which kind of transfer, or family.
    value : float
        NaN where it can not be told.
    low, high : float
        95 % interval; NaN where none is given.
    n : int
        What it rests on: transfers, candidates.
    """

    name: str
    kind: str
    value: float
    low: float
    high: float
    n: int


def figure_table(figures: Iterable[Figure], **labels: str) -> pl.DataFrame:
    """Put figures into a table, with the same labels in every row."""
    types = {"name": pl.String, "kind": pl.String, "n": pl.Int64}
    schema = {name: types.get(name, pl.Float64) for name in Figure._fields}
    rows = pl.DataFrame(list(figures), schema=schema, orient="row")
    return rows.with_columns(pl.lit(word).alias(name) for name, word in labels.items())


def by_level(outcome: Outcome) -> Iterator[tuple[str, Outcome]]:
    """Split an outcome by level, and give all of it last when there are several."""
    levels = outcome.told["level"].unique(maintain_order=True).to_list()
    for level in levels:
        of_level = pl.col("level") == level
        yield level, Outcome(*(table.filter(of_level) for table in outcome))
    if len(levels) > 1:
        yield EVERY_LEVEL, outcome


def measure_kind(outcome: Outcome, kind: str) -> list[Figure]:
    """Measure how well the transfers of one kind are found, ranked and placed.

    Parameters
    ----------
    outcome : Outcome
        Of one variant.
    kind : str
        What AIS shows of the transfers.

    Returns
    -------
    list of Figure
        Empty without transfers that should be found. Ranks are those within the kind.
    """
    told = outcome.told.filter(
        (pl.col("observability") == kind) & (pl.col("expected") == "found")
    )
    if told.is_empty():
        return []
    judged = outcome.judged.filter(pl.col("kind") == kind)
    listed = min(judged.height, told.height)
    n_found = int(told["found"].sum())
    sought = without_others(judged, told)
    n_true = int((sought["verdict"] == "transfer").sum())
    figures = [
        Figure("recall", kind, *share_figure(n_found, told.height)),
        Figure("precision at N", kind, *precision_in_top(judged, told), listed),
        Figure(
            "average precision", kind, *average_precision(judged, told), told.height
        ),
        Figure("precision of all", kind, *share_figure(n_true, sought.height)),
    ]
    if kind == "one_dark":
        figures += _partners(told)
    if kind == "both_dark":
        top = recall_in_top(judged, told, 3)
        chance = chance_in_top(judged, told, 3)
        figures += [
            Figure("recall in the top 3 N", kind, *top, told.height),
            Figure("the same by chance", kind, chance, *_UNKNOWN, told.height),
        ]
    return figures + _errors(told.filter("found"), kind)


_UNKNOWN: Final = (float("nan"), float("nan"))


_LISTED: Final = ("encounter", "one_dark", "both_dark", "loitering")


def count_listed(judged: pl.DataFrame, vessel_days: float) -> list[Figure]:
    """Count false candidates of the whole list per 1,000 vessel-days, kind by kind."""
    false = judged.filter(pl.col("verdict") == "false")
    return [
        _rate(
            "false listed per 1,000 vessel-days",
            kind,
            int((false["kind"] == kind).sum()),
            vessel_days,
        )
        for kind in _LISTED
    ]


def count_false(judged: pl.DataFrame, vessel_days: float) -> list[Figure]:
    """Count what is called a transfer and is none, by kind and family.

    Only what is at least :data:`PROBABLE` counts, as an analyst would look no further.

    Parameters
    ----------
    judged : DataFrame
        Candidates of one variant.
    vessel_days : float
        In the same worlds.

    Returns
    -------
    list of Figure
        The most frequent first; ``kind`` is the family, with the kind of candidate
        where it is dark.
    """
    false = judged.filter(
        (pl.col("verdict") == "false") & (pl.col("likelihood") >= PROBABLE)
    )
    counts = (
        false.group_by("kind", "family")
        .len()
        .sort("len", "kind", "family", descending=[True, False, False])
    )
    called = f"false at {PROBABLE:g} or more per 1,000 vessel-days"
    figures = [_rate(called, "all", false.height, vessel_days)]
    for kind, family, n_false in counts.iter_rows():
        name = family if kind == "encounter" else f"{family} ({kind})"
        figures.append(_rate(called, name, n_false, vessel_days))
    return figures


def _rate(name: str, kind: str, n_false: int, vessel_days: float) -> Figure:
    thousands = vessel_days / 1_000
    value = n_false / thousands if thousands else float("nan")
    return Figure(name, kind, value, *rate_interval(n_false, thousands), n_false)


def share_figure(n_hits: int, n: int) -> tuple[float, float, float, int]:
    """Give a share with its Wilson interval and what it rests on; NaN of nothing."""
    value = n_hits / n if n else float("nan")
    return (value, *wilson_interval(n_hits, n), n)


def _partners(told: pl.DataFrame) -> list[Figure]:
    """Tell where the true partner stands among those named for the stay."""
    rank = told["partner_rank"]
    n = told.height
    hits = [(first, int((rank <= first).sum())) for first in (1, PROMISED_PARTNERS)]
    reciprocal = float((1 / rank).fill_null(0.0).sum()) / n
    return [
        *(
            Figure(
                f"true partner in the first {first}", "one_dark", *share_figure(k, n)
            )
            for first, k in hits
        ),
        Figure("mean reciprocal rank", "one_dark", reciprocal, *_UNKNOWN, n),
        Figure(
            "partners named, median",
            "one_dark",
            _median(told["n_named"]),
            *_UNKNOWN,
            n,
        ),
    ]


def _errors(found: pl.DataFrame, kind: str) -> list[Figure]:
    """Tell how far off times and places are, half of them, and nine in ten."""
    columns = {
        "start error": "start_error_h",
        "end error": "end_error_h",
        "place error": "place_error_nm",
    }
    return [
        Figure(
            f"{name}, median [{column.rsplit('_', 1)[1]}]",
            kind,
            _median(found[column].abs()),
            float("nan"),
            _quantile(found[column].abs(), 0.9),
            found.height,
        )
        for name, column in columns.items()
        if found.height
    ]


def _median(values: pl.Series) -> float:
    return _quantile(values, 0.5)


def _quantile(values: pl.Series, share: float) -> float:
    quantile = values.quantile(share, "linear")
    return float("nan") if quantile is None else float(quantile)
