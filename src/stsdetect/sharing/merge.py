"""Merging: candidates and verdicts of several teams, each event once."""

from typing import Any, Final

import numpy as np
import pandas as pd

__all__ = ["MERGED", "find_own", "merge_received"]

MERGED: Final = ("own_id", "origins", "markings", "verdicts")
"""Columns before those of the candidate."""


def find_own(received: pd.DataFrame, own: pd.DataFrame) -> "pd.Series[Any]":
    """Find which of our candidates is the same event as each that was received.

    The same id, else the same vessels at overlapping times, the longest overlap first:
    another team hears the same meeting from other receivers and gives it other bounds.

    Parameters
    ----------
    received, own : DataFrame
        :data:`~stsdetect.schema.CANDIDATES` tables.

    Returns
    -------
    Series
        Id of ours by the id of theirs; empty text where we have none.
    """
    pairs = _by_vessels(received).merge(
        _by_vessels(own), on=["low", "high"], suffixes=("", "_own")
    )
    starts = pairs[["start_time", "start_time_own"]].max(axis=1)
    ends = pairs[["end_time", "end_time_own"]].min(axis=1)
    pairs = pairs.assign(
        same=pairs["candidate_id"] == pairs["candidate_id_own"], overlap=ends - starts
    )
    pairs = pairs[pairs["same"] | (pairs["overlap"] >= pd.Timedelta(0))].sort_values(
        ["same", "overlap", "candidate_id_own"], ascending=[False, False, True]
    )
    best = pairs.drop_duplicates("candidate_id").set_index("candidate_id")
    return best["candidate_id_own"].reindex(received["candidate_id"]).fillna("")


def merge_received(
    candidates: list[dict[str, Any]], labels: list[dict[str, Any]]
) -> dict[str, dict[str, str]]:
    """Join what several teams said of the same candidate.

    Parameters
    ----------
    candidates : list of dict
        ``candidate_id, origin, marking``, the oldest first; a later one of the same
        origin replaces the earlier.
    labels : list of dict
        ``candidate_id, origin, verdict, analyst, labelled_at``.

    Returns
    -------
    dict
        Candidate to ``origins, markings, verdicts``: texts in which each verdict and
        each marking stands with its origin.
    """
    marked: dict[str, dict[str, str]] = {}
    for one in candidates:
        marked.setdefault(one["candidate_id"], {})[one["origin"]] = one["marking"]
    said: dict[str, list[str]] = {name: [] for name in marked}
    for one in labels:
        words = f"{one['verdict']} ({one['origin']}, {one['analyst']})"
        said.setdefault(one["candidate_id"], []).append(words)
    return {
        name: {
            "origins": "; ".join(of),
            "markings": "; ".join(f"{origin}: {text}" for origin, text in of.items()),
            "verdicts": "; ".join(said[name]),
        }
        for name, of in marked.items()
    }


def _by_vessels(candidates: pd.DataFrame) -> pd.DataFrame:
    """Take what tells an event, vessels in the order of their MMSI, 0 for none."""
    pair = candidates[["mmsi_a", "mmsi_b"]].fillna(0).to_numpy(dtype=np.int64)
    columns = candidates[["candidate_id", "start_time", "end_time"]]
    return columns.assign(low=pair.min(axis=1), high=pair.max(axis=1))
