"""Relevance: how much a lead concerns sanctions on North Korea, part by part."""

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stsdetect.scoring.caps import share
from stsdetect.scoring.concerns import CONCERN_CAPS, CONCERNS
from stsdetect.scoring.words import Facts

__all__ = ["PRIORITY_FORMULA", "find_priority", "rate_relevance"]

PRIORITY_FORMULA: Final = "priority = 100 × likelihood × (0.5 + relevance / 200)"
"""In words, for the report and the documentation."""

_MAX_RELEVANCE: Final = 100.0


def rate_relevance(observed: pd.DataFrame) -> tuple[NDArray[np.float64], list[str]]:
    """Rate the relevance of each lead and list its parts.

    Parameters
    ----------
    observed : DataFrame
        Leads as :func:`~stsdetect.scoring.observe.observe` gives them.

    Returns
    -------
    points : (n,) array
        0 to 100, to one decimal; 0 where nothing known concerns North Korea.
    parts : list of str
        Sentences with their points, most points first, joined by ``"; "``.
    """
    weights = np.column_stack([item.weights(observed) for item in CONCERNS])
    counted = share(weights, CONCERNS, CONCERN_CAPS)
    total = np.zeros(len(counted))
    for column in counted.T:
        total = total + column
    names = list(observed.columns)
    rows = observed.itertuples(index=False, name=None)
    parts = [
        _tell(Facts(dict(zip(names, row, strict=True))), points)
        for row, points in zip(rows, counted, strict=True)
    ]
    return np.asarray(np.round(np.minimum(total, _MAX_RELEVANCE), 1)), parts


def find_priority(
    likelihood: NDArray[np.float64], relevance: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Order leads by likelihood, and of equal ones by relevance.

    Half of the likelihood counts whatever the relevance, so that a clear transfer
    that nothing ties to North Korea yet stays in sight.

    Examples
    --------
    >>> find_priority(np.array([0.9, 0.9, 0.02]), np.array([0.0, 60.0, 100.0]))
    array([45., 72.,  2.])
    """
    return np.asarray(np.round(100 * likelihood * (0.5 + relevance / 200), 2))


def _tell(facts: Facts, points: NDArray[np.float64]) -> str:
    told = [place for place in np.argsort(-points, kind="stable") if points[place] > 0]
    return "; ".join(
        f"{CONCERNS[place].speaks_for.format_map(facts)} (+{points[place]:.3g})"
        for place in told
    )
