"""Enough: whether so much is known of a kind that something can be learned of it.

What nobody judged counts as neither transfer nor other, however likely it is. And what
is learned has to be tried on what was held out, so that clusters of leads, split into
parts, must leave transfers and others on the other side of each part.
"""

from typing import Any, Final

import pandas as pd
from numpy.typing import NDArray
from sklearn.model_selection import GroupKFold

__all__ = ["hold_out", "tell_lack"]

Places = NDArray[Any]

_N_FOLDS: Final = 5


def hold_out(observed: pd.DataFrame) -> list[tuple[Places, Places]]:
    """Split clusters into five parts; give what is seen and what is not, by place.

    Fewer clusters than five are left out one by one; of one cluster nothing can be
    held out, and the list is empty.
    """
    n_folds = min(_N_FOLDS, observed["cluster"].nunique())
    if n_folds < 2:
        return []
    folds = GroupKFold(n_folds)
    return list(folds.split(observed, groups=observed["cluster"]))


def tell_lack(observed: pd.DataFrame, needed: int) -> str:
    """Say what is missing to learn from leads; empty where nothing is.

    Parameters
    ----------
    observed : DataFrame
        ``is_transfer``, ``known`` and ``cluster`` of each lead, as
        :func:`~stsdetect.scoring.fit.fit_factors` wants them.
    needed : int
        Fewest transfers, and fewest others.

    Examples
    --------
    >>> leads = pd.DataFrame(
    ...     {"is_transfer": [True, False], "known": [True, False], "cluster": [1, 2]}
    ... )
    >>> tell_lack(leads, 1)
    '1 transfers and 0 others, at least 1 of each are needed'
    """
    n_transfers, n_others = _count_known(observed)
    if min(n_transfers, n_others) < needed:
        return (
            f"{n_transfers} transfers and {n_others} others, at least {needed} of each "
            "are needed"
        )
    folds = hold_out(observed)
    if not folds or not all(min(_count_known(observed.iloc[s])) for s, _ in folds):
        return (
            f"{n_transfers} transfers and {n_others} others, but of vessels that all "
            "met, directly or by others: nothing can be held out; label vessels that "
            "met none of them"
        )
    return ""


def _count_known(observed: pd.DataFrame) -> tuple[int, int]:
    is_transfer = observed.loc[observed["known"], "is_transfer"]
    n_transfers = int(is_transfer.sum())
    return n_transfers, len(is_transfer) - n_transfers
