"""Last heard: the end of what is known of a vessel that is not heard again."""

from datetime import datetime
from typing import NamedTuple

__all__ = ["LastHeard"]


class LastHeard(NamedTuple):
    """The last report of a vessel in the data, and how far it could have come since."""

    timestamp: datetime
    lat: float
    lon: float
    reach_nm: float
    """By the earliest time of the meeting in question, by speed alone."""
