"""Records and codes that the NMEA kernels share."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "LINE",
    "NO_TIME",
    "NUMBERS",
    "POSITION",
    "STATIC",
    "TEXTS",
    "Integer",
    "Record",
    "Records",
]

Records = NDArray[Any]
"""Array of records: numba reads and writes their fields by name."""

Record = Any
"""One record, of which numpy's types don't know the fields."""

Integer = Any
"""Whole number or truth of numba's, of which Python and numpy have two kinds each."""

NO_TIME: Final = np.int64(-1)
"""Stands for no clock; every real one is later than 1990."""

LINE = np.dtype(
    [
        ("number", np.int64),  # physical line of the file, from 1
        ("start", np.int64),  # first and last byte, without blanks around
        ("stop", np.int64),
        ("time_ms", np.int64),  # milliseconds since 1970, or NO_TIME
        ("payload_start", np.int64),
        ("payload_stop", np.int64),
        ("key", np.int64),  # group, sequence and channel of a multi-part message
        ("station", np.int64),  # hash of the station's name, 0 without one
        ("fill", np.int64),
        ("n_parts", np.int64),
        ("part", np.int64),
        ("receiver", np.int8),
        ("kind", np.uint8),
    ],
    align=True,
)
"""One line of the file."""

POSITION = np.dtype(
    [
        ("source_row", np.int64),
        ("timestamp", np.int64),
        ("mmsi", np.int64),
        ("lat", np.float64),
        ("lon", np.float64),
        ("sog", np.float32),  # NaN where not available, as cog and heading
        ("cog", np.float32),
        ("heading", np.float32),
        ("nav_status", np.int8),  # −1 where not available
        ("msg_type", np.int8),
        ("receiver", np.int8),
    ],
    align=True,
)
"""One position report (types 1, 2, 3, 18, 19 and 27)."""

NUMBERS: Final = (
    *("imo", "ship_type"),
    *("to_bow_m", "to_stern_m", "to_port_m", "to_starboard_m"),
    *("month", "day", "hour", "minute", "draught"),
)
"""Numbers of a report of particulars; draught is in 1/10 m."""

TEXTS: Final = ("callsign", "shipname", "destination")
"""Texts of a report of particulars."""

STATIC = np.dtype(
    [
        ("source_row", np.int64),
        ("timestamp", np.int64),
        ("mmsi", np.int64),
        ("msg_type", np.int8),
        ("numbers", np.int32, (len(NUMBERS),)),  # 0 where not available
        ("texts", np.uint8, (len(TEXTS), 20)),  # ASCII, filled with zeros
    ],
    align=True,
)
"""One report of particulars (types 5, 19 and 24)."""

# What a line is. A sentence becomes one of the others once its message is known.
BLANK: Final = 0
COMMENT: Final = 1
CLOCK: Final = 2
OTHER_SENTENCE: Final = 3
SENTENCE: Final = 4
CONTINUATION: Final = 5
POSITION_REPORT: Final = 6
STATIC_REPORT: Final = 7
OTHER_MESSAGE: Final = 8
# From here on the line is rejected.
NOT_NMEA: Final = 16
MALFORMED: Final = 17
BAD_CHECKSUM: Final = 18
BAD_PAYLOAD: Final = 19
INCOMPLETE: Final = 20
UNKNOWN_TYPE: Final = 21
BAD_LENGTH: Final = 22
BAD_MMSI: Final = 23
NO_POSITION: Final = 24
OUT_OF_RANGE: Final = 25
WITHOUT_TIME: Final = 26

# What heard a sentence.
UNKNOWN_RECEIVER: Final = -1
TERRESTRIAL: Final = 0
SATELLITE: Final = 1
