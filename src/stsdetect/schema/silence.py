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
    utc,
)
from stsdetect.schema.table import Table

__all__ = ["EDGES", "GAPS"]

EDGES = Table(
    "edges",
    mmsi("mmsi", "Vessel."),
    utc("timestamp", "When the report was received."),
    latitude("lat", "Latitude as broadcast."),
    longitude("lon", "Longitude as broadcast."),
    quantity("sog", "kn", "Speed over ground.", minimum=0, missing=True),
    degrees("cog", "Course over ground.", missing=True),
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
        "n_expected", "1", "Reports to expect meanwhile.", minimum=0, missing=True
    ),
    quantity(
        "p_silence",
        "1",
        "Probability of the silence, were the transponder on.",
        minimum=0,
        maximum=1,
        missing=True,
    ),
    count("n_witnesses", "Vessels heard there meanwhile.", missing=True),
    boolean("suspicious", "Neither reception nor a stop explains it.", missing=True),
    boolean("open", "The vessel is not heard again in the period."),
    key=("gap_id",),
    meaning="A vessel that falls silent for an hour or more.",
)
