"""Lines of aisstream.io: a JSON message each."""

import json
from typing import Any

import polars as pl

__all__ = ["aisstream_lines"]


def aisstream_lines(rows: pl.DataFrame) -> str:
    """Write a message of aisstream.io per line: positions, now and then particulars."""
    lines = []
    heard: set[int] = set()
    for row in rows.iter_rows(named=True):
        if row["told"] is not None and row["told"] >= 0 and row["told"] not in heard:
            heard.add(row["told"])
            lines.append(_message(row, "ShipStaticData", _static(row)))
        kind = (
            "StandardClassBPositionReport"
            if row["msg_type"] == 18
            else "PositionReport"
        )
        lines.append(_message(row, kind, _report(row)))
    return "".join(f"{line}\n" for line in lines)


def _message(row: dict[str, Any], kind: str, body: dict[str, Any]) -> str:
    return json.dumps(
        {
            "Message": {kind: body},
            "MessageType": kind,
            "MetaData": {
                "MMSI": row["mmsi"],
                "ShipName": row["name"] or "",
                "latitude": row["lat"],
                "longitude": row["lon"],
                "time_utc": f"{row['timestamp']:%Y-%m-%d %H:%M:%S}.000000000 +0000 UTC",
            },
        }
    )


def _report(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "MessageID": row["msg_type"],
        "UserID": row["mmsi"],
        "Valid": True,
        "Latitude": row["lat"],
        "Longitude": row["lon"],
        "Sog": round(row["sog"], 1),
        "Cog": round(row["cog"], 1),
        "TrueHeading": row["heading"],
        "NavigationalStatus": row["nav_status"],
        "Timestamp": row["timestamp"].second,
    }


def _static(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "MessageID": 5,
        "UserID": row["mmsi"],
        "Valid": True,
        "ImoNumber": row["imo"],
        "CallSign": row["callsign"],
        "Name": row["name"],
        "Type": row["ship_type"],
        "Dimension": {
            "A": row["to_bow"],
            "B": row["to_stern"],
            "C": row["to_port"],
            "D": row["to_starboard"],
        },
        "MaximumStaticDraught": row["draught"],
        "Destination": row["destination"],
    }
