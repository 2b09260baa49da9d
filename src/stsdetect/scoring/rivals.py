"""Rivals: of several meetings that could have been one at most was."""

from typing import Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stsdetect.kernels.rivals import sum_rivals

__all__ = ["EXCLUSIVE", "RivalOdds", "Rivals"]

Numbers = NDArray[np.float64]

EXCLUSIVE: Final = ("one_dark", "both_dark")
"""Kinds whose leads exclude each other: of both a vessel was silent."""

_ROOM: Final = 10**10
"""More than any MMSI: worlds are told apart by what stands before it."""


class RivalOdds(NamedTuple):
    """Odds of what excludes each lead, (n,) each: of its own kind, and of the other."""

    own: Numbers
    other: Numbers

    @property
    def total(self) -> Numbers:
        """Of both kinds."""
        return self.own + self.other


class Rivals:
    """Leads that exclude each other.

    Rivals are, at overlapping times, of a vessel that waited (``one_dark``) all its
    possible visitors, and of a silence all meetings that it could hide: with each that
    waited (``one_dark``) and with each other that was silent (``both_dark``). A lead
    then has the likelihood ``odds / (1 + rivals + odds)``, which adds up to less than
    1 over the partners of one stay, or of one silence. What was seen excludes nothing,
    and a vessel that waits alone has no partner.

    Parameters
    ----------
    leads : DataFrame
        ``candidate_id, kind, mmsi_a, mmsi_b, start_time, end_time``, in any order.
    world : (n,) array, optional
        Leads of different worlds are no rivals.
    """

    def __init__(
        self, leads: pd.DataFrame, world: NDArray[np.int64] | None = None
    ) -> None:
        entries = _entries(
            leads, np.zeros(len(leads), np.int64) if world is None else world
        )
        self._row = entries["row"].to_numpy()
        self._vessel = entries["vessel"].to_numpy()
        self._other = entries["other"].to_numpy()
        self._spans_ms = entries[["start_ms", "end_ms"]].to_numpy()
        self._of_kind = {
            kind: leads["kind"].eq(kind).to_numpy(dtype=bool) for kind in EXCLUSIVE
        }

    def add_up(self, odds: Numbers) -> RivalOdds:
        """Add up the odds of those that exclude each lead.

        Parameters
        ----------
        odds : (n,) array
            Of each lead, were there no other.

        Returns
        -------
        RivalOdds
            0 without rivals.
        """
        own, other = np.zeros(odds.size), np.zeros(odds.size)
        for of_kind in self._of_kind.values():
            total = self._add_up(np.where(of_kind, odds, 0.0))
            own += np.where(of_kind, total, 0.0)
            other += np.where(of_kind, 0.0, total)
        return RivalOdds(own, other)

    def _add_up(self, odds: Numbers) -> Numbers:
        sums = sum_rivals(self._vessel, self._other, self._spans_ms, odds[self._row])
        total = np.zeros(odds.size)
        np.add.at(total, self._row, sums)
        return total


def _entries(leads: pd.DataFrame, world: NDArray[np.int64]) -> pd.DataFrame:
    """List each lead below the vessels that had one partner at most, in a fixed order.

    Negative numbers are vessels that waited: their visitors are no rivals of what else
    they did.
    """
    mmsi_a, mmsi_b = (
        world * _ROOM + leads[name].fillna(0).to_numpy(dtype=np.int64)
        for name in ("mmsi_a", "mmsi_b")
    )
    start_ms, end_ms = (
        leads[name].dt.as_unit("ms").astype(np.int64).to_numpy()
        for name in ("start_time", "end_time")
    )
    waited = leads["kind"].eq("one_dark").to_numpy(dtype=bool)
    first = np.where(waited, -mmsi_a, mmsi_a)
    rows = np.flatnonzero(leads["kind"].isin(EXCLUSIVE))
    parts = [
        pd.DataFrame(
            {
                "vessel": vessel[rows],
                "other": other[rows],
                "start_ms": start_ms[rows],
                "end_ms": end_ms[rows],
                "row": rows,
                "candidate_id": leads["candidate_id"].to_numpy()[rows],
            }
        )
        for vessel, other in ((first, mmsi_b), (mmsi_b, first))
    ]
    return pd.concat(parts, ignore_index=True).sort_values(
        ["vessel", "start_ms", "candidate_id"]
    )
