"""Guesses: candidates that nobody judged, taken for neither transfer nor other."""

import pandas as pd

__all__ = ["with_guesses"]


def with_guesses(rows: pd.DataFrame) -> pd.DataFrame:
    """Take what nobody judged twice: a transfer by its likelihood, and another.

    A candidate without a verdict is not taken for innocent (Elkan, Noto 2008, Learning
    classifiers from only positive and unlabeled data, KDD, 213–220,
    doi:10.1145/1401890.1401920, section 3).

    Parameters
    ----------
    rows : DataFrame
        ``known, is_transfer, likelihood`` of each; ``is_transfer`` counts where it is
        known.

    Returns
    -------
    DataFrame
        With ``weight``: what is known once with 1, all else in two rows that add up to
        1.
    """
    known, unknown = rows[rows["known"]], rows[~rows["known"]]
    return pd.concat(
        [
            known.assign(weight=1.0),
            unknown.assign(is_transfer=True, weight=unknown["likelihood"]),
            unknown.assign(is_transfer=False, weight=1 - unknown["likelihood"]),
        ],
        ignore_index=True,
    )
