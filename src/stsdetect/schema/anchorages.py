"""Table of anchorages that the data themselves show."""

from stsdetect.schema.column import count, identity, latitude, longitude, quantity, utc
from stsdetect.schema.table import Table

__all__ = ["ANCHORAGES"]

ANCHORAGES = Table(
    "anchorages",
    identity("anchorage_id", "Hash of its southernmost square."),
    latitude("lat", "Mean latitude of the waits there."),
    longitude("lon", "Mean longitude of the waits there."),
    quantity("radius_km", "km", "From there to the farthest of them.", minimum=0),
    count("n_vessels", "Vessels that lay there at anchor.", minimum=1),
    count("n_waits", "Their waits.", minimum=1),
    quantity("vessel_hours", "h", "Time of all of them.", minimum=0),
    utc("start_time", "First tick of the first."),
    utc("end_time", "Last tick of the last."),
    key=("anchorage_id",),
    meaning="A place outside ports where many vessels lay at anchor.",
)
