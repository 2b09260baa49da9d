"""Positions written as each format that is known, with the format's real header."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import numpy as np
import polars as pl
import pyais
from builders import EPOCH
from sentences import tagged

from stsdetect.schema import POSITIONS

__all__ = ["FORMATS_WRITTEN", "Written", "simulated_positions"]

Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Written:
    """How one format is written.

    Parameters
    ----------
    write : callable
        Rows to the bytes of a file.
    resolution_deg : float
        Step of latitude and longitude.
    carries : tuple of str
        Fields beside vessel, time and place that the format has.
    """

    write: Callable[[Rows], bytes]
    resolution_deg: float = 0.0
    carries: tuple[str, ...] = ("sog", "cog", "heading", "nav_status")


def simulated_positions(n_reports: int = 12) -> pl.DataFrame:
    """Walk three fictional vessels about the Yellow Sea, one across 180°."""
    draw = np.random.default_rng(3)
    n = 3 * n_reports
    walk = draw.normal(0, 0.01, (2, n)).cumsum(axis=1)
    home = np.repeat([[36.0, 38.5, -12.0], [123.0, 124.5, 179.99]], n_reports, axis=1)
    lat, lon = home + walk
    minutes = np.tile(np.arange(n_reports), 3) * 3
    frame = pl.DataFrame(
        {
            "mmsi": np.repeat([412_000_001, 440_000_002, 572_000_003], n_reports),
            "timestamp": [EPOCH + timedelta(minutes=int(one)) for one in minutes],
            "lat": lat.round(5),
            "lon": ((lon + 180) % 360 - 180).round(5),
            "sog": draw.uniform(0, 15, n).round(1),
            "cog": draw.uniform(0, 359.9, n).round(1),
            "heading": draw.integers(0, 360, n).astype(float),
            "nav_status": draw.choice([0, 1, 5, 7], n),
            "source_id": "written",
            "source_row": np.arange(n) + 2,
        }
    )
    return POSITIONS.conform(frame).sort("mmsi", "timestamp")


def _delimited(
    header: str,
    values: Callable[[dict[str, Any]], dict[str, Any]],
    *,
    separator: str = ",",
    encoding: str = "utf-8",
    meta: str = "",
) -> Callable[[Rows], bytes]:
    """Give a writer of rows below a header; columns without a value are empty."""
    names = header.split(separator)

    def write(rows: Rows) -> bytes:
        lines = [
            separator.join(str(values(row).get(name, "")) for name in names)
            for row in rows
        ]
        return (meta + "\n".join([header, *lines]) + "\n").encode(encoding)

    return write


_WORDS: Final = {
    0: "Under way using engine",
    1: "At anchor",
    5: "Moored",
    7: "Engaged in fishing",
}


def _epoch(row: dict[str, Any]) -> int:
    return int(row["timestamp"].timestamp())


def _named(*names: str, time: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Name vessel, time, latitude, longitude, speed, course, heading and status."""
    fields = ("mmsi", "timestamp", "lat", "lon", "sog", "cog", "heading", "nav_status")

    def values(row: dict[str, Any]) -> dict[str, Any]:
        told = row | {"timestamp": row["timestamp"].strftime(time)}
        return {name: told[one] for name, one in zip(names, fields, strict=False)}

    return values


def _danish(row: dict[str, Any]) -> dict[str, Any]:
    names = ("MMSI", "# Timestamp", "Latitude", "Longitude", "SOG", "COG", "Heading")
    told = _named(*names, time="%d/%m/%Y %H:%M:%S")(row)
    status = _WORDS[row["nav_status"]]
    return told | {"Type of mobile": "Class A", "Navigational status": status}


def _exact_earth(row: dict[str, Any]) -> dict[str, Any]:
    names = ("MMSI", "Time", "Latitude", "Longitude", "SOG", "COG", "Heading")
    told = _named(*names, "Navigational_status", time="%Y%m%d_%H%M%S")(row)
    return told | {"Message_ID": 1}


def _tenths(row: dict[str, Any]) -> dict[str, Any]:
    names = ("MMSI", "TIMESTAMP", "LAT", "LON", "SPEED", "COURSE", "HEADING", "STATUS")
    told = _named(*names, time="%Y-%m-%dT%H:%M:%S")(row)
    return told | {"SHIP_ID": 7, "DSRC": "TER", "SPEED": round(row["sog"] * 10)}


def _track(row: dict[str, Any]) -> dict[str, Any]:
    names = ("mmsi", "timestamp", "lat", "lon", "speed", "course")
    told = _named(*names, time="%Y-%m-%dT%H:%M:%S.000Z")(row)
    return told | {"seg_id": f"{row['mmsi']}-2024-02-29T23:00:00.000000Z"}


def _json_lines(message: Callable[[dict[str, Any]], Any]) -> Callable[[Rows], bytes]:
    def write(rows: Rows) -> bytes:
        return "".join(f"{json.dumps(message(row))}\n" for row in rows).encode()

    return write


def _aisstream(row: dict[str, Any]) -> dict[str, Any]:
    body = {
        "MessageID": 1,
        "UserID": row["mmsi"],
        "Valid": True,
        "Latitude": row["lat"],
        "Longitude": row["lon"],
        "Sog": row["sog"],
        "Cog": row["cog"],
        "TrueHeading": int(row["heading"]),
        "NavigationalStatus": row["nav_status"],
    }
    time = row["timestamp"].strftime("%Y-%m-%d %H:%M:%S.000000001 +0000 UTC")
    return {
        "Message": {"PositionReport": body},
        "MessageType": "PositionReport",
        "MetaData": {"MMSI": row["mmsi"], "time_utc": time},
    }


