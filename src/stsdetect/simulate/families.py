"""Families: rows as the tables that other networks and dealers deliver."""

from collections.abc import Callable
from typing import Final

import polars as pl

from stsdetect.simulate.aisstream_lines import aisstream_lines
from stsdetect.simulate.columns import fixed, unless
from stsdetect.simulate.sentences import sentences

__all__ = ["FAMILIES"]


def _renamed(columns: dict[str, pl.Expr], separator: str = ",") -> "Writer":
    def write(rows: pl.DataFrame) -> str:
        table = rows.select(**columns)
        return table.write_csv(line_terminator="\n", separator=separator)

    return write


Writer = Callable[[pl.DataFrame], str]
"""Received rows with particulars, to the text of a file."""

_LAT, _LON = fixed("lat", 6), fixed("lon", 6)
_SOG = pl.when(pl.col("sog") < 102.25).then(fixed("sog", 1))
_COG = pl.when(pl.col("cog") < 360).then(fixed("cog", 1))
_HEADING = unless("heading", 511)
_STATUS = unless("nav_status", 15)
_DRAUGHT = pl.when(pl.col("draught") > 0).then(fixed("draught", 1))
_OFFSETS: Final = {
    letter: unless(name, 0)
    for letter, name in zip(
        "ABCD", ("to_bow", "to_stern", "to_port", "to_starboard"), strict=True
    )
}


def _iso(form: str = "%Y-%m-%dT%H:%M:%S") -> pl.Expr:
    return pl.col("timestamp").dt.strftime(form)


_GENERIC: Final = _renamed(
    {
        "mmsi": pl.col("mmsi"),
        "timestamp": _iso("%Y-%m-%dT%H:%M:%SZ"),
        "lat": _LAT,
        "lon": _LON,
        "sog": _SOG,
        "cog": _COG,
        "heading": _HEADING,
        "nav_status": _STATUS,
        "msg_type": pl.col("msg_type"),
        "imo": unless("imo", 0),
        "callsign": pl.col("callsign"),
        "shipname": unless("name", ""),
        "ship_type": unless("ship_type", 0),
        "to_bow": _OFFSETS["A"],
        "to_stern": _OFFSETS["B"],
        "to_port": _OFFSETS["C"],
        "to_starboard": _OFFSETS["D"],
        "draught": _DRAUGHT,
        "destination": unless("destination", ""),
        "receiver_type": pl.col("receiver"),
    }
)

_KYSTVERKET: Final = _renamed(
    {
        "mmsi": pl.col("mmsi"),
        "imo": unless("imo", 0),
        "callsign": pl.col("callsign"),
        "name": unless("name", ""),
        "ship_type": unless("ship_type", 0),
        "date_time_utc": _iso("%Y-%m-%d %H:%M:%S"),
        "lon": _LON,
        "lat": _LAT,
        "sog": _SOG,
        "cog": _COG,
        "true_heading": _HEADING,
        "nav_status": _STATUS,
        "length": unless("length", 0),
        "draught": _DRAUGHT,
    },
    separator=";",
)

_GFW: Final = _renamed(
    {
        "msgid": pl.format("sim-{}", pl.int_range(pl.len())),
        "source": pl.col("receiver"),
        "type": pl.format("AIS.{}", pl.col("msg_type")),
        "ssvid": pl.col("mmsi"),
        "timestamp": _iso("%Y-%m-%d %H:%M:%S UTC"),
        "lat": _LAT,
        "lon": _LON,
        "speed": _SOG,
        "course": _COG,
        "heading": _HEADING,
        "shipname": unless("name", ""),
        "callsign": pl.col("callsign"),
        "imo": unless("imo", 0),
    }
)

_EXACTEARTH: Final = _renamed(
    {
        "MMSI": pl.col("mmsi"),
        "Message_ID": pl.col("msg_type"),
        "Time": _iso("%Y%m%d_%H%M%S"),
        "Vessel_Name": unless("name", ""),
        "Call_sign": pl.col("callsign"),
        "IMO": unless("imo", 0),
        "Ship_Type": unless("ship_type", 0),
        "Dimension_to_Bow": _OFFSETS["A"],
        "Dimension_to_stern": _OFFSETS["B"],
        "Dimension_to_port": _OFFSETS["C"],
        "Dimension_to_starboard": _OFFSETS["D"],
        "Draught": _DRAUGHT,
        "Destination": unless("destination", ""),
        "Navigational_status": _STATUS,
        "SOG": _SOG,
        "Longitude": _LON,
        "Latitude": _LAT,
        "COG": _COG,
        "Heading": _HEADING,
    }
)

_MARINETRAFFIC: Final = _renamed(
    {
        "MMSI": pl.col("mmsi"),
        "IMO": unless("imo", 0),
        "SHIP_ID": pl.col("mmsi") % 1_000_000,
        "LAT": _LAT,
        "LON": _LON,
        "SPEED": pl.when(pl.col("sog") < 102.25).then(
            (pl.col("sog").cast(pl.Float64) * 10).round().cast(pl.Int64)
        ),
        "HEADING": _HEADING,
        "COURSE": _COG,
        "STATUS": _STATUS,
        "TIMESTAMP": _iso(),
        "DSRC": pl.when(pl.col("receiver") == "satellite").then(pl.lit("SAT"))
        .otherwise(pl.lit("TER")),
    }
)  # fmt: skip

_VESSELFINDER: Final = _renamed(
    {
        "MMSI": pl.col("mmsi"),
        "TIMESTAMP": _iso("%Y-%m-%d %H:%M:%S UTC"),
        "LATITUDE": _LAT,
        "LONGITUDE": _LON,
        "COURSE": _COG,
        "SPEED": _SOG,
        "HEADING": _HEADING,
        "NAVSTAT": _STATUS,
        "IMO": unless("imo", 0),
        "NAME": unless("name", ""),
        "CALLSIGN": pl.col("callsign"),
        "TYPE": unless("ship_type", 0),
        **_OFFSETS,
        "DRAUGHT": _DRAUGHT,
        "DESTINATION": unless("destination", ""),
        "SRC": pl.when(pl.col("receiver") == "satellite").then(pl.lit("SAT"))
        .otherwise(pl.lit("TER")),
    }
)  # fmt: skip

_KOREA: Final = _renamed(
    {
        "MMSI": pl.col("mmsi"),
        "일시": _iso("%Y-%m-%d %H:%M:%S"),
        "위도": _LAT,
        "경도": _LON,
        "SOG": _SOG,
        "COG": _COG,
        "Heading": _HEADING,
    }
)


FAMILIES: Final[dict[str, tuple[str, Writer, str]]] = {
    "csv": (".csv.zst", _GENERIC, "utf-8"),
    "kystverket": (".csv.zst", _KYSTVERKET, "utf-8"),
    "exactearth": (".csv.zst", _EXACTEARTH, "utf-8"),
    "gfw": (".csv.zst", _GFW, "utf-8"),
    "marinetraffic": (".csv.zst", _MARINETRAFFIC, "utf-8"),
    "vesselfinder": (".csv.zst", _VESSELFINDER, "utf-8"),
    "korea_mof": (".csv.zst", _KOREA, "cp949"),
    "aisstream": (".json.gz", aisstream_lines, "utf-8"),
    "nmea": (".nmea.gz", lambda rows: sentences(rows, "SIM"), "ascii"),
}
"""End of the name, writer and encoding, by format."""
