"""Leaks: whether who is planted shows in columns that carry no behaviour.

A simulator that numbers its planted vessels apart, or spells their names another way,
would be found out by a score instead of their meeting.
"""

from typing import Final, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict

__all__ = ["LEAK_COLUMNS", "Leak", "measure_leak"]

LEAK_COLUMNS: Final = (
    "flag",
    "serial",
    "imo_digits",
    "name_length",
    "callsign_length",
    "callsign_letter",
    "antenna_aft",
    "antenna_port",
)
"""What an identity is made of, and how its antenna sits. Left out is what tells size,
since planted vessels are coastal tankers by design, and with it whether a vessel has an
IMO number at all; and what a vessel does: time, place, speed, status, and how often its
particulars change, since draught does after a transfer."""


class Leak(NamedTuple):
    """How well the columns tell planted from ordinary vessels.

    Attributes
    ----------
    auc : float
        0.5: not at all; NaN when there are too few of either.
    low, high : float
        95 % interval.
    n_planted, n_ordinary : int
        Vessels compared.
    """

    auc: float
    low: float
    high: float
    n_planted: int
    n_ordinary: int


def measure_leak(vessels: pl.DataFrame, seed: int = 0) -> Leak:
    """Let a classifier tell planted from ordinary vessels of the same ship types.

    Parameters
    ----------
    vessels : DataFrame
        :data:`~stsdetect.schema.VESSELS` of one or many worlds with ``planted``; of
        a vessel its last row is looked at.
    seed : int
        Of the folds.

    Returns
    -------
    Leak
        Of a random forest on held-out fifths; its interval by Hanley and McNeil
        (1982), Radiology 143(1), eq. 2. doi:10.1148/radiology.143.1.7063747
    """
    known = describe_identity(vessels)
    types = known.filter("planted")["ship_type"].unique().implode()
    known = known.filter(pl.col("ship_type").is_in(types))
    planted = known["planted"].to_numpy()
    n_planted, n_ordinary = int(planted.sum()), int((~planted).sum())
    if min(n_planted, n_ordinary) < _FEWEST:
        return Leak(float("nan"), 0.0, 1.0, n_planted, n_ordinary)
    auc = _held_out_auc(
        known.select(pl.col(LEAK_COLUMNS).fill_null(-1).fill_nan(-1)).to_numpy(),
        planted,
        seed,
    )
    half = 1.96 * _standard_error(auc, n_planted, n_ordinary)
    return Leak(auc, auc - half, auc + half, n_planted, n_ordinary)


_FEWEST: Final = 25
"""Vessels of either kind below which five folds say nothing; ours."""


def describe_identity(vessels: pl.DataFrame) -> pl.DataFrame:
    """Turn each vessel's particulars into the numbers of :data:`LEAK_COLUMNS`."""
    keys = ["world", "mmsi"]
    last = vessels.sort(*keys, "valid_from")
    length = pl.col("to_bow_m") + pl.col("to_stern_m")
    beam = pl.col("to_port_m") + pl.col("to_starboard_m")
    return last.unique(keys, keep="last", maintain_order=True).select(
        "planted",
        pl.col("ship_type").fill_null(-1),
        flag=pl.col("mmsi") // 1_000_000,
        serial=pl.col("mmsi") % 10_000,
        imo_digits=pl.coalesce(pl.col("imo") // 10, pl.col("mmsi")) % 1_000,
        name_length=pl.col("shipname").str.len_chars(),
        callsign_length=pl.col("callsign").str.len_chars(),
        callsign_letter=pl.col("callsign").str.slice(1, 1).str.to_integer(
            base=36, strict=False
        ),
        antenna_aft=pl.col("to_stern_m") / length,
        antenna_port=pl.col("to_port_m") / beam,
    )  # fmt: skip


def _held_out_auc(
    columns: NDArray[np.float64], planted: NDArray[np.bool_], seed: int
) -> float:
    folds = StratifiedKFold(5, shuffle=True, random_state=seed)
    model = RandomForestClassifier(60, max_depth=5, random_state=seed)
    said = cross_val_predict(
        model, columns.astype(np.float64), planted, cv=folds, method="predict_proba"
    )
    return float(roc_auc_score(planted, said[:, 1]))


def _standard_error(auc: float, n_planted: int, n_ordinary: int) -> float:
    q_1, q_2 = auc / (2 - auc), 2 * auc**2 / (1 + auc)
    variance = (
        auc * (1 - auc)
        + (n_planted - 1) * (q_1 - auc**2)
        + (n_ordinary - 1) * (q_2 - auc**2)
    ) / (n_planted * n_ordinary)
    return float(np.sqrt(max(variance, 0.0)))
