"""Units of measure: the factors that turn one into another, and the zone of time."""

import math
from datetime import UTC, datetime
from typing import Final

EARTH_RADIUS_M: Final = 6_371_008.8
"""Mean radius of the earth [m], R1 of the WGS 84 ellipsoid (Moritz, 2000)."""

M_PER_DEG: Final = EARTH_RADIUS_M * math.pi / 180.0
"""Metres in a degree of latitude, on the sphere of that radius; of longitude as many by
the cosine of latitude."""

M_PER_NM: Final = 1_852.0
"""Metres in an international nautical mile (BIPM, SI brochure, table 8)."""

KM_PER_NM: Final = M_PER_NM / 1_000.0
"""Kilometres in an international nautical mile."""

S_PER_H: Final = 3_600.0
"""Seconds in an hour."""

MS_PER_S: Final = 1_000
"""Milliseconds in a second; every timestamp inside is a count of milliseconds."""

MS_PER_KN: Final = M_PER_NM / S_PER_H
"""Metres per second in a knot."""


def utc(time: datetime) -> datetime:
    """Give a time in UTC; one without a zone is UTC.

    Examples
    --------
    >>> utc(datetime(2024, 3, 1)) == utc(datetime.fromisoformat("2024-03-01T09:00+09"))
    True
    """
    return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
