"""Evidence from draught: which vessel rose and which sank."""

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stsdetect.scoring.term import PAIRS, Evidence, numbers

__all__ = ["CARGO", "tell_draught"]

MIN_CHANGE_M: Final = 0.3
"""Ours: 600 t change the draught of a vessel of 110 m by 0.4 m, and draught is sent
in decimetres."""


def weigh_draught(observed: pd.DataFrame) -> NDArray[np.float64]:
    """Weigh the changes of draught of both vessels.

    2.5 where one rose and the other sank, 0.8 where one changed and the other told
    nothing new; −0.3 where both changed the same way, as after two port calls. NaN
    where neither told a draught before and after; no change is no evidence.
    """
    a, b = (numbers(observed, f"draught_change_{side}_m") for side in ("a", "b"))
    moved_a, moved_b = (np.abs(change) >= MIN_CHANGE_M for change in (a, b))
    both, one = moved_a & moved_b, moved_a ^ moved_b
    weight = np.where(both, np.where(a * b < 0, 2.5, -0.3), np.where(one, 0.8, 0.0))
    unknown = np.isnan(a) & np.isnan(b)
    return np.where(unknown, np.nan, weight)


def weigh_draught_at_sea(observed: pd.DataFrame) -> NDArray[np.float64]:
    """0.8 where a vessel that waits alone changed its draught and called nowhere."""
    return np.where(observed["draught_at_sea"].notna(), 0.8, np.nan)


def tell_draught(leads: pd.DataFrame) -> "pd.Series[str]":
    """Tell the changes of draught of each lead, missing where none is known."""
    changes = zip(leads["draught_change_a_m"], leads["draught_change_b_m"], strict=True)
    told = [
        " and ".join(
            f"{side} {change:+.1f} m" if change else f"{side} unchanged"
            for side, change in zip("ab", both, strict=True)
            if pd.notna(change)
        )
        or None
        for both in changes
    ]
    return pd.Series(told, index=leads.index, dtype="object")


CARGO: Final = (
    Evidence(
        name="draught",
        group="cargo",
        value="draught_changes",
        needs=("draught_change_a_m", "draught_change_b_m"),
        weigh=weigh_draught,
        kinds=PAIRS,
        speaks_for="draught changed from before to after: {draught_changes}",
        speaks_against="draught changed the same way in both: {draught_changes}",
        source="Financial Times and RUSI on Mercury and Shundlli: the supplier's "
        "draught fell; the bound is ours",
    ),
    Evidence(
        name="draught_at_sea",
        group="cargo",
        value="draught_at_sea",
        weigh=weigh_draught_at_sea,
        kinds=("loitering",),
        speaks_for="draught changed, and no port call is seen: {draught_at_sea}",
        source="ours: loaded without a port is loaded at sea; modest, "
        "since crews enter draughts late",
    ),
)
"""What the crews said of their cargo."""
