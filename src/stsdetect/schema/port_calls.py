"""Tables of port calls: spells near a port by window, and the visits they make."""

from stsdetect.schema.column import (
    boolean,
    count,
    identity,
    latitude,
    longitude,
    mmsi,
    quantity,
    text,
    utc,
)
from stsdetect.schema.table import Table

__all__ = [
    "DOUBT_COLUMNS",
    "HISTORY_COLUMNS",
    "LADEN_COLUMNS",
    "PORT_SPELLS",
    "PORT_VISITS",
]

PORT_SPELLS = Table(
    "port_spells",
    mmsi("mmsi", "Vessel."),
    utc("start_time", "First report near a port."),
    utc("end_time", "Last report near a port."),
    utc("came_in_time", "First report inside the port.", missing=True),
    count("port", "Row of the nearest port in the list of ports."),
    latitude("lat", "Latitude of the report nearest to it."),
    longitude("lon", "Longitude of that report."),
    quantity("distance_m", "m", "From there to the port.", minimum=0),
    boolean("entered", "The vessel was heard elsewhere just before."),
    boolean("left", "The vessel was heard elsewhere just after."),
    utc("before_time", "Report of the window before that it goes on.", missing=True),
    utc("after_time", "Report of the next window that goes on.", missing=True),
    count("n_gaps", "Silences of 4 h and more."),
    count("stopped_ms", "Time stopped [ms]."),
    count("unsettled_ms", "Time before any report tells whether it is stopped [ms]."),
    boolean("stopped", "Whether it ends stopped, if any report tells.", missing=True),
    key=("mmsi", "start_time"),
    meaning="Stretches of a window in which a vessel stays near a port.",
)

PORT_VISITS = Table(
    "port_visits",
    identity("visit_id", "Hash of the MMSI and the start."),
    mmsi("mmsi", "Vessel."),
    utc("start_time", "First report in port."),
    utc("end_time", "Last report before the vessel is heard elsewhere."),
    text("port", "Name of the port."),
    text("country", "ISO 3166-1 alpha-3."),
    quantity("confidence", "1", "How sure the visit is.", minimum=0, maximum=1),
    latitude("lat", "Latitude of the report nearest to the port."),
    longitude("lon", "Longitude of that report."),
    quantity("distance_km", "km", "From there to the port.", minimum=0),
    boolean("entered", "It was heard coming from elsewhere."),
    boolean("left", "It was heard going elsewhere."),
    quantity("stopped_h", "h", "Time stopped, within 4 km of the port.", minimum=0),
    count("n_gaps", "Silences of 4 h and more, within 4 km of it."),
    key=("visit_id",),
    meaning="A stay of a vessel in a port.",
)

HISTORY_COLUMNS = (
    text("prev_port_a", "Last port of a before it, if seen.", missing=True),
    text("prev_port_b", "Last port of b before it, if seen.", missing=True),
    text("next_port_a", "First port of a after it, if seen.", missing=True),
    text("next_port_b", "First port of b after it, if seen.", missing=True),
    *(
        quantity(name, "d", meaning, minimum=0, missing=True)
        for name, meaning in (
            ("days_since_dprk_a", "Since a was, or may have been, in the DPRK."),
            ("days_since_dprk_b", "Since b was, or may have been, in the DPRK."),
            ("days_to_north_korea", "Until either is, or may be, there."),
        )
    ),
    text("supply_chain", "One from a port, the other to North Korea.", missing=True),
    text("false_destination", "A port told by one who went there.", missing=True),
    text("bound_for", "A port of the DPRK told as destination.", missing=True),
    text("draught_at_sea", "Draught that changed with no port call.", missing=True),
)
"""What a lead is told of the ports of its vessels."""

DOUBT_COLUMNS = (
    text("destination_doubts", "What was told and does not fit.", missing=True),
)
"""What a lead is told of the destinations of its vessels."""

LADEN_COLUMNS = (
    text("laden_without_port", "Deep draught after light, no port seen.", missing=True),
)
"""What a lead is told of cargo that came from no port; the last columns."""
