"""Clusters: vessels that meet in one place at one time, and how many each meets."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from stsdetect.schema import ENCOUNTERS

__all__ = ["STSDETECT", "ClusterParams", "cluster_encounters"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterParams:
    """Bounds of a cluster.

    Parameters
    ----------
    max_distance_m : float
        Median distance of the antennas of an encounter that counts, inclusive, unless
        the hulls are known to lie alongside; ours: hulls of up to 140 m that lie
        alongside are nearer in 99.9 % of simulated moorings.
    partner_time : timedelta
        From the start of an encounter, before and after, in which partners are
        counted; ours: a week in all, as the trade of a bunker tanker is told.
    """

    max_distance_m: float = 120.0
    partner_time: timedelta = timedelta(days=3.5)


STSDETECT = ClusterParams()
_PARTNERS: Final = ["n_partners_a", "n_partners_b", "n_partners"]


def cluster_encounters(
    encounters: pd.DataFrame, params: ClusterParams = STSDETECT
) -> pd.DataFrame:
    """Give each close encounter its cluster, and count the partners of its vessels.

    Two close encounters are of one cluster when they share a vessel and overlap in
    time, and so on from one to the next: a raft, or a crane barge between two hulls.
    Encounters that aren't close have no cluster, or an anchorage would be one.

    Parameters
    ----------
    encounters : pd.DataFrame
        An :data:`~stsdetect.schema.ENCOUNTERS` table of all time, in any order.
    params : ClusterParams
        Bounds.

    Returns
    -------
    pd.DataFrame
        The encounters in their order with ``cluster_id``, ``cluster_size``,
        ``n_partners_a`` and ``n_partners_b``, how many vessels each of the two meets
        closely about then, the other included, and ``n_partners``, the greater of both.
    """
    ENCOUNTERS.check(encounters)
    alongside = encounters["alongside"].fillna(value=False).astype(bool)
    near = encounters["median_distance_m"] <= params.max_distance_m
    close = encounters[alongside | near].reset_index(drop=True)
    sides = _sides(close)
    clusters = _name(close, _components(close, sides))
    lost = ["cluster_id", "cluster_size", *_PARTNERS]
    found = encounters.drop(columns=lost, errors="ignore").merge(
        clusters, on="encounter_id", how="left", validate="one_to_one"
    )
    found.index = encounters.index
    found[_PARTNERS[:2]] = _partners(encounters, sides, params)
    found["n_partners"] = found[_PARTNERS[:2]].max(axis=1)
    found = found[[*ENCOUNTERS.names, *_extra(found)]]
    ENCOUNTERS.check(found)
    return found


def _extra(encounters: pd.DataFrame) -> list[str]:
    return [name for name in encounters.columns if name not in ENCOUNTERS.names]


def _sides(close: pd.DataFrame) -> pd.DataFrame:
    """Each encounter twice, seen from either vessel, by vessel and start."""
    views = [
        pd.DataFrame(
            {
                "mmsi": close[f"mmsi_{own}"],
                "partner": close[f"mmsi_{other}"],
                "start": _milliseconds(close["start_time"]),
                "end": _milliseconds(close["end_time"]),
                "row": close.index,
            }
        )
        for own, other in (("a", "b"), ("b", "a"))
    ]
    return pd.concat(views).sort_values(
        ["mmsi", "start", "end", "partner"], ignore_index=True
    )


def _components(close: pd.DataFrame, sides: pd.DataFrame) -> NDArray[np.int64]:
    """Give each encounter the number of its connected component."""
    latest = sides.groupby("mmsi")["end"].cummax()
    until = latest.groupby(sides["mmsi"]).shift().fillna(-1).astype("int64")
    apart = (sides["start"] > until).to_numpy()
    spell = np.cumsum(apart, dtype=np.int64)
    n_rows, n_spells = len(close), int(spell[-1]) + 1 if spell.size else 0
    graph = coo_array(
        (np.ones(len(sides)), (sides["row"].to_numpy(), n_rows + spell)),
        shape=(n_rows + n_spells, n_rows + n_spells),
    )
    _, label = connected_components(graph, directed=False)
    return np.asarray(label[:n_rows], dtype=np.int64)


def _name(close: pd.DataFrame, label: NDArray[np.int64]) -> pd.DataFrame:
    """Size of each component and an id, the hash of its encounters."""
    members = pd.DataFrame({"encounter_id": close["encounter_id"], "label": label})
    vessels = pd.DataFrame(
        {
            "label": np.tile(label, 2),
            "mmsi": pd.concat([close["mmsi_a"], close["mmsi_b"]]).to_numpy(),
        }
    )
    clusters = pd.DataFrame(
        {
            "cluster_id": members.groupby("label")["encounter_id"].agg(_hash),
            "cluster_size": vessels.groupby("label")["mmsi"].nunique(),
        }
    ).astype({"cluster_id": "str", "cluster_size": "Int64"})
    return members.merge(clusters, left_on="label", right_index=True).drop(
        columns="label"
    )


def _hash(ids: "pd.Series[str]") -> str:
    text = "cluster " + " ".join(sorted(ids))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _partners(
    encounters: pd.DataFrame, sides: pd.DataFrame, params: ClusterParams
) -> NDArray[np.int64]:
    """Count the close partners of both vessels about the start, at least 1."""
    margin = params.partner_time // timedelta(milliseconds=1)
    start, partner = sides["start"].to_numpy(), sides["partner"].to_numpy()
    rows_of = sides.groupby("mmsi").indices
    nobody = np.array([], dtype=np.int64)

    def count(mmsi: int, around: int) -> int:
        rows = rows_of.get(mmsi, nobody)
        bounds = (around - margin, around + margin + 1)
        first, last = np.searchsorted(start[rows], bounds)
        return len(set(partner[rows[first:last]].tolist()))

    pairs = zip(
        encounters["mmsi_a"],
        encounters["mmsi_b"],
        _milliseconds(encounters["start_time"]),
        strict=True,
    )
    counts = [(count(a, around), count(b, around)) for a, b, around in pairs]
    return np.maximum(np.array(counts, dtype=np.int64).reshape(-1, 2), 1)


def _milliseconds(times: "pd.Series[pd.Timestamp]") -> "pd.Series[int]":
    return times.dt.as_unit("ms").astype("int64")
