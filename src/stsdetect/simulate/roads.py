"""Roads: transfers among vessels that lie at anchor."""

from typing import Final

import numpy as np

from stsdetect.simulate.chart import shift
from stsdetect.simulate.lanes import ANCHORAGES, Place, Site, Waypoint

__all__ = ["SPACING_M", "free_spot", "road"]

SPACING_M: Final = (400.0, 350.0)
"""Between vessels at anchor, along a row and from row to row; ours: neighbours at
anchor lie 90 to 600 m apart."""

_TO_KOREA_STRAIT = ((32.80, 126.20), (33.30, 127.30), (34.60, 128.75))
_TO_TAIWAN_STRAIT = ((29.60, 123.40), (27.10, 121.95), (26.00, 120.75), (24.90, 119.75))
_TO_EAST_CHINA_SEA = ((31.30, 124.60), (29.00, 125.00), (26.60, 124.00))
_TO_YELLOW_SEA = ((35.10, 121.40), (34.60, 123.20), (36.60, 123.40), (38.40, 123.60))

_WAYS: Final = {
    "Changjiang mouth": (
        ((31.20, 123.30), *_TO_KOREA_STRAIT),
        ((30.60, 123.40), *_TO_TAIWAN_STRAIT),
    ),
    "east of Zhoushan": (((29.90, 123.60), *_TO_EAST_CHINA_SEA), _TO_TAIWAN_STRAIT),
    "off Yeosu": (((34.10, 128.10), (33.20, 127.40), *_TO_EAST_CHINA_SEA),),
    "off Ningde": (
        ((25.90, 120.70), (24.90, 119.75)),
        ((26.90, 121.60), (29.50, 123.30), (31.30, 124.20)),
    ),
    "off Lianyungang": (
        _TO_YELLOW_SEA,
        ((34.90, 121.40), (33.40, 123.40), (31.30, 124.20)),
    ),
}
"""Routes away from each anchorage."""


def road(number: int, crowd: tuple[int, ...], spacing: float = 1.0) -> Site:
    """Give a free place beside the last row of an anchorage, anchorages in turn.

    Parameters
    ----------
    crowd : tuple of int
        Vessels that lie at each of ``ANCHORAGES``.
    spacing : float
        Times the usual distance between them.
    """
    which = number % len(ANCHORAGES)
    place = ANCHORAGES[which]
    rank = number // len(ANCHORAGES)
    lat, lon = free_spot(place, crowd[which], rank, spacing)
    name = f"among vessels {place.name}"
    return Site(name, lat, lon, _WAYS[place.name], anchored=True, crowded=True)


def free_spot(place: Place, n: int, rank: int, spacing: float) -> Waypoint:
    """Go on with the rows of an anchorage where n vessels lie already."""
    width = max(int(np.ceil(np.sqrt(n))), 1)
    index = n + rank
    column, row = index % width - width / 2, index // width - width / 2
    along, across = (metres * spacing for metres in SPACING_M)
    east = (column + 0.5 * (index // width % 2)) * along
    lat, lon = shift(place.lat, place.lon, east, row * across)
    return float(lat), float(lon)
