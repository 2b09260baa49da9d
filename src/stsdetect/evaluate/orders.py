"""Orders: other ways to put the same candidates in a row, as baselines."""

from collections.abc import Collection

import numpy as np
import polars as pl

__all__ = ["order_at_random", "order_by_zone", "order_longest_first"]


def order_at_random(candidates: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Shuffle the list: what luck alone would find.

    Returns
    -------
    DataFrame
        The candidates with a new ``rank``, first to last; the same seed and
        candidates, in any order, give the same.
    """
    by_id = candidates.sort("candidate_id")
    ranks = np.random.default_rng(seed).permutation(by_id.height) + 1
    return by_id.with_columns(rank=pl.Series(ranks, dtype=pl.Int64)).sort("rank")


def order_longest_first(candidates: pl.DataFrame) -> pl.DataFrame:
    """Put the longest first: publishers of rules give no order, an analyst would."""
    return _numbered(
        candidates.sort("duration_h", "candidate_id", descending=[True, False])
    )


def order_by_zone(candidates: pl.DataFrame, zones: Collection[str]) -> pl.DataFrame:
    """Put what lies in a reported transfer area first, and there the longest."""
    inside = pl.col("region").is_in(list(zones)).fill_null(value=False)
    return _numbered(
        candidates.with_columns(inside=inside)
        .sort("inside", "duration_h", "candidate_id", descending=[True, True, False])
        .drop("inside")
    )


def _numbered(candidates: pl.DataFrame) -> pl.DataFrame:
    return candidates.with_columns(rank=pl.int_range(1, pl.len() + 1, dtype=pl.Int64))
