"""Teaching: what so many labels would change, tried where the truth is known."""

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score

from stsdetect.review.queue import make_queue
from stsdetect.schema import CANDIDATES
from stsdetect.scoring.evidence import EVIDENCE
from stsdetect.scoring.fit import JUDGED, Model, add_capped, fit_model

__all__ = ["N_LABELS", "try_labels"]

Numbers = NDArray[np.float64]

N_LABELS: Final = (50, 200, 1_000)
_KIND: Final = "encounter"
"""The one kind of which there are so many to label."""


def try_labels(leads: pd.DataFrame, weights: Numbers) -> Iterator[dict[str, Any]]:
    """Label as a queue asks, learn from that, and rank worlds that gave no label.

    Every second world is labelled; what has no label counts as in
    :func:`~stsdetect.trials.training.train_on_labels`. Figures are of all other worlds
    in one list, as are those of judged weights, which come first.

    Parameters
    ----------
    leads : DataFrame
        CANDIDATES of several worlds with ``is_transfer``, ``listed`` and ``cluster``.
    weights : (n, k) array
        As :func:`~stsdetect.scoring.likelihood.weigh` gives them.

    Yields
    ------
    dict
        ``n_labels, n_transfers, precision, average_precision``, the first two of the
        labels, the others of the worlds that gave none.
    """
    chosen = (leads["kind"].eq(_KIND) & leads["listed"]).to_numpy(dtype=bool)
    table, seen = leads[chosen].reset_index(drop=True), weights[chosen]
    world = pd.factorize(table["cluster"], sort=True)[0]
    teaches = world % 2 == 0
    judged = Model(np.ones(len(EVIDENCE)), {})
    yield {"n_labels": 0, "n_transfers": 0, **_rank(judged, seen, table, ~teaches)}
    for n_labels in N_LABELS:
        told = _labelled(table[teaches], n_labels)
        model = _learn(table[teaches], seen[teaches], told)
        n_transfers = int((told & table.loc[teaches, "is_transfer"]).sum())
        yield {
            "n_labels": int(told.sum()),
            "n_transfers": n_transfers,
            **_rank(model, seen, table, ~teaches),
        }


def _labelled(table: pd.DataFrame, n_labels: int) -> "pd.Series[bool]":
    """Tell which candidates a queue of so many asks for."""
    ranked = table.sort_values(["priority", "candidate_id"], ascending=[False, True])
    ranked = ranked.assign(rank=np.arange(1, len(ranked) + 1))
    queue = make_queue(ranked[CANDIDATES.names], set(), n_labels, 0)
    return table["candidate_id"].isin(queue["candidate_id"])


def _learn(table: pd.DataFrame, weights: Numbers, told: "pd.Series[bool]") -> Model:
    rows = told.to_numpy(dtype=bool)
    unknown = table[~rows]
    parts = [
        table[rows].assign(weight=1.0),
        unknown.assign(is_transfer=True, weight=unknown["likelihood"]),
        unknown.assign(is_transfer=False, weight=1 - unknown["likelihood"]),
    ]
    stacked = np.concatenate([weights[rows], weights[~rows], weights[~rows]])
    return fit_model(stacked, pd.concat(parts, ignore_index=True), JUDGED)


def _rank(
    model: Model, weights: Numbers, table: pd.DataFrame, judges: NDArray[np.bool_]
) -> dict[str, float]:
    evidence = add_capped(weights[judges], model)
    true = table.loc[judges, "is_transfer"].to_numpy(dtype=bool)
    first = np.argsort(-evidence, kind="stable")[: int(true.sum())]
    return {
        "precision": round(float(true[first].mean()), 4),
        "average_precision": round(float(average_precision_score(true, evidence)), 4),
    }
