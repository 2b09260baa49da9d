"""Tables of silence: where reports stop and go on, and the gaps between them."""

import polars as pl

from stsdetect.schema.ais import AIS_CLASSES
from stsdetect.schema.column import (
    Column,
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
from stsdetect.schema.table import Table

__all__ = ["DARK_VOYAGES", "EDGES", "GAPS", "RECEPTION", "VOYAGE_KINDS"]

VOYAGE_KINDS = ("entered", "left", "inside", "round_trip", "open")

EDGES = Table(
    "edges",
    mmsi("mmsi", "Vessel."),
    utc("timestamp", "When the report was received."),
    latitude("lat", "Latitude as broadcast."),
    longitude("lon", "Longitude as broadcast."),
    quantity("sog", "kn", "Speed over ground.", minimum=0, missing=True),
    degrees("cog", "Course over ground.", missing=True),
    quantity(
        "speed_kn",
        "kn",
        "Speed over ground, or made good from the report before.",
        minimum=0,
        missing=True,
    ),
    degrees("course_deg", "Course over ground, or made good.", missing=True),
    count(
        "nav_status",
        "Navigational status.",
        maximum=14,
        missing=True,
        dtype=pl.Int8(),
    ),
    choice("ais_class", AIS_CLASSES, "Class of the transponder.", missing=True),
    boolean("begins", "The first report of a segment, or after a silence in it."),
    boolean("ends", "The last report of a segment, or before a silence in it."),
    utc("before_time", "Report before the silence, in a segment.", missing=True),
    boolean("goes_on", "The segment has a later report."),
    boolean("settled", "The segment has a report an hour or more before."),
    key=("mmsi", "timestamp"),
    meaning="Reports with a silence, or no report of their segment, on one side.",
)


def _gap_end(when: str) -> tuple[Column, ...]:
    side = "before" if when == "start" else "after"
    return (
        utc(f"{when}_time", f"Report {side} the silence.", missing=when == "end"),
        latitude(f"{when}_lat", f"Latitude {side}.", missing=when == "end"),
        longitude(f"{when}_lon", f"Longitude {side}.", missing=when == "end"),
        quantity(f"{when}_sog", "kn", f"Speed over ground {side}.", missing=True),
        degrees(f"{when}_cog", f"Course over ground {side}.", missing=True),
    )


GAPS = Table(
    "gaps",
    identity("gap_id", "Hash of the MMSI and the start."),
    mmsi("mmsi", "Vessel."),
    *_gap_end("start"),
    *_gap_end("end"),
    quantity(
        "start_speed_kn",
        "kn",
        "Speed before, as broadcast or made good.",
        minimum=0,
        missing=True,
    ),
    degrees("start_course_deg", "Course before, broadcast or made good.", missing=True),
    count("nav_status_before", "Navigational status before.", maximum=14, missing=True),
    choice("ais_class", AIS_CLASSES, "Class of the transponder.", missing=True),
    quantity(
        "duration_h",
        "h",
        "Length of the silence; of an open one until the end of the period.",
        minimum=0,
    ),
    quantity("distance_nm", "nm", "From before to after.", minimum=0, missing=True),
    quantity(
        "implied_speed_kn", "kn", "That distance by time.", minimum=0, missing=True
    ),
    quantity(
        "own_speed_kn",
        "kn",
        "99th percentile of the vessel's own speed in the period.",
        minimum=0,
        missing=True,
    ),
    count(
        "n_alike",
        "Other gaps of the vessel that last at least half as long.",
    ),
    boolean(
        "mmsi_heard",
        "Its MMSI is heard meanwhile, from where the vessel can't have been.",
    ),
    quantity(
        "n_expected",
        "1",
        "Slots of ten minutes in which it would have been heard.",
        minimum=0,
        missing=True,
    ),
    quantity(
        "p_silence",
        "1",
        "Probability of the silence, were the transponder on.",
        minimum=0,
        maximum=1,
        missing=True,
    ),
    quantity(
        "log_bf_silence",
        "1",
        "How much that speaks for a silent transponder: −ln of it, at most ln 1000.",
        minimum=0,
        maximum=7,
        missing=True,
    ),
    count(
        "n_witnesses",
        "Other vessels heard within a degree, in the hour in which most were.",
        missing=True,
    ),
    quantity(
        "witnessed",
        "1",
        "Share of what was to be expected in hours in which others were heard there.",
        minimum=0,
        maximum=1,
        missing=True,
    ),
    boolean("stopped", "To have stopped explains it better.", missing=True),
    quantity(
        "own_hearing",
        "1",
        "How well the vessel is heard elsewhere; 1 is as others are.",
        minimum=0,
        maximum=1,
        missing=True,
    ),
    boolean("suspicious", "Neither reception nor a stop explains it.", missing=True),
    boolean("open", "The vessel is not heard again in the period."),
    key=("gap_id",),
    meaning="A vessel that falls silent for an hour or more.",
)

RECEPTION = Table(
    "reception",
    utc("start_time", "Start of the hour."),
    latitude("lat", "Latitude of the middle of the cell of a quarter of a degree."),
    longitude("lon", "Longitude of the middle of the cell."),
    choice("ais_class", AIS_CLASSES, "Class of the transponder; A where not told."),
    boolean("still", "Of vessels at 3 kn or less, which send less often."),
    count("n_slots", "Slots of ten minutes in which a vessel was surely there."),
    count("n_heard", "Those of them in which it was heard."),
    count("n_satellite", "Those of these in which a satellite heard it, where told."),
    count(
        "n_terrestrial",
        "Those in which a receiver on land did, or one of which nothing is told.",
        missing=True,
    ),
    count("n_vessels", "Vessels heard."),
    quantity(
        "p_heard",
        "1",
        "Probability that such a vessel is heard there in a slot, over all hours.",
        minimum=0,
        maximum=1,
    ),
    quantity(
        "p_heard_sd",
        "1",
        "Standard deviation of that, by how little is known and how vessels differ.",
        minimum=0,
        maximum=1,
    ),
    quantity(
        "condition",
        "1",
        "Reception around in this hour, beside that of all hours; 0 is an outage.",
        minimum=0,
    ),
    *(
        quantity(
            f"p_{source}",
            "1",
            f"Probability that {who} hears it in a slot, over all hours.",
            minimum=0,
            maximum=1,
            missing=True,
        )
        for source, who in (
            ("satellite", "a satellite"),
            ("terrestrial", "a receiver on land, or not told,"),
        )
    ),
    key=("start_time", "lat", "lon", "ais_class", "still"),
    meaning="How well vessels were heard, in each cell and hour.",
)

DARK_VOYAGES = Table(
    "dark_voyages",
    identity("voyage_id", "Hash of the gap and the zone."),
    identity("gap_id", "The gap."),
    mmsi("mmsi", "Vessel."),
    choice("kind", VOYAGE_KINDS, "Which ends of the silence lie in the zone."),
    text("zone", "The waters in question; no statement on any border."),
    utc("start_time", "Report before the silence."),
    utc("end_time", "Report after the silence.", missing=True),
    quantity("duration_h", "h", "Length of the silence.", minimum=0),
    latitude("lat", "Latitude of the nearest point of the zone on the way."),
    longitude("lon", "Longitude of that point."),
    quantity("way_nm", "nm", "Shortest way there, and back if heard again.", minimum=0),
    quantity("stay_h", "h", "Longest stay in the zone that speed allows.", minimum=0),
    quantity(
        "share_alike",
        "1",
        "Share of all gaps half to twice as long in which a call there was possible.",
        minimum=0,
        maximum=1,
        missing=True,
    ),
    quantity("p_silence", "1", "As in GAPS.", minimum=0, maximum=1, missing=True),
    boolean("suspicious", "As in GAPS.", missing=True),
    key=("voyage_id",),
    meaning="Silences in which a call in North Korean waters could be hidden.",
)
