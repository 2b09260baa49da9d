"""Grow: trees of a challenger, grown by scikit-learn and taken over as numbers."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from threadpoolctl import threadpool_limits

from stsdetect.scoring.evidence import EVIDENCE
from stsdetect.scoring.forest import Forest

__all__ = ["grow_forest"]

Numbers = NDArray[np.float64]

_NAMES: Final = [item.name for item in EVIDENCE]
_FARTHEST: Final = 1e300
"""In place of an infinite threshold, which JSON does not know."""


def grow_forest(weights: Numbers, observed: pd.DataFrame) -> Forest:
    """Grow a challenger: no item may lower a likelihood by speaking for it.

    What is missing counts as a weight of 0, so that trees can't learn from it.

    Parameters
    ----------
    weights : (n, k) array
        As :func:`~stsdetect.scoring.likelihood.weigh` gives them.
    observed : DataFrame
        ``is_transfer`` and ``weight`` of each lead, of one kind.
    """
    said = np.flatnonzero(~np.isnan(weights).all(axis=0))
    seen = np.nan_to_num(weights[:, said], nan=0.0)
    boosted = HistGradientBoostingClassifier(
        monotonic_cst=[1] * len(said), max_depth=3, max_iter=50, random_state=0
    )
    # One thread: on so few leads several wait for each other longer than they work.
    with threadpool_limits(1):
        boosted.fit(seen, observed["is_transfer"], observed["weight"])
    return Forest(
        items=tuple(_NAMES[place] for place in said),
        baseline=float(boosted._baseline_prediction.item()),  # noqa: SLF001
        trees=[_nodes(one[0].nodes) for one in boosted._predictors],  # noqa: SLF001
    )


def _nodes(nodes: NDArray[Any]) -> Numbers:
    columns: Sequence[Numbers] = (
        np.where(nodes["is_leaf"], -1, nodes["feature_idx"]),
        np.minimum(nodes["num_threshold"], _FARTHEST),
        nodes["left"],
        nodes["right"],
        nodes["value"],
    )
    return np.column_stack(columns).astype(np.float64)
