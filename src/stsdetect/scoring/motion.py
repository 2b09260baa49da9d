"""Evidence from how the two move, and what that movement is otherwise known for."""

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stsdetect.scoring.term import Evidence, Ramp, numbers

__all__ = ["ACTIVITY_WEIGHTS", "MOTION"]

ACTIVITY_WEIGHTS: Final = {
    "tow": -3.0,
    "pair_trawl": -3.0,
    "pilotage": -3.0,
    "convoy": -2.5,
    "raft": -2.0,
    "anchorage": -1.5,
    "one_hull": -4.0,
    # Fuel does pass; suppliers of the trade in question hide among bunker craft.
    "bunkering": -1.0,
    # Says again what geometry, duration and motion have said.
    "transfer_like": 0.0,
    "unknown": 0.0,
}
"""Ours: rule-outs of look-alikes; each lowers a lead and none removes it."""

_SLOW = Ramp("median_speed_kn", ((2.0, 1.0), (3.0, 0.0)))
_DRIFT = Ramp("drift_nm", ((0.15, 0.0), (0.3, 1.0)))

_LONG = Ramp("together_h", ((6.0, 0.0), (12.0, 1.0)))
"""The tide turns every 6.2 h, and a vessel at anchor swings with it."""
_STILL = Ramp("median_speed_kn", ((0.03, 1.0), (0.05, 0.0)))
"""0.03 kn are 9 m between ticks ten minutes apart: the noise of a position."""
_STAYED = Ramp("drift_nm", ((0.03, 1.0), (0.06, 0.0)))
"""0.03 nm are 56 m, less than any vessel's swing round its anchor."""


def weigh_drift(observed: pd.DataFrame) -> NDArray[np.float64]:
    """Weigh drifting together: 0 to 1, fading out between 2 and 3 kn."""
    return _DRIFT(observed) * _SLOW(observed)


def weigh_fixed(observed: pd.DataFrame) -> NDArray[np.float64]:
    """Weigh lying fixed over a turn of the tide: 0 to −2.5."""
    weight: NDArray[np.float64] = -2.5 * (
        _LONG(observed) * _STILL(observed) * _STAYED(observed)
    )
    return weight


def weigh_activity(observed: pd.DataFrame) -> NDArray[np.float64]:
    """Weigh what the two most probably do, NaN where that is missing."""
    return numbers(
        pd.DataFrame({"weight": observed["activity"].map(ACTIVITY_WEIGHTS)}), "weight"
    )


MOTION: Final = (
    Evidence(
        name="speed",
        group="motion",
        value="median_speed_kn",
        weigh=Ramp("median_speed_kn", ((2.0, 0.5), (2.5, 0.0), (4.0, -1.5))),
        speaks_for="slow, {median_speed_kn} by median",
        speaks_against="under way at {median_speed_kn} by median",
        source="Miller et al. (2018), Front. Mar. Sci. 5:240 (2 kn); above it ours: "
        "tows and convoys",
    ),
    Evidence(
        name="drift",
        group="motion",
        value="drift_nm",
        weigh=weigh_drift,
        needs=("drift_nm", "median_speed_kn"),
        speaks_for="drifted {drift_nm} together",
        source="ours: vessels at anchor swing by less than 0.3 nm",
    ),
    Evidence(
        name="fixed",
        group="berth",
        value="median_speed_kn",
        weigh=weigh_fixed,
        needs=("together_h", "median_speed_kn", "drift_nm"),
        speaks_against="neither swings nor drifts in {together_h}, as at a berth",
        source="ours: lines to a quay hold a hull within metres, an anchor does not; a "
        "transfer at a quay is no transfer at sea",
    ),
    Evidence(
        name="activity",
        group="activity",
        value="activity",
        weigh=weigh_activity,
        speaks_against="moves like {activity}",
        source="ours: rule-outs of the false-positive families",
    ),
)
"""Speed, drift, and the activity they look like."""
