"""Tables of what was received: positions, vessels, sources, rejects."""

import polars as pl

from stsdetect.schema.column import (
    choice,
    count,
    degrees,
    identity,
    latitude,
    longitude,
    mmsi,
    quantity,
    text,
    utc,
)
from stsdetect.schema.mmsi import MMSI_CLASSES
from stsdetect.schema.table import Table

__all__ = [
    "AIS_CLASSES",
    "POSITIONS",
    "POSITION_COLUMNS",
    "RECEIVERS",
    "REJECTS",
    "SOURCES",
    "VESSELS",
]

AIS_CLASSES = ("A", "B")
RECEIVERS = ("terrestrial", "satellite")

POSITION_COLUMNS = (
    mmsi("mmsi", "Maritime Mobile Service Identity as broadcast (ITU-R M.585)."),
    utc("timestamp", "When the report was received."),
    latitude("lat", "Latitude as broadcast, WGS 84."),
    longitude("lon", "Longitude as broadcast, WGS 84."),
    quantity(
        "sog",
        "kn",
        "Speed over ground as broadcast; 102.2 means that or more.",
        minimum=0,
        maximum=102.2,
        missing=True,
        dtype=pl.Float32(),
    ),
    degrees("cog", "Course over ground as broadcast.", missing=True),
    degrees("heading", "True heading as broadcast.", missing=True),
    count(
        "nav_status",
        "Navigational status, 0 to 14 (ITU-R M.1371).",
        maximum=14,
        missing=True,
        dtype=pl.Int8(),
    ),
    choice("ais_class", AIS_CLASSES, "Class of the transponder.", missing=True),
    choice("receiver", RECEIVERS, "What heard the report.", missing=True),
    count(
        "msg_type",
        "AIS message type; 27 is coarse, to 1/10 minute of arc.",
        minimum=1,
        maximum=27,
        missing=True,
        dtype=pl.Int8(),
    ),
    identity("source_id", "Source file: start of its SHA-256."),
    count("source_row", "Line of the source file, from 1, header included.", minimum=1),
)

POSITIONS = Table(
    "positions",
    *POSITION_COLUMNS,
    key=("mmsi", "timestamp"),
    meaning="One usable position report each, sorted by MMSI and time.",
)


def _metres_from_antenna(side: str) -> str:
    return f"From the antenna to the {side}."


VESSELS = Table(
    "vessels",
    mmsi("mmsi", "Maritime Mobile Service Identity as broadcast."),
    utc("valid_from", "When these particulars were first heard."),
    choice(
        "mmsi_class",
        MMSI_CLASSES,
        "Kind of station by the shape of the MMSI (ITU-R M.585).",
        missing=True,
    ),
    count(
        "imo",
        "IMO number with a valid check digit.",
        minimum=1_000_000,
        maximum=9_999_999,
        missing=True,
    ),
    count(
        "flag_state_number",
        "Official number of the flag state, sent in place of an IMO number.",
        minimum=10_000_000,
        maximum=1_073_741_823,
        missing=True,
    ),
    text("shipname", "Name as broadcast.", missing=True),
    text("callsign", "Call sign as broadcast.", missing=True),
    count(
        "ship_type",
        "Type of ship and cargo, 1 to 99 (ITU-R M.1371).",
        minimum=1,
        maximum=255,
        missing=True,
        dtype=pl.Int16(),
    ),
    *(
        quantity(
            name,
            "m",
            _metres_from_antenna(side),
            minimum=0,
            maximum=511,
            missing=True,
            dtype=pl.Float32(),
        )
        for name, side in (
            ("to_bow_m", "bow"),
            ("to_stern_m", "stern"),
            ("to_port_m", "port side"),
            ("to_starboard_m", "starboard side"),
        )
    ),
    quantity(
        "length_m",
        "m",
        "Length over all, as broadcast or the sum of bow and stern.",
        minimum=0,
        maximum=1022,
        missing=True,
        dtype=pl.Float32(),
    ),
    quantity(
        "beam_m",
        "m",
        "Beam, as broadcast or the sum of port and starboard.",
        minimum=0,
        maximum=126,
        missing=True,
        dtype=pl.Float32(),
    ),
    quantity(
        "draught",
        "m",
        "Draught as entered by the crew.",
        minimum=0,
        maximum=25.5,
        missing=True,
        dtype=pl.Float32(),
    ),
    text("destination", "Destination as entered by the crew.", missing=True),
    text("eta", "Estimated time of arrival as entered, MM-DDTHH:MM.", missing=True),
    identity("source_id", "Source file: start of its SHA-256."),
    count("source_row", "Line of the source file, from 1, header included.", minimum=1),
    key=("mmsi", "valid_from"),
    meaning="Particulars of each vessel, one row per change.",
)

SOURCES = Table(
    "sources",
    identity("source_id", "Start of the SHA-256 of the file."),
    text("name", "Name of the file, without its folder."),
    text("sha256", "SHA-256 of the file as it lies on disk."),
    count("bytes", "Size of the file as it lies on disk."),
    text("format", "Format by which it was read."),
    count("rows_read", "Rows below the header; the sum of the next four."),
    count("rows_kept", "Rows that are positions of the store."),
    count("rows_duplicate", "Rows that repeat a vessel and time already kept."),
    count("rows_static", "Rows that carry particulars or no vessel, and no position."),
    count("rows_rejected", "Rows that can't be used, each in REJECTS."),
    utc("first_timestamp", "Earliest position kept.", missing=True),
    utc("last_timestamp", "Latest position kept.", missing=True),
    text("stsdetect_version", "Version that read the file."),
    key=("source_id",),
    meaning="Every file that was read, with counts that add up.",
)

REJECTS = Table(
    "rejects",
    identity("source_id", "Source file: start of its SHA-256."),
    count("source_row", "Line of the source file, from 1, header included.", minimum=1),
    text("reason", "Why the row can't be used."),
    text("raw", "The line as it stands in the file."),
    key=("source_id", "source_row"),
    meaning="Rows that can't be used, with their reason.",
)
