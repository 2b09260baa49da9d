"""Tables of how vessels went: tracks, ticks, and pairs near each other."""

from stsdetect.schema.ais import POSITION_COLUMNS
from stsdetect.schema.column import (
    boolean,
    count,
    degrees,
    latitude,
    longitude,
    mmsi,
    quantity,
    utc,
)
from stsdetect.schema.table import Table

__all__ = ["PROXIMITIES", "TICKS", "TRACKS"]

TRACKS = Table(
    "tracks",
    count("segment_id", "Segment: a run of positions that one vessel can have made."),
    *POSITION_COLUMNS,
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
