"""Builders of LEADS and CANDIDATES rows of invented vessels."""

from datetime import timedelta
from typing import Any

import pandas as pd
import polars as pl
from builders import EPOCH

from stsdetect.schema import CANDIDATES, LEADS

RAFTED: dict[str, Any] = {
    "kind": "encounter",
    "lat": 31.25,
    "lon": 124.5,
    "mmsi_a": 200000001,
    "shipname_a": "SIM ALPHA",
    "imo_a": 2000006,
    "flag_a": "BEL",
    "ship_type_a": "tanker",
    "mmsi_b": 300000002,
    "shipname_b": "SIM BRAVO",
    "imo_b": None,
    "flag_b": None,
    "ship_type_b": "tanker",
    "p_chance": None,
    "region": "East China Sea",
    "distance_to_shore_km": 210.0,
    "distance_to_port_km": 260.0,
    "n_ticks": 69,
    "support": 0.95,
    "min_distance_m": 31.0,
    "median_distance_m": 38.0,
    "sd_distance_m": 4.6,
    "body_sd_m": 6.8,
    "heading_sd_deg": 2.0,
    "median_speed_kn": 0.8,
    "drift_nm": 1.9,
    "longest_hole_min": 15.0,
    "n_ends_seen": 2,
    "n_contacts": 1,
    "alongside": True,
    "cluster_size": 2,
    "activity": "transfer_like",
    "n_near": 0.0,
    "length_a_m": 92.0,
    "length_b_m": 84.0,
    "port": "Zhoushan",
}
"""Two tankers, lashed together and drifting for 5 h 40 min far from any port."""

UNKNOWN: dict[str, Any] = {column.name: None for column in LEADS if column.missing}
"""Every value that may be missing, missing."""


def lead(number: int = 1, **changes: Any) -> dict[str, Any]:
    """Row of LEADS: the rafted pair, but for the changes named."""
    hours = changes.pop("duration_h", 17 / 3)
    start = EPOCH + timedelta(minutes=changes.pop("start_min", 120))
    return {
        **RAFTED,
        "candidate_id": f"{number:016x}",
        "start_time": start,
        "end_time": start + timedelta(hours=hours),
        "duration_h": hours,
        **changes,
    }


def leads(*rows: dict[str, Any]) -> pd.DataFrame:
    """LEADS of the rows given; the rafted pair alone when none is."""
    chosen = rows or (lead(),)
    columns = {name: [row.get(name) for row in chosen] for name in LEADS.names}
    frame = LEADS.to_pandas(LEADS.conform(pl.DataFrame(columns, strict=False)))
    LEADS.check(frame)
    return frame


def candidates(*changes: dict[str, Any]) -> pd.DataFrame:
    """CANDIDATES without the scorer: ranked as given, scores invented."""
    rows = [
        {
            **lead(number),
            "rank": number,
            "likelihood": 0.9 / number,
            "confidence": "moderate",
            "priority": 90.0 / number,
            "reasons_for": "alongside for 5 h 40 min; both tankers",
            "reasons_against": "not known: draught",
            **change,
        }
        for number, change in enumerate(changes or ({},), start=1)
    ]
    columns = {name: [row.get(name) for row in rows] for name in CANDIDATES.names}
    frame = CANDIDATES.conform(pl.DataFrame(columns, strict=False))
    return CANDIDATES.to_pandas(frame)
