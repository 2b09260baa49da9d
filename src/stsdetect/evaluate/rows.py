"""Rows: ranked candidates of many runs and what they look for, drawn pair by pair."""

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

__all__ = ["Counts", "Rows", "without_others"]

Counts = NDArray[np.int64]

_PAIR: Final = ("world", "low", "high")


class Rows:
    """Candidates in order, and the transfers looked for, in clusters by pair.

    A true candidate of a transfer that is not looked for, such as an evasion, is left
    out: it is neither a hit nor false.

    Every figure takes how often each cluster was drawn, ``(n_clusters,)``, so that a
    bootstrap over pairs of vessels costs no copy of a table.

    Parameters
    ----------
    judged : DataFrame
        Candidates: ``world, mmsi_a, mmsi_b, rank, verdict``.
    told : DataFrame
        Transfers: ``world, mmsi_a, mmsi_b``.
    beside : DataFrame, optional
        Candidates of another list, whose pairs are clusters as well: two lists that
        name each other see the same draws.
    """

    def __init__(
        self,
        judged: pl.DataFrame,
        told: pl.DataFrame,
        beside: pl.DataFrame | None = None,
    ) -> None:
        ordered = without_others(judged, told).sort("world", "rank")
        others = judged.clear() if beside is None else beside
        pairs = pl.concat(_pairs(one) for one in (ordered, told, others))
        number = pairs.select(pl.struct(_PAIR).rank("dense")).to_series()
        world = pairs["world"].rank("dense")
        parts = [ordered.height, ordered.height + told.height]
        self._listed, self._told, _ = np.split(_from_zero(number), parts)
        self._listed_in, self._told_in, _ = np.split(_from_zero(world), parts)
        self._true = (ordered["verdict"] == "transfer").to_numpy()
        # where the list of each candidate's world begins
        starts = np.flatnonzero(np.diff(self._listed_in, prepend=-1))
        begins = np.zeros(world.n_unique(), dtype=np.int64)
        begins[self._listed_in[starts]] = starts
        self._begin = begins[self._listed_in]
        self.n_clusters = number.n_unique()
        self._n_worlds = begins.size

    @property
    def once(self) -> Counts:
        """Every cluster drawn once: the figure itself."""
        return np.ones(self.n_clusters, dtype=np.int64)

    def count_top(self, drawn: Counts, times: float) -> tuple[float, float, float]:
        """Count true ones in the first ``times`` N, all that are there, and all told.

        N is the number of transfers of a world.
        """
        listed, told = drawn[self._listed], drawn[self._told]
        wanted = np.bincount(self._told_in, told, self._n_worlds) * times
        room = wanted[self._listed_in] - self._before(listed)
        counted = np.clip(room, 0, listed)
        return (
            float((counted * self._true).sum()),
            float(counted.sum()),
            float(told.sum()),
        )

    def average_precision(self, drawn: Counts) -> float:
        """Average precision over all transfers told; NaN without any."""
        listed, told = drawn[self._listed], drawn[self._told]
        hits = listed * self._true
        down_to = self._before(listed) + listed
        precision = (self._before(hits) + hits) / np.maximum(down_to, 1)
        n_told = told.sum()
        return float((precision * hits).sum() / n_told) if n_told else float("nan")

    def _before(self, amount: Counts) -> Counts:
        """Sum what stands before each candidate in the list of its world."""
        before = np.cumsum(amount) - amount
        return before - before[self._begin]


def without_others(judged: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """Leave out true candidates of pairs that are not among those told."""
    pairs = judged.with_columns(_pairs(judged).select("low", "high"))
    sought = pairs.join(_pairs(told), on=list(_PAIR), how="semi")["candidate_id"]
    return judged.filter(
        (pl.col("verdict") != "transfer")
        | pl.col("candidate_id").is_in(sought.implode())
    )


def _pairs(table: pl.DataFrame) -> pl.DataFrame:
    """Name the two vessels of each row, the smaller MMSI first."""
    return table.select(
        "world",
        low=pl.min_horizontal("mmsi_a", "mmsi_b"),
        high=pl.max_horizontal("mmsi_a", "mmsi_b"),
    )


def _from_zero(rank: pl.Series) -> Counts:
    return rank.to_numpy().astype(np.int64) - 1
