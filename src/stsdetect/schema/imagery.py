"""Tables of imagery: what images show, and what a lead is told of it."""

from stsdetect.schema.column import (
    boolean,
    count,
    degrees,
    latitude,
    longitude,
    quantity,
    text,
    utc,
)
from stsdetect.schema.table import Table

__all__ = ["DETECTIONS", "IMAGERY_COLUMNS", "UNSEEN_PAIRS"]

DETECTIONS = Table(
    "detections",
    text("source_id", "The file."),
    count("source_row", "Row or feature in it, from 1."),
    text("scene", "Name of the image."),
    utc("timestamp", "When it was taken."),
    latitude(
        "lat", "Of the hull; missing in a row that gives the scene.", missing=True
    ),
    longitude("lon", "Of the hull.", missing=True),
    quantity("length_m", "m", "Of the hull.", minimum=0, missing=True),
    quantity("width_m", "m", "Of the hull.", minimum=0, missing=True),
    degrees("heading", "Of the hull, either way.", missing=True),
    quantity(
        "ground_range_m",
        "m",
        "Of a radar, from below it to the hull; negative where it looks left.",
        missing=True,
    ),
    degrees("track_deg", "Where the satellite of a radar goes.", missing=True),
    text("footprint", "What the image covers, as WKT [°].", missing=True),
    key=("source_id", "source_row"),
    meaning="Hulls that images show, and images that show none.",
)

UNSEEN_PAIRS = Table(
    "unseen_pairs",
    text("scene", "Name of the image."),
    utc("timestamp", "When it was taken."),
    latitude("lat", "Half-way between the two hulls."),
    longitude("lon", "Half-way between them."),
    quantity("clear_m", "m", "Clear water between them.", minimum=0),
    quantity("length_a_m", "m", "Of the longer hull.", minimum=0),
    quantity("length_b_m", "m", "Of the shorter hull.", minimum=0),
    key=("scene", "timestamp", "lat", "lon"),
    meaning="Two hulls side by side in an image, neither of which AIS knows.",
)

IMAGERY_COLUMNS = (
    count("n_scenes", "Images that cover a vessel of it in its time.", missing=True),
    quantity(
        "unmatched_m",
        "m",
        "From a vessel of it to the nearest hull without AIS, within 1 km.",
        minimum=0,
        missing=True,
    ),
    quantity(
        "side_by_side_m",
        "m",
        "Clear water between two hulls at its place, within 50 m.",
        minimum=0,
        missing=True,
    ),
    quantity(
        "merged_m",
        "m",
        "By what a hull at its place is broader than its vessel, as two are.",
        minimum=0,
        missing=True,
    ),
    count("n_absent", "Images in which a vessel is not where it says.", missing=True),
    boolean("alone", "An image shows one of its vessels and no other.", missing=True),
    text("imagery", "Images that say so.", missing=True),
)
"""What a lead is told of images."""
