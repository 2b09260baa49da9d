"""Estimate: what labels tell of all candidates, by their probability of inclusion."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

__all__ = ["Estimate", "estimate_list"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What a list is worth, as far as labels tell; NaN where they tell nothing.

    Attributes
    ----------
    n_labelled : int
        Candidates of the queue with a verdict other than ``unsure``.
    precision : float
        Transfers among the first, as a share.
    n_transfers : float
        Transfers among all candidates.
    recall : float
        Share of them that stands among the first. Of candidates, not of the sea: what
        is no candidate is not counted.
    """

    n_labelled: int
    precision: float
    n_transfers: float
    recall: float


def estimate_list(
    labelled: pd.DataFrame, candidates: pd.DataFrame, n_first: int
) -> Estimate:
    """Estimate precision and recall of the first of a list from a queue's labels.

    Each label counts for one over its probability of coming into the queue.

    Parameters
    ----------
    labelled : DataFrame
        ``candidate_id, verdict, inclusion_p``, as
        :func:`~stsdetect.review.labels.follow_labels` gives them; those not from a
        queue have no probability and are left out, since who chose them by hand knew
        why.
    candidates : DataFrame
        A :data:`~stsdetect.schema.CANDIDATES` table.
    n_first : int
        How far down the list is looked at.

    References
    ----------
    Horvitz, Thompson (1952), A generalization of sampling without replacement from a
    finite universe, J. Am. Stat. Assoc. 47, 663–685,
    doi:10.1080/01621459.1952.10483446; precision is a ratio of two such sums.
    """
    sure = labelled[labelled["inclusion_p"].notna() & (labelled["verdict"] != "unsure")]
    rows = sure.merge(candidates[["candidate_id", "rank"]], on="candidate_id")
    weight = 1 / rows["inclusion_p"].to_numpy(dtype=np.float64)
    transfer = (rows["verdict"] == "transfer").to_numpy()
    first = (rows["rank"] <= n_first).to_numpy()
    found = float((weight * transfer).sum())
    return Estimate(
        n_labelled=len(rows),
        precision=_ratio((weight * transfer * first).sum(), (weight * first).sum()),
        n_transfers=found if len(rows) else np.nan,
        recall=_ratio((weight * transfer * first).sum(), found),
    )


def _ratio(part: float, whole: float) -> float:
    return float(part / whole) if whole else np.nan
