"""Builders of port visits and silences of two vessels, by day."""

from typing import Any

from builders import at

A, B = 200_000_001, 300_000_002
DAY = 1_440.0
MEETING = 10 * DAY


def visit(mmsi: int, day: float, port: str, **changes: Any) -> dict[str, Any]:
    """Row of PORT_VISITS: a day in a port."""
    name, country = port.split(", ")
    return {
        "visit_id": f"{mmsi}{day}",
        "mmsi": mmsi,
        "start_time": at(day * DAY),
        "end_time": at((day + 1) * DAY),
        "port": name,
        "country": country,
        "confidence": 1.0,
        "lat": 38.7,
        "lon": 125.4,
        "distance_km": 1.0,
        "entered": True,
        "left": True,
        "stopped_h": 20.0,
        "n_gaps": 0,
        **changes,
    }


def silence(mmsi: int, kind: str, start: float, end: float, **changes: Any) -> Any:
    """Row of DARK_VOYAGES, from a day to another."""
    return {
        "voyage_id": f"{mmsi}{kind}{start}",
        "gap_id": f"{start}",
        "mmsi": mmsi,
        "kind": kind,
        "zone": "west",
        "start_time": at(start * DAY),
        "end_time": at(end * DAY),
        "duration_h": 24.0 * (end - start),
        "lat": 38.7,
        "lon": 124.0,
        "way_nm": 10.0,
        "stay_h": 9.0,
        "suspicious": False,
        **changes,
    }