def _digitraffic(row: dict[str, Any]) -> dict[str, Any]:
    properties = {
        "sog": row["sog"],
        "cog": row["cog"],
        "navStat": row["nav_status"],
        "heading": int(row["heading"]),
        "timestampExternal": _epoch(row) * 1000,
    }
    place = {"type": "Point", "coordinates": [row["lon"], row["lat"]]}
    message = {"mmsi": row["mmsi"], "type": "Feature", "geometry": place}
    return message | {"properties": properties}


def _nmea(rows: Rows) -> bytes:
    lines = []
    for row in rows:
        message = {
            "msg_type": 1,
            "mmsi": row["mmsi"],
            "lat": row["lat"],
            "lon": row["lon"],
            "speed": row["sog"],
            "course": row["cog"],
            "heading": int(row["heading"]),
            "status": row["nav_status"],
        }
        (line,) = pyais.encode_dict(message)
        lines.append(tagged(line, _epoch(row)))
    return "".join(f"{line}\n" for line in lines).encode()


_MARINE_CADASTRE: Final = (
    "MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading,VesselName,IMO,CallSign,VesselType,"
    "Status,Length,Width,Draft,Cargo,TransceiverClass"
)
_OLD: Final = ("MMSI", "BaseDateTime", "LAT", "LON", "SOG", "COG", "Heading", "Status")
_NEW: Final = (
    *("mmsi", "base_date_time", "latitude", "longitude", "sog", "cog", "heading"),
    "status",
)
_NORWAY: Final = (
    *("mmsi", "date_time_utc", "lat", "lon", "sog", "cog", "true_heading"),
    "nav_status",
)
_FINDER: Final = (
    *("MMSI", "TIMESTAMP", "LATITUDE", "LONGITUDE", "SPEED", "COURSE", "HEADING"),
    "NAVSTAT",
)
_GFW: Final = ("ssvid", "timestamp", "lat", "lon", "speed", "course", "heading")
_KOREA: Final = ("MMSI", "일시", "위도", "경도", "SOG", "COG", "Heading")
_PLAIN: Final = ("mmsi", "timestamp", "lat", "lon", "sog", "cog", "heading", "status")
_T: Final = "%Y-%m-%dT%H:%M:%S"
_BLANK: Final = "%Y-%m-%d %H:%M:%S"
_MOTION: Final = ("sog", "cog", "heading")

FORMATS_WRITTEN: Final = {
    "marinecadastre": Written(_delimited(_MARINE_CADASTRE, _named(*_OLD, time=_T))),
    "marinecadastre_2025": Written(
        _delimited(
            "mmsi,base_date_time,longitude,latitude,sog,cog,heading,vessel_name,imo,"
            "call_sign,vessel_type,status,length,width,draft,cargo,transceiver",
            _named(*_NEW, time=_BLANK),
        )
    ),
    "dma": Written(
        _delimited(
            "# Timestamp,Type of mobile,MMSI,Latitude,Longitude,Navigational status,"
            "ROT,SOG,COG,Heading,IMO,Callsign,Name,Ship type,Cargo type,Width,Length,"
            "Type of position fixing device,Draught,Destination,ETA,Data source type,A,"
            "B,C,D",
            _danish,
        )
    ),
    "kystverket": Written(
        _delimited(
            "Unnamed: 0;mmsi;date_time_utc;sog;cog;true_heading;nav_status;calc_speed;"
            "lon;lat",
            _named(*_NORWAY, time=_BLANK),
            separator=";",
        )
    ),
    "exactearth": Written(
        _delimited(
            "MMSI,Message_ID,Repeat_indicator,Time,Millisecond,Region,Country,"
            "Vessel_Name,Call_sign,IMO,Ship_Type,Navigational_status,ROT,SOG,Longitude,"
            "Latitude,COG,Heading",
            _exact_earth,
        )
    ),
    "gfw": Written(
        _delimited(
            "type,ssvid,imo,shipname,shiptype,shiptype_text,callsign,timestamp,lon,lat,"
            "speed,course,heading,distance_from_shore,distance_from_port,"
            "tagblock_station,gridcode",
            _named(*_GFW, time=f"{_BLANK} UTC"),
        ),
        carries=_MOTION,
    ),
    "gfw_track": Written(
        _delimited("lon,lat,course,timestamp,speed,seg_id", _track),
        carries=("sog", "cog"),
    ),
    "marinetraffic": Written(
        _delimited(
            "MMSI,IMO,SHIP_ID,LAT,LON,SPEED,HEADING,COURSE,STATUS,TIMESTAMP,DSRC",
            _tenths,
        )
    ),
    "vesselfinder": Written(
        _delimited(
            "MMSI,TIMESTAMP,LATITUDE,LONGITUDE,COURSE,SPEED,HEADING,NAVSTAT,IMO,NAME,"
            "CALLSIGN,TYPE,A,B,C,D,DRAUGHT,DESTINATION,ETA_AIS,SRC",
            _named(*_FINDER, time=f"{_BLANK} UTC"),
        )
    ),
    "korea_mof": Written(
        _delimited(
            "MMSI,일시,위도,경도,SOG,COG,Heading",
            _named(*_KOREA, time=_BLANK),
            encoding="cp949",
            meta="선박 동적정보\n2024-03-01\n",
        ),
        carries=_MOTION,
    ),
    "csv": Written(_delimited(",".join(_PLAIN), _named(*_PLAIN, time=f"{_T}Z"))),
    "aisstream": Written(_json_lines(_aisstream)),
    "digitraffic": Written(_json_lines(_digitraffic)),
    "nmea": Written(_nmea, resolution_deg=1 / 600_000),
}
"""By the name of the format."""
