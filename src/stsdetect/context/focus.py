"""The focus: leads near North Korea, or bound for it or from it, by written rules."""

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stsdetect.schema import LEADS

__all__ = ["FOCUS", "FOCUS_RULE", "is_focus", "near_or_bound_for"]

FOCUS: Final = "dprk"
"""Name of the region that is no polygon but this rule."""
FOCUS_RULE: Final = (
    "near or bound for North Korea: in its waters, where transfers were reported, "
    "within 150 km of its ports, of its flag, there within 14 days before or after, or "
    "with one of its ports as destination"
)
NEAR_PORT_KM: Final = 150.0
"""Ours: as relevance counts it."""
DAYS: Final = 14.0
"""Ours: from Nampo to the Strait of Taiwan and back, 1,800 nm at 8 kn, is 9 days; a
transfer, and waiting for one, takes the others."""


def is_focus(region: str | None) -> bool:
    """Tell whether a region that was asked for is the focus.

    Examples
    --------
    >>> is_focus("DPRK"), is_focus("Yellow Sea"), is_focus(None)
    (True, False, False)
    """
    return region is not None and region.strip().casefold() == FOCUS


def near_or_bound_for(leads: pd.DataFrame) -> NDArray[np.bool_]:
    """Tell which leads are near North Korea, or whose vessels go there or come from it.

    Parameters
    ----------
    leads : DataFrame
        A :data:`~stsdetect.schema.LEADS` table.

    Returns
    -------
    (n,) array
        What is not known makes no lead near.
    """
    LEADS.check(leads)
    days = ("days_since_dprk_a", "days_since_dprk_b", "days_to_north_korea")
    korean_port = leads["port"].astype("str").str.endswith(", PRK")
    near = (
        leads["region_kind"].isin(["waters", "reported"])
        | leads[["flag_a", "flag_b"]].isin(["PRK"]).any(axis=1)
        | leads["bound_for"].notna()
        | (korean_port & (_numbers(leads, "distance_to_port_km") <= NEAR_PORT_KM))
    ).to_numpy(dtype=np.bool_)
    bound = [_numbers(leads, name) <= DAYS for name in days]
    return np.asarray(near | np.any(bound, axis=0))


def _numbers(leads: pd.DataFrame, name: str) -> NDArray[np.float64]:
    """Take a column as floats, NaN where missing, which is within no bound."""
    return leads[name].to_numpy(dtype=np.float64, na_value=np.nan)
