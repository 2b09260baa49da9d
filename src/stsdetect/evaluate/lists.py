"""Lists: how good the top of the ranked lists of many runs is."""

from math import fsum

import polars as pl

from stsdetect.evaluate.intervals import bootstrap_interval
from stsdetect.evaluate.rows import Counts, Rows, without_others

__all__ = [
    "average_precision",
    "chance_in_top",
    "count_families_in_top",
    "lost_precision",
    "precision_in_top",
    "recall_in_top",
]


def precision_in_top(
    judged: pl.DataFrame, told: pl.DataFrame, times: float = 1.0
) -> tuple[float, float, float]:
    """Give the share of true ones among the first N of each run, pooled.

    Parameters
    ----------
    judged : DataFrame
        Candidates of one kind and one order: ``world, mmsi_a, mmsi_b, rank, verdict``.
    told : DataFrame
        Transfers of the same worlds: ``world, mmsi_a, mmsi_b``. N of a run is their
        number in its world.
    times : float
        Look at so many times N.

    Returns
    -------
    (share, low, high)
        With the 95 % bootstrap interval over pairs of vessels. Of a list that is
        shorter than N the share is of what is listed: what is missing is told by
        recall. NaN when nothing is listed, or looked for.
    """
    rows = Rows(judged, told)

    def share(drawn: Counts) -> float:
        hits, listed, _ = rows.count_top(drawn, times)
        return hits / listed if listed else float("nan")

    return share(rows.once), *bootstrap_interval(rows.n_clusters, share)


def recall_in_top(
    judged: pl.DataFrame, told: pl.DataFrame, times: float
) -> tuple[float, float, float]:
    """Give the share of all transfers that stand within the first ``times`` N.

    Parameters and result as of :func:`precision_in_top`; NaN without transfers.
    """
    rows = Rows(judged, told)

    def share(drawn: Counts) -> float:
        hits, _, wanted = rows.count_top(drawn, times)
        return hits / wanted if wanted else float("nan")

    return share(rows.once), *bootstrap_interval(rows.n_clusters, share)


def average_precision(
    judged: pl.DataFrame, told: pl.DataFrame
) -> tuple[float, float, float]:
    """Give the mean, over all transfers, of the precision down to where each stands.

    Parameters and interval as of :func:`precision_in_top`. A transfer that is not
    listed counts 0; NaN without transfers.

    References
    ----------
    Manning, C., Raghavan, P., Schütze, H. (2008). Introduction to Information
    Retrieval, section 8.4. Cambridge University Press.
    """
    rows = Rows(judged, told)
    mean = rows.average_precision
    return mean(rows.once), *bootstrap_interval(rows.n_clusters, mean)


def lost_precision(
    judged: pl.DataFrame, other: pl.DataFrame, told: pl.DataFrame
) -> tuple[float, float, float]:
    """Give how much average precision another order of the same candidates loses.

    Parameters
    ----------
    judged, other : DataFrame
        Candidates of the same runs in two orders, some perhaps gathered in another
        way; else as of :func:`precision_in_top`.
    told : DataFrame
        Transfers of the same worlds.

    Returns
    -------
    (loss, low, high)
        Positive where ``other`` is worse. The interval is paired: both orders see the
        same pairs of vessels in each draw.
    """
    judged, other = (without_others(one, told) for one in (judged, other))
    rows, others = Rows(judged, told, other), Rows(other, told, judged)

    def loss(drawn: Counts) -> float:
        return rows.average_precision(drawn) - others.average_precision(drawn)

    return loss(rows.once), *bootstrap_interval(rows.n_clusters, loss)


def chance_in_top(judged: pl.DataFrame, told: pl.DataFrame, times: float) -> float:
    """Give what :func:`recall_in_top` would be were the lists shuffled.

    Returns
    -------
    float
        Each listed transfer is within the first k of m with probability k / m.
    """
    n_told = told.group_by("world").agg(n=pl.len())
    lists = (
        without_others(judged, told)
        .group_by("world")
        .agg(m=pl.len(), hits=(pl.col("verdict") == "transfer").sum())
        .join(n_told, on="world")
    )
    expected = lists["hits"] * (lists["n"] * times / lists["m"]).clip(upper_bound=1.0)
    # Worlds come in any order, and an exact sum is the same in each.
    return fsum(expected) / told.height if told.height else float("nan")


def count_families_in_top(judged: pl.DataFrame, told: pl.DataFrame) -> dict[str, int]:
    """Count the false ones among the first N of each run, by family, most first.

    Parameters as of :func:`precision_in_top`.
    """
    n_told = told.group_by("world").agg(n=pl.len())
    top = (
        judged.with_columns(place=pl.col("rank").rank("ordinal").over("world"))
        .join(n_told, on="world")
        .filter((pl.col("place") <= pl.col("n")) & pl.col("family").is_not_null())
    )
    counts = (
        top.group_by("family").len().sort("len", "family", descending=[True, False])
    )
    return dict(counts.iter_rows())
