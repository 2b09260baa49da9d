"""Tables of waiting: spells in which a vessel is slow, and the waits they make."""

import polars as pl

from stsdetect.schema.column import (
    choice,
    count,
    identity,
    latitude,
    longitude,
    mmsi,
    quantity,
    utc,
)
from stsdetect.schema.table import Table

__all__ = ["LOITERINGS", "LOITERING_MODES", "SPELLS"]

LOITERING_MODES = ("anchored", "drifting", "holding")

SPELLS = Table(
    "spells",
    mmsi("mmsi", "Vessel."),
    utc("start_time", "First slow tick."),
    utc("end_time", "Last slow tick."),
    latitude("start_lat", "Latitude at the first."),
    longitude("start_lon", "Longitude at the first."),
    latitude("end_lat", "Latitude at the last."),
    longitude("end_lon", "Longitude at the last."),
    count("n_ticks", "Slow ticks.", minimum=1),
    count("n_unheard", "Those of them in a silence that reception explains."),
    count("speed_sum", "Sum of their speeds, in millionths of a knot."),
    *(
        quantity(
            f"{axis}_sum",
            "1",
            f"Sum of their {axis}, in 10⁻¹² earth radii.",
            dtype=pl.Int64(),
        )
        for axis in ("x", "y", "z")
    ),
    key=("mmsi", "start_time", "start_lat", "start_lon"),
    meaning="Stretches of a window in which a vessel stays slow.",
)

LOITERINGS = Table(
    "loiterings",
    identity("loitering_id", "Hash of the MMSI and the start."),
    mmsi("mmsi", "Vessel."),
    utc("start_time", "First tick of waiting."),
    utc("end_time", "Last tick of waiting."),
    latitude("lat", "Mean latitude."),
    longitude("lon", "Mean longitude."),
    quantity("mean_speed_kn", "kn", "Mean speed by displacement.", minimum=0),
    quantity("displacement_nm", "nm", "From the first to the last tick.", minimum=0),
    choice("mode", LOITERING_MODES, "How the vessel waits."),
    count("n_ticks", "Slow ticks.", minimum=1, missing=True),
    quantity(
        "heard_share",
        "1",
        "Share of them that reports tell of; the others lie in silences between.",
        minimum=0,
        maximum=1,
        missing=True,
    ),
    quantity(
        "spread_m", "m", "Root mean square from the middle.", minimum=0, missing=True
    ),
    count(
        "n_sharing",
        "Vessels that use its MMSI at once; missing where it is one.",
        missing=True,
    ),
    count(
        "n_waiting",
        "Other vessels that wait within some 3 nm, at any time of the period.",
        missing=True,
    ),
    key=("loitering_id",),
    meaning="One vessel that waits at sea.",
)
