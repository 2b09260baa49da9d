"""Confidence: how good the evidence base is, apart from what it says."""

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stsdetect.scoring.term import numbers

__all__ = ["rate_confidence"]

_HIGH: Final = {"support": 0.8, "n_ticks": 24, "longest_hole_min": 30.0}
_MODERATE: Final = {"support": 0.5, "n_ticks": 12, "longest_hole_min": 120.0}
_MAX_CHANCE: Final = {"one_dark": 0.02, "both_dark": 0.01}
_MAX_POSSIBLE: Final = 5


def rate_confidence(leads: pd.DataFrame) -> NDArray[np.str_]:
    """Rate the evidence base of each lead as ``low``, ``moderate`` or ``high``.

    All of a line must hold; what is missing does not hold. An encounter was seen:

    ========  =======  =======  ============  =====================================
    rating    support  n_ticks  longest hole  known besides
    ========  =======  =======  ============  =====================================
    high      0.8      24       30 min        headings; type, length of both vessels
    moderate  0.5      12       120 min       type or length of one vessel
    low       –        –        –             –
    ========  =======  =======  ============  =====================================

    A meeting in silence was not, so that it is never high. It is moderate where chance
    gives such a meeting to 2 % of pairs at most (``one_dark``) or 1 % (``both_dark``),
    five vessels at most could have been there, and type and length of both are known;
    else low. Of a vessel that waits alone nobody knows a partner: low.

    Ours: below 12 ticks the spread of a pair says little (12 ticks of 5 min are one
    hour); a mooring may end and begin again within two hours of silence; without
    particulars nobody can say what the two vessels were. AIS is one source, so that
    high means good AIS, never that something else confirms it.

    Returns
    -------
    (n,) array
        One word per lead.
    """
    known = np.logical_and(_is_known(leads, "a"), _is_known(leads, "b"))
    seen = leads["kind"].eq("encounter").to_numpy()
    headings = leads["body_sd_m"].notna().to_numpy()
    high = seen & _is_heard(leads, _HIGH) & headings & known
    moderate = seen & _is_heard(leads, _MODERATE) & _is_partly_known(leads)
    likely = _is_narrow(leads) & known
    return np.select([high, moderate | likely], ["high", "moderate"], default="low")


def _is_narrow(leads: pd.DataFrame) -> NDArray[np.bool_]:
    """Tell where silence leaves little to chance and few partners."""
    bound = np.asarray(leads["kind"].map(_MAX_CHANCE), dtype=np.float64)
    return np.asarray(
        (numbers(leads, "p_chance") <= bound)
        & (numbers(leads, "n_possible") <= _MAX_POSSIBLE)
    )


def _is_heard(leads: pd.DataFrame, bounds: dict[str, float]) -> NDArray[np.bool_]:
    # A comparison with NaN is false, so that what is missing does not hold.
    return np.asarray(
        (numbers(leads, "support") >= bounds["support"])
        & (numbers(leads, "n_ticks") >= bounds["n_ticks"])
        & (numbers(leads, "longest_hole_min") <= bounds["longest_hole_min"])
    )


def _is_known(leads: pd.DataFrame, side: str) -> NDArray[np.bool_]:
    columns = [f"ship_type_{side}", f"length_{side}_m"]
    return leads[columns].notna().all(axis=1).to_numpy()


def _is_partly_known(leads: pd.DataFrame) -> NDArray[np.bool_]:
    columns = ["ship_type_a", "length_a_m", "ship_type_b", "length_b_m"]
    return leads[columns].notna().any(axis=1).to_numpy()
