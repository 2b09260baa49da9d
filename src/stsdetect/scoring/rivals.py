"""Rivals: of several that could have been the partner one at most was."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stsdetect.kernels.rivals import sum_rivals

__all__ = ["find_rival_odds"]

Numbers = NDArray[np.float64]

_ROOM = 10**10
"""More than any MMSI: worlds are told apart by what stands before it."""


def find_rival_odds(
    leads: pd.DataFrame, odds: Numbers, world: NDArray[np.int64] | None = None
) -> Numbers:
    """Add up the odds of those that exclude each lead.

    Rivals are, at overlapping times, of a vessel that waited (``one_dark``) all its
    possible visitors, and of two silences (``both_dark``) all possible partners of
    either. A lead then has the likelihood ``odds / (1 + rivals + odds)``, which adds
    up to less than 1 over the partners of one stay, or of one silence. What was seen
    excludes nothing, and a vessel that waits alone has no partner.

    Parameters
    ----------
    leads : DataFrame
        ``candidate_id, kind, mmsi_a, mmsi_b, start_time, end_time``, in any order.
    odds : (n,) array
        Of each lead, were there no other.
    world : (n,) array, optional
        Leads of different worlds are no rivals.

    Returns
    -------
    (n,) array
        0 without rivals.
    """
    entries = _entries(
        leads, np.zeros(len(leads), np.int64) if world is None else world
    )
    row = entries["row"].to_numpy()
    sums = sum_rivals(
        entries["vessel"].to_numpy(),
        entries["other"].to_numpy(),
        entries[["start_ms", "end_ms"]].to_numpy(),
        odds[row],
    )
    total = np.zeros(len(leads))
    np.add.at(total, row, sums)
    return total


def _entries(leads: pd.DataFrame, world: NDArray[np.int64]) -> pd.DataFrame:
    """List each lead below the vessels that had one partner at most, in a fixed order.

    Negative numbers are vessels that waited: their visitors are no rivals of what else
    they did.
    """
    row = np.arange(len(leads))
    mmsi_a, mmsi_b = (
        world * _ROOM + leads[name].fillna(0).to_numpy(dtype=np.int64)
        for name in ("mmsi_a", "mmsi_b")
    )
    waited = leads["kind"].eq("one_dark").to_numpy()
    silent = leads["kind"].eq("both_dark").to_numpy()
    start_ms, end_ms = (
        leads[name].dt.as_unit("ms").astype(np.int64).to_numpy()
        for name in ("start_time", "end_time")
    )
    sides = [(waited, -mmsi_a, row), (silent, mmsi_a, mmsi_b), (silent, mmsi_b, mmsi_a)]
    parts = [
        pd.DataFrame(
            {
                "vessel": vessel[of_kind],
                "other": other[of_kind],
                "start_ms": start_ms[of_kind],
                "end_ms": end_ms[of_kind],
                "row": row[of_kind],
                "candidate_id": leads["candidate_id"].to_numpy()[of_kind],
            }
        )
        for of_kind, vessel, other in sides
    ]
    return pd.concat(parts, ignore_index=True).sort_values(
        ["vessel", "start_ms", "candidate_id"]
    )
