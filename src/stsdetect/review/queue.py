"""Queue: which candidates to look at next, so that labels teach and can be counted."""

import hashlib
from typing import Final

import numpy as np
import pandas as pd

from stsdetect.schema import CANDIDATES, QUEUE

__all__ = ["make_queue"]

_SHARES: Final = {"top": 0.70, "uncertain": 0.15}
"""Ours; what is left is drawn at random."""


def make_queue(
    candidates: pd.DataFrame, labelled: set[str], size: int, seed: int
) -> pd.DataFrame:
    """Choose candidates to look at: 70 % first, 15 % most uncertain, 15 % drawn.

    The first of the list are what an analyst works for; those whose likelihood is
    nearest to a half teach most, one of each kind and sea before a second; those drawn
    from all the rest let recall be estimated, since each candidate has a known
    probability of coming in: 1 for the first two, draws by rest for the third.

    Parameters
    ----------
    candidates : DataFrame
        A :data:`~stsdetect.schema.CANDIDATES` table.
    labelled : set of str
        Ids not to show again.
    size : int
        Candidates to choose; fewer where there are no more.
    seed : int
        Of the draw and of the order.

    Returns
    -------
    DataFrame
        A :data:`~stsdetect.schema.QUEUE` table, in an order that does not tell why a
        candidate is in it.
    """
    CANDIDATES.check(candidates)
    left = candidates[~candidates["candidate_id"].isin(labelled)].sort_values("rank")
    size = min(size, len(left))
    n_top, n_uncertain = (round(share * size) for share in _SHARES.values())
    top, rest = left.head(n_top), left.iloc[n_top:]
    uncertain = _most_uncertain(rest).head(n_uncertain)
    rest = rest.drop(index=uncertain.index)
    n_drawn = size - len(top) - len(uncertain)
    lots = rest["candidate_id"].map(lambda one: _lot(seed, "draw", one))
    drawn = rest.loc[lots.sort_values(kind="stable").index[:n_drawn]]
    share = n_drawn / len(rest) if len(rest) else 1.0
    chosen = pd.concat(
        [
            part[["candidate_id"]].assign(stratum=stratum, inclusion_p=p)
            for part, stratum, p in (
                (top, "top", 1.0),
                (uncertain, "uncertain", 1.0),
                (drawn, "random", share),
            )
        ]
    )
    order = chosen["candidate_id"].map(lambda one: _lot(seed, "order", one))
    queue = chosen.loc[order.sort_values(kind="stable").index].reset_index(drop=True)
    queue.insert(0, "place", np.arange(1, len(queue) + 1))
    QUEUE.check(queue)
    return queue


def _most_uncertain(rest: pd.DataFrame) -> pd.DataFrame:
    """Order by nearness to a half, the nearest of each kind and sea first."""
    order = rest.assign(doubt=(rest["likelihood"] - 0.5).abs()).sort_values(
        ["doubt", "candidate_id"]
    )
    turn = order.groupby(["kind", "region"], dropna=False).cumcount()
    return order.assign(turn=turn).sort_values(["turn", "doubt", "candidate_id"])


def _lot(seed: int, use: str, candidate_id: str) -> str:
    """Draw a lot that depends on nothing but the seed and the candidate."""
    return hashlib.sha256(f"{seed} {use} {candidate_id}".encode()).hexdigest()
