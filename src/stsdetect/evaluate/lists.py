"""Lists: how good the top of the ranked lists of many runs is."""

from collections.abc import Callable

import numpy as np
import polars as pl
from numpy.typing import NDArray

from stsdetect.evaluate.intervals import bootstrap_interval

__all__ = [
    "chance_in_top",
    "count_families_in_top",
    "precision_in_top",
    "recall_in_top",
]

Counts = NDArray[np.int64]


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
        With the 95 % bootstrap interval over pairs of vessels. Where a list is shorter
        than N, what is missing is nobody's fault here but recall's: the share is of
        what is listed. NaN when nothing is listed, or looked for.
    """
    return _with_interval(judged, told, lambda rows: _share_of_listed(rows, times))


def recall_in_top(
    judged: pl.DataFrame, told: pl.DataFrame, times: float
) -> tuple[float, float, float]:
    """Give the share of all transfers that stand within the first ``times`` N.

    Parameters and result as of :func:`precision_in_top`; NaN without transfers.
    """
    return _with_interval(judged, told, lambda rows: _share_of_told(rows, times))


def chance_in_top(judged: pl.DataFrame, told: pl.DataFrame, times: float) -> float:
    """Give what :func:`recall_in_top` would be were the lists shuffled.

    Returns
    -------
    float
        Each listed transfer is within the first k of m with probability k / m.
    """
    n_told = told.group_by("world").agg(n=pl.len())
    lists = (
        judged.group_by("world")
        .agg(m=pl.len(), hits=(pl.col("verdict") == "transfer").sum())
        .join(n_told, on="world")
    )
    expected = (
        lists["hits"] * (lists["n"] * times / lists["m"]).clip(upper_bound=1.0)
    ).sum()
    return float(expected / told.height) if told.height else float("nan")


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


class _Rows:
    """Candidates in order and the transfers looked for, with how often each is drawn.

    Attributes
    ----------
    clusters : (n + m,) array
        Pair of vessels of each candidate, then of each transfer.
    """

    def __init__(self, judged: pl.DataFrame, told: pl.DataFrame) -> None:
        ordered = judged.sort("world", "rank")
        pairs = pl.concat(
            one.select(
                "world",
                low=pl.min_horizontal("mmsi_a", "mmsi_b"),
                high=pl.max_horizontal("mmsi_a", "mmsi_b"),
            )
            for one in (ordered, told)
        )
        worlds = pairs["world"].rank("dense").to_numpy().astype(np.int64) - 1
        self.clusters: Counts = (
            pairs.select(pl.struct(pl.all()).rank("dense"))
            .to_series()
            .to_numpy()
            .astype(np.int64)
            - 1
        )
        self.n_listed = ordered.height
        self.listed_in, self.told_in = np.split(worlds, [ordered.height])
        self.true = (ordered["verdict"] == "transfer").to_numpy()
        self.n_worlds = int(worlds.max()) + 1 if worlds.size else 0

    def in_top(self, drawn: Counts, times: float) -> tuple[float, float, float]:
        """Count true ones in the top, all in the top, and all transfers."""
        listed, told = np.split(drawn, [self.n_listed])
        wanted = np.bincount(self.told_in, told, self.n_worlds) * times
        before = np.cumsum(listed) - listed
        first = np.zeros(self.n_worlds)
        starts = np.flatnonzero(np.diff(self.listed_in, prepend=-1))
        first[self.listed_in[starts]] = before[starts]
        room = (first + wanted)[self.listed_in] - before
        counted = np.clip(room, 0, listed)
        return (
            float((counted * self.true).sum()),
            float(counted.sum()),
            float(told.sum()),
        )


def _share_of_listed(rows: _Rows, times: float) -> Callable[[Counts], float]:
    def share(drawn: Counts) -> float:
        hits, listed, _ = rows.in_top(drawn, times)
        return hits / listed if listed else float("nan")

    return share


def _share_of_told(rows: _Rows, times: float) -> Callable[[Counts], float]:
    def share(drawn: Counts) -> float:
        hits, _, told = rows.in_top(drawn, times)
        return hits / told if told else float("nan")

    return share


def _with_interval(
    judged: pl.DataFrame,
    told: pl.DataFrame,
    figure: Callable[[_Rows], Callable[[Counts], float]],
) -> tuple[float, float, float]:
    rows = _Rows(judged, told)
    share = figure(rows)
    point = share(np.ones(rows.clusters.size, dtype=np.int64))
    return point, *bootstrap_interval(rows.clusters, share)
