"""Activity: what the two vessels of an encounter most probably do.

Rules give points to activities, and the points of an activity, as a power of e, are
its weight among all (`activity_weight`). Points are ours, in the manner of log
likelihood ratios: two for strong evidence, one for weak, and one for
``unknown`` to begin with. An encounter is named here, never dropped.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
import polars as pl

from stsdetect.events.particulars import particulars_at
from stsdetect.schema import ENCOUNTERS, VESSELS
from stsdetect.schema.events import ACTIVITIES

__all__ = ["RULES", "Rule", "classify_activity"]


@dataclass(frozen=True, slots=True)
class Rule:
    """Points that an activity gets where all of the facts hold."""

    activity: str
    points: float
    facts: tuple[str, ...]


RULES: Final = (
    Rule("unknown", 1.0, ()),
    Rule("transfer_like", 2.0, ("alongside",)),
    Rule("transfer_like", 1.0, ("alongside", "long")),
    Rule("transfer_like", 1.0, ("hulls near", "cargo vessels")),
    Rule("transfer_like", 1.0, ("hulls near", "alongside unknown", "cargo vessels")),
    Rule("transfer_like", -2.0, ("tug",)),
    Rule("transfer_like", -2.0, ("pilot",)),
    Rule("transfer_like", -2.0, ("fishing pair",)),
    Rule("transfer_like", -1.0, ("no cargo vessel",)),
    Rule("tow", 3.0, ("tug", "both move")),
    Rule("tow", 1.0, ("tug", "both move", "steady")),
    Rule("pair_trawl", 3.0, ("fishing pair", "trawl speed", "trawl distance")),
    Rule("pair_trawl", 1.0, ("fishing pair", "trawl speed", "steady")),
    Rule("raft", 3.0, ("fishing pair", "hulls near", "both slow")),
    Rule("raft", 1.0, ("fishing pair", "both slow", "company")),
    Rule("pilotage", 2.0, ("pilot",)),
    Rule("pilotage", 2.0, ("pilot", "short")),
    Rule("convoy", 3.0, ("under way", "apart")),
    Rule("convoy", -2.0, ("tug",)),
    Rule("convoy", -2.0, ("fishing pair",)),
    Rule("anchorage", 3.0, ("both still", "apart")),
    Rule("anchorage", 1.0, ("both still", "apart", "crowded")),
    Rule("bunkering", 3.0, ("bunker call",)),
    Rule("bunkering", 2.0, ("bunker call", "hulls near")),
    Rule("one_hull", 4.0, ("one hull under way",)),
    Rule("one_hull", 3.0, ("one hull under way", "one hull for a day")),
    Rule("one_hull", -3.0, ("tug",)),
    Rule("transfer_like", -2.0, ("one hull under way",)),
    Rule("raft", -2.0, ("one hull under way",)),
)
"""Every rule; the facts are those of `_facts`."""

_BY_CAUTION: Final = (
    "unknown",
    *(name for name in reversed(ACTIVITIES) if name != "unknown"),
)
"""In which order the first of equal points is taken."""

_TUG: Final = (31, 32, 52)
_FISHING: Final = (30,)
_PILOT: Final = (50,)
_UNTOLD: Final = (-1, *range(90, 100))
"""None heard, or "other": a crane barge calls itself so, and so does a launch."""
_TANKER: Final = tuple(range(80, 90))
_CLIENT: Final = tuple(range(60, 80))
"""Passenger and cargo vessels, which take fuel and bring none."""

MIN_CLIENTS: Final = 3
"""A week, from which on a tanker trades in bunkers; ours."""
MIN_DAY_H: Final = 24.0
"""Hours within 20 m of which two MMSIs are of one hull; ours."""
MIN_UNDER_WAY_H: Final = 1.0
"""Of that under way; ours: hulls lashed together don't sail so close for an hour, and
a transponder of class A and one of class B need no day to tell."""


def classify_activity(encounters: pd.DataFrame, vessels: pl.DataFrame) -> pd.DataFrame:
    """Name what the vessels of each encounter most probably do.

    Parameters
    ----------
    encounters : pd.DataFrame
        An :data:`~stsdetect.schema.ENCOUNTERS` table with its clusters, in any order.
    vessels : pl.DataFrame
        A :data:`~stsdetect.schema.VESSELS` table, in any order.

    Returns
    -------
    pd.DataFrame
        The encounters with ``activity`` and ``activity_weight``. Of activities with
        equal points ``unknown`` is given first of all, else the one that
        :data:`~stsdetect.schema.events.ACTIVITIES` names later: what is against a
        transfer.
    """
    ENCOUNTERS.check(encounters)
    VESSELS.check(vessels)
    facts = _facts(encounters, _types(encounters, vessels))
    points = {name: np.zeros(len(encounters)) for name in ACTIVITIES}
    for rule in RULES:
        holds = facts[list(rule.facts)].all(axis=1).to_numpy(dtype=bool)
        points[rule.activity] += rule.points * holds
    by_activity = np.column_stack([points[name] for name in _BY_CAUTION])
    weight = np.exp(by_activity)
    share = weight / weight.sum(axis=1, keepdims=True)
    names = np.array(_BY_CAUTION)
    found = encounters.assign(
        activity=pd.Series(
            names[by_activity.argmax(axis=1)], index=encounters.index, dtype="str"
        ),
        activity_weight=share.max(axis=1),
    )
    ENCOUNTERS.check(found)
    return found


def _types(encounters: pd.DataFrame, vessels: pl.DataFrame) -> pd.DataFrame:
    """Ship types of both at the start, −1 where none was heard."""
    types = {}
    for side in ("a", "b"):
        moments = pl.DataFrame(
            {
                "mmsi": encounters[f"mmsi_{side}"].to_numpy(),
                "timestamp": pl.Series(encounters["start_time"]),
            }
        ).cast({"mmsi": pl.Int64, "timestamp": pl.Datetime("ms", "UTC")})
        ship_type = particulars_at(moments, vessels)["ship_type"]
        types[side] = ship_type.cast(pl.Int64).fill_null(-1).to_numpy()
    return pd.DataFrame(types, index=encounters.index)


def _facts(encounters: pd.DataFrame, types: pd.DataFrame) -> pd.DataFrame:
    """Tell what holds of each encounter; bounds are ours."""
    distance, sd = encounters["median_distance_m"], encounters["sd_distance_m"]
    slower = encounters[["median_speed_a_kn", "median_speed_b_kn"]].min(axis=1)
    faster = encounters["median_speed_kn"]
    elapsed = encounters["end_time"] - encounters["start_time"]
    duration_h = elapsed.dt.total_seconds() / 3600.0
    still = (faster <= 0.5) & (encounters["drift_nm"] <= 0.3)
    alongside = encounters["alongside"].astype("boolean")
    known = alongside.fillna(value=False).astype(bool)
    net_kn = encounters["drift_nm"] / duration_h.clip(lower=1 / 12)
    cargo, unknown = (types >= 70) & (types <= 89), types.isin(_UNTOLD)
    return pd.DataFrame(
        {
            "alongside": known,
            "alongside unknown": alongside.isna(),
            "hulls near": known | (distance <= 150.0) & alongside.isna(),
            "apart": ~known & (distance > 100.0),
            "long": duration_h >= 1.5,
            "short": duration_h <= 1.0,
            "tug": types.isin(_TUG).any(axis=1),
            "pilot": types.isin(_PILOT).any(axis=1),
            "fishing pair": types.isin(_FISHING).all(axis=1),
            "cargo vessels": (cargo | unknown).all(axis=1) & cargo.any(axis=1),
            "no cargo vessel": ~(cargo | unknown).any(axis=1),
            "both move": (slower >= 1.0) & (net_kn >= 0.5),
            "under way": (slower >= 2.0) & (net_kn >= 1.0),
            "both slow": faster <= 1.5,
            "both still": still & (encounters["support"] >= 0.25),
            "trawl speed": (slower >= 1.5) & (faster <= 5.0),
            "trawl distance": distance.between(100.0, 700.0),
            "steady": sd <= 0.3 * distance.clip(lower=50.0),
            "company": encounters["cluster_size"].astype("Int64").fillna(0) >= 3,
            "crowded": encounters["n_near"] >= 2,
            "bunker call": _is_served(encounters, types, "a", "b", duration_h)
            | _is_served(encounters, types, "b", "a", duration_h),
            "one hull under way": encounters["one_hull_under_way_h"] >= MIN_UNDER_WAY_H,
            "one hull for a day": encounters["one_hull_h"] >= MIN_DAY_H,
        }
    )


def _is_served(
    encounters: pd.DataFrame,
    types: pd.DataFrame,
    supplier: str,
    client: str,
    duration_h: "pd.Series[float]",
) -> "pd.Series[bool]":
    """Whether a tanker with many clients calls on a vessel that takes fuel."""
    n_clients = encounters[f"n_partners_{supplier}"].astype("Int64").fillna(0)
    return (
        types[supplier].isin(_TANKER)
        & types[client].isin(_CLIENT)
        & (n_clients >= MIN_CLIENTS).astype(bool)
        & duration_h.between(0.5, 12.0)
    )
