"""Tables of what was received: positions, vessels, sources, rejects, tracks, ticks."""

import polars as pl

from stsdetect.schema.column import (
    boolean,
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
    "PROXIMITIES",
    "RECEIVERS",
    "REJECTS",
    "SOURCES",
    "TICKS",
    "TRACKS",
    "VESSELS",
]

AIS_CLASSES = ("A", "B")
RECEIVERS = ("terrestrial", "satellite")

_POSITION_COLUMNS = (
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
    *_POSITION_COLUMNS,
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

TRACKS = Table(
    "tracks",
    count("segment_id", "Segment: a run of positions that one vessel can have made."),
    *_POSITION_COLUMNS,
    boolean("jump", "No vessel can have been here between its neighbours."),
    key=("segment_id", "timestamp"),
    meaning="Positions with the segment they belong to and their flags.",
)

TICKS = Table(
    "ticks",
    count("segment_id", "Segment that the tick lies on."),
    mmsi("mmsi", "Vessel."),
    utc("timestamp", "Tick: an instant of the grid that all vessels share."),
    latitude("lat", "Latitude on the great circle between two reports."),
    longitude("lon", "Longitude on the great circle between two reports."),
    quantity("speed_kn", "kn", "Speed by displacement between ticks.", minimum=0),
    degrees("heading", "True heading nearest in time, if any.", missing=True),
    quantity("age_s", "s", "Time to the nearest real report.", minimum=0),
    quantity("hole_s", "s", "Time between the two reports around.", minimum=0),
    key=("segment_id", "timestamp"),
    meaning="Segments on the common grid of ticks.",
)

PROXIMITIES = Table(
    "proximities",
    mmsi("mmsi_a", "Vessel with the smaller MMSI of the pair."),
    mmsi("mmsi_b", "Vessel with the larger MMSI of the pair."),
    utc("timestamp", "Tick at which both are near."),
    quantity("distance_m", "m", "Distance between the antennas.", minimum=0),
    quantity("speed_a_kn", "kn", "Speed of a by displacement.", minimum=0),
    quantity("speed_b_kn", "kn", "Speed of b by displacement.", minimum=0),
    quantity(
        "heading_difference_deg",
        "°",
        "Heading of b less heading of a, in −180 … 180.",
        minimum=-180,
        maximum=180,
        missing=True,
    ),
    latitude("lat", "Latitude half-way between the two."),
    longitude("lon", "Longitude half-way between the two."),
    quantity(
        "age_s",
        "s",
        "Time from the tick to the nearest report of the vessel heard less recently.",
        minimum=0,
    ),
    quantity(
        "hole_s",
        "s",
        "Longer of the two intervals between reports that the tick lies in.",
        minimum=0,
    ),
    quantity("east_m", "m", "From a to b, eastwards."),
    quantity("north_m", "m", "From a to b, northwards."),
    degrees("heading_a", "Heading of a, if any.", missing=True),
    degrees("heading_b", "Heading of b, if any.", missing=True),
    count("n_near", "Other vessels near either of the two at this tick."),
    key=("mmsi_a", "mmsi_b", "timestamp"),
    meaning="Pairs of vessels near each other, tick by tick.",
)
